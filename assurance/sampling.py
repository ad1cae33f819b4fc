"""Which values a second person keys again, blindly: a random sample of known rate, so that it proves something.

A draw is a hash of a secret seed and of what is drawn: nobody can foresee it, everybody who has the seed can repeat
it. The probability of every draw is kept with it: whatever is estimated from the sample weighs by one over it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from documents.fields import base_name

#: A value is checked at least so often, or the sample could never speak for those that went through.
LEAST_RATE = 0.001


@dataclass(frozen=True, slots=True)
class Plan:
    """How many values are checked. A stratum is a client's field of a document type.

    `rate` is the share (0 to 1) of values drawn. Until a stratum has `minimum` drawn values it is `first`: 59 values
    without an error are the fewest that can prove 5 %.
    """

    rate: float = 0.05
    first: float = 0.5
    minimum: int = 59

    def __post_init__(self) -> None:
        for name in ("rate", "first"):
            if not LEAST_RATE <= getattr(self, name) <= 1:
                raise ValueError(f"{name} {getattr(self, name)} is no share from {LEAST_RATE} to 1")

    def probability(self, drawn: int) -> float:
        """How likely the next value is drawn in a stratum that has so many drawn values."""
        return max(self.rate, self.first) if drawn < self.minimum else self.rate


@dataclass(frozen=True, slots=True)
class Drawn:
    """A value to be keyed again, and the probability with which it was drawn."""

    name: str
    probability: float


def choose(
    names: Collection[str],
    *,
    client: str,
    doctype: str,
    document: str,
    seed: str,
    drawn: Mapping[str, int] | None = None,
    plan: Plan | None = None,
) -> list[Drawn]:
    """The values of one document that are checked, in the order of their names.

    `names` are the values that went through without a person (`Decision.accepted`); others may be added, they are
    drawn at the same rate. `document` names the document for good (its SHA-256 and part, or its case). `drawn` counts
    what each field of this client and type has drawn before, by its declared name. The outcome depends on nothing
    that was read: neither the value nor how sure it is.

    >>> choose(["total"], client="acme", doctype="receipt", document="a", seed="s", plan=Plan(rate=1.0))
    [Drawn(name='total', probability=1.0)]
    """
    plan, before = plan or Plan(), drawn or {}
    found = []
    for name in sorted(names):
        probability = plan.probability(before.get(base_name(name), 0))
        if lot(seed, client, doctype, document, name) < probability:
            found.append(Drawn(name, probability))
    return found


def lot(seed: str, *parts: str) -> float:
    """A number from 0 to below 1 that is the same for the same seed and parts, and looks like chance.

    >>> lot("s", "a") == lot("s", "a") != lot("s", "b")
    True
    """
    digest = hashlib.sha256("\x1f".join((seed, *parts)).encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:7], "big") / 2**56
