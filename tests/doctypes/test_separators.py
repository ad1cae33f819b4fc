from __future__ import annotations

import pytest

from doctypes import load_all, split
from doctypes.classify import classify
from doctypes.separators import named_type
from documents.layout import Box, Code, Document, FormField, Page
from tests.extractors.paper import page

CORNER = Box(0, 0.4, 0.4, 0.6, 0.5)


def sheet(number: int, says: str = "PAPERDESK-SEPARATOR") -> Page:
    return Page(number, 595, 842, page("Separator sheet", number=number).words, codes=(Code(says, "Code128", CORNER),))


def stack(kinds: str) -> Document:
    """A file of pages: `a` a written one, `.` a blank one, `|` a separator sheet."""
    texts = {"a": ("A letter of some words",), ".": ()}
    pages = tuple(sheet(at) if kind == "|" else page(*texts[kind], number=at) for at, kind in enumerate(kinds))
    return Document("0" * 64, "scan.pdf", pages)


@pytest.mark.parametrize(
    ("kinds", "parts"),
    [
        ("aa|a", [[0, 1], [3]]),
        ("|a|aa", [[1], [3, 4]]),
        ("|a||a|", [[1], [4]]),
        ("|.a|.|a", [[1, 2], [6]]),
        ("||", []),
    ],
)
def test_documents_lie_between_the_sheets(kinds: str, parts: list[list[int]]) -> None:
    found = split(stack(kinds))
    assert [[page.number for page in part.pages] for part in found] == parts
    assert [part.part for part in found] == list(range(1, len(parts) + 1))


def test_without_sheets_the_document_stays_as_it_is() -> None:
    whole = stack("aa.")
    assert split(whole) == [whole]


def test_a_sheet_whose_bar_code_was_not_read_is_known_by_its_print() -> None:
    plain = Document("0" * 64, "scan.pdf", (page("*** SEPARATOR SHEET ***", number=0), page("A letter", number=1)))
    assert [[page.number for page in part.pages] for part in split(plain)] == [[1]]


def test_a_letter_that_speaks_of_a_separator_sheet_is_no_sheet() -> None:
    letter = page(*["Put a separator sheet between two documents of one scan, please."] * 8)
    whole = Document("0" * 64, "scan.pdf", (letter,))
    assert split(whole) == [whole]


def test_a_sheet_may_name_the_type_of_what_follows() -> None:
    pages = (sheet(0, "paperdesk-separator:receipt"), page("A strip of paper", number=1), sheet(2), page("A", number=3))
    first, second = split(Document("0" * 64, "scan.pdf", pages))
    assert (named_type(first), named_type(second)) == ("receipt", None)
    verdict = classify(first, load_all())
    assert verdict.doctype is not None
    assert (verdict.doctype.name, verdict.reason) == ("receipt", "Receipt: its separator sheet says so")


def test_form_fields_go_with_their_page() -> None:
    field = FormField("total", "5.00", Box(2, 0, 0, 1, 1))
    whole = Document("0" * 64, "x.pdf", stack("a|a").pages, form_fields=(field,))
    assert [part.form_fields for part in split(whole)] == [(), (field,)]
