"""Cells that arithmetic tells: reckoned or mended, named as such, never believed enough to go through."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from documents.fields import Candidate
from documents.layout import Document, Word
from extractors import table
from tests.extractors.tables import KINDS, head, item, paper, print_line


def read(document: Document) -> Document:
    """The same, read by a machine."""
    pages = (replace(page, words=tuple(map(_by_machine, page.words))) for page in document.pages)
    return replace(document, pages=tuple(pages))


def _by_machine(word: Word) -> Word:
    return replace(word, engine="tesseract", confidence=0.9)


def told(document: Document) -> dict[str, Candidate]:
    """The cells that arithmetic told, by name."""
    return {cell.name: cell for cell in table.find(document, kinds=KINDS) if cell.by.startswith("table_")}


def three(second: list[Word], total: str = "51.00") -> Document:
    """Three items, the second as given, and their sum."""
    return paper(
        [
            head(0.30),
            item(0.33, "Sand", "5", "3.00", "20%", "15.00"),
            second,
            item(0.39, "Lime", "3", "9.00", "20%", "27.00"),
            print_line(0.43, ("Subtotal", -0.72), (total, -0.92)),
        ]
    )


def test_a_quantity_that_was_not_read_is_reckoned_at_its_place() -> None:
    row = print_line(0.36, ("Gravel", 0.10), ("4.50", -0.72), ("20%", -0.80), ("9.00", -0.92))
    cell = told(three(row))["2.quantity"]
    assert (cell.value, cell.text, cell.by) == (Decimal(2), "", "table_reckoned")
    assert cell.box is not None and 0.5 < cell.box.left < cell.box.right < 0.57 and cell.belief <= 0.5


def test_letters_where_a_quantity_should_stand_are_its_place() -> None:
    row = print_line(0.36, ("Gravel", 0.10), ("EDS", -0.55), ("4.50", -0.72), ("20%", -0.80), ("9.00", -0.92))
    cell = told(three(row))["2.quantity"]
    assert (cell.value, cell.text) == (Decimal(2), "EDS") and cell.words


def test_an_amount_is_reckoned_only_where_all_make_one_that_is_printed() -> None:
    row = print_line(0.36, ("Gravel", 0.10), ("2", -0.55), ("4.50", -0.72), ("20%", -0.80))
    assert told(three(row))["2.line_total"].value == Decimal(9)
    assert told(three(row, total="42.00")) == {}


def test_a_quantity_that_is_no_plain_number_is_not_reckoned() -> None:
    row = print_line(0.36, ("Gravel", 0.10), ("7.00", -0.72), ("20%", -0.80), ("9.00", -0.92))
    assert told(three(row)) == {}


def test_one_digit_is_mended_when_one_alone_makes_the_product() -> None:
    row = item(0.36, "Gravel", "3", "4.50", "20%", "18.50")
    cell = told(read(three(row)))["2.line_total"]
    assert (cell.value, cell.text, cell.by) == (Decimal("13.5"), "18.50", "table_mended")
    assert cell.words and cell.belief <= 0.5


@pytest.mark.parametrize("amount", ["9.88", "90.00", "8.10"])
def test_nothing_is_mended_by_two_digits_or_by_one_more(amount: str) -> None:
    assert told(read(three(item(0.36, "Gravel", "2", "4.50", "20%", amount)))) == {}


def test_two_ways_to_mend_are_none() -> None:
    assert told(read(three(item(0.36, "Gravel", "1", "4.50", "20%", "9.00"), "46.50"))).keys() == {"2.quantity"}
    assert told(read(three(item(0.36, "Gravel", "2", "1.00", "20%", "3.00")))) == {}


def test_print_that_was_not_read_from_a_picture_is_not_doubted() -> None:
    assert told(three(item(0.36, "Gravel", "3", "4.50", "20%", "18.50"))) == {}


def test_amounts_that_make_the_printed_sum_are_not_doubted() -> None:
    row = item(0.36, "Gravel", "2", "4.50", "20%", "8.00")
    assert told(read(three(row, total="50.00"))) == {}


def test_a_lost_decimal_mark_is_put_back_and_with_the_printed_sum_leads() -> None:
    row = item(0.36, "Gravel", "4", "25.50", "20%", "10200")
    cell = told(read(three(row, total="144.00")))["2.line_total"]
    assert (cell.value, cell.by, cell.text) == (Decimal("102.00"), "table_mended", "10200")
    plain = [each for each in table.find(read(three(row, total="144.00")), kinds=KINDS) if each.name == cell.name]
    assert cell.belief == max(each.belief for each in plain) < 0.8
    assert told(read(three(row, total="99.00")))["2.line_total"].belief <= 0.5
