"""How long a contract runs, in sentences as contracts write them."""

from __future__ import annotations

from datetime import date

import pytest

from doctypes import load_all
from documents.layout import Document
from extractors import extract, lasting
from tests.extractors.paper import document


def said(*lines: str) -> Document:
    return document("SUPPLY AGREEMENT", "made as of March 1, 2019 by and between Fir Inc. and Elm LLC.", *lines)


def found(document: Document, which: str) -> list[object]:
    return [candidate.value for candidate in lasting.find(document, which=which)]


@pytest.mark.parametrize(
    ("lines", "renewal", "notice"),
    [
        (
            (
                "It shall automatically renew for successive periods of one (1) year unless either party",
                "gives notice at least sixty (60) days prior to the end of the term.",
            ),
            ["successive 1 year"],
            ["60 days"],
        ),
        (("The term may be extended for an additional three (3) year period.",), ["3 years"], []),
        (("This Agreement will be renewed for additional terms of 18 months each.",), ["successive 18 months"], []),
        (
            ("It renews from year to year.", "A party that does not intend to renew shall give 90 days' prior notice."),
            [],
            ["90 days"],
        ),
    ],
)
def test_what_it_renews_for_and_the_notice_against_it(
    lines: tuple[str, ...], renewal: list[str], notice: list[str]
) -> None:
    paper = said(*lines)
    assert found(paper, "renewal") == renewal
    assert found(paper, "notice") == notice


@pytest.mark.parametrize(
    "text",
    [
        "The warranty period may be extended for an additional one year.",
        "Either party may terminate this Agreement upon thirty (30) days prior written notice.",
        "Invoices are due within thirty (30) days.",
    ],
)
def test_other_lengths_are_neither(text: str) -> None:
    assert found(said(text), "renewal") == []
    assert found(said(text), "notice") == []


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("This Agreement shall continue for a period of five (5) years from the date hereof.", date(2024, 3, 1)),
        ("The initial term of this Agreement is eighteen (18) months.", date(2020, 9, 1)),
        ("This Agreement expires ninety (90) days from the Effective Date.", date(2019, 5, 30)),
    ],
)
def test_the_end_follows_from_the_length(text: str, end: date) -> None:
    seen = list(lasting.find_end(said(text)))
    assert [candidate.value for candidate in seen] == [end]
    assert "(" in seen[0].text and seen[0].words


@pytest.mark.parametrize(
    "text",
    [
        "This Agreement may be renewed and shall then continue for a further period of two years.",
        "This Agreement shall continue for a period of two (2) years from the Launch Date.",
        "This Agreement shall bind the parties for two (2) years after its termination.",
        "The parties to this Agreement shall keep it secret and this shall survive for two years.",
    ],
)
def test_no_end_follows_from_other_lengths(text: str) -> None:
    assert list(lasting.find_end(said(text))) == []


def test_without_a_date_no_end_is_reckoned() -> None:
    paper = document("SUPPLY AGREEMENT", "The initial term of this Agreement is three (3) years.")
    assert list(lasting.find_end(paper)) == []


def test_the_last_day_of_a_shorter_month_is_meant() -> None:
    paper = document("AGREEMENT", "made as of August 31, 2020", "The initial term of this Agreement is six (6) months.")
    assert [candidate.value for candidate in lasting.find_end(paper)] == [date(2021, 2, 28)]


def test_a_contract_has_them_as_fields_and_a_reckoned_day_waits_for_a_person() -> None:
    lines = [f"This Agreement shall continue for a period of five (5) years. Page {number}." for number in range(6)]
    spec = load_all()["contract"]
    fields = extract(said(*lines, "It renews for successive one (1) year terms."), spec)
    assert (fields["expiration_date"].value, fields["renewal_term"].value) == (date(2024, 3, 1), "successive 1 year")
    assert fields["expiration_date"].confidence < 0.9
