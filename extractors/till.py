"""The head of a till receipt: who sold. Where it was sold, till_address says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from documents.fields import Candidate
from documents.layout import Document, Line, Word
from extractors.organisation import FORM_ALONE, company_in, mended_form
from extractors.view import lines, once

#: The shop is named in the first lines, before its numbers begin.
HEAD_LINES, NAME_LINES, FIRST_LINES = 14, 5, 4
WITH_FORM, LOW_FORM, FIRST_LINE = 0.93, 0.4, 0.86
#: A line above a register number that stands alone, and the first line where such a line is below it.
REGISTERED, NOT_REGISTERED = 0.9, 0.5
#: A name whose legal form was read badly may have been read badly before it too.
MENDED = 0.9
#: What ends the address: telephone, tax and register numbers, the receipt itself.
ENDS = re.compile(
    r"(?:\b[tfp][eo]le?\b|\bfax\b|phone|\bgst\b|\bsst\b|\bvat\b|\broc\b|reg\b|invoice|receipt|\bcash\b(?!\W{0,3}(?:and|n)?\W{0,3}carry)|\bbill\b|\bdate\b"
    r"|mobile|whatsapp|care\s?line|hotline|\bprepay\b|\bchit\b|^\W*site\b\W*\d+\W*$|^\W*posted"
    r"|^\W*(?:\+?6)?0\d{1,2}[- ]\d{3,4}\s?\d{4}\b"
    r"|\btime\b|e-?mail|@|www\.|website|\bhp\b|\bh/p\b|telefon|\bust|\bsteuer|\bdoc(?:ument no)?\b|\btable\b"
    r"|\bid\s?no|\bco\.?\s?no|counter|\bsiret\b|\bno\.?\s?tel|\border\b|tax\b|quittung|kasse|\bbon\b|beleg|datum|\bein\b|\d\d:\d\d|cashier)",
    re.IGNORECASE,
)
#: A register number, in brackets or alone on its line.
REGISTER = re.compile(
    r"\(?\s*(?:co(?:mpany)?\.?\s*)?(?:reg\.?\s*)?(?:no\.?\s*:?)?\s*[A-Z]{0,3}\s?\d{5,}[A-Z0-9]*\s?[-–]?\s?[A-Z]?\s*\)?\W*",
    re.IGNORECASE,
)
#: A register number without a space before it: "SDN BHD(12345-X)".
_GLUED = re.compile(r"\s?\(\s?[A-Z]{0,3}\d{4,}.*$")
#: What a name over two lines has before its legal form on the second: at most a word, and these.
_LITTLE = re.compile(r"(?:CO\.?|&|\(\w+\)|AND)", re.IGNORECASE)
#: What begins the second line of a name, and what ends its first.
_GOES_ON = re.compile(r"(?:&|\+|and|enterprise|trading|services?|sdn|bhd)\b|[&+]", re.IGNORECASE)
_UNFINISHED = re.compile(r".*(?:[&+]|\band)$", re.IGNORECASE)
#: Thanks and rules of the shop, which some tills print above its name.
_COURTESY = re.compile(
    r"\b(?:thank|tq|welcome|please|come again|goods sold|visit us|returnable|refundable|feedback|complaints?|vouchers?"
    r"|survey)\b",
    re.IGNORECASE,
)
#: What is stamped or numbered beside the name by whoever keeps the books.
_STAMP = re.compile(r"\W*(?:posted|paid|copy|duplicate)\W*", re.IGNORECASE)
_NUMBER = re.compile(r"#?\d{4,}")
_NUMBER_ALONE = re.compile(r"\W*(?:[A-Z]{2}\s?)?\d{5,}\s?[-–]\s?[A-Z]\W*|\(\d{6,}\)", re.IGNORECASE)
_NUMBER_BEHIND = re.compile(r"\(\s?[A-Z]{0,3}\d{4,}\s?-\s?[A-Z]\s?\)", re.IGNORECASE)
_NUMBER_NAMED = re.compile(r"\W*co(?:mpany)?\.?\s?(?:reg\w*\.?\s?)?no\b", re.IGNORECASE)
#: Whose name is behind such words: "DIMILIKI OLEH: ELM CAFE SDN BHD".
_OWNED = re.compile(r"^\W*(?:dimiliki(?:\s+oleh)?|own(?:ed|er)?\s+by|operated\s+by)\b\W*", re.IGNORECASE)


def find_company(document: Document) -> Iterator[Candidate]:
    """Yield the shop's name: the first line with a legal form, the one above a register number, the first of all."""
    head = head_of(document)
    formed, registered = _formed(head), _registered(head)
    if formed is not None:
        numbered = _has_number(head, formed)
        yield _with_form(head, formed, numbered)
        registered = formed if numbered and registered is None else registered
    if registered is not None and registered != formed:
        yield _named(head, registered, REGISTERED, "till_registered")
    last = formed - 1 if formed is not None and formed < NAME_LINES else FIRST_LINES
    first = _first_name(head)
    if first is not None and first < last and first != registered:
        yield _named(head, first, FIRST_LINE if registered is None else NOT_REGISTERED, "till")


def _with_form(head: Sequence[Line], at: int, numbered: bool) -> Candidate:
    """The name up to its legal form, a badly read form mended; `numbered` where a register number follows."""
    words = _name_words(head, at)
    text = _GLUED.sub("", " ".join(word.text for word in words))
    mended = mended_form(text)
    sure = WITH_FORM if at < NAME_LINES else REGISTERED if numbered else LOW_FORM
    if mended != text:
        return Candidate(text, words, sure * MENDED, "till_mended", mended)
    return Candidate(text, words, sure, "till_registered" if numbered else "till", mended)


def _has_number(head: Sequence[Line], at: int) -> bool:
    """Does a register number follow the name, on its line or on the next?"""
    below = head[at + 1].text if at + 1 < len(head) else ""
    return bool(_NUMBER_BEHIND.search(head[at].text) or _NUMBER_ALONE.fullmatch(below) or _NUMBER_NAMED.match(below))


def _named(head: Sequence[Line], at: int, sure: float, by: str) -> Candidate:
    """The name on this line, and on the next one where it goes on there."""
    line = head[at] if _UNFINISHED.match(head[at].text) else _bare(head[at])
    words = _with_below(line, head[at + 1 : at + 2])
    return Candidate(" ".join(word.text for word in words), words, sure, by)


def _registered(head: Sequence[Line]) -> int | None:
    """The line whose name ends above a register number that stands alone on its line."""
    for at, below in enumerate(head[1 : NAME_LINES + 1]):
        if _NUMBER_ALONE.fullmatch(below.text):
            begins = at - 1 if at and _GOES_ON.match(head[at].text) else at
            text = _bare(head[begins]).text
            return begins if _reads_like_name(text) and not re.search(r"\d", text) else None
    return None


@once
def head_of(document: Document) -> Sequence[Line]:
    """The first lines with a word."""
    return [line for line in lines(document) if re.search(r"\w{2}", line.text)][:HEAD_LINES]


def named_at(head: Sequence[Line]) -> int:
    """The line of the shop's name: one with a legal form, else the first that reads like one; -1 for none."""
    at = _formed(head[:NAME_LINES])
    if at is None:
        at = _first_name(head)
    return -1 if at is None else at


def _first_name(head: Sequence[Line]) -> int | None:
    """The first line that reads like a name."""
    return next((at for at, line in enumerate(head[:FIRST_LINES]) if _reads_like_name(_bare(line).text)), None)


def _formed(head: Sequence[Line]) -> int | None:
    """The first line with a legal form."""
    texts = [_OWNED.sub("", line.text) for line in head]
    return next((at for at, text in enumerate(texts) if company_in(text) or FORM_ALONE.fullmatch(text)), None)


def _name_words(head: Sequence[Line], at: int) -> tuple[Word, ...]:
    """The words of the name that ends on this line, with those of the line above where it begins there."""
    line = _bare(head[at])
    led = _OWNED.match(line.text)
    own = line.words[len(led[0].split()) if led else 0 :]
    text = " ".join(word.text for word in own)
    if name := company_in(text):
        own = own[: len(text[: text.find(name) + len(name)].split())]
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
        if goes_on and len(other.words) <= 3 and not re.search(r"\d", other.text) and not ENDS.search(other.text):
            return (*line.words, *other.words)
    return line.words


def _bare(line: Line) -> Line:
    """The line without a register number or a stamp behind the name, and a number before it."""
    words = line.words
    while words and (_beside_name(words[-1].text) or not re.search(r"\w", words[-1].text)):
        words = words[:-1]
    return Line(words[1:] if len(words) > 1 and _NUMBER.fullmatch(words[0].text) else words)


def _beside_name(text: str) -> bool:
    return bool(REGISTER.fullmatch(text) or _STAMP.fullmatch(text))


def _reads_like_name(text: str) -> bool:
    letters = sum(map(str.isalpha, text)) >= 4
    return letters and not any(each.search(text) for each in (ENDS, _COURTESY)) and not REGISTER.fullmatch(text)
