"""Fields that are keyed unseen: what was read is shown to nobody, what one person keyed to that person alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from fastapi import HTTPException

from desk.judging import Absence, Absent, Answers, keyed
from documents.case import Case
from documents.doctype import FieldSpec, Review
from documents.errors import LeaseLost
from documents.fields import Field, Fields
from documents.kinds import same, written
from documents.layout import Box, Word
from extractors.tokens import folded
from store import drafts
from store.keyings import Asked
from store.people import Person
from store.voices import Sort, Voice
from validators.keyed import Unread

if TYPE_CHECKING:
    from desk.messages import Edit
    from desk.opened import Opened


def overlaid(case: Case, said: Answers, own: Mapping[str, Voice]) -> tuple[Case, Answers]:
    """The case and its answers with what one person keyed unseen, as if that were in force."""
    fields, absent = dict(case.fields), dict(said.absent)
    for name, voice in own.items():
        if voice.value is not None:
            fields[name] = Field(name, voice.value, voice.text, 1.0, f"keyed:{voice.person}", voice.boxes)
        elif _answers(voice):
            fields.pop(name, None)
            absent[name] = Absence(Absent(voice.why.partition(":")[0]), voice.person, voice.why)
    other = [name for name in own if _value(fields, name) != _value(case.fields, name)]
    return replace(case, fields=fields), replace(said.retyped(other) if other else said, absent=absent)


def keep_unseen(there: Opened, edit: Edit, spec: FieldSpec, person: Person) -> None:
    """Keep what the person keyed in a field that is keyed unseen. Raises LeaseLost; the text is kept all the same."""
    text, value = " ".join(edit.text.split()), None
    if text and not edit.absent:
        present = there.case.fields.get(edit.name)
        read = keyed(text, spec, edit.name, person.name, None if edit.name in there.judged.hidden else present)
        if isinstance(read, Unread):
            raise HTTPException(422, str(read))
        value = read.value
    why = "" if value is not None else edit.why()
    voice = Voice(Sort.KEYED, person.name, value, text if value is not None else "", edit.places(), why)
    try:
        drafts.keep(there.desk.db, there.item.case_id, name=edit.name, voice=voice, fence=edit.fence, edit=edit.edit)
    except LeaseLost:
        keep_late(there, edit, person)
        raise


def keep_late(there: Opened, edit: Edit, person: Person) -> None:
    """Keep as a draft what somebody keyed after their time had run out: it is refused, and not lost."""
    text = " ".join(edit.text.split())
    voice = Voice(Sort.KEYED, person.name, text or None, text, edit.places(), "" if text else edit.why())
    drafts.keep_late(there.desk.db, there.item.case_id, name=edit.name, voice=voice)


def notes_of_late(there: Opened, person: Person) -> tuple[str, ...]:
    """What this person typed too late, in a sentence each, as long as the field was not saved since."""
    doctype = there.case.doctype
    found = []
    for name, (text, at) in drafts.late(there.desk.db, there.item.case_id, person.name).items():
        spec = doctype.spec(name) if doctype else None
        if spec is not None and there.said.at.get(name, at) <= at:
            found.append(
                f"{spec.label}: you keyed “{text}” when your time had run out; it was not saved. Key it again."
            )
    return tuple(found)


def asked(there: Opened) -> list[Asked]:
    """The fields that the person keyed unseen, each with its second voice if the machine has one."""
    doctype = there.case.doctype
    wanted = there.desk.settings.machine_votes.get(there.item.client, frozenset())
    votes = doctype is not None and not {doctype.name, "*"}.isdisjoint(wanted)
    found = []
    for name, voice in there.own.items():
        spec = doctype.spec(name) if doctype else None
        if spec is None or spec.review is Review.CONFIRM or not (voice.value is not None or _answers(voice)):
            continue
        present = there.stored.fields.get(name)
        if present is not None and present.by.startswith("keyed:") and same(spec.kind, present.value, voice.value):
            continue  # it was settled before, and is left as it is
        found.append(Asked(name, spec.label, spec.review.value, spec.kind, voice, _read(there, name, present), votes))
    return found


def without(there: Opened, names: Collection[str]) -> Opened:
    """The case without these fields, which who reads it is just asked for."""
    if not names:
        return there
    fields = {name: field for name, field in there.case.fields.items() if name not in names}
    notes = (*there.notes, "The value that you are asked for in another window is not shown.")
    return replace(there, case=replace(there.case, fields=fields), notes=notes)


def readable(words: tuple[Word, ...], hidden: Fields) -> Iterator[Word]:
    """The words of a page without those that say what is to be keyed unseen: by their place, and by what they say."""
    texts = {part for field in hidden.values() for part in _parts(field)}
    for word in words:
        if not covers(hidden, word.box) and folded(word.text) not in texts:
            yield word


def covers(hidden: Fields, area: Box) -> bool:
    """Does a value that nobody may see stand in this part of a page?"""
    return any(_touch(box, area) for field in hidden.values() for box in field.boxes)


def _read(there: Opened, name: str, present: Field | None) -> Field | None:
    """What the machine had read, before anybody keyed."""
    if present is not None and not present.by.startswith("keyed:"):
        return present
    value = there.said.read.get(name)
    return None if value is None else Field(name, value, written(value), 1.0, "read")


def _answers(voice: Voice) -> bool:
    return voice.why.partition(":")[0] in (Absent.BLANK, Absent.UNREADABLE)


def _value(fields: Fields, name: str) -> object:
    return fields[name].value if name in fields else None


def _parts(field: Field) -> Iterator[str]:
    """The whole value, and each of its words that is long enough to say something."""
    for text in (field.text, written(field.value)):
        yield folded(text)
        yield from (folded(part) for part in text.split() if len(folded(part)) > 3)


def _touch(one: Box, other: Box) -> bool:
    beside = one.right <= other.left or other.right <= one.left or one.bottom <= other.top or other.bottom <= one.top
    return one.page == other.page and not beside
