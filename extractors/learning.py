"""Learn a ranker from documents whose truth is known: the shipped one from public sets, a client's from its reviews."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from zlib import crc32

import numpy as np

from documents.doctype import DocumentType, FieldSpec
from documents.errors import ModelError
from documents.layout import Document
from extractors.candidates import Spot
from extractors.features import Traits
from extractors.likeness import ADDRESS_ALIKE, Truth, alike, texts
from extractors.names import key
from extractors.ranker import RULES, RULES_WEIGHT, FieldModel, Ranker, absence, look, spread
from extractors.rules import proposals
from extractors.softmax import Numbers, fit_choice, fit_each, sharpness, sparse
from extractors.trees import ENOUGH, grow

#: A feature counts when so many documents have it; where there are many documents more than one sender's few.
SEEN, SEEN_OF_MANY = 2, 4
#: How strongly weights stay near their prior: of words, of numbers, and of what the rules say together.
WORD_PENALTY, NUMBER_PENALTY, RULES_PENALTY = 1.0, 1.0, 1.0
#: With so few documents the penalty is twice as strong, at most so many times: many words that each say little
#: would be too sure together.
FEW, STRICTEST = 400, 5.0
#: How sure a model may be is told by one of half the documents on the other half: each has so many at least.
LEAST_HALF = 10
#: Weights smaller than this say nothing and are not kept.
KEPT = 0.003
#: A text so like the truth stands at the right place and was read badly; the place is what is learned.
BADLY_READ = 0.8


@dataclass(frozen=True, slots=True)
class Example:
    """One document and its true values; a field that the truth leaves out is absent from the document."""

    document: Document
    truth: Truth


@dataclass(frozen=True, slots=True)
class Case:
    """One document's rivals for one field, the last one "absent" (not so for a repeated field).

    `sender` is what documents of one sender share: the first of the names that their truth has.
    """

    seen: tuple[Traits, ...]
    right: tuple[bool, ...]
    sender: str = ""


def fit(doctype: DocumentType, examples: Sequence[Example], seed: int = 0, prior: Ranker | None = None) -> Ranker:
    """A ranker for the fields that any of the examples knows; weights start from the `prior` and stay near it.

    Raises ModelError where the examples have no field of the type. `seed` is for what is drawn by lot.
    """
    return fit_cases(doctype, cases_of(doctype, examples), seed, prior)


def cases_of(doctype: DocumentType, examples: Sequence[Example]) -> dict[str, list[Case]]:
    """What the examples teach, by field; a field that no example knows is not among them."""
    known = Counter(name for example in examples for name in texts(example.truth))
    return {
        spec.name: [case for example in examples if (case := case_of(doctype, spec, example))]
        for spec in doctype.fields
        if known[spec.name]
    }


def fit_cases(
    doctype: DocumentType, cases: Mapping[str, Sequence[Case]], seed: int = 0, prior: Ranker | None = None
) -> Ranker:
    """A ranker from cases made before; what `fit` says holds."""
    if not any(cases.values()):
        raise ModelError(f"{doctype.name}: no document with a known value to learn from; review some first")
    models = dict(prior.fields) if prior else {}
    for spec in doctype.fields:
        if cases.get(spec.name):
            models[spec.name] = fit_field(spec, cases[spec.name], seed, models.get(spec.name))
    return Ranker(doctype.name, models)


def case_of(doctype: DocumentType, spec: FieldSpec, example: Example) -> Case | None:
    """What one document teaches for a field; None where its true value is not among the spots, or data say it."""
    dated, claims = proposals(example.document, spec)
    if any(claim.exact for claim in claims):
        return None
    found, seen = look(example.document, dated, claims)
    truth = texts(example.truth).get(spec.name, ())
    right = places(dated, found, truth)
    if not spec.repeated:
        seen, right = [*seen, absence(seen)], [*right, not truth]
    return Case(tuple(seen), tuple(right), _sender(doctype, example.truth)) if any(right) else None


def _sender(doctype: DocumentType, truth: Truth) -> str:
    known = texts(truth)
    named = (key(text) for spec in doctype.fields if spec.kind == "name" for text in known.get(spec.name, ()))
    return min(named, default="")


def places(spec: FieldSpec, found: Sequence[Spot], truth: Sequence[str]) -> list[bool]:
    """Which spots are a true value's place; where none has the value itself, those that are it read badly."""
    right = [False] * len(found)
    for text in truth:
        likeness = [alike(spec.kind, spot.value, text, spec.month_first) for spot in found]
        best = max(likeness, default=0.0)
        if best >= (BADLY_READ if spec.kind in ("name", "address", "text", "identifier") else 1.0):
            margin = best - 0.02 if spec.kind == "address" and best >= ADDRESS_ALIKE else best
            right = [was or each >= margin for was, each in zip(right, likeness, strict=True)]
    return right


def fit_field(spec: FieldSpec, cases: Sequence[Case], seed: int = 0, prior: FieldModel | None = None) -> FieldModel:
    """The model of one field, from its cases; with trees where there are enough, and no surer than it may be."""
    model = _fitted(spec, cases, seed, prior)
    halves = [[case for case in cases if crc32(case.sender.encode()) % 2 == half] for half in (0, 1)]
    if min(map(len, halves)) < LEAST_HALF:
        return model
    teaching, tested = sorted(halves, key=len, reverse=True)
    halved = _fitted(spec, teaching, seed, prior)
    judged = [(halved.scores(case.seen), case.right) for case in tested]
    return replace(model, sharpness=sharpness(judged, spec.repeated))


def _fitted(spec: FieldSpec, cases: Sequence[Case], seed: int, prior: FieldModel | None) -> FieldModel:
    spread_out = [[spread(seen) for seen in case.seen] for case in cases]
    start: Mapping[str, float] = prior.weights if prior else {RULES: RULES_WEIGHT}
    columns = {name: at for at, name in enumerate(dict.fromkeys([*start, *_frequent(spread_out)]))}
    rows = [{columns[n]: v for n, v in row.items() if n in columns} for case in spread_out for row in case]
    right = [each for case in cases for each in case.right]
    before = np.array([start.get(name, 0.0) for name in columns])
    penalty = np.array([_penalty(name, cases) for name in columns]) * min(1 + FEW / len(cases), STRICTEST)
    matrix = sparse(rows, len(columns))
    if spec.repeated:
        weights = fit_each(matrix, right, before, penalty)
    else:
        starts = np.cumsum([0, *(len(case.seen) for case in cases)])[:-1]
        weights = fit_choice(matrix, [int(at) for at in starts], right, before, penalty)
    trees = grow(spread_out, right, seed) if len(cases) >= ENOUGH else prior.trees if prior else None
    return FieldModel(dict(_kept(columns, weights)), spec.repeated, trees)


def _frequent(spread_out: Sequence[Sequence[Mapping[str, float]]]) -> Iterator[str]:
    least = SEEN_OF_MANY if len(spread_out) >= ENOUGH else SEEN
    documents = Counter(name for case in spread_out for name in {name for row in case for name in row})
    return (name for name, count in sorted(documents.items()) if count >= least)


def _penalty(name: str, cases: Sequence[Case]) -> float:
    if name == RULES:
        return RULES_PENALTY
    return NUMBER_PENALTY if name in cases[0].seen[0].numbers else WORD_PENALTY


def _kept(columns: Mapping[str, int], weights: Numbers) -> Iterator[tuple[str, float]]:
    for name, at in columns.items():
        weight = round(float(weights[at]), 4)
        if abs(weight) >= KEPT:
            yield name, weight
