from __future__ import annotations

import pytest

from extractors import label, pattern
from tests.extractors.paper import document


def found(
    *lines: str, labels: list[str], kind: str, reading: float = 1.0, unless: list[str] | None = None
) -> list[str]:
    seen = label.find(document(*lines, reading=reading), labels=labels, kind=kind, unless=unless)
    return [candidate.text for candidate in seen]


@pytest.mark.parametrize(
    ("line", "labels", "kind", "value"),
    [
        ("Invoice No. 2025-17", ["invoice no"], "identifier", "2025-17"),
        ("Invoice No.: RE 2025-17 of today", ["invoice no"], "identifier", "RE 2025-17"),
        ("Date:12/03/2018 10:15", ["date"], "date", "12/03/2018"),
        ("Rechnungsdatum | 5. März 2024", ["rechnungsdatum"], "date", "5. März 2024"),
        ("Total 3 pcs | 10.00 | 30.00", ["total"], "money", "30.00"),
        ("Summe netto: | 1 234,50 EUR", ["summe netto"], "money", "1 234,50"),
        ("TOTAL(RM): 5.30", ["total"], "money", "5.30"),
        ("Currency: GBP", ["currency"], "currency", "GBP"),
        ("Less payment | -£4,676.00", ["less payment"], "money", "-£4,676.00"),
    ],
)
def test_the_value_right_of_its_label(line: str, labels: list[str], kind: str, value: str) -> None:
    assert found(line, labels=labels, kind=kind) == [value]


def test_the_value_below_its_label_as_under_a_column_head() -> None:
    lines = ("Invoice no | Customer | Date", "4711 | K-17 | 31.12.2025")
    assert found(*lines, labels=["invoice no"], kind="identifier") == ["4711"]
    assert found(*lines, labels=["date"], kind="date") == ["31.12.2025"]


def test_a_longer_phrase_that_holds_the_label_spoils_it() -> None:
    lines = ("Sub total 5.00", "Total 6.00")
    assert found(*lines, labels=["total"], kind="money", unless=["sub total"]) == ["6.00"]


def test_the_longest_of_the_labels_counts() -> None:
    seen = list(label.find(document("Grand total 6.00"), labels=["total", "grand total"], kind="money"))
    assert len(seen) == 1


def test_words_of_two_columns_make_no_label() -> None:
    assert found("TAX | AMOUNT", "19 % | 385.00", labels=["tax amount"], kind="money") == []


def test_nothing_stands_below_a_label_in_running_text() -> None:
    lines = ("Please quote the invoice number when you pay by bank transfer", "into account 4711")
    assert found(*lines, labels=["invoice number"], kind="identifier") == []


def test_of_a_column_of_amounts_the_first_and_the_last_are_proposed() -> None:
    lines = ("Net | Tax | Gross", "321.40 | 61.07 | 382.47", "127.59 | 8.93 | 136.52", "448.99 | 70.00 | 518.99")
    assert found(*lines, labels=["gross"], kind="money") == ["382.47", "518.99"]


def test_a_label_behind_the_end_or_on_another_kind_of_document_does_not_count() -> None:
    made = document("Total 5.30", "GST summary", "Total 0.30", "Deposit 1.00")
    assert [c.text for c in label.find(made, until=["gst summary"], labels=["total"], kind="money")] == ["5.30"]
    assert list(label.find(made, without=["deposit"], labels=["total"], kind="money")) == []
    assert len(list(label.find(made, labels=["total"], kind="money"))) == 2


@pytest.mark.parametrize(
    "text", ["Total of this invoice £18.20", "Invoice 12.03.2025", "Invoice (389)", "eInvoice © DWC 2025"]
)
def test_amounts_dates_and_codes_are_no_numbers_of_a_document(text: str) -> None:
    assert found(text, labels=["invoice", "total of this invoice", "einvoice"], kind="identifier") == []


def test_a_number_in_groups_is_one_number() -> None:
    assert found("Invoice no 7740 118 552", labels=["invoice no"], kind="identifier") == ["7740 118 552"]


def test_a_year_out_of_this_world_is_no_date() -> None:
    assert found("Date 18/08/2817", labels=["date"], kind="date") == []


def test_a_badly_read_label_is_believed_less() -> None:
    read = document("Rechnungsnurnmer 4711", reading=0.9)
    clean = document("Rechnungsnummer 4711")
    bad = next(label.find(read, labels=["rechnungsnummer"], kind="identifier"))
    good = next(label.find(clean, labels=["rechnungsnummer"], kind="identifier"))
    assert bad.text == good.text == "4711"
    assert bad.belief < good.belief


def test_a_label_without_a_value_of_the_kind_finds_nothing() -> None:
    assert found("Total see below", labels=["total"], kind="money") == []


def test_a_pattern_takes_its_group_and_the_words_under_it() -> None:
    seen = next(pattern.find(document("paid by IBAN: GB82 WEST"), regex=r"IBAN: (\S+)"))
    assert (seen.text, [word.text for word in seen.words]) == ("GB82", ["GB82"])


def test_a_phrase_that_forbids_counts_only_with_an_amount_of_its_own() -> None:
    settings = {"labels": ["gross total"], "without": ["already paid"], "kind": "money"}
    remark = document("Gross total 12.00", "", "", "", "", "If already paid, please file this letter")
    assert [each.text for each in label.find(remark, **settings)] == ["12.00"]  # type: ignore[arg-type]
    paid = document("Gross total 12.00", "Already paid 5.00")
    assert list(label.find(paid, **settings)) == []  # type: ignore[arg-type]


def test_a_label_read_exactly_is_not_spoilt_by_one_read_badly() -> None:
    read = document("Rechnungssumme brutto 12.00", reading=0.9)
    found = label.find(read, labels=["rechnungssumme brutto"], unless=["rechnungssumme netto"], kind="money")
    assert [each.text for each in found] == ["12.00"]


def test_a_label_in_the_midst_of_running_text_is_believed_less() -> None:
    [told] = label.find(document("Invoice 17"), labels=["invoice"], kind="identifier")
    [mentioned] = label.find(document("free text for the invoice B-22"), labels=["invoice"], kind="identifier")
    assert mentioned.belief < told.belief / 2
