"""What stands on a page, and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from documents import reading_order


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on one page.

    Its sides are fractions of the page as a reader sees it (turned upright), from the top left corner, so the same
    box fits a 300 dpi scan, a small preview and the reviewer's browser. `page` counts from 0 in the file.

    >>> Box(0, 0.1, 0.2, 0.3, 0.25) | Box(0, 0.5, 0.2, 0.6, 0.25)
    Box(page=0, left=0.1, top=0.2, right=0.6, bottom=0.25)
    """

    page: int
    left: float
    top: float
    right: float
    bottom: float

    def __post_init__(self) -> None:
        if self.left > self.right or self.top > self.bottom:
            raise ValueError(f"inside out: {self}")

    def __or__(self, other: Box) -> Box:
        return Box(
            self.page,
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    @property
    def width(self) -> float:
        """Fraction of the page's width."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Fraction of the page's height."""
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        """The centre, x then y."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def on_line_of(self, other: Box) -> bool:
        """Do the two stand on one line of print?"""
        overlap = min(self.bottom, other.bottom) - max(self.top, other.top)
        if overlap <= 0 or self.page != other.page:
            return False
        return overlap > min(self.bottom - self.top, other.bottom - other.top) / 2

    def holds(self, other: Box) -> bool:
        """Does the centre of the other box lie in this one?"""
        x, y = other.middle
        return self.page == other.page and self.left <= x <= self.right and self.top <= y <= self.bottom


@dataclass(frozen=True, slots=True)
class Word:
    """One printed word. `confidence` is P(read rightly), 1 for a PDF's own text; `engine` says who read it."""

    text: str
    box: Box
    confidence: float = 1.0
    engine: str = "text_layer"


class Source(StrEnum):
    """Where the words of a page come from."""

    TEXT_LAYER = "text_layer"
    OCR = "ocr"
    BLANK = "blank"  # no ink, so no words: not the same as unread
    DATA = "data"  # a bare e-invoice: no page was ever printed


@dataclass(frozen=True, slots=True)
class CheckBox:
    """A small square on the page, and how sure we are that it is marked (0 empty, 1 marked)."""

    box: Box
    marked: float


@dataclass(frozen=True, slots=True)
class Code:
    """A bar code or QR code, with its symbology ("Code128", "QRCode") and its text."""

    text: str
    symbology: str
    box: Box


@dataclass(frozen=True, slots=True)
class Page:
    """One page as read. Sizes are in points (1/72 inch) after turning upright; `number` counts from 0 in the file.

    `words` stand in reading order. `turned` is the quarter turn (0, 90, 180, 270 degrees clockwise) and `skew` the
    small angle (degrees) that were taken out before reading. `rulings` are thin boxes, one a printed line.
    `image` names the page's picture in the folder that capture was given, if any. `handwriting` has the boxes of words
    that look written by hand: what was read there is a guess.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...] = ()
    source: Source = Source.TEXT_LAYER
    turned: int = 0
    skew: float = 0.0
    rulings: tuple[Box, ...] = ()
    check_boxes: tuple[CheckBox, ...] = ()
    codes: tuple[Code, ...] = ()
    image: str | None = None
    handwriting: tuple[Box, ...] = ()

    @property
    def is_unread(self) -> bool:
        """Is there ink, and neither a word of two letters or digits nor a code could be read from it?"""
        is_worded = any(sum(map(str.isalnum, word.text)) > 1 for word in self.words)
        return self.source is Source.OCR and not is_worded and not self.codes

    def lines(self) -> list[Line]:
        """The page's lines in reading order."""
        return lines(self.words)


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of a fillable PDF. A check box or radio button has "selected" or "unselected" as its value."""

    name: str
    value: str
    box: Box | None
    is_mark: bool = False


@dataclass(frozen=True, slots=True)
class EInvoice:
    """An electronic invoice as data (EN 16931), embedded in a PDF or a bare file.

    `values` maps our field names (invoice_number, gross_total, ...) to the text in the XML, several where it has
    several; `lines` has one mapping an invoice line; `kind` is the UNTDID 1001 type code (380 invoice, 381 credit
    note).
    """

    syntax: str
    kind: str
    values: dict[str, tuple[str, ...]]
    lines: tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One document as captured: what it said, never what we make of it.

    `sha256` and `name` are those of the file; in a file that holds files, `name` has both ("post.zip / a.pdf"). A file
    that holds several documents becomes several of these with the same sha256; `part` counts them from 1, 0 is a whole
    file. Pages keep the numbers they have in the file.
    `notes` are sentences on what could not be used (embedded XML that is broken), for the reviewer.
    """

    sha256: str
    name: str
    pages: tuple[Page, ...]
    part: int = 0
    form_fields: tuple[FormField, ...] = ()
    e_invoice: EInvoice | None = None
    notes: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[Word, ...]:
        """All words, page by page."""
        return tuple(word for page in self.pages for word in page.words)

    def lines(self) -> Iterator[Line]:
        """The lines of all pages in reading order."""
        for page in self.pages:
            yield from page.lines()

    def page(self, number: int) -> Page:
        """The page with this number in the file; KeyError when this document does not have it."""
        for page in self.pages:
            if page.number == number:
                return page
        raise KeyError(number)


def titles(documents: Sequence[Document]) -> list[str]:
    """What to call each document of one file: by its name, and by its part too where several have the same name."""
    names = [document.name for document in documents]
    return [titled(one.name, one.part if names.count(one.name) > 1 else 0) for one in documents]


def titled(name: str, part: int) -> str:
    """A document of this name, and which of several.

    >>> titled("batch.pdf", 2), titled("post.zip / invoice-7.pdf", 0)
    ('batch.pdf, part 2', 'post.zip / invoice-7.pdf')
    """
    return f"{name}, part {part}" if part else name


@dataclass(frozen=True)
class Line:
    """Words that stand on one line of print, left to right."""

    words: tuple[Word, ...]

    @cached_property
    def text(self) -> str:
        """The words with single spaces."""
        return " ".join(word.text for word in self.words)

    @cached_property
    def box(self) -> Box:
        """Around all the words."""
        return around(self.words)

    def segments(self, gap: float = 1.2) -> list[Line]:
        """The line cut where the white space is wider than `gap` times the height of the print (columns, cells).

        Box sides are fractions of different lengths, so height is taken as a fraction of width on an A4 page.
        """
        tall = sum(word.box.height for word in self.words) / len(self.words) * 1.414
        cut: list[list[Word]] = []
        for word in self.words:
            if cut and word.box.left - cut[-1][-1].box.right <= gap * tall:
                cut[-1].append(word)
            else:
                cut.append([word])
        return [Line(tuple(words)) for words in cut]


def lines(words: Iterable[Word]) -> list[Line]:
    """The words as lines in reading order: top to bottom, columns of running text one after the other."""
    return [Line(tuple(row)) for row in reading_order.rows(words)]


def around(words: Iterable[Word]) -> Box:
    """The smallest box that holds all the words (of one page). ValueError for no words."""
    boxes = [word.box for word in words]
    if not boxes:
        raise ValueError("no words, so no box")
    return Box(
        boxes[0].page,
        min([box.left for box in boxes]),
        min([box.top for box in boxes]),
        max([box.right for box in boxes]),
        max([box.bottom for box in boxes]),
    )
