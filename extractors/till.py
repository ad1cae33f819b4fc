"""The head of a till receipt: who sold, and where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from documents.fields import Candidate
from documents.layout import Document, Line
from extractors.organisation import FORM_ALONE, company_in
from extractors.view import lines

#: The shop is named in the first lines, before its numbers begin.
HEAD_LINES = 12
WITH_FORM, FIRST_LINE, ADDRESS = 0.9, 0.6, 0.7
#: What ends the address: telephone, tax and register numbers, the receipt itself.
_ENDS = re.compile(
    r"(?:\btel\b|\bfax\b|phone|\bgst\b|\bsst\b|\bvat\b|\broc\b|reg\b|\binvoice\b|receipt|\bcash\b|\bbill\b|\bdate\b|\btime\b"
    r"|e-?mail|@|www\.|website|\bhp\b|\bh/p\b|telefon|\bust|\bsteuer|\bdoc\b|\btable\b|\bid\s?no|\bco\.?\s?no|counter"
    r"|\bsiret\b|\bno\.?\s?tel|order|tax\b|quittung|kasse|bon\b|beleg|datum)",
    re.IGNORECASE,
)
#: A register number in brackets, or alone on its line.
_REGISTER = re.compile(
    r"\(?\s*(?:co(?:mpany)?\.?\s*)?(?:reg\.?\s*)?(?:no\.?\s*:?)?\s*[A-Z]{0,3}\s?\d{5,}[A-Z0-9]*\s?[-–]?\s?[A-Z]?\s*\)?\W*",
    re.I,
)
#: Where an address surely stands: a postal code, a street's word.
_PLACE = re.compile(
    r"\b\d{5}\b|\bjalan\b|\bjln\b|\blot\b|\btaman\b|\bstreet\b|\bstra(?:ß|ss)e\b|\broad\b|\bave(?:nue)?\b|\bno\b\.?\s*\d|\brue\b|\bst\b",
    re.I,
)


def find_company(document: Document) -> Iterator[Candidate]:
    """Yield the shop's name: the first line with a legal form, else the first line that reads like a name."""
    head = _head(document)
    for at, line in enumerate(head):
        if FORM_ALONE.fullmatch(line.text) and at:
            words = (*head[at - 1].words, *_without_register(line).words)
            yield Candidate(" ".join(word.text for word in words), words, WITH_FORM, "till")
            break
        if name := company_in(line.text):
            words = line.words[: len(name.split())]
            yield Candidate(name, words, WITH_FORM, "till")
            break
    for line in head[:4]:
        kept = _without_register(line)
        if kept.words and _reads_like_name(kept.text):
            yield Candidate(kept.text, kept.words, FIRST_LINE, "till")
            return


def find_address(document: Document) -> Iterator[Candidate]:
    """Yield the shop's address: the lines between its name and its numbers."""
    head = _head(document)
    start = next(
        (at + 1 for at, line in enumerate(head) if company_in(line.text) or FORM_ALONE.fullmatch(line.text)), None
    )
    if start is None:
        start = next((at for at, line in enumerate(head) if _PLACE.search(line.text)), None)
    if start is None:
        return
    taken = list(_address_lines(head[start:]))
    words = tuple(word for line in taken for word in line.words)
    if words and any(_PLACE.search(line.text) for line in taken):
        yield Candidate(" ".join(word.text for word in words), words, ADDRESS, "till")


def _head(document: Document) -> Sequence[Line]:
    return [line for line in lines(document) if re.search(r"\w{2}", line.text)][:HEAD_LINES]


def _address_lines(rest: Sequence[Line]) -> Iterator[Line]:
    """The lines that may be of the address; register numbers between are left out."""
    begun = False
    for line in rest:
        if _REGISTER.fullmatch(line.text):
            continue
        if _ENDS.search(line.text):
            if begun:
                return
            continue
        begun = begun or bool(_PLACE.search(line.text))
        if begun:
            yield line


def _without_register(line: Line) -> Line:
    words = line.words
    while words and (_REGISTER.fullmatch(words[-1].text) or not re.search(r"\w", words[-1].text)):
        words = words[:-1]
    return Line(words)


def _reads_like_name(text: str) -> bool:
    return sum(map(str.isalpha, text)) >= 4 and not _ENDS.search(text) and not _REGISTER.fullmatch(text)
