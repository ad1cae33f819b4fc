"""The head of a till receipt: who sold, and where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from documents.fields import Candidate
from documents.layout import Document, Line, Word
from extractors.organisation import FORM_ALONE, TOWN, company_in, mended_form
from extractors.view import lines, once

#: The shop is named in the first lines, before its numbers begin.
HEAD_LINES, NAME_LINES, ADDRESS_LINES = 14, 5, 6
WITH_FORM, LOW_FORM, FIRST_LINE, ADDRESS = 0.93, 0.4, 0.86, 0.85
#: A name whose legal form was read badly may have been read badly before it too.
MENDED = 0.9
#: What ends the address: telephone, tax and register numbers, the receipt itself.
_ENDS = re.compile(
    r"(?:\b[tfp][eo]le?\b|\bfax\b|phone|\bgst\b|\bsst\b|\bvat\b|\broc\b|reg\b|invoice|receipt|\bcash\b(?!\W{0,3}(?:and|n)?\W{0,3}carry)|\bbill\b|\bdate\b"
    r"|mobile|whatsapp|care\s?line|hotline|\bprepay\b|\bchit\b|\bsite\b|posted"
    r"|^\W*(?:\+?6)?0\d{1,2}[- ]\d{3,4}\s?\d{4}\b"
    r"|\btime\b|e-?mail|@|www\.|website|\bhp\b|\bh/p\b|telefon|\bust|\bsteuer|\bdoc\b|\btable\b|\bid\s?no|\bco\.?\s?no"
    r"|counter|\bsiret\b|\bno\.?\s?tel|\border\b|tax\b|quittung|kasse|\bbon\b|beleg|datum|\bein\b|\d\d:\d\d|cashier)",
    re.IGNORECASE,
)
#: A register number, in brackets or alone on its line.
_REGISTER = re.compile(
    r"\(?\s*(?:co(?:mpany)?\.?\s*)?(?:reg\.?\s*)?(?:no\.?\s*:?)?\s*[A-Z]{0,3}\s?\d{5,}[A-Z0-9]*\s?[-–]?\s?[A-Z]?\s*\)?\W*",
    re.IGNORECASE,
)
_PHONE = re.compile(r"\s(?:[tfp][eo]l\S*\s)?:?\s?\+?\d{2,3}[-–]\s?\d{3,4}\s?\d{3,5}\W*$", re.IGNORECASE)
#: A register number in brackets before the address on its line.
_NUMBER_BEFORE = re.compile(r"\W*\([^()]{0,20}\d{6,}[^()]{0,4}\)\s+")
#: A register number without a space before it: "SDN BHD(12345-X)".
_GLUED = re.compile(r"\s?\(\s?[A-Z]{0,3}\d{4,}.*$")
#: A line of an address has a number, or a word of _PLACE; a country ends it.
_COUNTRY = re.compile(r"\b(?:malaysia|singapore|deutschland|germany|usa|united kingdom|france)\W*$", re.IGNORECASE)
#: A register number behind words: "BR No.: (124525-H)".
_NUMBERED = re.compile(r"\(?\b\d{5,}\s?-\s?[A-Z]\b|\(\s?\d{6,}|^\W*[A-Z]{2,4} no\b", re.IGNORECASE)
#: What a name over two lines has before its legal form on the second: at most a word, and these.
_LITTLE = re.compile(r"(?:CO\.?|&|\(\w+\)|AND)", re.IGNORECASE)
#: What begins the second line of a name, and what ends its first.
_GOES_ON = re.compile(r"(?:&|\+|and|enterprise|trading|services?|sdn|bhd)\b|[&+]", re.IGNORECASE)
_UNFINISHED = re.compile(r".*(?:[&+]|\band)$", re.IGNORECASE)
#: Thanks and rules of the shop, which some tills print above its name.
_COURTESY = re.compile(
    r"\b(?:thank|tq|welcome|please|come again|goods sold|visit us|returnable|refundable)\b", re.IGNORECASE
)
#: Where an address surely stands: a postal code, a street's word.
_PLACE = re.compile(
    r"\b\d{5}\b|\bjalan\b|\bjln\b|\blot\b|\btaman\b|\bstreet\b|\bstra(?:ß|ss)e\b|\broad\b|\bave(?:nue)?\b|\bno\b\.?\s*\d"
    r"|\brue\b|\bst\b|\bparkway\b|\bplace\b|\blane\b|\bsquare\b|\bdrive\b|\bplatz\b|\bweg\b",
    re.IGNORECASE,
)


def find_company(document: Document) -> Iterator[Candidate]:
    """Yield the shop's name: the first line with a legal form, else the first line that reads like a name."""
    head = _head(document)
    at = _formed(head)
    if at is not None:
        words = _name_words(head, at)
        text = _GLUED.sub("", " ".join(word.text for word in words))
        mended = mended_form(text)
        sure = (WITH_FORM if at < NAME_LINES else LOW_FORM) * (MENDED if mended != text else 1.0)
        yield Candidate(text, words, sure, "till" if mended == text else "till_mended", mended)
    for number, line in enumerate(head[:4]):
        kept = line if _UNFINISHED.match(line.text) else _without_register(line)
        if at is not None and at < NAME_LINES and number >= at - 1:
            return
        if kept.words and _reads_like_name(kept.text):
            words = _with_below(kept, head[number + 1 : number + 2])
            yield Candidate(" ".join(word.text for word in words), words, FIRST_LINE, "till")
            return


def find_address(document: Document) -> Iterator[Candidate]:
    """Yield the shop's address: the lines between its name and its numbers."""
    head = _head(document)
    named = _formed(head[:NAME_LINES])
    if named is None:
        named = next((at for at, line in enumerate(head[:4]) if _reads_like_name(line.text)), -1)
    taken = list(_address_lines(head[named + 1 :]))
    words = tuple(word for line in taken for word in line.words)
    words = words[: len(_PHONE.sub("", " ".join(word.text for word in words)).split())]
    led = _NUMBER_BEFORE.match(" ".join(word.text for word in words))
    words = words[len(led[0].split()) if led else 0 :]
    if words and any(_PLACE.search(line.text) or TOWN.search(line.text) for line in taken):
        yield Candidate(" ".join(word.text for word in words), words, ADDRESS, "till")


@once
def _head(document: Document) -> Sequence[Line]:
    return [line for line in lines(document) if re.search(r"\w{2}", line.text)][:HEAD_LINES]


def _formed(head: Sequence[Line]) -> int | None:
    """The first line with a legal form."""
    return next((at for at, line in enumerate(head) if company_in(line.text) or FORM_ALONE.fullmatch(line.text)), None)


def _name_words(head: Sequence[Line], at: int) -> tuple[Word, ...]:
    """The words of the name that ends on this line, with those of the line above where it begins there."""
    name = company_in(head[at].text)
    own = head[at].words[: len(name.split())] if name else _without_register(head[at]).words
    telling = [word for word in own if not _LITTLE.fullmatch(word.text) and not FORM_ALONE.fullmatch(word.text)]
    telling = [
        word for word in telling if not re.fullmatch(r"(?:S[DO0]N|[B8][HIE][DO0]|LTD)\W*", word.text, re.IGNORECASE)
    ]
    lacking = len(telling) <= 1
    for above in reversed(head[max(0, at - 2) : at]):
        text = " ".join(word.text for word in own)
        open_bracket = text.find(")") >= 0 and text.find(")") < (text + "(").find("(")
        if not (lacking or open_bracket or _GOES_ON.match(text) or _UNFINISHED.match(above.text)):
            break
        words = above.words[1:] if re.fullmatch(r"\W*\d{1,2}\W*", above.words[0].text) else above.words
        if not words or not _reads_like_name(Line(words).text) or re.search(r"\d", Line(words).text):
            break
        own, lacking = (*words, *own), False
    return own


def _with_below(line: Line, below: Sequence[Line]) -> tuple[Word, ...]:
    """The words of a name, with the line below where the name goes on there: `HOME & / GARDEN`, `ELM / TRADING`."""
    for other in below:
        goes_on = _GOES_ON.match(other.text) or _UNFINISHED.match(line.text)
        if goes_on and len(other.words) <= 3 and not re.search(r"\d", other.text) and not _ENDS.search(other.text):
            return (*line.words, *other.words)
    return line.words


def _address_lines(rest: Sequence[Line]) -> Iterator[Line]:
    """The lines up to the shop's numbers; register numbers between are left out."""
    begun = 0
    for line in rest:
        if _REGISTER.fullmatch(line.text):
            continue
        if _ENDS.search(line.text) or begun >= ADDRESS_LINES:
            if begun:
                return
            continue
        if begun or _starts_address(line.text):
            begun += 1
            yield line
        if _COUNTRY.search(line.text):
            return


def _starts_address(text: str) -> bool:
    return bool(_PLACE.search(text) or re.search(r"\d", text)) and not company_in(text) and not _NUMBERED.search(text)


def _without_register(line: Line) -> Line:
    words = line.words
    while words and (_REGISTER.fullmatch(words[-1].text) or not re.search(r"\w", words[-1].text)):
        words = words[:-1]
    return Line(words)


def _reads_like_name(text: str) -> bool:
    letters = sum(map(str.isalpha, text)) >= 4
    return letters and not any(each.search(text) for each in (_ENDS, _COURTESY)) and not _REGISTER.fullmatch(text)
