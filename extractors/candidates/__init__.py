"""Every value on the page that could be a field's, found by its kind alone: recall first, the ranker chooses.

An annotator is a function `find(document, month_first) -> Iterator[Candidate]`; adding one is one file and one line
in ANNOTATORS. What the rule extractors of a declaration propose joins in with its belief: a rule is one more witness.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from documents.doctype import FieldSpec
from documents.fields import Candidate, Value
from documents.kinds import KINDS
from documents.layout import Document, Word
from extractors.arbitrate import same
from extractors.candidates import addresses, amounts, dates, durations, identifiers, names, phrases, territories

#: Who finds values of a kind where no rule asks for them. `anywhere` is their `by`: nothing speaks for them yet.
ANNOTATORS: dict[str, tuple[Callable[[Document, bool], Iterator[Candidate]], ...]] = {
    "address": (addresses.find,),
    "date": (dates.find,),
    "duration": (durations.find,),
    "identifier": (identifiers.find,),
    "money": (amounts.find,),
    "name": (names.find,),
    "text": (territories.find, phrases.find),
}


@dataclass(frozen=True)
class Spot:
    """One value at one place, and the candidates that propose it there, the most believed first."""

    value: Value
    candidates: tuple[Candidate, ...]

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words it stands in: those of the most believed candidate that has any."""
        return next((each.words for each in self.candidates if each.words), ())

    @cached_property
    def key(self) -> Hashable:
        """What it shares with the same value elsewhere."""
        return same(self.value)


def spots(document: Document, spec: FieldSpec, proposed: Iterable[Candidate] = ()) -> list[Spot]:
    """Where a value of the field's kind stands on the document, in order of print; `proposed` is what rules say."""
    gathered: dict[Hashable, list[tuple[Value, list[Candidate]]]] = {}
    for candidate in (*proposed, *_annotated(document, spec)):
        value = candidate.value
        if value is None:
            value = KINDS[spec.kind](candidate.text, spec.month_first)
        if value is not None:
            _add(gathered.setdefault(same(value), []), value, candidate)
    found = [Spot(value, tuple(sorted(each, key=_surest))) for homes in gathered.values() for value, each in homes]
    return sorted(found, key=_printed)


def _annotated(document: Document, spec: FieldSpec) -> Iterator[Candidate]:
    for annotate in ANNOTATORS.get(spec.kind, ()):
        for candidate in annotate(document, spec.month_first):
            yield replace(candidate, belief=0.0, by="anywhere")


def _add(homes: list[tuple[Value, list[Candidate]]], value: Value, candidate: Candidate) -> None:
    """To the spot that shares a word with the candidate, or as a new one."""
    own = {id(word) for word in candidate.words}
    for _, home in homes:
        if any(id(word) in own for other in home for word in other.words):
            home.append(candidate)
            return
    homes.append((value, [candidate]))


def _surest(candidate: Candidate) -> tuple[float, float]:
    return -candidate.belief, -candidate.reading


def _printed(spot: Spot) -> tuple[int, float, float]:
    if not spot.words:
        return (-1, 0.0, 0.0)
    box = spot.words[0].box
    return box.page, box.top, box.left
