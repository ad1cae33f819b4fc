"""Where a true value was lost: in reading, among the candidates, in ranking them, or in its normal form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from documents.calendar import MONTHS
from documents.doctype import DocumentType, FieldSpec
from documents.fields import Field, Fields, base_name
from documents.kinds import KINDS
from documents.layout import Document
from documents.losses import Loss
from extractors.candidates import Spot, spots
from extractors.learning import BADLY_READ
from extractors.likeness import Truth, alike, right, texts
from extractors.rules import proposals
from extractors.tokens import folded
from extractors.view import lines, once


def explain(document: Document, doctype: DocumentType, fields: Fields, truth: Truth) -> dict[str, tuple[Loss, ...]]:
    """For each field that the truth has, or that was found without, what became of each of its values.

    `fields` are what `extract` found on this document.
    """
    known = texts(truth)
    found = _by_name(fields)
    told = {}
    for spec in doctype.fields:
        values, wanted = found.get(spec.name, ()), known.get(spec.name, ())
        losses = [_loss(document, spec, values, text) for text in wanted]
        invented = max(0, len(values) - len(wanted)) if spec.repeated or not wanted else 0
        if losses or invented:
            told[spec.name] = (*losses, *[Loss.INVENTED] * invented)
    return told


def _by_name(fields: Fields) -> Mapping[str, Sequence[Field]]:
    found: dict[str, list[Field]] = {}
    for name, field in fields.items():
        found.setdefault(base_name(name), []).append(field)
    return found


def _loss(document: Document, spec: FieldSpec, values: Sequence[Field], text: str) -> Loss:
    if any(right(spec.kind, field.value, text, spec.month_first) for field in values):
        return Loss.RIGHT
    return lost(document, spec, text)


def lost(document: Document, spec: FieldSpec, text: str) -> Loss:
    """Where a true value was lost that did not come out: in reading, candidates, normal form, or else in ranking."""
    dated, claims = proposals(document, spec)
    proposed = spots(document, dated, [each for claim in claims for each in claim.candidates])
    if any(right(dated.kind, spot.value, text, dated.month_first) for spot in proposed):
        return Loss.RANKING
    if not was_read(document, dated, text):
        return Loss.READING
    return Loss.NORMALISATION if any(_there(dated, spot, text) for spot in proposed) else Loss.CANDIDATES


def _there(spec: FieldSpec, spot: Spot, text: str) -> bool:
    """Does the spot hold the text, in another form?"""
    likeness = alike(spec.kind, spot.value, text) if isinstance(spot.value, str) else 0.0
    return folded(text) in folded(spot.candidates[0].text) or likeness >= BADLY_READ


def was_read(document: Document, spec: FieldSpec, text: str) -> bool:
    """Does the value stand among the words as read: letter for letter, or as an amount or a date in its line?"""
    if folded(text) and folded(text) in _whole(document):
        return True
    if spec.kind == "date":
        value = KINDS["date"](text, spec.month_first)
        year, month, number = str(value).split("-") if value else ("", "", "")
        return bool(value) and any(_has_date(line.text, year, int(month), int(number)) for line in lines(document))
    if spec.kind in ("money", "number", "percentage"):
        value = KINDS[spec.kind](text, False)
        return any(KINDS["money"](word.text, False) == value for word in document.words)
    return False


def _has_date(text: str, year: str, month: int, number: int) -> bool:
    """Does the line have the year, the day and the month, as a number or by name?"""
    low = text.casefold()
    digits = "".join(char if char.isdigit() else " " for char in low).split()
    named = any(MONTHS.get(word.strip(".,")) == month for word in low.split())
    numbers = [int(each) for each in digits if len(each) <= 4]
    return number in numbers and (named or month in numbers) and (year in digits or year[2:] in digits)


@once
def _whole(document: Document) -> str:
    return folded(" ".join(word.text for word in document.words))
