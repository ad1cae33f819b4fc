"""What a sample is: its file and what a reader must make of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.invoice import Invoice, truth_fields, truth_lines

Values = str | list[str]


@dataclass(frozen=True, slots=True)
class Truth:
    """What one document says. `type` is None for one that belongs to no type."""

    type: str | None
    fields: Mapping[str, Values] = field(default_factory=dict)
    lines: Sequence[Mapping[str, str]] = ()
    marks: Mapping[str, str] = field(default_factory=dict)
    clauses: Mapping[str, str] = field(default_factory=dict)

    def row(self) -> dict[str, object]:
        """As JSON."""
        return {
            "type": self.type,
            "fields": dict(self.fields),
            "lines": [dict(line) for line in self.lines],
            "marks": dict(self.marks),
            "clauses": dict(self.clauses),
        }


@dataclass(frozen=True, slots=True)
class Part:
    """One document in a scan of several, on pages `first` to `last`, counted from 1."""

    first: int
    last: int
    truth: Truth


@dataclass(frozen=True, slots=True)
class Sample:
    """One file of the set. `outcome` is record, review, error, duplicate or split; `reason` says why not record."""

    name: str
    content: bytes
    truth: Truth
    condition: str
    outcome: str = "record"
    reason: str = ""
    parts: tuple[Part, ...] = ()

    def row(self) -> dict[str, object]:
        """The truth file's content."""
        row: dict[str, object] = {"file": f"docs/{self.name}", **self.truth.row()}
        row |= {"condition": self.condition, "outcome": self.outcome, "reason": self.reason}
        if self.parts:
            row["parts"] = [{"pages": [part.first, part.last], **part.truth.row()} for part in self.parts]
        return row

    def gold(self) -> dict[str, object] | None:
        """The row that score.py reads; None where there is nothing to find."""
        if self.outcome in ("error", "split") or not self.truth.fields:
            return None
        fields = {name: values if isinstance(values, list) else [values] for name, values in self.truth.fields.items()}
        return {"file": f"docs/{self.name}", **self.truth.row(), "fields": fields}


def truth_of_invoice(invoice: Invoice, omits: frozenset[str] = frozenset()) -> Truth:
    """The truth of an invoice as a layout prints it."""
    kind = "credit_note" if invoice.credit else "invoice"
    return Truth(kind, truth_fields(invoice, omits), truth_lines(invoice))
