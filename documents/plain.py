"""Nouns as plain JSON values and back: what crosses a process border or is kept on disk.

One codec for every noun: the type annotations are the schema. A Decimal and a date become their text; which of the
three a value was is kept by a tag, so `to_noun(type, to_plain(noun)) == noun`.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Noun = TypeVar("Noun")


def to_plain(noun: Any) -> Any:
    """The noun as dicts, lists, strings and numbers.

    >>> to_plain(Decimal("1.50")), to_plain(date(2025, 12, 31)), to_plain("x")
    ({'decimal': '1.50'}, {'date': '2025-12-31'}, 'x')
    """
    match noun:
        case Enum():
            return noun.value
        case Decimal():
            return {"decimal": str(noun)}
        case date():
            return {"date": noun.isoformat()}
        case Mapping():
            return {key: to_plain(value) for key, value in noun.items()}
        case tuple() | list():
            return [to_plain(item) for item in noun]
        case frozenset() | set():
            return sorted(to_plain(item) for item in noun)
    if is_dataclass(noun) and not isinstance(noun, type):
        return {f.name: to_plain(getattr(noun, f.name)) for f in fields(noun)}
    return noun


def to_noun(kind: type[Noun], plain: Any) -> Noun:
    """The noun again. Raises KeyError, TypeError or ValueError for anything that is not one of its kind."""
    built: Noun = _build(kind, plain)
    return built


def _build(kind: Any, plain: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _one_of(get_args(kind), plain)
    if origin is tuple:
        return tuple(_build(get_args(kind)[0], item) for item in plain)
    if origin is frozenset:
        return frozenset(_build(get_args(kind)[0], item) for item in plain)
    if origin is not None:  # a mapping: keys are strings
        return {key: _build(get_args(kind)[1], value) for key, value in plain.items()}
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: _build(hints[name], value) for name, value in plain.items()})
    return _leaf(kind, plain)


def _leaf(kind: Any, plain: Any) -> Any:
    if kind is Decimal:
        return Decimal(plain["decimal"])
    if kind is date:
        return date.fromisoformat(plain["date"])
    if kind is object or kind is Any:
        return plain
    if kind is float:
        return float(plain)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(plain)
    if not isinstance(plain, kind):
        raise TypeError(f"{plain!r} is no {kind.__name__}")
    return plain


def _one_of(kinds: tuple[Any, ...], plain: Any) -> Any:
    if plain is None:
        return None
    if isinstance(plain, dict) and len(plain) == 1:
        tagged = {"decimal": Decimal, "date": date}.get(next(iter(plain)))
        if tagged in kinds:
            return _leaf(tagged, plain)
    return _build(next(kind for kind in kinds if kind not in (type(None), Decimal, date)), plain)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
