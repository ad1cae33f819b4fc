"""One table of a declaration being read: every key is asked for by name, and what nobody asked for is refused."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from documents.errors import DoctypeError

Choice = TypeVar("Choice", bound=StrEnum)


class Section:
    """The keys of one TOML table; `path` is where it stands in the file, empty for the whole file."""

    def __init__(self, declared: object, file: str, path: str = "") -> None:
        self._file, self._path = file, path
        if not isinstance(declared, dict):
            raise DoctypeError(f"{self.where}: must be a table of keys, not {_said(declared)}")
        self._rest: dict[str, object] = dict(declared)
        self._asked: list[str] = []

    @property
    def where(self) -> str:
        """File and path, as messages name them: `invoice.toml: fields.total`."""
        return f"{self._file}: {self._path}" if self._path else self._file

    def at(self, key: str) -> str:
        """Where a key of this table stands: `invoice.toml: fields.total.kind`."""
        return f"{self.where}.{key}" if self._path else f"{self._file}: {key}"

    def text(self, key: str, default: str | None = None) -> str:
        """A text that is not empty. Without a default the key must be there."""
        value = self._take(key, default)
        if value is None:
            raise self._missing(key)
        if not isinstance(value, str) or not value.strip():
            raise self._wrong(key, "a text that is not empty", value)
        return value

    def flag(self, key: str, default: bool) -> bool:
        """True or false."""
        value = self._take(key, default)
        if not isinstance(value, bool):
            raise self._wrong(key, "true or false", value)
        return value

    def share(self, key: str, default: float) -> float:
        """A number from 0 to 1."""
        value = self._take(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise self._wrong(key, "a number from 0 to 1", value)
        return float(value)

    def choice(self, key: str, default: Choice) -> Choice:
        """One of the words of an enumeration."""
        words = [member.value for member in type(default)]
        return type(default)(known(self.text(key, default.value), words, self.at(key)))

    def texts(self, key: str, names: Collection[str] | None = None) -> tuple[str, ...]:
        """A list of texts, each one of `names` where those are given; nothing when the key is not there."""
        value = self._take(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise self._wrong(key, 'a list of texts, like ["one", "two"]', value)
        for item in value if names is not None else ():
            known(item, names or (), self.at(key))
        return tuple(value)

    def weights(self, key: str) -> dict[str, float] | None:
        """A table of phrases with their weights; None when the key is not there."""
        value = self._take(key, None)
        if value is None:
            return None
        if not isinstance(value, dict) or not all(_is_number(weight) for weight in value.values()):
            raise self._wrong(key, "phrases with a weight each, like { invoice = 0.5 }", value)
        return {phrase: float(weight) for phrase, weight in value.items()}

    def sections(self, key: str) -> dict[str, Section]:
        """The tables below this one, by name: `[fields.total]`, `[fields.date]`."""
        value = self._take(key, {})
        if not isinstance(value, dict):
            raise self._wrong(key, f"tables, each with its name, like [{key}.NAME]", value)
        return {name: self._below(inner, f"{key}.{name}") for name, inner in value.items()}

    def child(self, key: str) -> Section:
        """The table below this one with that name; an empty one when it is not there."""
        return self._below(self._take(key, {}), key)

    def items(self, key: str) -> list[Section]:
        """A list of tables, `[[rules]]` or `extract = [{...}, {...}]`; nothing when the key is not there."""
        value = self._take(key, [])
        if not isinstance(value, list):
            raise self._wrong(key, "a list of tables, like [{ ... }, { ... }]", value)
        return [self._below(inner, f"{key}[{number}]") for number, inner in enumerate(value, 1)]

    def remaining(self) -> dict[str, object]:
        """Every key that was not asked for, as settings of a call; nothing is left then."""
        rest, self._rest = self._rest, {}
        return rest

    def close(self) -> None:
        """Refuse what nobody asked for. Raises DoctypeError with the likely meaning."""
        for key in self._rest:
            known(key, self._asked, self.where)

    def _below(self, declared: object, key: str) -> Section:
        return Section(declared, self._file, f"{self._path}.{key}" if self._path else key)

    def _take(self, key: str, default: object) -> object:
        self._asked.append(key)
        return self._rest.pop(key, default)

    def _missing(self, key: str) -> DoctypeError:
        meant = nearest(key, self._rest)
        said = f"no {meant!r}; did you mean {key!r}?" if meant else f"{key!r} is missing"
        return DoctypeError(f"{self.where}: {said}")

    def _wrong(self, key: str, wanted: str, value: object) -> DoctypeError:
        return DoctypeError(f"{self.at(key)}: must be {wanted}, not {_said(value)}")


def known(name: str, names: Iterable[str], where: str) -> str:
    """The name, when it is among the names. Raises DoctypeError with the nearest of them.

    >>> known("total", ["total", "date"], "x.toml: rules")
    'total'
    """
    names = sorted(names)
    if name not in names:
        near = nearest(name, names)
        hint = f"did you mean {near!r}?" if near else f"known: {', '.join(names) or 'none'}"
        raise DoctypeError(f"{where}: no {name!r}; {hint}")
    return name


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The name most like this one, a common beginning counting more; None when none is alike.

    >>> nearest("lable", ["table", "label"]), nearest("date", ["total"])
    ('label', None)
    """
    found = process.extractOne(name, list(names), scorer=JaroWinkler.similarity, score_cutoff=0.8)
    return found[0] if found else None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _said(value: object) -> str:
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value) if not isinstance(value, list) else "a list"
