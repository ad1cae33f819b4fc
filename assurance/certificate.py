"""Certificates from checked values: at which scope, with which threshold, or how far from one.

The scope is chosen by how much was checked, never by how it came out: a field with enough evidence stands alone;
those with too little stand together, first of one document type, then of all. Evidence grows and is looked at again
and again: it counts when it has doubled, each look with half the chance of error of the one before, so that all looks
together keep to 5 %.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assurance import threshold
from assurance.bounds import DELTA, needed, proves, upper
from assurance.sampling import lot
from assurance.threshold import Item
from documents.promise import Certificate, Checked, Scope

Key = tuple[str, str]
#: A scope is fine enough when it could prove its promise with so many wrong values among its evidence.
FORGIVEN = 1


@dataclass(frozen=True, slots=True)
class Promise:
    """What is promised of a field: the error (0 to 1), for the model and the declaration in force now."""

    error: float
    model: str
    declaration: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a field stands today: its certificate or none; its own checked values, how many wrong, their exact bound.

    `missing` is how many more checked values of it would be needed, were none of them wrong (0 with a certificate).
    """

    doctype: str
    field: str
    promise: Promise
    certificate: Certificate | None
    checked: int
    wrong: int
    bound: float
    missing: int

    @property
    def sentence(self) -> str:
        """In words, for reports."""
        if self.certificate:
            return self.certificate.sentence
        today = f"certified today at {self.bound * 100:.3g} %" if self.bound < 1 else "nothing is certified today"
        once = " in a single look" if self.bound <= self.promise.error else ""  # looks to come need more than one does
        counts = f"{self.checked} checked, {self.wrong} wrong"
        more = f"{self.missing} more without an error would prove it"
        return f"{self.field}: {self.promise.error * 100:g} % is not proved; {today}{once} ({counts}); {more}."


def certify(checked: Iterable[Checked], promises: Mapping[Key, Promise]) -> list[Standing]:
    """How every promised field stands. Evidence of another model or declaration than the promise's is no evidence.

    `promises` are by document type and declared field.
    """
    found: dict[Key, list[Checked]] = {key: [] for key in promises}
    for each in checked:
        key = (each.doctype, each.field)
        promise = promises.get(key)
        if promise and (each.model, each.declaration) == (promise.model, promise.declaration):
            found[key].append(each)
    granted: dict[Key, Certificate] = {}
    for scope, pool in pools({key: len(each) for key, each in found.items()}, promises):
        granted |= _granted(scope, pool, found, promises)
    return [_standing(key, promise, found[key], granted.get(key)) for key, promise in promises.items()]


def pools(counts: Mapping[Key, int], promises: Mapping[Key, Promise]) -> list[tuple[Scope, tuple[Key, ...]]]:
    """Which fields prove their promise together, by the number of their checked values alone."""
    left: dict[tuple[Scope, str, float], list[Key]] = defaultdict(list)
    for key, promise in promises.items():
        alone = counts[key] >= needed(promise.error, FORGIVEN)
        left[(Scope.FIELD, "/".join(key), promise.error) if alone else (Scope.TYPE, key[0], promise.error)].append(key)
    for place in [place for place in left if place[0] is Scope.TYPE]:
        if sum(counts[key] for key in left[place]) < needed(place[2], FORGIVEN):
            left[(Scope.CLIENT, "", place[2])] += left.pop(place)
    return [(scope, tuple(keys)) for (scope, _, _), keys in left.items()]


def even(checked: Sequence[Checked]) -> list[Checked]:
    """Evidence in which every field has the share that it has among what went through.

    Fields are drawn at different rates; of those drawn oftener some are left out by lot, which looks at no outcome.
    """
    weights: dict[Key, list[float]] = defaultdict(list)
    for each in checked:
        weights[(each.doctype, each.field)].append(1 / each.probability)
    rate = {key: len(each) / sum(each) for key, each in weights.items()}
    least = min(rate.values(), default=1.0)
    return [
        each
        for each in checked
        if lot("even", str(each.case_id), each.doctype, each.field) < least / rate[(each.doctype, each.field)]
    ]


def drawn_among(removed: Iterable[Checked], drawn: Iterable[Checked]) -> list[Checked]:
    """Of values that people took away before anything could be drawn, as many by lot as of their field's others.

    All are known to be wrong. Without them only values that somebody let stand would speak; with all of them a field
    of which one in twenty is checked would look twenty times worse than it is.
    """
    rates: dict[Key, list[float]] = defaultdict(list)
    for each in drawn:
        rates[(each.doctype, each.field)].append(each.probability)
    found = []
    for each in removed:
        rate = rates.get((each.doctype, each.field), [1.0])
        probability = sum(rate) / len(rate)
        if lot("removed", str(each.case_id), each.doctype, each.field) < probability:
            found.append(replace(each, probability=probability))
    return found


def look(evidence: Sequence[Checked], error: float) -> tuple[list[Checked], float]:
    """The evidence of the newest look that is due, oldest first (none before the first look), and what it may spend.

    That is its chance of error: half of DELTA for the first, half of the one before for each further.
    """
    ordered = sorted(evidence, key=lambda each: (each.at, each.case_id, each.field))
    first, number = needed(error, FORGIVEN), 0
    if len(ordered) < first:
        return [], DELTA / 2
    while first * 2 ** (number + 1) <= len(ordered):
        number += 1
    return ordered[: first * 2**number], DELTA / 2 ** (number + 1)


def missing(checked: int, wrong: int, error: float) -> int:
    """How many more checked values, all right, until a look is due that proves this error of all of them.

    Sooner, when the wrong ones have the lowest scores or other fields speak too; `look` says when it is looked.

    >>> missing(0, 0, 0.02), missing(150, 0, 0.02), missing(150, 1, 0.02)
    (236, 86, 322)
    """
    size, delta = needed(error, FORGIVEN), DELTA / 2
    while size <= checked or not proves(wrong, size, error, delta):
        size, delta = 2 * size, delta / 2
    return size - checked


def _granted(
    scope: Scope, pool: Sequence[Key], found: Mapping[Key, Sequence[Checked]], promises: Mapping[Key, Promise]
) -> dict[Key, Certificate]:
    evidence = [each for key in pool for each in found[key]]
    evidence = evidence if scope is Scope.FIELD else even(evidence)
    error = promises[pool[0]].error
    evidence, delta = look(evidence, error)
    proved = threshold.find((Item(each.score, each.right) for each in evidence), error, delta)
    if proved is None:
        return {}
    above = [each for each in evidence if each.score >= proved.score]
    times = sorted(each.at for each in above)
    made: dict[Key, Certificate] = {}
    for doctype in dict.fromkeys(key[0] for key in pool):
        fields = tuple(key[1] for key in pool if key[0] == doctype)
        promise = promises[(doctype, fields[0])]
        certificate = Certificate(
            doctype=doctype,
            fields=fields,
            scope=scope,
            error=error,
            threshold=proved.score,
            checked=proved.checked,
            wrong=proved.wrong,
            bound=upper(proved.wrong, proved.checked),
            model=promise.model,
            declaration=promise.declaration,
            first=times[0],
            last=times[-1],
        )
        made |= dict.fromkeys(((doctype, field) for field in fields), certificate)
    return made


def _standing(key: Key, promise: Promise, own: Sequence[Checked], certificate: Certificate | None) -> Standing:
    wrong = sum(not each.right for each in own)
    more = 0 if certificate else missing(len(own), wrong, promise.error)
    return Standing(key[0], key[1], promise, certificate, len(own), wrong, upper(wrong, len(own)), more)
