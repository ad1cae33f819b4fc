"""Figures of accuracy from values whose truth is known: automation, error with its bound, calibration, losses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from assurance.bounds import lower, upper
from documents.losses import Loss

#: Bins of the reliability curve, and documents in one step of the curve over time.
BINS, STEP = 10, 25


#: The losses that a report tells of, in the order of the way.
LOSSES = (Loss.READING, Loss.CANDIDATES, Loss.NORMALISATION, Loss.RANKING)


@dataclass(frozen=True, slots=True)
class Judged:
    """One value of one document, or one that should have been found. `document` counts documents as they came.

    `score` is P(right) as stored before review, None where nothing was found; `right` whether it was, None where
    nobody has looked (it went straight through); `due` whether the truth has a value at all. `proof`: whoever checked
    it did not see it (or the truth is a file's), so that it counts for the error of what went through.
    """

    doctype: str
    field: str
    document: int
    score: float | None
    accepted: bool
    right: bool | None
    due: bool = True
    loss: Loss | None = None
    proof: bool = True


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a set of values. Shares are 0 to 1; None where nothing was counted."""

    name: str
    documents: int
    due: int
    found: int
    known: int
    right: int
    accepted: int
    checked: int
    wrong: int
    losses: dict[str, int]
    bins: tuple[tuple[float, float, int], ...]

    @property
    def precision(self) -> float | None:
        """Of what was found and looked at, the share that is right."""
        return self.right / self.known if self.known else None

    @property
    def recall(self) -> float | None:
        """Of what there is, the share that was found and is right."""
        return self.right / self.due if self.due else None

    @property
    def f1(self) -> float | None:
        """Both in one."""
        return 2 * self.right / (self.known + self.due) if self.known + self.due else None

    @property
    def automation(self) -> float | None:
        """Of what was found, the share that went through without a person."""
        return self.accepted / self.found if self.found else None

    @property
    def error(self) -> float | None:
        """Of what went through and was checked blindly, the share that is wrong."""
        return self.wrong / self.checked if self.checked else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The exact 95 % bounds (each one-sided) of that error."""
        return (lower(self.wrong, self.checked), upper(self.wrong, self.checked)) if self.checked else None

    @property
    def ece(self) -> float | None:
        """Expected calibration error: how far P(right) and the share that is right lie apart, on average."""
        total = sum(count for _, _, count in self.bins)
        return sum(abs(said - was) * count for said, was, count in self.bins) / total if total else None

    @property
    def plain(self) -> dict[str, Any]:
        """As JSON takes it."""
        shares = ("precision", "recall", "f1", "automation", "error", "interval", "ece")
        counts = (
            "name",
            "documents",
            "due",
            "found",
            "known",
            "right",
            "accepted",
            "checked",
            "wrong",
            "losses",
            "bins",
        )
        return {name: getattr(self, name) for name in (*counts, *shares)}


def figures(name: str, values: Sequence[Judged]) -> Figures:
    """The figures of these values."""
    found = [each for each in values if each.score is not None]
    known = [each for each in found if each.right is not None]
    checked = [each for each in known if each.accepted and each.proof]
    return Figures(
        name=name,
        documents=len({each.document for each in values}),
        due=sum(each.due for each in values if each.right is not None or each.score is None),
        found=len(found),
        known=len(known),
        right=sum(bool(each.right) for each in known),
        accepted=sum(each.accepted for each in found),
        checked=len(checked),
        wrong=sum(not each.right for each in checked),
        losses=dict(Counter(each.loss.value for each in values if each.loss)),
        bins=reliability(known),
    )


def by(values: Sequence[Judged], key: Callable[[Judged], str]) -> list[Figures]:
    """Figures for each name that `key` gives, in the order of the names."""
    names = sorted({key(each) for each in values})
    return [figures(name, [each for each in values if key(each) == name]) for name in names]


def reliability(values: Sequence[Judged]) -> tuple[tuple[float, float, int], ...]:
    """P(right) against what was right: of each bin the mean of both, and how many values it has."""
    bins: list[list[Judged]] = [[] for _ in range(BINS)]
    for each in values:
        if each.score is not None and each.right is not None:
            bins[min(int(each.score * BINS), BINS - 1)].append(each)
    return tuple(
        (sum(e.score or 0.0 for e in one) / len(one), sum(bool(e.right) for e in one) / len(one), len(one))
        for one in bins
        if one
    )


def brier(values: Sequence[Judged]) -> float | None:
    """The mean square of what P(right) missed by; 0 is perfect, 0.25 says nothing."""
    found = _known(values)
    return sum((score - right) ** 2 for score, right in found) / len(found) if found else None


def risk_coverage(values: Sequence[Judged]) -> list[tuple[float, float]]:
    """The share let through, the surest first, against the share of it that is wrong."""
    found = sorted(_known(values), key=lambda each: -each[0])
    curve, wrong = [], 0
    for count, (_, right) in enumerate(found, 1):
        wrong += not right
        curve.append((count / len(found), wrong / count))
    return curve


def _known(values: Sequence[Judged]) -> list[tuple[float, bool]]:
    return [(each.score, each.right) for each in values if each.score is not None and each.right is not None]


def area(curve: Sequence[tuple[float, float]]) -> float | None:
    """The area under a risk-coverage curve: the mean error over all shares that could be let through."""
    return sum(error for _, error in curve) / len(curve) if curve else None


def over_time(values: Sequence[Judged]) -> list[tuple[float, float]]:
    """As documents came: after how many, and the share of their last STEP's values that were found and right."""
    seen = [each for each in values if each.right is not None]
    order = {number: at for at, number in enumerate(sorted({each.document for each in seen}))}
    steps: dict[int, list[Judged]] = {}
    for each in seen:
        steps.setdefault(order[each.document] // STEP, []).append(each)
    return [
        (float(min((step + 1) * STEP, len(order))), sum(bool(each.right) for each in one) / len(one))
        for step, one in sorted(steps.items())
    ]
