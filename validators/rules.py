"""Run a declared rule: which values its check gets, what happens where one is absent, once or once a row.

The check's own signature decides. A positional parameter that allows None takes an absent value; one that takes a
sequence gets a whole column. Three keyword-only parameters are filled in where the declaration does not set them:
`look_ups`, `labels` (of the fields, for the sentence) and `doctype` (the type's name).
"""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from documents.doctype import DocumentType, FieldSpec, Rule
from documents.fields import Field, Fields, Value
from documents.kinds import KINDS
from documents.verdicts import Evidence, Finding, Outcome
from validators.look_ups import LookUps

Check = Callable[..., str | None]


@dataclass(frozen=True, slots=True)
class Slot:
    """What one positional parameter of a check takes."""

    types: frozenset[type]
    absent: bool  # may the value be None
    whole: bool  # all rows at once
    needed: bool  # has it no default


@dataclass(frozen=True, slots=True)
class Trial:
    """One run of a check: on which values, its sentence when they are wrong. `ran`: was everything there for it?"""

    names: tuple[str, ...]
    row: int | None
    ran: bool
    message: str | None = None
    trivial: bool = False


def findings_of(rule: Rule, check: Check, fields: Fields, doctype: DocumentType, look_ups: LookUps) -> list[Finding]:
    """What one rule finds: nothing, one sentence, or one for each wrong row."""
    found = []
    for trial in _trials(rule, check, fields, doctype, look_ups):
        if trial.message:
            sentence = f"row {trial.row}: {trial.message}" if trial.row is not None else trial.message
            found.append(Finding(rule.check.name, trial.names, rule.severity, sentence))
    return found


def evidence_of(rule: Rule, check: Check, fields: Fields, doctype: DocumentType, look_ups: LookUps) -> list[Evidence]:
    """How one rule went: once, or once for each row."""
    return [
        Evidence(rule.check.name, trial.names, _outcome(trial), trial.trivial)
        for trial in _trials(rule, check, fields, doctype, look_ups)
    ]


def _outcome(trial: Trial) -> Outcome:
    if not trial.ran:
        return Outcome.NOT_APPLICABLE
    return Outcome.FAIL if trial.message else Outcome.PASS


def _trials(rule: Rule, check: Check, fields: Fields, doctype: DocumentType, look_ups: LookUps) -> Iterator[Trial]:
    given = [_values(fields, name, doctype) for name in rule.on]
    slots = _slots_for(check, len(rule.on))
    settings = _settings(check, rule, doctype, look_ups)
    row_wise = [_many(doctype, name) and not slot.whole for name, slot in zip(rule.on, slots, strict=True)]
    rows = sorted({row for values, each in zip(given, row_wise, strict=True) if each for row in values})
    for row in rows if any(row_wise) else [0]:
        arguments, names = [], []
        for name, slot, values, each in zip(rule.on, slots, given, row_wise, strict=True):
            arguments.append(_argument(values, slot, row if each else 0))
            names.append(_path(name, row) if each else name)
        ran = _can_run(arguments, slots, rule.on, doctype)
        yield Trial(
            names=tuple(names),
            row=row if any(row_wise) else None,
            ran=ran,
            message=check(*arguments, **settings) if ran else None,
            trivial=ran and len(arguments) > 1 and _trivial(arguments, [fields.get(name) for name in names]),
        )


def _trivial(arguments: Sequence[object], looked_at: Sequence[Field | None]) -> bool:
    """Would a check of several values pass with wrong ones too: for want of a second one, or as one word is both?"""
    there = [each for each in arguments if each is not None]
    if len(there) < 2 or any(each == 0 for each in there):
        return True
    if any(isinstance(each, list) and sum(value is not None for value in each) < 2 for each in there):
        return True
    boxes = [box for field in looked_at if field for box in set(field.boxes)]
    return len(boxes) > len(set(boxes))


def unfit(check: Check, on: Sequence[str], doctype: DocumentType) -> str | None:
    """Why the check cannot run on these fields: too few, too many, or of a kind that it does not take."""
    positional, rest = _slots(check)
    least = sum(slot.needed for slot in positional) + (rest is not None)
    if len(on) < least or (rest is None and len(on) > len(positional)):
        most = "or more" if rest else f"to {len(positional)}" if len(positional) > least else ""
        return f"looks at {' '.join(filter(None, (str(least), most)))} fields, not {len(on)}"
    for name, slot in zip(on, _slots_for(check, len(on)), strict=True):
        spec = doctype.spec(name)
        if spec is None:
            return f"{name} is a table; name one of its columns"
        if slot.whole and not _many(doctype, name):
            return f"{name} is a single value, wanted is a table's column"
        if _type_of(spec) not in slot.types:
            wanted = " or ".join(sorted(KIND_WORDS[each] for each in slot.types))
            return f"{name} is of kind {spec.kind}, wanted is {wanted}"
    return None


#: What a person calls the types of values.
KIND_WORDS: Mapping[type, str] = {Decimal: "a number or an amount", date: "a date", str: "a text"}


def _values(fields: Fields, name: str, doctype: DocumentType) -> dict[int, Field | None]:
    """The field's values by row: of a column by the table's rows, of a repeated field 1, 2, ..., of a single one 0."""
    table = next((table for table in doctype.tables for column in table.columns if column.name == name), None)
    if table is not None:
        prefix = f"{table.name}."
        numbers = {int(path.split(".")[1]) for path in fields if path.startswith(prefix) and path.count(".") == 2}
        cells = {row: fields.get(_path(name, row)) for row in sorted(numbers)}
        return cells if any(cells.values()) else {}
    if not _many(doctype, name):
        return {0: fields[name]} if name in fields else {}
    copies = [path for path in fields if path == name or path.rpartition(".")[0] == name]
    return dict(sorted((int(path.rpartition(".")[2]) if path != name else 1, fields[path]) for path in copies))


def _argument(values: Mapping[int, Field | None], slot: Slot, row: int) -> Value | list[Value | None] | None:
    if slot.whole:
        return [field.value if field else None for field in values.values()] or None
    field = values.get(row)
    return field.value if field else None


def _can_run(arguments: Sequence[object], slots: Sequence[Slot], on: Sequence[str], doctype: DocumentType) -> bool:
    """Is everything there that the type requires, or without which the check makes no sense?"""
    for argument, slot, name in zip(arguments, slots, on, strict=True):
        spec = doctype.spec(name)
        if argument is None and (not slot.absent or (spec is not None and spec.required)):
            return False
    return True


def _settings(check: Check, rule: Rule, doctype: DocumentType, look_ups: LookUps) -> dict[str, object]:
    """The declared settings, and what the check asks for of the surroundings."""
    labels = tuple(spec.label if (spec := doctype.spec(name)) else name for name in rule.on)
    around: dict[str, object] = {"look_ups": look_ups, "labels": labels, "doctype": doctype.name}
    wanted = inspect.signature(check).parameters
    return {name: each for name, each in around.items() if name in wanted} | dict(rule.check.settings)


def _many(doctype: DocumentType, name: str) -> bool:
    spec = doctype.spec(name)
    return "." in name or (spec is not None and spec.repeated)


def _path(name: str, row: int) -> str:
    """The name of one row's value: `lines.amount` in row 3 is `lines.3.amount`, the second `party` is `party.2`."""
    table, dot, column = name.partition(".")
    if dot:
        return f"{table}.{row}.{column}"
    return name if row == 1 else f"{name}.{row}"


def _type_of(spec: FieldSpec) -> type:
    """The type of the values of a kind, from its parser's annotation."""
    returned: tuple[type, ...] = get_args(get_type_hints(KINDS[spec.kind])["return"])
    return next(each for each in returned if each is not type(None))


def _slots_for(check: Check, count: int) -> list[Slot]:
    positional, rest = _slots(check)
    if rest is not None:
        positional = positional + (rest,) * (count - len(positional))
    return list(positional[:count])


@cache
def _slots(check: Check) -> tuple[tuple[Slot, ...], Slot | None]:
    """The check's positional parameters, and the one that takes all further ones."""
    hints = get_type_hints(check)
    parameters = inspect.signature(check).parameters.values()
    positional = tuple(_slot(p, hints[p.name]) for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD)
    rest = next((_slot(p, hints[p.name]) for p in parameters if p.kind is p.VAR_POSITIONAL), None)
    return positional, rest


def _slot(parameter: inspect.Parameter, hint: Any) -> Slot:
    choices = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    whole = next((choice for choice in choices if get_origin(choice) in (Sequence, list)), None)
    if whole is not None:
        inner = get_args(whole)[0]
        held = get_args(inner) if get_origin(inner) in (Union, types.UnionType) else (inner,)
    else:
        held = choices
    return Slot(
        types=frozenset(each for each in held if each is not type(None)),
        absent=type(None) in choices,
        whole=whole is not None,
        needed=parameter.default is parameter.empty and parameter.kind is not parameter.VAR_POSITIONAL,
    )
