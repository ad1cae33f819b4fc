"""Names of companies on letters: in a letterhead, a sender's line, a footer, above an address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from documents.layout import Document, Line, Word
from extractors.tokens import folded
from extractors.view import lines, once

#: Legal forms that end a company's name on business letters of Europe, Britain, America and Malaysia.
_FORM = (
    r"(?:g?GmbH(?:\s*&\s*Co\.?\s*(?:KG|OHG|KGaA))?|UG(?:\s*\(haftungsbeschränkt\))?|AG(?:\s*&\s*Co\.?\s*KG(?:aA)?)?|"
    r"KGaA|KG|OHG|oHG|e\.?\s?K\.?|e\.?\s?V\.?|e\.?\s?G\.?|GbR|PartG(?:\s?mbB)?|a\.\s?G\.|"
    r"Ltd\.?|LTD\.?|Limited|LIMITED|LLP|LLC|L\.L\.C\.|Inc\.?|INC\.?|Corp\.?|CORP\.?|Corporation|CORPORATION|plc|PLC|"
    r"S\.?A\.?R\.?L\.?|SARL|Sarl|S\.?A\.?S\.?|SASU|EURL|S\.A\.|SA|B\.V\.|BV|N\.V\.|S\.?r\.?l\.?|S\.?p\.?A\.?|"
    r"S\.?L\.?|Oy|A/S|ApS|AB|SE|"
    r"(?:S[DO0I1]N\.?|S[do]n\.?)\s*(?:[B8][HIE][DO0]|B[hi]d)\.?|[S5]/[B8]|SB(?=\s?\(\d)|BHD\.?|Bhd\.?)"
)
#: What small shops end their name with, where it ends the line or a register number follows.
_TRADE = r"(?:ENTERPRISE|Enterprise|TRADING|Trading)(?=\W*$|\s*\(\s?\w{0,3}\d)"
#: A name with its legal form; what stands behind it (a register number, an address) is not of the name.
COMPANY = re.compile(
    rf"^\W*((?:[\w&'’´`.+@/()-]+,?\s+(?:[&+-]\s+)?){{1,9}}?(?:{_FORM}(?:\s+{_FORM})?(?=$|[\s,;:|()·•●*-])|{_TRADE}))"
)
#: A legal form alone on its line: the name stands above it.
FORM_ALONE = re.compile(rf"\W*(?:\(\w+\)\s*)?{_FORM}\W*(?:\(.*)?")
#: What divides the parts of a sender's line or a footer.
DIVIDED = re.compile(r"\s+[-–—|·•●▪*/]\s+|\s*[·•●▪|]\s*|,\s+|\.\s+(?=[A-Z][a-z]+ (?:No|Nr))")
#: A postal code with its town: German, French and Malaysian five digits, Austrian and Swiss four, British, American.
TOWN = re.compile(
    r"(?:^|[,\s])(?:(?:[A-Z]{1,3}[-\s])?\d{4,5}\s*[A-ZÄÖÜÉ][A-Za-zäöüßéè.]+"
    r"|[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}$|[A-Z]{2}\s+\d{5}(?:-\d{4})?$)"
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A stretch of a line without wide gaps: one entry of a letterhead, one line of an address."""

    line: Line
    row: int
    page: int

    @property
    def text(self) -> str:
        """Its words with single spaces."""
        return self.line.text

    @property
    def words(self) -> tuple[Word, ...]:
        """Its words."""
        return self.line.words


@once
def cells(document: Document) -> tuple[Cell, ...]:
    """All cells of the document, line by line."""
    return tuple(
        Cell(cell, row, line.words[0].box.page)
        for row, line in enumerate(lines(document))
        for cell in line.segments(1.5)
    )


def company_in(text: str) -> str | None:
    """The company's name that the text begins with, up to its legal form.

    >>> company_in("Nordlicht Büro GmbH & Co. KG, Am Hafen 3"), company_in("KEDAI ABU SDN. BHD. (12345-X)")
    ('Nordlicht Büro GmbH & Co. KG', 'KEDAI ABU SDN. BHD.')
    >>> company_in("Rechnung Nr. 17")
    """
    found = COMPANY.match(text)
    return found[1] if found else None


def mended_form(name: str) -> str:
    """The name with a badly read Malaysian legal form put right: there is no other that looks like it.

    >>> mended_form("KEDAI ABU SON. BHO"), mended_form("KEDAI ABU 5/B"), mended_form("Abu & Son")
    ('KEDAI ABU SDN. BHD', 'KEDAI ABU S/B', 'Abu & Son')
    """
    name = re.sub(r"\bS[O0I1]N(\.?\s*)(?=[B8][HIE][DO0]\b)", r"SDN\1", name)
    name = re.sub(r"(\bSDN\.?\s*)[B8][HIE][DO0]\b", r"\1BHD", name)
    return re.sub(r"\s[S5]/[B8]$", " S/B", name)


def parts(text: str) -> Iterator[str]:
    """The parts of a sender's line or footer.

    >>> list(parts("Bei Spiel GmbH ● Ecke 12 ● 12345 Stadthausen"))
    ['Bei Spiel GmbH', 'Ecke 12', '12345 Stadthausen']
    """
    yield from (part.strip() for part in DIVIDED.split(text) if part and part.strip())


def is_sender_line(text: str) -> bool:
    """A whole address in one line, as printed small above the window of an envelope.

    >>> is_sender_line("Bei Spiel GmbH ● Ecke 12 ● 12345 Stadthausen"), is_sender_line("12345 Stadthausen")
    (True, False)
    """
    pieces = list(parts(text))
    if not 3 <= len(pieces) <= 5 or len(text) > 110 or any(map(str.isdigit, pieces[0])):
        return False
    return any(TOWN.search(piece) for piece in pieces[1:])


def words_of(cell: Cell, text: str) -> tuple[Word, ...]:
    """The words of the cell that make up the text, which is part of it; all of them where it cannot be told."""
    wanted = folded(text)
    for start in range(len(cell.words)):
        run = ""
        for end in range(start, len(cell.words)):
            run += folded(cell.words[end].text)
            if run == wanted:
                return cell.words[start : end + 1]
    return cell.words


def could_be_name(text: str) -> bool:
    """Letters enough, few digits, no colon: it may be somebody's name.

    >>> could_be_name("Au bon moulin"), could_be_name("Nummer: 549910"), could_be_name("GLN 4000001123452")
    (True, False, False)
    """
    letters, digits = sum(map(str.isalpha, text)), sum(map(str.isdigit, text))
    if len(text) < 5 and " " not in text and not text.isupper():
        return False  # "Pos.", "Page"
    return letters >= 3 and digits * 3 <= letters and ":" not in text and "@" not in text and len(text) <= 80
