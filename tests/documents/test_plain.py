from datetime import date
from decimal import Decimal

from documents.fields import Candidate, Field
from documents.layout import Box, Document, EInvoice, FormField, Page, Source, Word
from documents.plain import to_noun, to_plain
from documents.verdicts import Decision, Doubt, Reason, Route

BOX = Box(0, 0.1, 0.1, 0.2, 0.2)
DOCUMENT = Document(
    "ab" * 32,
    "a.pdf",
    (Page(0, 595, 842, (Word("x", BOX, 0.5, "tesseract"),), Source.OCR, rulings=(BOX,), image="1.webp"),),
    form_fields=(FormField("f", "selected", None, True),),
    e_invoice=EInvoice("cii", "380", {"gross_total": ("1.00",)}, ({"description": "d"},)),
)


def test_a_document_comes_back_as_it_was() -> None:
    assert to_noun(Document, to_plain(DOCUMENT)) == DOCUMENT


def test_every_kind_of_value_comes_back_as_it_was() -> None:
    for value in ("1.50", Decimal("1.50"), date(2025, 1, 31)):
        field = Field("a", value, "1.50", 0.9, "label", (BOX,), others=(Candidate("x", (), 0.5, "label", value),))
        assert to_noun(Field, to_plain(field)) == field


def test_a_decision_comes_back_as_it_was() -> None:
    decision = Decision(
        Route.REVIEW, (Reason(None, Doubt.TYPE, "no type"),), frozenset({"a"}), {"a": 0.9}, "hash", "rules-1"
    )
    assert to_noun(Decision, to_plain(decision)) == decision
