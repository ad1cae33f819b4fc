"""A case as the desk works on it: what the store has, what people said, what the checks make of both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from assurance import AsDecided
from desk.context import Desk
from desk.judging import Answers, Judged, answers, judge, keyed
from desk.sheet import Sheet, sheet
from desk.unseen import notes_of_late, overlaid
from documents.case import Case
from documents.doctype import DocumentType, FieldSpec
from documents.fields import Field, Value, base_name
from store import drafts, history, master
from store.people import Person
from store.queue import QueueItem
from store.voices import Voice
from validators.keyed import Unread


@dataclass(frozen=True)
class Opened:
    """A case with the answers people gave.

    `own` is what the person who has it keyed of fields that nobody else may see yet; it stands in `case` and `said`
    as if it were in force, and `stored` is the case without it. `notes` are for that person.
    """

    desk: Desk
    item: QueueItem
    case: Case
    said: Answers
    stored: Case
    own: Mapping[str, Voice] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @cached_property
    def judged(self) -> Judged:
        """What the checks make of it as it stands."""
        return self.judge_with({})

    def judge_with(self, unread: Mapping[str, str]) -> Judged:
        """The same, where some typed texts are no values."""
        if self.case.doctype is None:
            return Judged(self.case.fields, self.case.findings, self.case.decision)
        known = master.look_ups(self.desk.db, self.item.client, besides=self.item.case_id)
        thresholds = AsDecided(self.case.decision, self.desk.settings.thresholds)
        return judge(self.case.document, self.case.fields, self.case.doctype, self.said, known, thresholds, unread)

    @property
    def sheet(self) -> Sheet:
        """The form as it stands."""
        made = sheet(self.case.document, self.case.doctype, self.judged, self.said, {})
        return replace(made, notes=(*self.notes, *made.notes))

    def typed(self, values: Mapping[str, str], person: str) -> Sheet:
        """The form as it would be with these texts in its inputs; nothing is kept."""
        doctype = self.case.doctype
        fields = dict(self.case.fields)
        unread: dict[str, str] = {}
        for name, text in values.items():
            spec = field_spec(doctype, name)
            present = fields.pop(name, None)
            present = None if name in self.judged.hidden else present
            text = " ".join(text.split())
            if spec is None or not text:
                continue
            made = keyed(text, spec, name, person, present)
            if isinstance(made, Unread):
                unread[name] = str(made)
            else:
                fields[name] = made
        absent = {name: told for name, told in self.said.absent.items() if not values.get(name)}
        other = {n for n in values if _value(fields.get(n)) != _value(self.case.fields.get(n))}
        said = replace(self.said.retyped(other), absent=absent)
        there = replace(self, case=replace(self.case, fields=fields), said=said)
        judged = there.judge_with(unread)
        return sheet(self.case.document, doctype, judged, there.said, {name: values[name] for name in unread})


def _value(field: Field | None) -> Value | None:
    return field.value if field else None


def opened(desk: Desk, item: QueueItem, person: Person | None = None) -> Opened:
    """The case as the store has it now; for the person who has it, with what they keyed unseen."""
    case = desk.recent.case(desk.db, item.case_id, desk.types)
    said = answers(history.of(desk.db, item.case_id))
    if person is None or item.person != person.name:
        return Opened(desk, item, case, said, case)
    own = drafts.mine(desk.db, item.case_id, person.name)
    there = Opened(desk, item, *overlaid(case, said, own), case, own)
    return replace(there, notes=notes_of_late(there, person))


def field_spec(doctype: DocumentType | None, name: str) -> FieldSpec | None:
    """The declaration of a value that a person may key under this name; None when the type has no such place.

    `party.2` needs a repeated field, `lines.3.amount` a table.
    """
    spec = doctype.spec(name) if doctype else None
    if spec is None or (name.count(".") == 2) != (spec.name.count(".") == 1):
        return None
    if name.count(".") == 1 and not (spec.repeated and base_name(name) == spec.name):
        return None
    return spec
