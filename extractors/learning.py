"""Learn a ranker from documents whose truth is known: the shipped one from public sets, a client's from its reviews."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from documents.doctype import DocumentType, FieldSpec
from documents.errors import ModelError
from documents.layout import Document
from extractors.candidates import Spot
from extractors.design import Case, Design, design_of
from extractors.growing import grow
from extractors.likeness import ADDRESS_ALIKE, Truth, alike, texts
from extractors.names import key
from extractors.proving import Judged, better, judged, ruled
from extractors.ranker import RULES, RULES_WEIGHT, FieldModel, Ranker, absence, look
from extractors.rules import proposals
from extractors.softmax import Numbers, fit_choice, fit_each, sharpness
from extractors.trees import ENOUGH, Trees

#: A feature counts when so many documents have it; where there are many documents more than one sender's few.
SEEN, SEEN_OF_MANY = 2, 4
#: How sure a model may be is told by so many documents at least that did not teach.
LEAST_TESTED = 10
#: Weights smaller than this say nothing and are not kept.
KEPT = 0.003
#: A text so like the truth stands at the right place and was read badly; the place is what is learned.
BADLY_READ = 0.8


@dataclass(frozen=True, slots=True)
class Firmness:
    """How strongly weights stay near what they were before: that of the rules, `rules` times as much as the others.

    With `few` documents twice as strongly, at most `most` times: many words that each say little would be too sure
    together.
    """

    rules: float
    few: int
    most: float


#: The usual one, and one that lets few reviews overrule what rules are sure of.
FIRM, LOOSE = Firmness(1.0, 400, 5.0), Firmness(0.02, 100, 11.0)


@dataclass(frozen=True, slots=True)
class Example:
    """One document and its true values; a field that the truth leaves out is absent from the document."""

    document: Document
    truth: Truth


def fit(doctype: DocumentType, examples: Sequence[Example], seed: int = 0, prior: Ranker | None = None) -> Ranker:
    """A ranker for the fields that any of the examples knows; weights start from the `prior` and stay near it.

    Raises ModelError where the examples have no field of the type. `seed` is for what is drawn by lot.
    """
    return fit_cases(doctype, cases_of(doctype, examples), seed, prior)


def cases_of(doctype: DocumentType, examples: Sequence[Example]) -> dict[str, list[Case]]:
    """What the examples teach, by field; a field that no example knows is not among them."""
    known = Counter(name for example in examples for name in texts(example.truth))
    asked = [spec for spec in doctype.fields if known[spec.name]]
    found: dict[str, list[Case]] = {spec.name: [] for spec in asked}
    for example in examples:  # document by document: what all fields need of one is made once
        for spec in asked:
            if case := case_of(doctype, spec, example):
                found[spec.name].append(case)
    return found


def fit_cases(
    doctype: DocumentType, cases: Mapping[str, Sequence[Case]], seed: int = 0, prior: Ranker | None = None
) -> Ranker:
    """A ranker from cases made before; what `fit` says holds."""
    if not any(cases.values()):
        raise ModelError(f"{doctype.name}: no document with a known value to learn from; review some first")
    models = dict(prior.fields) if prior else {}
    for spec in doctype.fields:
        if cases.get(spec.name):
            learned = fit_field(spec, cases[spec.name], seed, models.get(spec.name))
            models |= {spec.name: learned} if learned else {}
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


def fit_field(
    spec: FieldSpec, cases: Sequence[Case], seed: int = 0, prior: FieldModel | None = None
) -> FieldModel | None:
    """The model of one field, no surer than it may be, with trees where there are enough cases.

    Few cases must prove that they teach something: else what was known before stays, the prior or (None) the rules.
    """
    start: Mapping[str, float] = prior.weights if prior else {RULES: RULES_WEIGHT}
    lesson = _Lesson(spec.repeated, design_of(cases, start), start, seed, prior)
    chosen, tested = None, None
    for firmness in (FIRM, LOOSE) if len(cases) < ENOUGH else (FIRM,):
        new = judged(cases, partial(_tested, lesson, firmness))
        if better(cases, new, tested or _known(lesson, cases, new), spec.repeated):
            chosen, tested = firmness, new
    if chosen is None or tested is None:
        return prior
    weights, trees = _fitted(lesson, chosen, range(len(cases)))
    sure = prior.sharpness if prior else 1.0
    if len(tested) >= LEAST_TESTED:
        sure = sharpness([(scores, cases[at].right) for at, scores in tested], spec.repeated)
    return FieldModel(dict(_kept(lesson.design.names, weights)), spec.repeated, trees, sure)


@dataclass(frozen=True, slots=True)
class _Lesson:
    """One field's cases, and the weights to start from."""

    repeated: bool
    design: Design
    start: Mapping[str, float]
    seed: int
    prior: FieldModel | None


def _known(lesson: _Lesson, cases: Sequence[Case], tested: Judged) -> Judged:
    """What was known before says of the same cases: the earlier model, or the rules alone."""
    asked = [at for at, _ in tested]
    if lesson.prior is None or not asked:
        return [(at, ruled(cases[at].seen)) for at in asked]
    weights = np.zeros(len(lesson.design.names))
    weights[: len(lesson.start)] = list(lesson.start.values())
    scores = _scores(lesson.design, weights, lesson.prior.trees, asked)
    return [
        (at, [lesson.prior.sharpness * each for each in of_case]) for at, of_case in zip(asked, scores, strict=True)
    ]


def _tested(lesson: _Lesson, firmness: Firmness, taught: Sequence[int], tested: Sequence[int]) -> list[list[float]]:
    """The scores of the rivals of the cases `tested`, by what those `taught` teach."""
    return _scores(lesson.design, *_fitted(lesson, firmness, taught), tested)


def _scores(design: Design, weights: Numbers, trees: Trees | None, cases: Sequence[int]) -> list[list[float]]:
    """What these weights and trees say of the rivals of the cases, case by case."""
    rows = design.rows(cases)
    scores = design.matrix[rows] @ weights
    if trees:
        scores = (scores + trees.walk(design.dense(rows, trees.columns))) / 2
    lengths = np.diff(design.starts)[list(cases)]
    return [each.tolist() for each in np.split(scores, np.cumsum(lengths)[:-1])]


def _fitted(lesson: _Lesson, firmness: Firmness, taught: Sequence[int]) -> tuple[Numbers, Trees | None]:
    design, rows = lesson.design, lesson.design.rows(taught)
    often = design.often(taught)
    counted = often >= (SEEN_OF_MANY if len(taught) >= ENOUGH else SEEN)
    counted[: len(lesson.start)] = True
    columns = np.flatnonzero(counted)
    before = np.zeros(len(design.names))
    before[: len(lesson.start)] = list(lesson.start.values())
    strict = np.ones(len(design.names)) * min(1 + firmness.few / len(taught), firmness.most)
    strict[design.names.index(RULES)] *= firmness.rules
    enough = len(taught) >= ENOUGH
    kept = lesson.prior.trees if lesson.prior and not enough else None
    beside = kept.walk(design.dense(rows, kept.columns)) if kept else None
    weights = np.zeros(len(design.names))
    fitted = design.matrix[rows][:, columns], design.right[rows], before[columns], strict[columns], beside
    if lesson.repeated:
        weights[columns] = fit_each(*fitted)
    else:
        lengths = np.diff(design.starts)[list(taught)]
        weights[columns] = fit_choice(*fitted, starts=np.cumsum([0, *lengths])[:-1])
    return weights, grow(design, taught, lesson.seed) if enough else kept


def _kept(names: Sequence[str], weights: Numbers) -> Iterator[tuple[str, float]]:
    for name, weight in zip(names, weights.round(4).tolist(), strict=True):
        if abs(weight) >= KEPT:
            yield name, weight
