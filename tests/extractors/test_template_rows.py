"""Line items at remembered columns: where the head was not read, or says too little."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from doctypes import load_all
from documents.doctype import DocumentType
from documents.fields import Fields, Value, rows
from documents.layout import Document, Word
from extractors import extract
from extractors.knowledge import RULES_ALONE
from extractors.template import Templates
from tests.extractors.tables import item, paper, print_line

INVOICE = load_all()["invoice"]
HEAD = (("Description", 0.10), ("Qty", -0.55), ("Unit price", -0.72), ("VAT", -0.80), ("Amount", -0.92))
UNREAD = (("vb 4", 0.10), ("ate", -0.55), ("oi", -0.72), ("J", -0.80), ("m.", -0.92))


def invoice(head: list[Word], *lines: list[Word], name: str = "a") -> Document:
    printed = paper(
        [
            print_line(0.08, ("Harbour Rope Works Ltd", 0.10)),
            print_line(0.11, ("Quay Nine, Saltport", 0.10), ("Invoice number R-771", 0.60)),
            print_line(0.14, ("Our tax register DE136695976", 0.10)),
            *([head] if head else []),
            *lines,
            print_line(0.70, ("Kindly remit within thirty days to our bank", 0.10)),
        ]
    )
    return replace(printed, sha256=name * 64)


ITEMS = (item(0.33, "Hemp rope", "2", "4.00", "19%", "8.00"), item(0.36, "Hooks", "3", "1.50", "19%", "4.50"))
TAUGHT = invoice(print_line(0.30, *HEAD), *ITEMS)


def cells(document: Document, templates: Templates | None) -> list[dict[str, Value]]:
    fields: Fields = extract(document, INVOICE, replace(RULES_ALONE, templates=templates))
    return [{name: cell.value for name, cell in row.items()} for row in rows(fields, "lines")]


def learned(doctype: DocumentType = INVOICE) -> Templates:
    return Templates().learn(TAUGHT, doctype, extract(TAUGHT, doctype, RULES_ALONE))


def test_columns_are_remembered_where_they_were_confirmed() -> None:
    places = {place.role: (place.left, place.right) for place in next(iter(learned().known.values())).columns}
    assert {"description", "quantity", "unit_price", "line_total"} <= places.keys()
    assert places["line_total"][1] == 0.92


def test_rows_are_read_under_a_head_that_was_not_read() -> None:
    next_one = invoice(
        print_line(0.30, *UNREAD),
        item(0.33, "Pulley", "4", "6.00", "19%", "24.00"),
        item(0.36, "Tar", "1", "9.90", "19%", "9.90"),
        name="b",
    )
    assert cells(next_one, learned()) == [
        {
            "description": "Pulley",
            "quantity": Decimal(4),
            "unit_price": Decimal("6.00"),
            "tax_rate": Decimal(19),
            "line_total": Decimal("24.00"),
        },
        {
            "description": "Tar",
            "quantity": Decimal(1),
            "unit_price": Decimal("9.90"),
            "tax_rate": Decimal(19),
            "line_total": Decimal("9.90"),
        },
    ]
    assert all("tax_rate" not in row for row in cells(next_one, None))


def test_a_head_that_was_read_is_believed() -> None:
    fields = extract(TAUGHT, INVOICE, replace(RULES_ALONE, templates=learned()))
    assert {field.by for name, field in fields.items() if name.startswith("lines.")} == {"table"}
