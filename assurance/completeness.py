"""Was every value of a repeated field found? What speaks for and against it, as numbers, and a model's word on it.

A value that was missed lowers none of those that were found, so a list needs a probability of its own: P(complete).
Evidence are the names that were proposed and left, how the text says who takes part ("between", "by and among", a
letter's "you"), and how many people and companies sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from math import log

from assurance.correctness import Correctness
from assurance.doubts import is_keyed
from assurance.features import Features
from assurance.shapes import folded
from documents.doctype import DocumentType
from documents.fields import Candidate, Field, Fields, base_name
from documents.layout import Document
from documents.verdicts import Finding, Severity

#: P(complete) that a list needs to go through without a person.
NEEDED = 0.9
#: The letters of a document in which it says whom it is between.
OPENING = 3500
_SAYS = {
    "between": re.compile(r"\bbetween\b", re.I),
    "among": re.compile(r"\bamong(?:st)?\b", re.I),
    "letter": re.compile(r"\b(?:dear|ladies and gentlemen|gentlemen)\b", re.I),
    "you": re.compile(r"\b(?:you|your)\b", re.I),
    "undersigned": re.compile(r"\bundersigned\b", re.I),
    "blank": re.compile(r"_{4,}|\[\s*(?:name|company|employee|recipient|\W*)\s*\]|\.{6,}", re.I),
    "employee": re.compile(r"\b(?:employee|executive|associate|consultant|director)\b", re.I),
}
_ALIAS = re.compile(r"\(\s*(?:[^()]{0,90}?)[\"“”'‘’]{1,2}[^\"“”()]{1,60}[\"“”'‘’]{1,2}[^()]{0,80}\)")
_SIGNED = re.compile(r"(?:^|\s)(?:by|per)\s*[:/_]|/s/", re.I)


def lists(doctype: DocumentType, fields: Fields) -> dict[str, list[Field]]:
    """The values of each repeated field that has any."""
    found = {spec.name: [f for n, f in fields.items() if base_name(n) == spec.name] for spec in doctype.fields}
    return {spec.name: found[spec.name] for spec in doctype.fields if spec.repeated and found[spec.name]}


def features_of_list(name: str, found: list[Field], document: Document) -> Features:
    """What speaks for and against the list being complete."""
    text = " ".join(word.text for word in document.words)
    opening = text[:OPENING]
    left = _left(found)
    aliases = len(_ALIAS.findall(opening))
    signed = len(_SIGNED.findall(text))
    return {
        "one": 1.0,
        f"field:{name}": 1.0,
        "found": log(len(found)),
        f"found:{min(len(found), 3)}": 1.0,
        "left": max(left, default=0.0),
        "left_together": min(sum(left), 2.0),
        "left_many": log(1 + sum(each > 0.02 for each in left)),
        "least_place": min(field.place for field in found),
        "surplus_aliases": max(-2.0, min(2.0, aliases - len(found))),
        "surplus_signed": max(-2.0, min(2.0, signed - len(found))),
        "unsigned": float(signed == 0),
        "pages": log(len(document.pages) or 1),
        **{f"says:{key}": float(bool(pattern.search(opening))) for key, pattern in _SAYS.items()},
        **{f"one_says:{key}": float(len(found) == 1 and bool(p.search(opening))) for key, p in _SAYS.items()},
    }


def _left(found: list[Field]) -> list[float]:
    """How likely each name was that is not on the list; of one name its first candidate says it, which is weighed."""
    taken = [folded(field.text) for field in found]
    chances: dict[str, float] = {}
    for candidate in (each for field in found for each in field.others):
        if not _is_one_of(candidate, taken):
            chances.setdefault(folded(candidate.text), candidate.belief)
    return list(chances.values())


def _is_one_of(candidate: Candidate, taken: Iterable[str]) -> bool:
    name = folded(candidate.text)
    return any(name in other or other in name for other in taken)


def chances(model: Correctness | None, document: Document, doctype: DocumentType, fields: Fields) -> dict[str, float]:
    """P(complete) of every list that the model knows; a list that a person has had a hand in is theirs."""
    if model is None:
        return {}
    return {
        name: model.probability(name, features_of_list(name, found, document))
        for name, found in lists(doctype, fields).items()
        if model.knows(name) and not any(is_keyed(field) for field in found)
    }


def incomplete(
    model: Correctness | None, document: Document, doctype: DocumentType, fields: Fields
) -> Iterator[Finding]:
    """A finding for each list that may lack a value."""
    for name, chance in chances(model, document, doctype, fields).items():
        spec = doctype.spec(name)
        if chance < NEEDED and spec is not None:
            message = f"{spec.label}: perhaps not all were found; look who is named at the beginning and who signs"
            yield Finding("complete", (), Severity.CONFIRM, message)
