"""The picture in an electronic invoice is of the invoice that its data are, or a person looks at it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
import pytest

import assurance
import capture
import doctypes
from documents.layout import Document, EInvoice, Page
from tests.extractors.paper import page

SAMPLES = Path(__file__).parents[2] / "sample_docs" / "docs"
INVOICE = doctypes.load_all()["invoice"]
PRINT = page("Invoice A-2026/7", "Total EUR 1.234,50")


def findings(*, number: str = "A-2026/7", total: str = "1234.50", pages: tuple[Page, ...] = (PRINT,)) -> list[str]:
    values: dict[str, tuple[str, ...]] = {"invoice_number": (number,), "gross_total": (total,)}
    paper = Document("0" * 64, "a.pdf", pages, e_invoice=EInvoice("CII", "380", values, ()))
    return [found.rule for found in assurance.on_paper(paper, {}, INVOICE)]


def test_a_print_with_neither_the_number_nor_the_total_of_the_data_is_asked_about() -> None:
    assert findings(number="B-9", total="99.00") == ["print_differs"]


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"number": "A 2026 7", "total": "1"},  # written otherwise
        {"number": "B-9"},  # the total is there
        {"number": "B-9", "total": "1234.5000"},
        {"number": "B-9", "total": "1234.5"},
        {"total": "99.00"},  # the number is there: a difference of a total is for the checks of sums
        {"number": "B-9", "total": "99.00", "pages": ()},  # data without a picture
    ],
)
def test_a_print_of_the_same_invoice_is_not(said: dict[str, Any]) -> None:
    assert findings(**said) == []


def test_paper_without_data_is_not() -> None:
    assert list(assurance.on_paper(Document("0" * 64, "a.pdf", (PRINT,)), {}, INVOICE)) == []


@pytest.mark.slow
def test_a_real_file_with_the_data_of_another_invoice_goes_to_a_person(tmp_path: Path) -> None:
    """Two hybrid samples; the XML of the second in the PDF of the first."""
    mixed = tmp_path / "mixed.pdf"
    with (
        pikepdf.open(SAMPLES / "invoice_facturx_01.pdf") as one,
        pikepdf.open(SAMPLES / "invoice_facturx_02.pdf") as two,
    ):
        [name] = two.attachments
        one.attachments[name] = pikepdf.AttachedFileSpec(
            one, two.attachments[name].get_file().read_bytes(), filename=name, mime_type="text/xml"
        )
        one.save(mixed)
    rules = {}
    for path in (SAMPLES / "invoice_facturx_01.pdf", mixed):
        document = capture.read(path)
        assert document.e_invoice is not None and document.pages[0].words
        rules[path.name] = [found.rule for found in assurance.on_paper(document, {}, INVOICE)]
    assert rules == {"invoice_facturx_01.pdf": [], "mixed.pdf": ["print_differs"]}
