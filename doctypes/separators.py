"""Cut a scan at its separator sheets: pages with the bar code PAPERDESK-SEPARATOR between documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from documents.layout import Code, Document, Page, Source

#: What a separator sheet's bar code says; behind a colon it may name the type of what follows.
MARK = re.compile(r"\s*PAPERDESK-SEPARATOR(?::\s*([\w-]+))?\s*", re.IGNORECASE)
#: A sheet whose bar code cannot be read still says this, in few words.
PRINTED, FEW_WORDS = re.compile(r"\bseparator[\s-]*sheet\b", re.IGNORECASE), 40


def split(document: Document) -> list[Document]:
    """The documents between the separator sheets, in order, without the sheets; [document] where there are none.

    Nothing stands between two sheets in a row, or only blank pages (their backs): that makes no document, so a file
    of sheets alone gives []. A sheet's code is kept among the codes of the first page behind it: it may name a type.
    """
    if not any(map(_is_sheet, document.pages)):
        return [document]
    parts = [pages for pages in _runs(document) if any(page.source is not Source.BLANK for page in pages)]
    return [_part(document, pages, number) for number, pages in enumerate(parts, 1)]


def named_type(document: Document) -> str | None:
    """The type that the separator sheet before this document named, if it named one."""
    codes = document.pages[0].codes if document.pages else ()
    return next((found[1].lower() for code in codes if (found := MARK.fullmatch(code.text)) and found[1]), None)


def _runs(document: Document) -> Iterator[list[Page]]:
    """The pages between sheets; the code of the sheet before is handed to the first of them."""
    run: list[Page] = []
    waiting: tuple[Code, ...] = ()
    for page in document.pages:
        if _is_sheet(page):
            yield run
            run, waiting = [], tuple(code for code in page.codes if MARK.fullmatch(code.text))
        else:
            run.append(replace(page, codes=(*page.codes, *waiting)))
            waiting = ()
    yield run


def _part(document: Document, pages: list[Page], number: int) -> Document:
    numbers = {page.number for page in pages}
    placed = tuple(field for field in document.form_fields if field.box is not None and field.box.page in numbers)
    return replace(document, pages=tuple(pages), part=number, form_fields=placed, e_invoice=None)


def _is_sheet(page: Page) -> bool:
    if any(MARK.fullmatch(code.text) for code in page.codes):
        return True
    return len(page.words) <= FEW_WORDS and bool(PRINTED.search(" ".join(word.text for word in page.words)))
