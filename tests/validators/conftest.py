from collections.abc import Callable, Sequence

import pytest

from documents.doctype import DocumentType, FieldSpec, Rule, Step, TableSpec
from documents.fields import Field, Fields, Value
from documents.verdicts import Severity

Declare = Callable[..., DocumentType]
Fill = Callable[..., Fields]

FIELDS = (
    FieldSpec("number", "Number", "identifier"),
    FieldSpec("issued", "Issued", "date"),
    FieldSpec("due", "Due", "date", required=False),
    FieldSpec("net", "Net", "money"),
    FieldSpec("tax", "Tax", "money", required=False),
    FieldSpec("gross", "Gross", "money"),
    FieldSpec("iban", "IBAN", "iban", required=False),
    FieldSpec("vat_id", "VAT id", "tax_id", required=False),
    FieldSpec("party", "Party", "name", required=False, repeated=True),
    FieldSpec("fee", "Fee", "money", required=False, repeated=True),
)
LINES = TableSpec(
    "lines",
    "Lines",
    (
        FieldSpec("lines.quantity", "Quantity", "number"),
        FieldSpec("lines.price", "Price", "money"),
        FieldSpec("lines.amount", "Amount", "money"),
        FieldSpec("lines.rate", "Rate", "percentage", required=False),
    ),
)


@pytest.fixture
def declare() -> Declare:
    """A type with one rule: declare("sum", "gross", "net", "tax", tolerance=0.01)."""

    def declare(check: str, *on: str, severity: Severity = Severity.MUST_FIX, **settings: object) -> DocumentType:
        return DocumentType("invoice", "Invoice", FIELDS, (LINES,), (Rule(Step(check, settings), on, severity),))

    return declare


@pytest.fixture
def fill() -> Fill:
    """Fields of these values; `lines` is a list of rows, each a mapping of columns."""

    def fill(lines: Sequence[dict[str, Value]] = (), more: dict[str, Value] | None = None, **values: Value) -> Fields:
        cells = {f"lines.{number}.{name}": value for number, row in enumerate(lines, 1) for name, value in row.items()}
        found = values | (more or {}) | cells
        return {name: Field(name, value, str(value), 1.0, "label") for name, value in found.items()}

    return fill
