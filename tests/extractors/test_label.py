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
