"""What is remembered of the documents of one make: its words, and of each field where it stood and what it said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

#: Before anything was seen a template is thought to be right so often: RIGHT of RIGHT + WRONG times.
RIGHT, WRONG = 16.0, 1.0
#: After an error a field of a template is believed no more than this, until it was right so many times again.
CAPPED, OWED = 0.5, 2
#: What was seen counts half after so many days.
HALF_LIFE = 730.0


@dataclass(frozen=True, slots=True)
class Anchor:
    """A word near a value, by its hash: from its left side and middle to the value's sides and middle."""

    word: str
    left: float
    right: float
    down: float
    weight: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field's value stood: the words around it, and the place on the page (of the first teaching document).

    `right` and `wrong` count the documents on which this place said the confirmed value and another one. `lines` is
    how many lines of print the value had.
    """

    anchors: tuple[Anchor, ...]
    page: int
    left: float
    to: float
    y: float
    lines: int = 1
    right: int = 1
    wrong: int = 0


@dataclass(frozen=True, slots=True)
class Memory:
    """What a template knows of one field.

    `values` are the last confirmed ones as text, the newest last; `formats` their shapes. `hits` and `misses` count
    how often the template said the value that was then confirmed, before it was told; `owed` is how many times it must
    be right before it is believed again.
    """

    places: tuple[Place, ...] = ()
    values: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    seen: int = 0
    absent: int = 0
    hits: float = 0.0
    misses: float = 0.0
    owed: int = 0

    @property
    def constant(self) -> str | None:
        """The value that every confirmed document had; None when they differ."""
        return self.values[-1] if self.values and len(set(self.values)) == 1 else None

    def trust(self, days: float = 0.0) -> float:
        """P(right), from what was confirmed and what was wrong; `days` since the template was last confirmed."""
        fresh: float = 0.5 ** (days / HALF_LIFE)
        hits, misses = self.hits * fresh, self.misses * fresh
        mean = (hits + RIGHT) / (hits + misses + RIGHT + WRONG)
        return min(mean, CAPPED) if self.owed else mean


@dataclass(frozen=True, slots=True)
class StillWord:
    """A word that documents of this make share: its place on the first of them, and on how many it stood there."""

    word: str
    page: int
    left: float
    y: float
    seen: int = 1


@dataclass(frozen=True, slots=True)
class ColumnPlace:
    """A column of the line items: its role, and its sides as fractions of the page's width."""

    role: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Template:
    """All that is known of documents of one make.

    `ids` were printed on each of them; `own` are those that were confirmed as the sender's. `documents` were taught,
    the last of them are named in `taught`; `day` is when the last one was.
    """

    doctype: str
    ids: frozenset[str]
    own: frozenset[str]
    words: tuple[StillWord, ...]
    fields: Mapping[str, Memory]
    documents: int = 1
    taught: tuple[str, ...] = ()
    columns: tuple[ColumnPlace, ...] = ()
    day: date | None = None
