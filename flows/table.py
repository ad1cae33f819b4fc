"""A TOML table as a dataclass: its annotations are the schema, a wrong key is refused by name and likely meaning."""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from documents.errors import SettingsError

Noun = TypeVar("Noun")


def built(kind: type[Noun], table: Mapping[str, object], where: str) -> Noun:
    """The dataclass made of the table. `where` names the file, and then the key, in a SettingsError.

    >>> from dataclasses import dataclass
    >>> Desk = dataclass(type("Desk", (), {"__annotations__": {"port": int}, "port": 8765}))
    >>> built(Desk, {"prot": 1}, "paperdesk.toml")
    Traceback (most recent call last):
    documents.errors.SettingsError: paperdesk.toml: 'prot' is unknown; did you mean 'port'?
    """
    hints = get_type_hints(kind)
    known = [each.name for each in fields(kind)]  # type: ignore[arg-type]  # kind is a dataclass
    refuse_unknown(table, known, where)
    made = {key: _value(hints[key], given, f"{where}: {key}") for key, given in table.items()}
    try:
        return kind(**made)
    except ValueError as error:
        raise SettingsError(f"{where}: {error}.") from error


def refuse_unknown(names: Iterable[str], known: Iterable[str], where: str) -> None:
    """Raise SettingsError for the first of the names that is not known."""
    known = list(known)
    for name in names:
        if name not in known:
            close = get_close_matches(name, known, 1)
            there = f"there are: {', '.join(sorted(known))}." if known else "there are none."
            meant = f"did you mean {close[0]!r}?" if close else there
            raise SettingsError(f"{where}: {name!r} is unknown; {meant}")


def _value(kind: Any, given: object, where: str) -> object:
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return _value(next(each for each in inner if each is not type(None)), given, where)
    if origin is tuple:
        if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
            raise SettingsError(f'{where}: a list of words is wanted, such as ["eng", "deu"], not {given!r}.')
        return tuple(given)
    if origin is not None:
        table = _table(given, where)
        return {name: _value(inner[1], each, f"{where}.{name}") for name, each in table.items()}
    if is_dataclass(kind) and isinstance(kind, type):
        return built(kind, _table(given, where), where)
    return _leaf(kind, given, where)


def _leaf(kind: Any, given: object, where: str) -> object:
    if kind is Path and isinstance(given, str) and given:
        return Path(given)
    if kind is float and isinstance(given, (int, float)) and not isinstance(given, bool):
        return float(given)
    if isinstance(given, kind) and isinstance(given, bool) == (kind is bool):
        return given
    words = {bool: "true or false", int: "a whole number", float: "a number", str: "a text", Path: "a path"}
    raise SettingsError(f"{where}: {words.get(kind, kind)} is wanted, not {given!r}.")


def _table(given: object, where: str) -> dict[str, object]:
    if not isinstance(given, dict):
        raise SettingsError(f"{where}: a section is wanted, not {given!r}.")
    return given
