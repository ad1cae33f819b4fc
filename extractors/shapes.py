"""Values among tokens: which of them, read together, are a value of a kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile

from documents.amounts import printed
from documents.calendar import day
from documents.kinds import KINDS
from documents.layout import Word
from extractors.tokens import Token

#: A stretch of tokens that is a value: its text and its words.
Reading = tuple[str, tuple[Word, ...]]

_CENTS = re.compile(r"\d[.,]\d{2}(?!\d)")
#: An amount cut off behind its decimal comma.
_BROKEN = re.compile(r"(?:RM|EUR|USD|GBP|CHF|[€$£])?-?(?:\d{1,3}(?:\.\d{3})*,|\d{1,3}(?:,\d{3})*\.)")
_GROUP = re.compile(r"-?\d{1,3}")
_GROUP_END = re.compile(r"\d{3}(?:[.,]\d{2})?")
#: A date, a rate, a code in brackets: no number of a document.
_NO_IDENTIFIER = re.compile(r"\d{1,2}[./]\d{1,2}[./]\d{2,4}[.,]?|\d+(?:[.,]\d+)?\s?%|\(\d+\)|\d{1,2}:\d\d.*")
#: Years that a business date may have.
_YEARS = range(1980, 2050)
#: What was read together with an account's number.
_BANK_CODE = re.compile(r"[^A-Z0-9]+(?:BIC|SWIFT)$")
_PUNCTUATION = re.compile(r"[^\w$€£]*")


def readings(kind: str, tokens: Sequence[Token], month_first: bool = False) -> Iterator[Reading]:
    """The values of a kind among the tokens, in order of print."""
    for text, parts in _SHAPES.get(kind, _phrase)(tokens):
        if KINDS[kind](text, month_first) is not None:
            yield text, tuple(dict.fromkeys(token.word for token in parts))


def amounts(tokens: Sequence[Token]) -> Iterator[tuple[str, Sequence[Token]]]:
    """Amounts of money with cents, or with a currency sign; `1 234,50` in two tokens is one."""
    at = 0
    while at < len(tokens):
        text, taken = _grouped(tokens, at)
        before = tokens[at - 1].text if at else ""
        if _is_amount(text):
            sign = "-" if before in ("-", "–", "−") and _tight(tokens, at) else ""
            yield sign + text, tokens[at : at + taken]
        at += taken


def _grouped(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    text, taken = tokens[at].text, 1
    if _BROKEN.fullmatch(text) and at + 1 < len(tokens) and _is_cents(tokens, at + 1):
        return text + tokens[at + 1].text, 2
    while _GROUP.fullmatch(text.split(" ")[-1]) and at + taken < len(tokens):
        behind = tokens[at + taken].text
        if not (_GROUP_END.fullmatch(behind) and _tight(tokens, at + taken)):
            break
        text, taken = f"{text} {behind}", taken + 1
    return (text, taken) if taken == 1 or _CENTS.search(text) else (tokens[at].text, 1)


def _is_cents(tokens: Sequence[Token], at: int) -> bool:
    """Two digits that a machine has read apart from the amount before them (`235, 62`)."""
    read = tokens[at].word.engine != "text_layer"
    return read and bool(re.fullmatch(r"\d\d", tokens[at].text)) and _tight(tokens, at, 0.7)


def _tight(tokens: Sequence[Token], at: int, gap: float = 0.45) -> bool:
    """Does the token stand within so many heights of print of the one before?"""
    left, right = tokens[at - 1].box, tokens[at].box
    return right.left - left.right < gap * right.height * 1.414


def _is_amount(text: str) -> bool:
    if "%" in text or printed(text.strip("*:=~|")) is None:
        return False
    return bool(_CENTS.search(text) or re.search(r"[$€£]|,-|\.-", text) or re.match(r"(?:RM|EUR|USD|GBP|CHF)\d", text))


def _dates(tokens: Sequence[Token]) -> Iterator[tuple[str, Sequence[Token]]]:
    at = 0
    while at < len(tokens):
        taken = next((n for n in range(1, 6) if _dated(tokens[at : at + n])), 0) if _starts_date(tokens[at].text) else 0
        if taken:
            yield " ".join(token.text for token in tokens[at : at + taken]), tokens[at : at + taken]
        at += taken or 1


def _starts_date(text: str) -> bool:
    return any(char.isdigit() for char in text) or len(text) > 2


def _dated(tokens: Sequence[Token]) -> bool:
    found = day(" ".join(token.text for token in tokens))
    return found is not None and found.year in _YEARS


def _identifiers(tokens: Sequence[Token]) -> Iterator[tuple[str, Sequence[Token]]]:
    """The first token with a digit, with a short prefix in capitals before it (`RE 2018-31`)."""
    kept = [token for token in tokens if not re.fullmatch(r"[:;,#.=_-]+", token.text)]
    for at, token in enumerate(kept[:3]):
        if any(char.isdigit() for char in token.text):
            if _is_amount(token.text) or _NO_IDENTIFIER.fullmatch(token.text):
                return
            first = at - 1 if at and re.fullmatch(r"[A-Z]{1,5}[-/]?", kept[at - 1].text) else at
            end = at + 1
            while (
                end < len(kept)
                and kept[end - 1].text.isdecimal()
                and kept[end].text.isdecimal()
                and _tight(kept, end, 0.65)
            ):
                end += 1
            yield " ".join(each.text for each in kept[first:end]), kept[first:end]
            return
        if not re.fullmatch(r"[A-Z]{1,5}[-/.]?|(?i:no|nr|num|number|nummer)[.:]*|#|n[°º]", token.text):
            return


def _compact(tokens: Sequence[Token]) -> Iterator[tuple[str, Sequence[Token]]]:
    """A number printed in groups: tokens of capitals and digits, as long as they stand close."""
    kept = [token for token in tokens if not _PUNCTUATION.fullmatch(token.text)]
    run = list(takewhile(lambda token: re.fullmatch(r"(?!BIC|SWIFT|KTO|BLZ)[A-Z0-9./-]+[,;]?", token.text), kept[:9]))
    while run and not any(char.isdigit() for char in run[-1].text):
        run.pop()
    if run:
        yield _BANK_CODE.sub("", " ".join(token.text.rstrip(",;") for token in run)), run


def _single(tokens: Sequence[Token]) -> Iterator[tuple[str, Sequence[Token]]]:
    for token in tokens:
        yield token.text, [token]


def _phrase(tokens: Sequence[Token]) -> Iterator[tuple[str, Sequence[Token]]]:
    """All up to the next wide gap."""
    kept = list(tokens)
    while kept and _PUNCTUATION.fullmatch(kept[0].text):
        kept.pop(0)
    for at in range(1, len(kept)):
        gap = kept[at].box.left - kept[at - 1].box.right
        if gap > 1.5 * kept[at].box.height * 1.414:
            kept = kept[:at]
            break
    if kept:
        yield " ".join(token.text for token in kept).lstrip(":=# "), kept


_SHAPES: dict[str, Callable[[Sequence[Token]], Iterator[tuple[str, Sequence[Token]]]]] = {
    "currency": _single,
    "date": _dates,
    "iban": _compact,
    "identifier": _identifiers,
    "money": amounts,
    "number": _single,
    "percentage": _single,
    "tax_id": _compact,
}
