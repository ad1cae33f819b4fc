"""What a template says of a document of its make: each field's value at the places that were confirmed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from rapidfuzz import fuzz

from documents.doctype import DocumentType, FieldSpec
from documents.fields import Candidate, Value
from documents.kinds import written
from documents.layout import Document
from extractors.day_order import month_first
from extractors.template_match import Match
from extractors.template_memory import Memory, Template
from extractors.template_places import Vote, votes
from extractors.template_sheet import Sheet, sheet
from extractors.template_values import FORMED, fits, parsed, printed, same

#: So large a share of the votes is as good as all.
PLENTY = 0.6
#: A value of another form than any confirmed one, and one that another place contradicts, lose so much.
MISSHAPEN, CONTRADICTED = 0.4, 0.6
#: Kinds whose value a sender keeps, and how alike (0 to 100) print must be to be that value badly read.
KEPT, ALIKE = ("name", "tax_id", "iban", "currency", "address"), 70.0
#: Belief in a sender's constant printed as such; badly read at its place; known from another layout.
CONSTANT, MISREAD, ELSEWHERE = 0.95, 0.9, 0.9


def recalled(
    found: Match, document: Document, doctype: DocumentType, day: date | None
) -> Iterator[tuple[str, Candidate]]:
    """Yield field names with what the template says of them."""
    last = found.template.day
    days = float((day - last).days) if day and last else 0.0
    american = month_first(document)
    for spec in doctype.fields:
        memory = found.template.fields.get(spec.name)
        if memory is None or not memory.seen or spec.repeated:
            continue
        month = spec.kind == "date" and (spec.month_first or american)
        said = _said(spec, memory, found, document, month)
        if said is not None:
            usual = memory.seen / (memory.seen + memory.absent)
            belief = max(0.0, said.belief * memory.trust(max(0.0, days)) * usual)
            yield spec.name, replace(said, belief=round(belief, 4))


def kept_by(
    templates: Sequence[Template], document: Document, doctype: DocumentType
) -> Iterator[tuple[str, Candidate]]:
    """Yield field names with what all documents of a sender said, in whatever layout, where this one prints it."""
    for spec in doctype.fields:
        memories = [template.fields[spec.name] for template in templates if spec.name in template.fields]
        values = {memory.constant for memory in memories if memory.seen}
        kept = next(iter(values)) if len(values) == 1 else None
        if spec.kind in KEPT and not spec.repeated and kept is not None:
            value = parsed(kept, spec.kind, False)
            here = next(printed(document, value, spec.kind, False), None) if value is not None else None
            if here is not None:
                trust = min(memory.trust() for memory in memories)
                yield spec.name, Candidate(here[0], here[1], round(ELSEWHERE * trust, 4), "template", value)


def _said(spec: FieldSpec, memory: Memory, found: Match, document: Document, month: bool) -> Candidate | None:
    page = sheet(document)
    placed = _placed(spec, memory, found, document, page, month)
    if spec.kind in KEPT and memory.constant is not None:
        kept = _kept(spec, memory.constant, placed, document, month)
        if kept is not None:
            return kept
    return placed


def _placed(
    spec: FieldSpec, memory: Memory, found: Match, document: Document, page: Sheet, month: bool
) -> Candidate | None:
    """The value with most votes of all the field's places."""
    best: list[tuple[float, Vote, Value]] = []
    for place in memory.places:
        kept = (place.right + 1) / (place.right + place.wrong + 1)
        for vote in votes(document, page, place, found.frames.get(place.page), spec.kind, month):
            value = parsed(vote.text, spec.kind, month)
            if value is not None:
                shaped = fits(written(value), memory.formats) if spec.kind in FORMED else 1.0
                best.append((min(1.0, vote.share / PLENTY) * kept * max(shaped, MISSHAPEN), vote, value))
    if not best:
        return None
    best.sort(key=lambda each: -each[0])
    strength, vote, value = best[0]
    rival = next((other for other, _, another in best if same(another) != same(value)), 0.0)
    belief = strength * (CONTRADICTED if rival > 0.9 * strength else 1.0)
    return Candidate(vote.text, vote.words, belief, "template", value)


def _kept(
    spec: FieldSpec, constant: str, placed: Candidate | None, document: Document, month: bool
) -> Candidate | None:
    """The value that all confirmed documents had, where this one prints it, or nearly so at its place."""
    value = parsed(constant, spec.kind, month)
    if value is None:
        return None
    here = list(printed(document, value, spec.kind, month))
    if placed is None:
        return Candidate(*here[0], CONSTANT, "template", value) if here else None
    own = next((words for _, words in here if set(words) & set(placed.words)), None)
    if own is not None:
        return replace(placed, words=own, belief=max(placed.belief, CONSTANT), value=value)
    if fuzz.ratio(placed.text.casefold(), constant.casefold()) >= ALIKE:
        return replace(placed, belief=max(placed.belief, MISREAD), value=value)
    if here and placed.belief <= CONTRADICTED:
        return Candidate(*here[0], CONSTANT, "template", value)
    return None
