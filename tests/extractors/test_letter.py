from __future__ import annotations

from documents.fields import Candidate
from extractors.day_order import month_first
from extractors.letter import find_receiver, find_sender
from extractors.organisation import is_sender_line
from tests.extractors.paper import document

GERMAN = (
    "Tannen Werkzeug GmbH",
    "",
    "Tannen Werkzeug GmbH · Am Hang 3 · 72770 Altenbach",
    "Elm Maschinen AG",
    "Buchhaltung",
    "Eisenweg 112",
    "45127 Kohlheim",
    "",
    "Rechnung 17",
    *[""] * 40,
    "Tannen Werkzeug GmbH|IBAN DE02 1203 0000 0000 2020 51",
)
BRITISH = (
    "INVOICE|Fir Print & Packaging Ltd",
    "|Unit 7, Mill Lane",
    "",
    "To: Orchard Hotels Ltd|Invoice no.",
    "2 Orchard Lane",
    "Millbury MB1 4TT",
)
FORM = ("Seller", "Number: 549910", "Name: Fir Tools", "Buyer", "Number: 17", "Name: Elm House")


def best(seen: list[Candidate]) -> str:
    votes: dict[str, float] = {}
    for candidate in seen:
        votes[candidate.text] = 1 - (1 - votes.get(candidate.text, 0)) * (1 - candidate.belief)
    return max(votes, key=lambda text: votes[text])


def test_the_sender_of_a_german_letter_is_named_thrice() -> None:
    seen = list(find_sender(document(*GERMAN), heads=[]))
    assert {candidate.text for candidate in seen} == {"Tannen Werkzeug GmbH"}
    assert len(seen) >= 3


def test_the_receiver_stands_below_the_senders_line() -> None:
    assert best(list(find_receiver(document(*GERMAN), heads=[]))) == "Elm Maschinen AG"


def test_the_receiver_stands_beside_its_head() -> None:
    assert best(list(find_receiver(document(*BRITISH), heads=["to"]))) == "Orchard Hotels Ltd"
    assert best(list(find_sender(document(*BRITISH), heads=[]))) == "Fir Print & Packaging Ltd"


def test_a_name_line_under_a_head_names_the_party() -> None:
    made = document(*FORM)
    assert best(list(find_sender(made, heads=["seller"]))) == "Fir Tools"
    assert best(list(find_receiver(made, heads=["buyer"], senders=["seller"]))) == "Elm House"


def test_the_receiver_is_not_taken_for_the_sender() -> None:
    assert "Elm Maschinen AG" not in {candidate.text for candidate in find_sender(document(*GERMAN), heads=[])}


def test_a_motto_with_a_year_is_no_sender() -> None:
    assert not is_sender_line("Meisterbetrieb seit 1962 · Am Hang 3 · 67157 Weinhofen")


def test_dates_are_read_as_the_document_writes_them() -> None:
    assert month_first(document("Ordered 12/31/2025", "Shipped 01/02/2026"))
    assert not month_first(document("Ordered 31/12/2025", "Shipped 01/02/2026", "$5.00", "Elk, MT 59990"))
    assert month_first(document("Shipped 01/02/2026", "Total $5.00", "Elk Hollow, MT 59990"))
    assert not month_first(document("Shipped 01/02/2026", "Total £5.00"))


def test_a_french_window_is_on_the_right() -> None:
    letter = ("Facture 17", "", "", "", "|||Elm Boutique", "|||3 rue du Pin", "|||69001 Lyon", "TVA 20 % 4,00")
    assert best(list(find_receiver(document(*letter), heads=[]))) == "Elm Boutique"
    assert not list(find_receiver(document("Invoice 17", *letter[1:-1]), heads=[]))


def test_of_two_addresses_side_by_side_the_right_one_is_the_senders() -> None:
    rows = ("Elm Corporation|||FIR DE", "Oak Road 21|||Am Hang 3", "48436 Kohlheim|||20097 Altenbach")
    made = document("", "", "", *rows)
    assert best(list(find_sender(made, heads=[]))) == "FIR DE"
    assert best(list(find_receiver(made, heads=[]))) == "Elm Corporation"


def test_a_name_over_two_lines_beside_its_label() -> None:
    lines = (
        "Seller",
        "Number:|549910",
        "",
        "|FIR Mutual",
        "Name:|Insurers of Altenbach a.G.",
        "",
        "Address:|Am Hang 3",
    )
    assert best(list(find_sender(document(*lines), heads=["seller"]))) == "FIR Mutual Insurers of Altenbach a.G."


def test_a_buyer_at_the_foot_of_the_page_is_still_the_buyer() -> None:
    lines = ("Buyer", "Number: 17", "Name: Elm House GmbH", *[""] * 45, "Delivery to Elm House GmbH", "Elm House GmbH")
    assert best(list(find_receiver(document(*lines), heads=["buyer"]))) == "Elm House GmbH"
