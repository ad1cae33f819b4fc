"""What was found on a document, and how surely."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from documents.layout import Box, Word

Value = str | Decimal | date


@dataclass(frozen=True, slots=True)
class Candidate:
    """One extractor's proposal for one field: this text, in these words.

    `belief` is how surely (0 to 1) this is the right place on the page; how surely the words were read is their own
    confidence. `by` names the extractor. `value` is given when the extractor knows it better than the text shows it
    (an e-invoice, a year printed elsewhere); else the text is parsed by the field's kind. `box` is given only where
    there are no words: a check box, a form field. `name` is the cell for tables ("3.amount"), else empty.
    """

    text: str
    words: tuple[Word, ...]
    belief: float
    by: str
    value: Value | None = None
    box: Box | None = None
    name: str = ""

    @property
    def reading(self) -> float:
        """The confidence of the least certain word; 1 where nothing was read (data, form fields)."""
        return min((word.confidence for word in self.words), default=1.0)


@dataclass(frozen=True, slots=True)
class Field:
    """The value a field was given, with the evidence for it.

    `place` is P(right place), `reading` is P(right reading), kept apart; `confidence` is P(value is right), which a
    keyed value has as 1. `by` is the extractor, or `keyed:anna`. `boxes` are where it stands, one a page or line.
    A table cell is a field whose name is a path: `lines.3.amount`, rows counted from 1.
    """

    name: str
    value: Value
    text: str
    confidence: float
    by: str
    boxes: tuple[Box, ...] = ()
    place: float = 1.0
    reading: float = 1.0
    others: tuple[Candidate, ...] = ()

    @property
    def box(self) -> Box | None:
        """The first of its boxes."""
        return self.boxes[0] if self.boxes else None


#: Fields by name. A field with several values (two parties) has names `party`, `party.2`, `party.3`.
Fields = Mapping[str, Field]


def base_name(name: str) -> str:
    """The declared name behind a path: of the n-th value, or of a table's column.

    >>> base_name("party.2"), base_name("lines.3.amount"), base_name("total")
    ('party', 'lines.amount', 'total')
    """
    return ".".join(part for part in name.split(".") if not part.isdigit())


def rows(fields: Fields, table: str) -> list[dict[str, Field]]:
    """The table's rows in order, each its cells by column.

    >>> cell = Field("lines.2.amount", "5", "5", 1.0, "label")
    >>> [list(row) for row in rows({cell.name: cell}, "lines")]
    [['amount']]
    """
    found: dict[int, dict[str, Field]] = {}
    for name, field in fields.items():
        parts = name.split(".")
        if len(parts) == 3 and parts[0] == table and parts[1].isdigit():
            found.setdefault(int(parts[1]), {})[parts[2]] = field
    return [found[number] for number in sorted(found)]
