"""Which type a document is of, as an auction: each type bids what it finds; a tie or a low bid wins nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import median

from rapidfuzz import fuzz

from doctypes.separators import named_type
from documents.doctype import DocumentType, Recogniser
from documents.layout import Document, Line, Page

#: What a title is worth beside the weights of words, and what each word against leaves of the points.
TITLE, AGAINST = 1.0, 0.4
#: The second must have less than this share of the first's points.
CLEAR = 0.85
#: A title begins a cell in this upper part of the first page that has at most so many words, or is so much larger.
UPPER, WORDS, LARGER = 0.45, 7, 1.3
#: How alike (0 to 100) a phrase of at least so many letters must be where a machine read the page.
ALIKE, SHORTEST_FUZZY = 88, 7
#: A title with its number behind it ("Rechnung # RE-2025/7") may stand as low as this.
NUMBERED = 0.6
_WITH_NUMBER = re.compile(r"\w+(?: \w{1,4}){0,2} \w*\d{3}")
#: How a contract says its own name: 'This Mutual Secrecy and Supply Agreement (this "Agreement")'.
_OWN_NAME = re.compile(
    r"((?:(?:[A-Z][\w-]*|and|of|to|for|not|the|in|&),? ){1,20}(?i:agreement|statement|letter|contract)) ?"
    r"\((?:(?:this|the|hereinafter|collectively),? ){0,3}[\"“”']{0,2}(?:this |the )?(?i:agreement|contract)\b"
)
#: Letters set apart: "I N V O I C E".
_APART = re.compile(r"(?<!\w)(?:[^\W\d] ){4,}[^\W\d](?!\w)")
#: So many pages are looked at: a type shows itself at once, and a long contract speaks of invoices somewhere. Where
#: these announce nothing at all so many are.
PAGES, MORE_PAGES = 2, 5
#: A title has at most so many lines.
TITLE_LINES = 3


@dataclass(frozen=True, slots=True)
class Bid:
    """What a type offers for a document: 0 (nothing of it there) to 1 (settled)."""

    name: str
    score: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """The type, or None; all bids above 0, the highest first; a sentence on why."""

    doctype: DocumentType | None
    bids: tuple[Bid, ...]
    reason: str


def classify(document: Document, types: Mapping[str, DocumentType]) -> Verdict:
    """Let every type bid for the document.

    Points are the weights of the words found, TITLE for a title, times AGAINST for each word against; a bid of p
    points scores p / (p + 1). Exact data settle it: the code of an electronic invoice, the type that a separator
    sheet names.
    """
    settled = _settled(document, types)
    if settled is not None:
        return settled
    seen = _Seen.of(document, PAGES)
    points = {name: _points(doctype.recognise, seen) for name, doctype in types.items()}
    if not any(points.values()) and len(document.pages) > PAGES:
        seen = _Seen.of(document, MORE_PAGES)
        points = {name: _points(doctype.recognise, seen) for name, doctype in types.items()}
    bids = tuple(
        Bid(name, round(each / (each + 1), 4)) for name, each in sorted(points.items(), key=lambda p: -p[1]) if each
    )
    if not bids:
        return Verdict(None, (), "unclassified: nothing on it announces a type that is declared")
    best = types[bids[0].name]
    if bids[0].score < best.recognise.minimum:
        needed = f"{best.recognise.minimum:.2f} is needed"
        return Verdict(None, bids, f"unclassified: the best bid is {best.label} with {bids[0].score:.2f}, {needed}")
    if len(bids) > 1 and points[bids[1].name] > CLEAR * points[bids[0].name]:
        rivals = f"{best.label} ({bids[0].score:.2f}) or {types[bids[1].name].label} ({bids[1].score:.2f})"
        return Verdict(None, bids, f"unclassified: it may be {rivals}")
    return Verdict(best, bids, f"{best.label}: the highest bid with {bids[0].score:.2f}")


def _settled(document: Document, types: Mapping[str, DocumentType]) -> Verdict | None:
    wanted = named_type(document)
    if wanted is not None and wanted in types:
        return Verdict(types[wanted], (Bid(wanted, 1.0),), f"{types[wanted].label}: its separator sheet says so")
    if document.e_invoice is not None:
        code = document.e_invoice.kind
        for name, doctype in types.items():
            if code in doctype.recognise.e_invoice:
                return Verdict(doctype, (Bid(name, 1.0),), f"{doctype.label}: its electronic data say so (code {code})")
    return None


@dataclass(frozen=True, slots=True)
class _Seen:
    """The first pages as the bids look at them: all text folded, and the lines that may be titles."""

    text: str
    titles: tuple[str, ...]
    names: tuple[str, ...]
    read_by_machine: bool

    @classmethod
    def of(cls, document: Document, count: int) -> _Seen:
        pages = [page for page in document.pages if page.words][:count]
        text = " ".join(line.text for page in pages for line in page.lines())
        machine = any(word.engine != "text_layer" for page in pages for word in page.words)
        titles = _titles(pages[0]) if pages else []
        names = tuple(map(_folded, _names(pages[0]))) if pages else ()
        return cls(f" {_folded(text)} ", tuple(map(_folded, titles)), names, machine)

    def has(self, phrase: str) -> bool:
        """Does the phrase stand there, maybe badly read?"""
        wanted = _folded(phrase)
        if f" {wanted} " in self.text:
            return True
        fuzzy = self.read_by_machine and len(wanted) >= SHORTEST_FUZZY
        return fuzzy and fuzz.partial_ratio(wanted, self.text, score_cutoff=ALIKE) > 0

    def titled(self, phrase: str) -> bool:
        """Is the phrase a title, maybe with a number behind it?

        One like "-srechnung" is how a title's word ends, one like "... agreement" how a title in capitals ends, and
        "secrecy ... agreement" how such a title goes on from any of its words.
        """
        wanted = _folded(phrase)
        if "..." in phrase:
            begin, end = (_folded(part) for part in phrase.split("..."))
            return any(name.endswith(f" {end}") and f" {begin} ".lstrip() in f" {name}" for name in self.names)
        if phrase.startswith("-"):
            return any(title.split(" ")[0].endswith(wanted) for title in self.titles if title)
        return any(
            title == wanted or title.startswith(f"{wanted} ") or self._alike(title, wanted) for title in self.titles
        )

    def _alike(self, title: str, wanted: str) -> bool:
        long_enough = self.read_by_machine and len(wanted) >= SHORTEST_FUZZY
        return long_enough and fuzz.ratio(title[: len(wanted)], wanted) >= ALIKE


def _points(recogniser: Recogniser, seen: _Seen) -> float:
    points = sum(weight for phrase, weight in (recogniser.words or {}).items() if seen.has(phrase))
    points += TITLE if any(map(seen.titled, recogniser.title)) else 0.0
    if points <= 0:
        return 0.0
    against = (seen.titled(phrase) if "..." in phrase else seen.has(phrase) for phrase in recogniser.against)
    return points * AGAINST ** sum(against)


def _titles(page: Page) -> list[str]:
    """The cells of the upper page with few words, or in large print."""
    usual = median(word.box.height for word in page.words)
    cells = [cell for line in page.lines() for cell in line.segments(2.0)]
    return [cell.text for cell in cells if _is_title(cell, usual)]


def _names(page: Page) -> Iterator[str]:
    """Titles in capitals, also of several lines that stand alone one below the other; and what it calls itself."""
    usual = median(word.box.height for word in page.words)
    running: list[Line] = []
    for line in page.lines():
        every = line.segments(2.0)
        cells = [cell for cell in every if _is_title(cell, usual) and _is_name(cell.text)]
        yield from (cell.text for cell in cells)
        alone = cells if len(every) == 1 else []
        if not alone or (running and line.box.top - running[-1].box.bottom > line.box.height):
            running = []
        running += alone
        for count in range(2, min(len(running), TITLE_LINES) + 1):
            yield " ".join(each.text for each in running[-count:])
    yield from _OWN_NAME.findall(" ".join(line.text for line in page.lines()))


def _is_name(title: str) -> bool:
    """Does each longer word of it begin with a capital, so that it is no end of a sentence?"""
    words = title.split()
    return all(word[:1].isupper() for word in words[:1] + [word for word in words if len(word) > 3])


def _is_title(cell: Line, usual: float) -> bool:
    if cell.box.top > UPPER:
        return cell.box.top <= NUMBERED and bool(_WITH_NUMBER.match(_folded(cell.text)))
    tall = median(word.box.height for word in cell.words) >= LARGER * usual
    return tall or min(len(cell.words), len(_folded(cell.text).split())) <= WORDS


def _folded(text: str) -> str:
    """Small letters and digits, single spaces: `*** TAX-INVOICE ***` is `tax invoice`, `I N V O I C E` is `invoice`."""
    plain = " ".join(re.sub(r"[\W_]+", " ", text.casefold()).split())
    return _APART.sub(lambda found: found[0].replace(" ", ""), plain)
