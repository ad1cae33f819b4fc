"""Nouns as plain JSON values and back: what crosses a process border or is kept on disk.

One codec for every noun: the type annotations are the schema. A Decimal and a date become their text; which of the
three a value was is kept by a tag, so `to_noun(type, to_plain(noun)) == noun`.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Noun = TypeVar("Noun")
Builder = Callable[[Any], Any]


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
    wanted: Any = kind
    built: Noun = _builder(wanted)(plain)
    return built


@cache
def _builder(kind: Any) -> Builder:
    """What makes a noun of this kind; annotations are looked at once, nouns are made by the hundred thousand."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return _one_of(inner)
    if origin is tuple:
        of_tuple = _builder(inner[0])
        return lambda plain: tuple([of_tuple(item) for item in plain])
    if origin is frozenset:
        of_set = _builder(inner[0])
        return lambda plain: frozenset([of_set(item) for item in plain])
    if origin is not None:  # a mapping: keys are strings
        of_value = _builder(inner[1])
        return lambda plain: {key: of_value(value) for key, value in plain.items()}
    if isinstance(kind, type) and is_dataclass(kind):
        by_name = {name: _builder(hint) for name, hint in get_type_hints(kind).items()}
        return lambda plain: kind(**{name: by_name[name](value) for name, value in plain.items()})
    return _leaf(kind)


def _leaf(kind: Any) -> Builder:
    if kind is Decimal:
        return lambda plain: Decimal(plain["decimal"])
    if kind is date:
        return lambda plain: date.fromisoformat(plain["date"])
    if kind is object or kind is Any:
        return lambda plain: plain
    if kind is float or (isinstance(kind, type) and issubclass(kind, Enum)):
        made: Builder = kind
        return made

    def checked(plain: Any) -> Any:
        if not isinstance(plain, kind):
            raise TypeError(f"{plain!r} is no {kind.__name__}")
        return plain

    return checked


def _one_of(kinds: tuple[Any, ...]) -> Builder:
    tagged = {tag: _builder(kind) for tag, kind in (("decimal", Decimal), ("date", date)) if kind in kinds}
    other = next((_builder(kind) for kind in kinds if kind not in (type(None), Decimal, date)), None)

    def chosen(plain: Any) -> Any:
        if plain is None:
            return None
        if isinstance(plain, dict) and len(plain) == 1 and (tag := next(iter(plain))) in tagged:
            return tagged[tag](plain)
        if other is None:
            raise TypeError(f"{plain!r} is none of {kinds}")
        return other(plain)

    return chosen
