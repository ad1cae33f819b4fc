from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

import release
from documents.case import Case
from documents.doctype import DocumentType, FieldSpec, TableSpec
from documents.fields import Field, Value
from documents.layout import Box, Document, Page
from documents.verdicts import Decision, Route

INVOICE = DocumentType(
    "invoice",
    "Invoice",
    (
        FieldSpec("number", "Number", "identifier"),
        FieldSpec("date", "Date", "date"),
        FieldSpec("currency", "Currency", "currency"),
        FieldSpec("total", "Total", "money"),
        FieldSpec("party", "Party", "name", required=False, repeated=True),
        FieldSpec("paid", "Paid", "mark", required=False),
        FieldSpec("renewal", "Renewal", "clause", required=False),
    ),
    (
        TableSpec(
            "lines",
            "Lines",
            (FieldSpec("lines.description", "What", "text"), FieldSpec("lines.amount", "Amount", "money")),
        ),
    ),
    declaration="d" * 64,
)

VALUES: dict[str, Value] = {
    "number": "00017",
    "date": date(2025, 12, 31),
    "currency": "EUR",
    "total": Decimal("1234.50"),
}

Make = Callable[..., release.Record]


@pytest.fixture
def make() -> Make:
    """A record of an invoice; keywords and `more` set further fields."""

    def make(case_id: int = 1, more: dict[str, Value] | None = None, **fields: Value) -> release.Record:
        values = VALUES | (more or {}) | fields
        found = {
            name: Field(name, value, str(value), 0.91234, "label", (Box(0, 0.1, 0.1, 0.2, 0.2),))
            for name, value in values.items()
        }
        decision = Decision(Route.RELEASE, accepted=frozenset({"total"}), declaration="d" * 64, model="declared-1")
        document = Document("ab" * 32, "scan.pdf", (Page(0, 595, 842),))
        return release.record(case_id, Case(document, INVOICE, found, (), decision), client="acme")

    return make
