from __future__ import annotations

from dataclasses import replace

import pytest

from doctypes import classify, load_all
from documents.doctype import DocumentType, FieldSpec, Recogniser
from documents.layout import Document, EInvoice
from tests.extractors.paper import document, page

TYPES = load_all()
INVOICE = ("Fir Tools Ltd", "", "INVOICE", "Invoice no. 17", "Invoice date 1 May 2025", "Bill to", "Total 12.00")
RECHNUNG = ("Tannen GmbH", "", "Rechnung", "Rechnungsnummer 17", "Rechnungsdatum 1.5.2025", "Zahlbar sofort", "IBAN DE")
RECEIPT = (
    "KEDAI PINTAR SDN BHD",
    "GST ID : 123",
    "TAX INVOICE",
    "CASHIER : 01",
    "TOTAL 5.30",
    "CASH 10.00",
    "CHANGE 4.70",
)
CREDIT = ("Fir Tools Ltd", "CREDIT NOTE", "Credit note no. 4", "relating to invoice no. 17", "Total credit 12.00")
ORDER = (
    "Halvern Logistik GmbH",
    "",
    "Purchase order",
    "PO number 4",
    "Order date 1 May 2025",
    "Deliver to",
    "Supplier",
)
LETTER = ("Dear Mrs Holm,", "thank you for your visit last week.", "We look forward to seeing you again in spring.")


def type_of(*lines: str, reading: float = 1.0) -> str | None:
    doctype = classify(document(*lines, reading=reading), TYPES).doctype
    return doctype.name if doctype else None


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (INVOICE, "invoice"),
        (RECHNUNG, "invoice"),
        (RECEIPT, "receipt"),
        (CREDIT, "credit_note"),
        (ORDER, "purchase_order"),
    ],
)
def test_each_type_is_known_by_its_words(lines: tuple[str, ...], name: str) -> None:
    assert type_of(*lines) == name


def test_words_that_a_machine_read_badly_are_known_all_the_same() -> None:
    noisy = ("Tannen GrnbH", "", "Rechnunq", "Rechnungsnumrner 17", "Rechnungsdaturn 1.5.2025", "Zahlbar sofort")
    assert type_of(*noisy, reading=0.8) == "invoice"


def test_a_letter_of_no_type_stays_unclassified_and_says_why() -> None:
    verdict = classify(document(*LETTER), TYPES)
    assert verdict.doctype is None
    assert verdict.reason.startswith("unclassified: ")


def test_an_empty_document_is_unclassified() -> None:
    assert classify(document(), TYPES).reason == "unclassified: nothing on it announces a type that is declared"


def test_a_tie_is_for_a_person() -> None:
    fields = (FieldSpec("a", "A", "text"),)
    twins = {
        name: DocumentType(name, name.title(), fields, recognise=Recogniser(words={"slip": 2.0}))
        for name in ("one", "two")
    }
    verdict = classify(document("A slip"), twins)
    assert (verdict.doctype, verdict.reason) == (None, "unclassified: it may be One (0.67) or Two (0.67)")


def test_the_code_of_an_electronic_invoice_settles_it() -> None:
    credit = EInvoice("CII", "381", {}, ())
    verdict = classify(document(*INVOICE, e_invoice=credit), TYPES)
    assert verdict.doctype is TYPES["credit_note"]
    assert verdict.reason == "Credit note: its electronic data say so (code 381)"


def test_bids_are_ordered_and_between_nothing_and_settled() -> None:
    bids = classify(document(*INVOICE), TYPES).bids
    scores = [bid.score for bid in bids]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score < 1 for score in scores)


@pytest.mark.parametrize(
    "title",
    ["W A R E N R E C H N U N G", "Versorgungsrechnung zum Vertrag 8812", "I N V O I C E"],
)
def test_a_title_may_be_set_apart_or_be_a_compound(title: str) -> None:
    verdict = classify(document("Stadtwerke Northam", "", title, "", "Strom im März", "Zahlbetrag 80,00"), TYPES)
    assert verdict.doctype is TYPES["invoice"]


def test_a_title_with_its_number_may_stand_lower() -> None:
    lower = ["Weaver & Daughter", *([""] * 28), "Invoice # WD-20250304/7 of 4 March", "Linen 80.00"]
    assert classify(document(*lower), TYPES).doctype is TYPES["invoice"]
    without = [line.replace("# WD-20250304/7 of 4 March", "with thanks") for line in lower]
    assert classify(document(*without), TYPES).doctype is None


def test_further_pages_are_looked_at_where_the_first_announce_nothing() -> None:
    pages = [
        page("Buyer", "Theodora Est"),
        page("Seller", "Weaver"),
        page("Invoice number WD-7", "Invoice date 4 March 2025"),
    ]
    later = Document("0" * 64, "x.pdf", tuple(replace(each, number=at) for at, each in enumerate(pages)))
    assert classify(later, TYPES).doctype is TYPES["invoice"]


def test_a_credit_note_that_the_buyer_wrote_as_an_invoice_is_one() -> None:
    lines = [
        "Umsatzsteuer 1,90",
        "Gutschrift (selbst ausgestellte Rechnung) (389) Nr. 4711",
        "Nettobetrag 10,00",
        "Bruttosumme 11,90",
    ]
    assert classify(document(*lines), TYPES).doctype is TYPES["invoice"]


@pytest.mark.parametrize(
    "title",
    [
        ("EMPLOYEE CONFIDENTIALITY, INVENTIONS", "AND HOME OFFICE AGREEMENT"),
        ("AGREEMENT", "This Secrecy and Tools Supply Agreement (this “Agreement”) is made by and between"),
        ("Fir Tools Ltd", "Mutual Non-Disclosure and Joint Study Agreement"),
    ],
)
def test_an_agreement_that_is_called_confidential_among_other_things_is_one(title: tuple[str, ...]) -> None:
    said = ("WHEREAS, the parties", "confidential information", "NOW, THEREFORE", "IN WITNESS WHEREOF", "governing law")
    assert type_of(*title, *said) == "nda"
    assert type_of("SUPPLY AGREEMENT", "by and between Fir Tools Ltd and", *said) == "contract"
