"""Settle on one value where extractors propose several.

Two doubts are kept apart. *Place*: are these the right words on the page? Extractors that agree make it surer,
contradiction makes it less sure. *Reading*: were the words read rightly? Agreement of extractors says nothing about
it, for they all read the same words; only the same value read at another place does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod

from documents.doctype import FieldSpec
from documents.fields import Candidate, Field, Value
from documents.kinds import KINDS
from documents.layout import Box, Word, around
from extractors.tokens import folded

#: No extractor that reads print is believed more than this, so that a rival always counts.
SUREST = 0.999
#: A belief of 1 is kept for what is exact: an electronic invoice, a form field.
EXACT = 1.0
#: Print believed at these odds contradicts data that stand nowhere in print: the account of a forged invoice.
CONTRADICTS = 9.0


@dataclass(frozen=True, slots=True)
class Claim:
    """One value and the candidates that propose it, the best first.

    `chance` is P(right place) where a ranker has weighed it against every rival and against "absent"; without one it
    follows from what the extractors believe.
    """

    value: Value
    candidates: tuple[Candidate, ...]
    chance: float | None = None

    @property
    def exact(self) -> bool:
        """Does data say so, not print?"""
        return any(candidate.belief >= EXACT for candidate in self.candidates)

    @property
    def odds(self) -> float:
        """How much more likely right than wrong; by the extractors' beliefs: were there no rival."""
        if self.chance is not None:
            return self.chance / max(1 - self.chance, 1 - SUREST)
        wrong = prod(1 - min(candidate.belief, SUREST) for candidate in self.candidates)
        wrong = max(wrong, 1 - SUREST)
        return (1 - wrong) / wrong

    @property
    def reading(self) -> float:
        """P(read rightly). The same value in other words on the page is a second reading."""
        wrong, seen = 1.0, set[Word]()
        for candidate in sorted(self.candidates, key=lambda c: -c.reading):
            if not seen.intersection(candidate.words) or not candidate.words:
                wrong *= 1 - candidate.reading
                seen.update(candidate.words)
        return 1 - wrong


def arbitrate(spec: FieldSpec, candidates: Iterable[Candidate]) -> Field | None:
    """The value most believed in, or None where nothing is of the field's kind."""
    return next(iter(settle(spec.name, claims_of(spec, candidates))), None)


def settle(name: str, claims: Sequence[Claim]) -> list[Field]:
    """The first of the claims, as a field; the others are its rivals. Nothing where there is no claim."""
    return [_field(name, claims[0], _place(claims[0], claims), claims[1:])] if claims else []


def settle_all(name: str, claims: Sequence[Claim], least: float = 0.5) -> list[Field]:
    """Every claim believed in at least that much, named `party`, `party.2`, ...; they do not rival each other.

    The first has those that were left as its rivals: what the list may lack.
    """
    kept = [claim for claim in claims if _place(claim, [claim]) >= least]
    left = [claim for claim in claims if claim not in kept]
    names = [name] + [f"{name}.{number}" for number in range(2, len(kept) + 1)]
    return [
        _field(each, claim, _place(claim, [claim]), () if number else left)
        for number, (each, claim) in enumerate(zip(names, kept, strict=False))
    ]


def present(claims: Sequence[Claim]) -> Sequence[Claim]:
    """The claims, or none where a ranker holds "absent" likelier than the first of them."""
    if not claims or claims[0].chance is None:
        return claims
    absent = 1 - sum(claim.chance or 0.0 for claim in claims)
    return claims if claims[0].chance >= absent else ()


def claims_of(spec: FieldSpec, candidates: Iterable[Candidate]) -> list[Claim]:
    """The candidates gathered by value, the most believed first; what is not of the field's kind is left out."""
    votes: defaultdict[Hashable, list[tuple[Value, Candidate]]] = defaultdict(list)
    for candidate in candidates:
        value = candidate.value
        if value is None:
            value = KINDS[spec.kind](candidate.text, spec.month_first)
        if value is not None:
            votes[same(value)].append((value, candidate))
    claims = [_claim(agreeing) for agreeing in votes.values()]
    return sorted(claims, key=lambda claim: (claim.exact, claim.odds, claim.reading), reverse=True)


def boxes(words: Sequence[Word]) -> tuple[Box, ...]:
    """One box a line of the words, in order."""
    rows: list[list[Word]] = []
    for word in words:
        if rows and rows[-1][-1].box.on_line_of(word.box):
            rows[-1].append(word)
        else:
            rows.append([word])
    return tuple(around(row) for row in rows)


def _claim(agreeing: Sequence[tuple[Value, Candidate]]) -> Claim:
    ordered = sorted(agreeing, key=lambda pair: (pair[1].belief, pair[1].reading), reverse=True)
    return Claim(ordered[0][0], tuple(candidate for _, candidate in ordered))


def same(value: Value) -> Hashable:
    """What values have in common that are the same for us: texts by letters and digits."""
    return _letters(value) if isinstance(value, str) else value


@lru_cache(maxsize=16384)
def _letters(text: str) -> str:
    return folded(text) or text


def place_of(claim: Claim, claims: Sequence[Claim], repeated: bool = False) -> float:
    """P(right place) of a claim among the claims of its field; values of a repeated field do not rival each other."""
    return _place(claim, [claim] if repeated else claims)


def _place(claim: Claim, claims: Sequence[Claim]) -> float:
    """P(right place): its odds against all rivals and against "none of these".

    Data settle it, unless they contradict each other, or print that is well believed says otherwise and nothing in
    print says the same: then a person looks.
    """
    if claim.chance is not None:
        return claim.chance
    if not claim.exact:
        return claim.odds / (1 + sum(each.odds for each in claims))
    rivals = [each for each in claims if each is not claim]
    printed = any(candidate.words for candidate in claim.candidates)
    if any(each.exact for each in rivals):
        return 0.5
    return 0.5 if not printed and any(each.odds >= CONTRADICTS for each in rivals) else 1.0


def _field(name: str, claim: Claim, place: float, rivals: Sequence[Claim]) -> Field:
    best = claim.candidates[0]
    reading = 1.0 if claim.exact else claim.reading
    located = next((c for c in claim.candidates if c.words or c.box), best)
    return Field(
        name=name,
        value=claim.value,
        text=best.text,
        confidence=place * reading,
        by=best.by,
        boxes=boxes(located.words) if located.words else (located.box,) if located.box else (),
        place=place,
        reading=reading,
        others=(*claim.candidates[1:], *(c for rival in rivals for c in rival.candidates)),
    )
