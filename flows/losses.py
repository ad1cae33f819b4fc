"""Where a value was lost on its way from the page to the record: reading, candidates, ranking, normalisation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assurance.accuracy import Loss
from documents.doctype import FieldSpec
from documents.fields import Field
from documents.kinds import KINDS
from documents.layout import Document
from extractors.candidates import spots
from extractors.likeness import right
from extractors.rules import proposals
from extractors.tokens import folded

#: An amount or a date stands in so many words next to each other at most.
LONGEST = 5


def lost(spec: FieldSpec, truth: Sequence[str], found: Field | None, document: Document) -> Loss:
    """Where the value was lost, whose right texts are `truth` (never empty); `found` is what came out instead."""
    if found is not None and any(folded(found.text) == folded(each) for each in truth):
        return Loss.NORMALISATION
    if any(_proposed(spec, each, document) for each in truth):
        return Loss.RANKING
    return Loss.CANDIDATES if any(_printed(spec, each, document) for each in truth) else Loss.READING


def _proposed(spec: FieldSpec, truth: str, document: Document) -> bool:
    dated, claims = proposals(document, spec)
    candidates = [candidate for claim in claims for candidate in claim.candidates]
    return any(right(spec.kind, spot.value, truth, dated.month_first) for spot in spots(document, dated, candidates))


def _printed(spec: FieldSpec, truth: str, document: Document) -> bool:
    """Are the words of the truth among those that were read?"""
    if spec.kind in ("money", "number", "date", "percentage"):
        return any(_means(spec, text, truth) for text in _runs(document))
    wanted = folded(truth)
    read = "".join(folded(word.text) for word in document.words)
    return bool(wanted) and wanted in read


def _means(spec: FieldSpec, text: str, truth: str) -> bool:
    value = KINDS[spec.kind](text, spec.month_first)
    return value is not None and right(spec.kind, value, truth, spec.month_first)


def _runs(document: Document) -> Iterator[str]:
    for line in document.lines():
        texts = [word.text for word in line.words]
        for start in range(len(texts)):
            for end in range(start + 1, min(start + LONGEST, len(texts)) + 1):
                yield " ".join(texts[start:end])
