"""Weigh a document's values: P(right) of each, and the features that it follows from, before anybody looks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from assurance.correctness import Correctness
from assurance.doubts import is_keyed
from assurance.features import features_of
from documents.doctype import DocumentType
from documents.fields import Field, Fields
from documents.layout import Document
from documents.verdicts import Evidence, Score


@dataclass(frozen=True, slots=True)
class Weighed:
    """The values with P(right) as their confidence, and the score of each."""

    fields: Fields
    scores: dict[str, Score]


def weigh(
    fields: Fields,
    document: Document,
    doctype: DocumentType,
    evidence: Iterable[Evidence],
    model: Correctness | None,
) -> Weighed:
    """What `model` makes of the values. A field that it does not know keeps place times reading; so without a model."""
    seen = features_of(fields, document, doctype, evidence)
    weighed = {name: _weighed(name, field, seen[name], model) for name, field in fields.items()}
    return Weighed(weighed, {name: Score(each.confidence, seen[name]) for name, each in weighed.items()})


def _weighed(name: str, field: Field, features: dict[str, float], model: Correctness | None) -> Field:
    if model is None or not model.knows(name) or is_keyed(field):
        return field
    return replace(field, confidence=model.probability(name, features))
