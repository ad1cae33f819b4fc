"""A file on its way through the verbs, where no picture need be read."""

from pathlib import Path

import pytest

import capture
import validators
from documents.errors import NoContent
from documents.fields import Field
from documents.layout import Box, Code, Document, Page, Source, Word
from documents.verdicts import Route
from flows.drafts import Draft
from flows.reading import Reading, all_types, judge, read


def test_a_file_of_separator_sheets_alone_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = Code("PAPERDESK-SEPARATOR", "Code128", Box(0, 0.4, 0.4, 0.6, 0.5))
    sheets = Document("0" * 64, "sheets.pdf", (Page(0, 595, 842, codes=(code,)), Page(1, 595, 842, codes=(code,))))
    monkeypatch.setattr(capture, "read", lambda path, **given: sheets)
    path = tmp_path / "sheets.pdf"
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(NoContent, match=r"sheets\.pdf: holds only separator sheets"):
        read(path, all_types(), Reading())


def page(number: int, *words: str, source: Source = Source.OCR) -> Page:
    return Page(number, 595, 842, tuple(Word(word, Box(number, 0.1, 0.1, 0.2, 0.12)) for word in words), source)


@pytest.mark.parametrize(
    ("second", "is_told"),
    [
        (page(1), True),
        (page(1, "|", "-"), True),
        (page(1, "Seite"), False),
        (page(1, source=Source.BLANK), False),
    ],
)
def test_a_page_with_ink_and_no_words_sends_the_document_to_a_person(second: Page, is_told: bool) -> None:
    document = Document("0" * 64, "three.pdf", (page(0, "Rechnung"), second, page(2, "Summe")))
    case = judge(Draft(document, all_types()["invoice"], {}), validators.NONE)
    reasons = [reason.message for reason in case.decision.reasons]
    assert ("Page 2 has ink, but no word could be read on it" in reasons) is is_told
    assert case.decision.route is Route.REVIEW


def test_a_value_that_is_written_by_hand_is_read_by_a_person() -> None:
    place, elsewhere = Box(0, 0.5, 0.5, 0.6, 0.52), Box(0, 0.1, 0.1, 0.2, 0.12)
    paper = Page(0, 595, 842, page(0, "Rechnung").words, Source.OCR, handwriting=(place,))
    fields = {
        "invoice_number": Field("invoice_number", "4711", "4711", 1.0, "label", (place,)),
        "seller_name": Field("seller_name", "Northwind", "Northwind", 1.0, "label", (elsewhere,)),
    }
    document = Document("0" * 64, "filled.png", (paper,))
    case = judge(Draft(document, all_types()["invoice"], fields), validators.NONE)
    told = [finding.fields for finding in case.findings if finding.rule == "handwriting"]
    assert told == [("invoice_number",)]
    assert "invoice_number" not in case.decision.accepted
