"""What a person said of a document, and what our checks make of it, by the same code as in the flows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

import assurance
import validators
from assurance import DECLARED, Thresholds
from documents.doctype import DocumentType, FieldSpec, Review
from documents.fields import Field, Fields, Value, base_name
from documents.kinds import written
from documents.layout import Box, Document
from documents.verdicts import Decision, Doubt, Finding, Route, Severity
from store.history import Change
from validators import LookUps
from validators.keyed import Unread

#: What the name starts with under which history keeps that a finding was confirmed; no field's name starts so.
CONFIRMED = "!"
#: What history keeps as the reason where an answer was taken back and nothing stood there before.
UNDONE = "undo"


class Absent(StrEnum):
    """Why a person says that there is no value."""

    BLANK = "blank"  # the document does not say it
    UNREADABLE = "unreadable"  # it stands there, and cannot be read
    REMOVED = "removed"  # the machine saw a value, or a row, where there is none


@dataclass(frozen=True, slots=True)
class Absence:
    """That there is no value: of which sort, who said so, and why."""

    sort: Absent
    person: str
    why: str

    @property
    def answers(self) -> bool:
        """Is it an answer to "this is missing"? Merely taking a value away is none."""
        return self.sort is not Absent.REMOVED


@dataclass(frozen=True, slots=True)
class Answers:
    """What people said beside values: which fields have none, and which findings (by `mark`) are right so."""

    absent: Mapping[str, Absence] = field(default_factory=dict)
    #: By `mark`, which change of history (its number) confirmed the finding.
    confirmed: Mapping[str, int] = field(default_factory=dict)
    #: By declared name, which change last gave one of its fields another value.
    changed: Mapping[str, int] = field(default_factory=dict)
    #: What the machine had read, by name, before anybody keyed.
    read: Mapping[str, Value] = field(default_factory=dict)
    #: When each field was changed last.
    at: Mapping[str, datetime] = field(default_factory=dict)

    def confirms(self, finding: Finding) -> bool:
        """Did a person say that it is right all the same, of the values as they are now?

        A sentence need not hold the values, so what was confirmed before one of them changed is asked again.
        """
        when = self.confirmed.get(mark(finding))
        touched = (base_name(name) for name in finding.fields)
        return when is not None and all(self.changed.get(name, 0) < when for name in touched)

    def retyped(self, names: Iterable[str]) -> Answers:
        """The answers that still stand when these fields have other values, not kept yet."""
        newest = max((*self.confirmed.values(), *self.changed.values()), default=0) + 1
        return replace(self, changed={**self.changed, **dict.fromkeys(map(base_name, names), newest)})


@dataclass(frozen=True, slots=True)
class Judged:
    """The fields with what the checks found and what follows.

    `hidden` are fields that have a machine's value which nobody may see before it is keyed; they are not among
    `fields`, and no check has seen them.
    """

    fields: Fields
    findings: tuple[Finding, ...]
    decision: Decision
    hidden: Mapping[str, Field] = field(default_factory=dict)


def answers(changes: Iterable[Change]) -> Answers:
    """The answers that stand in a case's history, the newest of each name."""
    last: dict[str, Change] = {}
    confirmed: dict[str, int] = {}
    changed: dict[str, int] = {}
    read: dict[str, Value] = {}
    for change in changes:
        if change.value is not None and not change.by.startswith("keyed:"):
            read[change.name] = change.value
        if change.name.startswith(CONFIRMED):
            confirmed.pop(change.name, None)
            if change.why != UNDONE:
                confirmed[change.name] = change.id
            continue
        last[change.name] = change
        if change.value != change.before:
            changed[base_name(change.name)] = change.id
    absent = {name: told for name, change in last.items() if (told := _absence(change))}
    return Answers(absent, confirmed, changed, read, {name: change.at for name, change in last.items()})


def mark(finding: Finding) -> str:
    """What stands in history for "it is right all the same": the rule, and a hash of what it said, without values."""
    return f"{CONFIRMED}{finding.rule}:{hashlib.sha256(assurance.confirmation(finding).encode()).hexdigest()[:24]}"


def _absence(change: Change) -> Absence | None:
    sort = change.why.partition(":")[0]
    if change.value is not None or sort not in list(Absent):
        return None
    return Absence(Absent(sort), change.person, change.why)


def is_hidden(present: Field | None, spec: FieldSpec) -> bool:
    """Must the person key this without seeing what the machine read?"""
    return present is not None and spec.review is not Review.CONFIRM and not present.by.startswith("keyed:")


def unseen(fields: Fields, paper: Sequence[Finding], doctype: DocumentType, thresholds: Thresholds) -> dict[str, Field]:
    """The machine's values that nobody may see: of fields keyed unseen that do not go through by themselves.

    `paper` is what the paper says against them, which names no value.
    """
    doubtful = set(assurance.decide(fields, paper, doctype, thresholds).doubtful)
    specs = {name: doctype.spec(name) for name in doubtful & set(fields)}
    return {name: fields[name] for name, spec in specs.items() if spec is not None and is_hidden(fields[name], spec)}


def shown(present: Field | None) -> str:
    """The value as its input shows it: as printed or typed, else as records show it."""
    if present is None:
        return ""
    return " ".join(present.text.split()) or written(present.value)


def keyed(
    text: str, spec: FieldSpec, name: str, person: str, present: Field | None, boxes: Sequence[Box] = ()
) -> Field | Unread:
    """The field that a person makes of a text, or why the text is no value of its kind.

    The text that was shown, sent back as it was, keeps its value: 1.234 once read as one and a bit stays so.
    """
    same = present is not None and text == shown(present)
    value = present.value if present is not None and same else validators.of_kind(text, spec)
    if isinstance(value, Unread):
        return value
    return Field(name, value, text, 1.0, f"keyed:{person}", tuple(boxes))


def judge(
    document: Document,
    fields: Fields,
    doctype: DocumentType,
    said: Answers,
    look_ups: LookUps,
    thresholds: Thresholds = DECLARED,
    unread: Mapping[str, str] | None = None,
) -> Judged:
    """Look at the paper, validate and decide. `unread` are typed texts that are no values: name to sentence.

    What a person declared blank or unreadable is not missing any more; every other reason stands. A value that nobody
    may see is checked by nothing: the sentence of a check could name it, or say that there is none.
    """
    wrong = unread or {}
    whole = {name: each for name, each in fields.items() if name not in wrong}
    paper = tuple(assurance.on_paper(document, whole, doctype))
    hidden = unseen(fields, paper, doctype, thresholds)
    fields = {name: each for name, each in whole.items() if name not in hidden}
    findings = [
        *(Finding("kind", (name,), Severity.MUST_FIX, sentence) for name, sentence in wrong.items()),
        *paper,
        *(f for f in validators.validate(fields, doctype, look_ups) if hidden.keys().isdisjoint(f.fields)),
    ]
    told = (each for each in findings if said.confirms(each) and hidden.keys().isdisjoint(each.fields))
    confirmed = frozenset(map(assurance.confirmation, told))
    decision = assurance.decide(whole, findings, doctype, thresholds, confirmed)
    answered = {name for name, absence in said.absent.items() if absence.answers and name not in wrong}
    reasons = tuple(r for r in decision.reasons if not (r.doubt is Doubt.MISSING and r.field in answered))
    route = Route.REVIEW if reasons else Route.RELEASE
    return Judged(fields, tuple(findings), replace(decision, reasons=reasons, route=route), hidden)
