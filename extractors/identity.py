"""Numbers that carry their own proof: IBAN, BIC and VAT id, believed by their check digits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from stdnum import iban as iban_number
from stdnum.eu import vat as vat_number

from documents.fields import Candidate
from documents.layout import Document, Word
from extractors.tokens import Hit, Row, Token, hits, index

#: With check digits that match; with a label alone; with a letter mended to a digit; with neither; at the receiver's.
PROVED, LABELLED, MENDED, UNPROVED, OTHERS = 0.96, 0.93, 0.85, 0.6, 0.2
#: What goes on below begins under the first group, within this fraction of the page's width.
UNDER = 0.01
#: Length of an IBAN by country (SWIFT registry), for those we meet; others are cut where the print ends.
_LENGTHS = {
    **{"NO": 15, "BE": 16, "DK": 18, "FI": 18, "NL": 18, "SI": 19, "AT": 20, "EE": 20, "LT": 20, "LU": 20},
    **{"CH": 21, "HR": 21, "LI": 21, "LV": 21, "BG": 22, "DE": 22, "GB": 22, "IE": 22, "CZ": 24, "ES": 24, "RO": 24},
    **{"SE": 24, "SK": 24, "PT": 25, "FR": 27, "GR": 27, "IT": 27, "MC": 27, "CY": 28, "HU": 28, "PL": 28, "MT": 31},
}
_IBAN_START = re.compile(r"(?:IBAN:?)?([A-Z]{2}[\dOIlSB]{2}[A-Z0-9]{0,30})(?:[,;.]|\W*(?:BIC|SWIFT)\W*)?")
#: Countries whose IBANs have digits only, and letters that a machine reads for digits.
_DIGITS_ONLY = frozenset("AT BE CZ DE DK EE ES FI HR HU LT NO PL PT SE SI SK".split())
_FOR_DIGITS = str.maketrans("OIlSBZ", "011582")
_VAT = re.compile(
    r"(?:AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|GB|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK)[A-Z0-9]{8,12}"
)
#: A VAT id read as one word with what follows it ("FR40303265045-SIRET:").
_COUNTRY = re.compile(r"[A-Z]{2}")
_VAT_GLUED = re.compile(rf"{_VAT.pattern}(?=[-–/|;,·][A-Za-z])")
#: How many letters and digits stand behind the country's two, where always as many.
_VAT_DIGITS = {
    **{"AT": 9, "BE": 10, "CY": 9, "DE": 9, "DK": 8, "EE": 9, "EL": 9, "FI": 8, "FR": 11, "HR": 11, "HU": 8, "IT": 11},
    **{"LU": 8, "LV": 11, "MT": 8, "NL": 12, "PL": 10, "PT": 9, "SE": 12, "SI": 8, "SK": 10},
}
_VAT_WORDS = [
    "vat",
    "ust",
    "ust-idnr",
    "ust-id",
    "ust.-id.-nr.",
    "tva",
    "uid",
    "btw",
    "mwst",
    "vat no",
    "vat reg",
    "umsatzsteuer id",
]
_BIC = re.compile(
    r"[A-Z]{4}(?:AT|BE|CH|CZ|DE|DK|ES|FR|GB|IE|IT|LI|LU|NL|NO|PL|PT|SE|US|MY|SG)[A-Z0-9]{2}(?:[A-Z0-9]{3})?"
)


def find_iban(document: Document) -> Iterator[Candidate]:
    """Yield every IBAN; the print's groups of four are put together by the country's length."""
    for row in index(document).rows:
        for at, token in enumerate(row.tokens):
            start = _IBAN_START.fullmatch(token.text)
            if start is None:
                continue
            text, words = _gathered(row.tokens[at:], start[1])
            length = _LENGTHS.get(text[:2])
            if length and len(text) < length:
                text, words = _continued(document, row, text, words)
            if len(text) == length:
                yield _iban(text, words)
            elif length and iban_number.is_valid(text[:length]):  # what follows it, such as "BIC", was read with it
                yield Candidate(text[:length], words, PROVED, "iban")


def _continued(document: Document, row: Row, text: str, words: tuple[Word, ...]) -> tuple[str, tuple[Word, ...]]:
    """The account with its last groups that stand on the next line, under its first; as it was where none do."""
    left = words[0].box.left
    for below in index(document).rows[row.number + 1 : row.number + 2]:
        under = [token for token in below.tokens if token.box.left > left - UNDER]
        if under and under[0].box.left < left + UNDER and under[0].box.page == words[0].box.page:
            whole, more = _gathered([Token(text, words[0]), *under], text)
            if len(whole) == _LENGTHS[text[:2]]:
                return whole, (*words, *more[1:])
    return text, words


def _iban(text: str, words: tuple[Word, ...]) -> Candidate:
    """As printed; where the check digits fail and a letter was read for a digit, with that mended if they then hold."""
    if iban_number.is_valid(text):
        return Candidate(text, words, PROVED, "iban")
    digits = slice(2, None) if text[:2] in _DIGITS_ONLY else slice(2, 4)
    mended = text[:2] + text[digits].translate(_FOR_DIGITS) + ("" if digits.stop is None else text[4:])
    if mended != text and iban_number.is_valid(mended):
        return Candidate(text, words, MENDED, "iban_mended", mended)
    return Candidate(text, words, UNPROVED, "iban")


def find_bic(document: Document, *, labels: list[str]) -> Iterator[Candidate]:
    """Yield codes of a BIC's form on a line that has one of the labels or an IBAN."""
    labelled = {hit.row.number + below for hit in hits(document, labels) for below in (0, 1)}
    for row in index(document).rows:
        for token in row.tokens:
            text = token.text.strip(",;.:")
            if _BIC.fullmatch(text):
                yield Candidate(text, (token.word,), PROVED if row.number in labelled else UNPROVED, "bic")


def find_vat_id(document: Document, *, others: list[str]) -> Iterator[Candidate]:
    """Yield every VAT id of a European country, hardly believed in the receiver's part of the page.

    That is under one of the heads `others` ("Käufer") with no other head between. On a line with one of them ("Ihre
    USt-IdNr.") it is the receiver's and nobody else's.
    """
    theirs = list(hits(document, others))
    named = {hit.row.number + below for hit in hits(document, _VAT_WORDS) for below in (0, 1)}
    for row in index(document).rows:
        for text, words in _vat_ids(row, row.number in named):
            belief = PROVED if vat_number.is_valid(text) else LABELLED if row.number in named else UNPROVED
            if not _is_said_theirs(row, words[0], theirs):
                theirs_above = _is_theirs(row, words[0], theirs)
                yield Candidate(text, words, OTHERS if theirs_above else belief, "vat_id")


def _vat_ids(row: Row, labelled: bool) -> Iterator[tuple[str, tuple[Word, ...]]]:
    """The ids on a line; one printed in groups must prove itself, or stand on a line that says what it is."""
    for at, token in enumerate(row.tokens):
        text = "".join(token.text.strip(",;:()-–").replace(".", "").split())
        glued = _VAT_GLUED.match(text)
        if glued and len(glued[0]) == 2 + _VAT_DIGITS.get(text[:2], len(glued[0]) - 2):
            text = glued[0]
        if not _COUNTRY.match(text) or (_IBAN_START.fullmatch(text) and len(text) > 14):
            continue
        if not _VAT.fullmatch(text):
            length = 2 + _VAT_DIGITS.get(text[:2], 0)
            text, words = _gathered(row.tokens[at : at + 5], text, most=length if length > 2 else 11)
            proved = vat_number.is_valid(text) or (labelled and len(text) == length)
            if _VAT.fullmatch(text) and proved:
                yield text, words
            continue
        if sum(map(str.isdigit, text)) >= 7:
            yield text, (token.word,)


def _gathered(tokens: Sequence[Token], text: str, most: int = 34) -> tuple[str, tuple[Word, ...]]:
    """The first token's text with the groups behind it, up to the country's length; the words that hold it."""
    words = [tokens[0].word]
    length = _LENGTHS.get(text[:2], most) if most == 34 else most
    for token in tokens[1:]:
        part = token.text.strip(",;.")
        if len(text) >= length or not re.fullmatch(r"[A-Z0-9]{1,30}", part) or len(text) + len(part) > length:
            break
        text += part
        words.append(token.word)
    return text, tuple(words)


def _is_said_theirs(row: Row, word: Word, theirs: Sequence[Hit]) -> bool:
    return any(hit.row.number == row.number and hit.box.right <= word.box.right for hit in theirs)


def _is_theirs(row: Row, word: Word, theirs: Sequence[Hit]) -> bool:
    for hit in theirs:
        above = 0 < row.number - hit.row.number <= 8 and hit.box.page == word.box.page
        if above and abs(hit.box.left - row.line.box.left) < 0.25 and word.box.left >= hit.box.left - 0.02:
            return True
    return False
