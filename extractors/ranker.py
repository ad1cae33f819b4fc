"""The learned judge of spots: P(this is the field's place), "absent" being one of the rivals.

A Ranker is of one document type and holds one model a field; it is plain numbers, written as JSON.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import exp
from typing import Any

from documents.doctype import FieldSpec
from documents.errors import ModelError
from documents.fields import Candidate
from documents.layout import Document
from extractors.arbitrate import Claim, place_of
from extractors.candidates import Spot, spots
from extractors.features import CAP, Traits, log_odds, traits
from extractors.likeness import ADDRESS_ALIKE, alike
from extractors.names import key as name_key
from extractors.trees import Trees

#: Numbers also show as which of so many equal steps they are in.
STEPS = 6
#: Before anything is learned the rules are believed as they are: this weight makes their scaled odds plain odds.
RULES, RULES_WEIGHT = "rules", 2 * CAP
#: So many rivals are kept, and those not less likely than this.
RIVALS, LEAST = 3, 0.002
#: A rule that believes less than this does not name the value's source.
BELIEVED = 0.1
#: The format of the file; another number is another program's.
FORMAT = 1


@dataclass(frozen=True, slots=True)
class FieldModel:
    """Weights by feature; of a `repeated` field each value is judged by itself, else all of a document together.

    `sharpness` takes from the scores what they were too sure of on documents of senders that had not taught.
    """

    weights: Mapping[str, float]
    repeated: bool = False
    trees: Trees | None = None
    sharpness: float = 1.0

    def scores(self, seen: Sequence[Traits]) -> list[float]:
        """The score of each spot, a logarithm of odds: that of the weights, or half of it and half of the trees'."""
        rows = [spread(each) for each in seen]
        linear = [sum(self.weights.get(name, 0.0) * number for name, number in row.items()) for row in rows]
        if self.trees is None or not rows:
            return [self.sharpness * score for score in linear]
        grown = self.trees.scores(rows)
        return [self.sharpness * (one + float(other)) / 2 for one, other in zip(linear, grown, strict=True)]

    def to_plain(self) -> dict[str, Any]:
        """As JSON has it."""
        trees = self.trees.to_plain() if self.trees else None
        weights = dict(sorted(self.weights.items()))
        return {"repeated": self.repeated, "weights": weights, "trees": trees, "sharpness": self.sharpness}

    @staticmethod
    def from_plain(plain: Mapping[str, Any]) -> FieldModel:
        """From JSON; KeyError, TypeError or ValueError for anything else."""
        weights = {str(name): float(weight) for name, weight in plain["weights"].items()}
        trees = Trees.from_plain(plain["trees"]) if plain["trees"] else None
        return FieldModel(weights, bool(plain["repeated"]), trees, float(plain["sharpness"]))


@dataclass(frozen=True)
class Ranker:
    """The models of one document type, by field."""

    doctype: str
    fields: Mapping[str, FieldModel]

    def to_bytes(self) -> bytes:
        """As JSON, the same bytes for the same model."""
        plain = {
            "format": FORMAT,
            "doctype": self.doctype,
            "fields": {name: model.to_plain() for name, model in sorted(self.fields.items())},
        }
        return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()

    @staticmethod
    def from_bytes(content: bytes) -> Ranker:
        """A ranker again. Raises ModelError for anything else."""
        try:
            plain = json.loads(content)
            if plain["format"] != FORMAT:
                raise ModelError(f"this ranker has format {plain['format']}, not {FORMAT}; learn it anew")
            fields = {str(name): FieldModel.from_plain(each) for name, each in plain["fields"].items()}
            return Ranker(str(plain["doctype"]), fields)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ModelError(f"this is no ranker: {error}; learn it anew or take an earlier version") from error

    @cached_property
    def version(self) -> str:
        """Twelve letters of the hash of its bytes."""
        return hashlib.sha256(self.to_bytes()).hexdigest()[:12]

    def rank(self, document: Document, spec: FieldSpec, claims: Sequence[Claim]) -> list[Claim]:
        """The claims for a field that it knows, the likeliest first; `claims` are what the rules say."""
        found, seen = look(document, spec, claims)
        return _claims(spec, found, chances(self.fields[spec.name], seen))


def chances(model: FieldModel, seen: Sequence[Traits]) -> list[float]:
    """P(right place) of each spot: against all others and "absent", or by itself for a repeated field."""
    if model.repeated:
        return [1 / (1 + exp(-max(-60.0, min(60.0, score)))) for score in model.scores(seen)]
    return softmax(model.scores([*seen, absence(seen)]))[:-1]


def look(document: Document, spec: FieldSpec, claims: Sequence[Claim]) -> tuple[list[Spot], list[Traits]]:
    """The spots for a field and their traits; of a repeated field the spots of one name count as one."""
    proposed = [candidate for claim in claims for candidate in claim.candidates]
    found = spots(document, spec, proposed)
    believed = {
        id(candidate): place_of(claim, claims, spec.repeated) for claim in claims for candidate in claim.candidates
    }
    rules = {
        at: max((believed.get(id(each), 0.0) for each in spot.candidates), default=0.0) for at, spot in enumerate(found)
    }
    seen = traits(document, spec, found, rules)
    return _by_name(found, seen) if spec.repeated else (found, seen)


def _by_name(found: Sequence[Spot], seen: Sequence[Traits]) -> tuple[list[Spot], list[Traits]]:
    """The spots of one name together: all their words, the best of their numbers."""
    groups: dict[Hashable, list[int]] = {}
    for at, spot in enumerate(found):
        groups.setdefault(name_key(spot.value) if isinstance(spot.value, str) else spot.key, []).append(at)
    together, merged = [], []
    for places in groups.values():
        best = max(places, key=lambda at: found[at].candidates[0].belief)
        others = [each for at in places if at != best for each in found[at].candidates]
        together.append(Spot(found[best].value, (*found[best].candidates, *others)))
        words = dict.fromkeys(word for at in places for word in seen[at].words)
        numbers: dict[str, float] = {}
        for at in places:
            for name, number in seen[at].numbers.items():
                numbers[name] = max(numbers.get(name, 0.0), number)
        merged.append(Traits(tuple(words), {**numbers, "places": min(len(places) / 6, 1.0)}))
    return together, merged


def absence(seen: Sequence[Traits]) -> Traits:
    """The traits of "none of these": how much the rules and the best spot speak against it."""
    rules = sum(_chance(each.numbers[RULES]) for each in seen)
    none = (log_odds(1 - min(rules, 1.0)) + CAP) / (2 * CAP)
    return Traits(("absent", *(("absent none",) if not seen else ())), {"absent rules": none, RULES: none})


def _chance(scaled: float) -> float:
    return 1 / (1 + exp(-(scaled * 2 * CAP - CAP))) if scaled > 0 else 0.0


def spread(seen: Traits) -> dict[str, float]:
    """The features as a linear model weighs them: words as 1, numbers as they are and by their step."""
    found = dict.fromkeys(seen.words, 1.0)
    for name, number in seen.numbers.items():
        found[name] = number
        if name != RULES:
            step = 0 if number <= 0 else STEPS - 1 if number >= 1 else int(number * STEPS)
            found[f"{name} {step}"] = 1.0
    return found


def softmax(scores: Sequence[float]) -> list[float]:
    """The scores as chances that add up to 1.

    >>> softmax([0.0, 0.0])
    [0.5, 0.5]
    """
    most = max(scores)
    odds = [exp(score - most) for score in scores]
    return [each / sum(odds) for each in odds]


def _claims(spec: FieldSpec, found: Sequence[Spot], chances: Sequence[float]) -> list[Claim]:
    """The spots of one value together, the likeliest first; a value's chance is the sum over its places."""
    groups: dict[Hashable, list[int]] = {}
    for at, spot in enumerate(found):
        groups.setdefault(spot.key, []).append(at)
    claims = []
    for places in groups.values():
        chance = min(sum(chances[at] for at in places), 1.0)
        places.sort(key=lambda at: -chances[at])
        told = tuple(each for at in places for each in _told(found[at], chances[at]))
        claims.append(Claim(found[places[0]].value, told, chance))
    claims.sort(key=lambda claim: -(claim.chance or 0.0))
    claims = [claim for at, claim in enumerate(claims) if at <= RIVALS or (claim.chance or 0.0) >= LEAST]
    return _alike_together(claims) if spec.kind == "address" else claims


def _told(spot: Spot, chance: float) -> tuple[Candidate, ...]:
    """The spot's candidates; one that no rule believed in is the ranker's own."""
    first, *others = spot.candidates
    by = first.by if first.belief >= BELIEVED else "ranker"
    own = Candidate(first.text, first.words, chance, by, spot.value, first.box)
    return (own, *(each for each in others if each.belief > 0))


def _alike_together(claims: Sequence[Claim]) -> list[Claim]:
    """Addresses that differ by little are one answer: the likeliest of them has the chances of all."""
    if not claims:
        return []
    first, *others = claims
    near = [c for c in others if alike("address", c.value, str(first.value)) >= ADDRESS_ALIKE]
    whole = sum(claim.chance or 0.0 for claim in (first, *near))
    return [Claim(first.value, first.candidates, min(whole, 1.0)), *(c for c in others if c not in near)]
