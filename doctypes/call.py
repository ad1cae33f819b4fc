"""Bind a declared call to its function: the name must be known, and what stands beside it must be its settings."""

from __future__ import annotations

import inspect
import re
import types
from collections.abc import Callable, Mapping
from typing import Any, Union, get_args, get_origin, get_type_hints

from doctypes.section import Section, known
from documents.doctype import Step
from documents.errors import DoctypeError

#: Keyword-only parameters that are handed in at run time, so no file can set them.
OUTSIDE = frozenset({"look_ups"})


def bind(
    section: Section, key: str, table: Mapping[str, Callable[..., Any]], given: Mapping[str, object] | None = None
) -> Step:
    """The step that the section declares under `key`. Raises DoctypeError.

    `given` is what the surroundings know (a field's name and kind); it is bound where the function asks for it by
    that name and the file does not set it.
    """
    name = known(section.text(key), table, section.where)
    where = f"{section.where}.{name}"
    wanted = settings_of(table[name])
    settings = section.remaining()
    for setting, value in settings.items():
        known(setting, wanted, where)
        _check(f"{where}.{setting}", setting, value, wanted[setting].annotation)
    offered = {setting: value for setting, value in (given or {}).items() if setting in wanted}
    bound = offered | settings
    for setting, parameter in wanted.items():
        if parameter.default is inspect.Parameter.empty and setting not in bound:
            raise DoctypeError(f"{where}: {setting!r} is missing")
    return Step(name, bound)


def settings_of(function: Callable[..., Any]) -> dict[str, inspect.Parameter]:
    """The function's settings: its keyword-only parameters, with real types as annotations."""
    hints = get_type_hints(function)
    return {
        name: parameter.replace(annotation=hints.get(name, Any))
        for name, parameter in inspect.signature(function).parameters.items()
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY and name not in OUTSIDE
    }


def _check(where: str, name: str, value: object, hint: Any) -> None:
    if not fits(value, hint):
        raise DoctypeError(f"{where}: must be {_named(hint)}, not {value!r}")
    if name.endswith(("regex", "regexes")):
        for regex in value if isinstance(value, list) else [value]:
            _compiled(where, str(regex))


def _compiled(where: str, regex: str) -> None:
    try:
        re.compile(regex)
    except re.error as error:
        raise DoctypeError(f"{where}: {regex!r} is no regular expression: {error}") from error


def fits(value: object, hint: Any) -> bool:
    """Is this value of a TOML file of the annotated type? Types too rich to judge fit everything.

    >>> fits(["a"], list[str]), fits("a", list[str]), fits(1, float), fits(True, int), fits({"a": 1}, dict[str, str])
    (True, False, True, False, False)
    """
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return any(fits(value, each) for each in inner)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return isinstance(value, dict) and all(fits(each, inner[1]) for each in value.values())
    if origin is not None:
        return isinstance(value, list) and all(fits(each, inner[0]) for each in value)
    return _fits_plain(value, hint)


def _fits_plain(value: object, hint: Any) -> bool:
    if hint is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if hint is int:
        return isinstance(value, int) and not isinstance(value, bool)
    if hint in (str, bool):
        return isinstance(value, hint)
    return hint is not type(None)


def _named(hint: Any) -> str:
    names = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}
    if hint in names:
        return names[hint]
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return " or ".join(_named(each) for each in inner if each is not type(None))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return f"a table, each key with {_named(inner[1])}"
    return f"a list, each item {_named(inner[0])}" if inner else str(hint)
