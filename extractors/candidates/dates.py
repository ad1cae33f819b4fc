"""Every date on the document: among the words of a line, and in running text over its line ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents.calendar import day
from documents.fields import Candidate
from documents.layout import Document
from extractors.agreement_dates import DATE, MONTH
from extractors.prose import prose
from extractors.shapes import readings
from extractors.tokens import rows

#: A line without this has no date on it, and most lines of running text have not.
_COULD_BE = re.compile(rf"\d\s?[-/.]\s?\d|\d{{8}}|\d.{{0,12}}\b(?:{MONTH})|\b(?:{MONTH})\b.{{0,12}}\d", re.IGNORECASE)


def find(document: Document, month_first: bool = False) -> Iterator[Candidate]:
    """Yield each date once a place."""
    for row in rows(document):
        if not _COULD_BE.search(row.line.text):
            continue
        for text, words in readings("date", row.tokens, month_first):
            yield Candidate(text, words, 0.0, "dates", day(text, month_first))
    read = prose(document)
    for found in read.search(DATE):
        value = day(found[0], month_first)
        if value is not None:
            yield Candidate(found[0], read.between(*found.span()), 0.0, "dates", value)
