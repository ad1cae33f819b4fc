"""What is promised, and what it rests on: values that were checked, and the certificates that follow from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Scope(StrEnum):
    """Over what a promise is proved: the finest that has enough checked values."""

    FIELD = "field"  # this field of this document type
    TYPE = "type"  # fields of this document type together
    CLIENT = "client"  # fields of all the client's document types together


@dataclass(frozen=True, slots=True)
class Checked:
    """A value whose truth somebody found out without seeing it: evidence.

    `score` is P(right) as it was stored before any person saw the document; `probability` is how likely the value was
    to be drawn for the check; `field` is its declared name, `path` its own (`party.2`). `model` and `declaration` are
    those that were in force.
    """

    case_id: int
    doctype: str
    field: str
    score: float
    right: bool
    probability: float
    model: str
    declaration: str
    at: datetime
    path: str = ""


@dataclass(frozen=True, slots=True)
class Certificate:
    """At 95 % confidence at most `error` of the values accepted at `threshold` are wrong, for documents like these.

    It speaks of these `fields` of one document type, together where the scope is wider than a field. `checked` values
    at or above the threshold are known, `wrong` of them were wrong, `bound` is the exact 95 % bound from these two.
    It rests on checks between `first` and `last`, and is good for one model and one declaration.
    """

    doctype: str
    fields: tuple[str, ...]
    scope: Scope
    error: float
    threshold: float
    checked: int
    wrong: int
    bound: float
    model: str
    declaration: str
    first: datetime
    last: datetime

    @property
    def sentence(self) -> str:
        """The promise in words.

        >>> day = datetime(2026, 1, 31)
        >>> Certificate("receipt", ("total",), Scope.FIELD, .02, .9, 240, 1, .0196, "m", "d", day, day).sentence[:90]
        'At 95 % confidence at most 2 % of the values of total accepted without a person were wrong'
        """
        which = {
            Scope.FIELD: f"the values of {self.fields[0]}",
            Scope.TYPE: f"the values of {', '.join(self.fields)} together",
            Scope.CLIENT: "the values of all fields together",
        }[self.scope]
        window = f"{self.first:%Y-%m-%d} to {self.last:%Y-%m-%d}"
        return (
            f"At 95 % confidence at most {self.error * 100:g} % of {which} accepted without a person were wrong, "
            f"for documents like those of {window}; {self.checked} were checked, {self.wrong} were wrong."
        )
