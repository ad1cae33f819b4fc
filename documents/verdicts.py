"""What the checks say of a document, and where it goes next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs."""

    MUST_FIX = "must_fix"  # cannot be released as it is
    CONFIRM = "confirm"  # a person must say that it is right all the same
    INFO = "info"  # worth knowing, holds up nothing


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong, in a sentence for the reviewer. `fields` are the names it looked at."""

    rule: str
    fields: tuple[str, ...]
    severity: Severity
    message: str


class Outcome(StrEnum):
    """How a check of a document went."""

    PASS = "pass"  # noqa: S105 - no password
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"  # what it looks at is not there


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one check says for or against the values it looked at (their names; of a whole column the declared one).

    `trivial`: it passed as it would have with wrong values too: a tax of nothing, a sum of one row, one word of print
    that stands for two of the values.
    """

    rule: str
    fields: tuple[str, ...]
    outcome: Outcome
    trivial: bool = False


class Route(StrEnum):
    """Where a document goes when the machine is done with it."""

    RELEASE = "release"  # straight through: nobody looks at it
    REVIEW = "review"  # into the exception queue


class Doubt(StrEnum):
    """Why a field needs a person. The two doubts of a value are kept apart: its place and its reading."""

    MISSING = "missing"
    PLACE = "place"
    READING = "reading"
    FINDING = "finding"
    TYPE = "type"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason against releasing: the field (None: the whole document), the doubt, a sentence."""

    field: str | None
    doubt: Doubt
    message: str


@dataclass(frozen=True, slots=True)
class Score:
    """How sure a value was before any person saw it: P(right), and the features it follows from."""

    right: float
    features: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """The route, every reason against releasing, and what was in force when it was taken.

    `thresholds` are the confidences each field needed, `accepted` the fields that met theirs with nothing against
    them. `declaration` is the hash of the document type's file, `model` the version of what ranked and judged.
    `scores` are there in the first decision only, which no person had a part in.
    """

    route: Route
    reasons: tuple[Reason, ...] = ()
    accepted: frozenset[str] = frozenset()
    thresholds: Mapping[str, float] = field(default_factory=dict)
    declaration: str = ""
    model: str = ""
    scores: Mapping[str, Score] = field(default_factory=dict)

    @property
    def foremost(self) -> Reason | None:
        """The reason to tell first: what is wrong before what is missing, and that before what is only unsure."""
        weight = (Doubt.FINDING, Doubt.TYPE, Doubt.MISSING, Doubt.PLACE, Doubt.READING)
        return min(self.reasons, key=lambda reason: weight.index(reason.doubt), default=None)

    @property
    def doubtful(self) -> tuple[str, ...]:
        """Names of the fields that need a person, each once, in the order of the reasons."""
        return tuple(dict.fromkeys(reason.field for reason in self.reasons if reason.field))

    @property
    def doubts(self) -> int:
        """How many things need a person, as every list and screen counts them: fields, and the document as a whole."""
        return len({reason.field for reason in self.reasons})
