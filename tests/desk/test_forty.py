"""An invoice of forty values is keyed from sign-in to the next document (A1): there is no mouse in this file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

import assurance
import doctypes
import validators
from documents.case import Case, CaseState
from documents.fields import Field
from documents.kinds import KINDS
from documents.layout import Box, Document, Source, Word
from documents.layout import Page as Sheet
from store import cases, history
from tests.desk.conftest import Site, cheap_passwords
from tests.desk.window import chromium, moved_to, page, ready, saved, serving, start

__all__ = ["chromium", "page"]
pytestmark = pytest.mark.slow

TYPES = doctypes.load_all()
INVOICE = TYPES["invoice"]
SINGLE = {
    "invoice_number": "RE-2025-4711", "issue_date": "12.11.2025", "due_date": "12.12.2025",
    "seller_name": "Northwind Papier GmbH", "seller_vat_id": "DE136695976", "buyer_name": "Fuchs & Sohn KG",
    "currency": "EUR", "discount": "10.00", "charges": "5.00", "net_total": "295.00", "tax_total": "56.05",
    "gross_total": "351.05", "amount_due": "351.05", "iban": "DE89370400440532013000", "bic": "COBADEFFXXX",
    "purchase_order": "PO-2025-0815",
}  # fmt: skip
COLUMNS = ("description", "quantity", "unit_price", "discount_rate", "discount", "price_base", "line_total", "tax_rate")
ROWS = (
    ("Copy paper A4", "10", "10.00", "0 %", "0.00", "1", "100.00", "19 %"),
    ("Toner, black", "2", "75.00", "0 %", "0.00", "1", "150.00", "19 %"),
    ("Envelopes C5", "5", "10.00", "0 %", "0.00", "1", "50.00", "19 %"),
)
TRUTH = SINGLE | {
    f"lines.{at}.{column}": text for at, row in enumerate(ROWS, 1) for column, text in zip(COLUMNS, row, strict=True)
}
#: What the machine read wrong, and what it did not find.
MISREAD = {"invoice_number": "RE-2O25-4711", "net_total": "285.00", "lines.2.line_total": "160.00"}
UNSEEN = ("due_date", "lines.3.unit_price")


def invoice(name: str) -> Case:
    """An invoice of forty values, each of them unsure, three wrong and two not found."""
    texts = {each: text for each, text in (TRUTH | MISREAD).items() if each not in UNSEEN}
    boxes = {
        each: Box(0, 0.05 + 0.45 * (at % 2), 0.02 + 0.045 * (at // 2), 0.35 + 0.45 * (at % 2), 0.04 + 0.045 * (at // 2))
        for at, each in enumerate(TRUTH)
    }
    words = tuple(Word(text, boxes[each], 0.6, "tesseract") for each, text in TRUTH.items())
    fields = {}
    for each, text in texts.items():
        spec = INVOICE.spec(each)
        value = KINDS[spec.kind](text, False) if spec else None
        assert value is not None, each
        fields[each] = Field(each, value, text, 0.5, "label", (boxes[each],), 0.5, 1.0)
    sheet = Sheet(0, 595, 842, words, Source.OCR, image="page-0001.png")
    findings = validators.validate(fields, INVOICE)
    decision = assurance.decide(fields, findings, INVOICE)
    return Case(Document("0" * 64, name, (sheet,)), INVOICE, fields, tuple(findings), decision)


@pytest.fixture
def desk(tmp_path: Path, empty_store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A desk for the shipped types, with Anna."""
    cheap_passwords(monkeypatch)
    with serving(tmp_path, empty_store, TYPES) as site:
        site.person("anna")
        yield site


def test_forty_fields_by_the_keyboard_alone(desk: Site, page: Page) -> None:
    first = desk.save(invoice("first.pdf"), name="first.pdf")
    second = desk.save(invoice("second.pdf"), client="globex", name="second.pdf")
    start(page)
    ready(page, first)
    assert page.locator("input.value").count() == len(TRUTH) == 40
    for name, text in TRUTH.items():
        if name in UNSEEN:
            continue  # an optional value that is not there holds nobody up: it is keyed below
        moved_to(page, name)
        if name in MISREAD:
            page.keyboard.type(text)
        page.keyboard.press("Enter")
    saved(page)
    page.focus('[data-name="issue_date"]')
    page.keyboard.press("Tab")
    moved_to(page, "due_date")
    page.keyboard.type("12.12.2025")
    page.keyboard.press("F6")  # to the page, to the table
    page.keyboard.press("F6")
    moved_to(page, "lines.1.description")
    for _ in range(2):
        page.keyboard.press("Alt+ArrowDown")
        page.keyboard.press("Alt+ArrowRight")
    moved_to(page, "lines.3.unit_price")
    page.keyboard.press("F8")  # ditto: 75.00 of the row above
    page.wait_for_function("() => document.activeElement?.value === '75.00'")
    page.keyboard.press("Control+a")
    page.keyboard.type("10,00")
    page.keyboard.press("Control+Enter")
    ready(page, second)
    moved_to(page, "invoice_number")
    assert cases.state(desk.db, first) is CaseState.APPROVED
    kept = cases.load(desk.db, first, TYPES).fields
    assert set(kept) == set(TRUTH) and {field.by for field in kept.values()} == {"keyed:anna"}
    for name, text in TRUTH.items():
        spec = INVOICE.spec(name)
        assert spec and kept[name].value == KINDS[spec.kind](text, False), name
    assert history.of(desk.db, first, "net_total")[-1].text == "295.00"
