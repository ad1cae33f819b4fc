"""What a template learns from a confirmed document: where values stand, what they say, which words stay."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date

from rapidfuzz import fuzz

from documents.doctype import DocumentType, FieldSpec
from documents.fields import Candidate, Field, Fields
from documents.kinds import written
from documents.layout import Document, Word
from extractors.arbitrate import boxes
from extractors.day_order import month_first
from extractors.template_match import Match, standing
from extractors.template_memory import OWED, ColumnPlace, Memory, Place, StillWord, Template
from extractors.template_places import LEAST, confirmed, remembered, support, votes
from extractors.template_recall import recalled
from extractors.template_rows import columns_of
from extractors.template_sheet import Sheet, plain_id, sheet, still, words_in
from extractors.template_values import form, parsed, printed, same
from extractors.tokens import folded

#: A template keeps so many words, of each at most so many places; words on fewer of its documents than this share go.
WORDS, SPOTS, REGULAR = 130, 2, 0.34
#: It keeps so many places and last values of a field, and names of the documents that taught it.
PLACES, VALUES, TAUGHT = 3, 4, 8
#: Texts so alike (0 to 100) are one, read badly.
NEARLY = 85.0
#: Errors before the last few hardly count.
FADING = 0.9


def first_studied(document: Document, doctype: DocumentType, fields: Fields, day: date | None) -> Template:
    """A template of one confirmed document."""
    page = sheet(document)
    own = _own(page, doctype, fields)
    return Template(
        doctype=doctype.name,
        ids=page.ids,
        own=own,
        words=tuple(_still(document)),
        fields={spec.name: _first(spec, fields.get(spec.name), document, page) for spec in _single(doctype)},
        columns=_columns(doctype, fields),
        taught=(_name(document),),
        day=day,
    )


def restudied(
    found: Match,
    document: Document,
    doctype: DocumentType,
    fields: Fields,
    day: date | None,
    wrong: Collection[str] | None = None,
) -> Template:
    """The template after one more confirmed document; with `wrong` only these fields are learned, anew.

    A document that taught before teaches anew what it said otherwise.
    """
    template, page = found.template, sheet(document)
    before = dict(recalled(found, document, doctype, None))
    again = wrong is not None or _name(document) in template.taught
    memories = dict(template.fields)
    for spec in _single(doctype):
        if wrong is not None and spec.name not in wrong:
            continue
        memory, field = memories.get(spec.name, Memory()), fields.get(spec.name)
        if wrong is not None or (again and not _agrees(before.get(spec.name), field)):
            memories[spec.name] = replace(
                _first(spec, field, document, page), hits=memory.hits, misses=memory.misses + 1, owed=OWED
            )
        elif not again:
            memories[spec.name] = _more(memory, spec, field, document, found, before.get(spec.name))
    if again:
        return replace(template, fields=memories, day=day or template.day)
    own = template.own | _own(page, doctype, fields)
    return replace(
        template,
        ids=(template.ids & page.ids) | own,
        own=own,
        words=tuple(_regular(found, document)),
        fields=memories,
        columns=_columns(doctype, fields) or template.columns,
        documents=template.documents + 1,
        taught=(*template.taught, _name(document))[-TAUGHT:],
        day=day or template.day,
    )


def _columns(doctype: DocumentType, fields: Fields) -> tuple[ColumnPlace, ...]:
    """The columns of the type's first table as confirmed."""
    return columns_of(fields, doctype.tables[0].name) if doctype.tables else ()


def _name(document: Document) -> str:
    return f"{document.sha256[:12]}.{document.part}"


def _single(doctype: DocumentType) -> Iterator[FieldSpec]:
    return (spec for spec in doctype.fields if not spec.repeated)


def _own(page: Sheet, doctype: DocumentType, fields: Fields) -> frozenset[str]:
    """The identifiers on the page that were confirmed as a field's value."""
    kinds = {"iban": "iban", "tax_id": "vat"}
    said = {
        f"{kinds[spec.kind]}:{plain_id(str(fields[spec.name].value))}"
        for spec in _single(doctype)
        if spec.kind in kinds and spec.name in fields
    }
    return frozenset(said) & page.ids


def _still(document: Document) -> list[StillWord]:
    """The words that stand in no table row, those that stand once first."""
    page = sheet(document)
    found = [
        StillWord(key, spot.page, round(spot.left, 4), round(spot.y, 4))
        for key in sorted(still(document), key=lambda key: (len(page.spots[key]), key))
        for spot in page.spots[key][:SPOTS]
    ]
    return found[:WORDS]


def _regular(found: Match, document: Document) -> list[StillWord]:
    """The template's words after one more document, the most regular first, with those that are new."""
    template, page = found.template, sheet(document)
    here = standing(template, found.frames, page)
    counted = (replace(word, seen=word.seen + (word in here)) for word in template.words)
    kept = [word for word in counted if word.seen >= REGULAR * (template.documents + 1)]
    known = {word.word for word in kept}
    kept += [word for word in _still(document) if word.word not in known]
    return sorted(kept, key=lambda word: -word.seen)[:WORDS]


def _first(spec: FieldSpec, field: Field | None, document: Document, page: Sheet) -> Memory:
    """The memory of a field after one document."""
    if field is None:
        return Memory(absent=1)
    text = written(field.value)
    places = tuple(remembered(document, page, words) for words in _places(spec, field, document))
    ordered = sorted(places, key=lambda place: -sum(anchor.weight for anchor in place.anchors))
    return Memory(tuple(ordered[:PLACES]), (text,), _forms((), field), seen=1)


def _places(spec: FieldSpec, field: Field, document: Document) -> list[tuple[Word, ...]]:
    """The words where a confirmed value stands: those in its boxes, else every place where it is printed."""
    words = words_in(document, field.boxes)
    if words:
        return [words]
    return [words for _, words in printed(document, field.value, spec.kind, _month(spec, document))]


def _month(spec: FieldSpec, document: Document) -> bool:
    return spec.kind == "date" and (spec.month_first or month_first(document))


def _forms(known: Sequence[str], field: Field) -> tuple[str, ...]:
    """The forms of the values confirmed."""
    return tuple(dict.fromkeys([*known, form(written(field.value))]))[-VALUES:]


def _agrees(said: Candidate | None, field: Field | None) -> bool:
    if said is None or said.value is None or field is None:
        return said is None and field is None
    return same(said.value) == same(field.value)


def _misread(said: Candidate, field: Field | None) -> bool:
    """Did the template point at the right place, where letters were read wrongly? That is no fault of the place."""
    if field is None or not isinstance(field.value, str) or not isinstance(said.value, str):
        return False
    return fuzz.ratio(folded(said.value), folded(field.value)) >= NEARLY


def _more(
    memory: Memory, spec: FieldSpec, field: Field | None, document: Document, found: Match, said: Candidate | None
) -> Memory:
    """The memory after one more document; what it said of it before counts for or against it."""
    if said is not None:
        if _agrees(said, field):
            memory = replace(memory, hits=memory.hits + 1, misses=memory.misses * FADING, owed=max(0, memory.owed - 1))
        elif not _misread(said, field):
            memory = replace(memory, misses=memory.misses + 1, owed=OWED)
    if field is None:
        return replace(memory, absent=memory.absent + 1)
    return replace(
        memory,
        places=_learned_places(memory, spec, field, document, found),
        values=(*memory.values, written(field.value))[-VALUES:],
        formats=_forms(memory.formats, field),
        seen=memory.seen + 1,
    )


def _learned_places(
    memory: Memory, spec: FieldSpec, field: Field, document: Document, found: Match
) -> tuple[Place, ...]:
    """The places: those that held the value confirmed, those that held another blamed, a new one where none did."""
    page = sheet(document)
    here = _places(spec, field, document)
    kept = [_judged(place, spec, field, here, document, found) for place in memory.places]
    if not any(after.right > before.right for after, before in zip(kept, memory.places, strict=True)):
        kept += [remembered(document, page, words) for words in here[:PLACES]]
    ordered = sorted(kept, key=lambda place: -place.right / (place.right + place.wrong))
    return tuple(ordered[:PLACES])


def _judged(
    place: Place, spec: FieldSpec, field: Field, here: Sequence[Sequence[Word]], document: Document, found: Match
) -> Place:
    page, frame = sheet(document), found.frames.get(place.page)
    supported = [(support(page, place, words, frame, spec.kind), words) for words in here]
    best = max(supported, key=lambda pair: pair[0], default=(0.0, ()))
    if best[0] >= LEAST:
        return confirmed(page, place, remembered(document, page, best[1]), boxes(best[1])[0])
    month = _month(spec, document)
    said = [parsed(vote.text, spec.kind, month) for vote in votes(document, page, place, frame, spec.kind, month)[:1]]
    other = [value for value in said if value is not None and same(value) != same(field.value)]
    return replace(place, wrong=place.wrong + 1) if other else place
