"""Who sends a business letter, and to whom: seller and buyer, by where a letter prints them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product

from documents.fields import Candidate
from documents.layout import Document, Word
from extractors.address import ALIGNED, HEAD, Block, blocks
from extractors.organisation import FORM_ALONE, Cell, cells, company_in, could_be_name, is_sender_line, parts, words_of
from extractors.tokens import Hit, folded, hits, index

#: How often a name at such a place was the right one (sample_docs and the e-invoices in print).
SENDER, HEADED, LETTERHEAD, TALLEST, FOOTER, WINDOW, FIRST_PART = 0.93, 0.93, 0.86, 0.5, 0.72, 0.86, 0.55
#: A second company on top of a page is seldom the sender; the first name is believed so many times as much.
SECOND = 0.6
#: An address without a head, where another name has one.
BESIDE_HEAD = 0.3
#: The letterhead is the top of the first page, the footer the foot of each, as fractions of its height.
TOP, FOOT = 0.2, 0.82
#: Addresses side by side begin within this fraction of the page's height.
LEVEL = 0.04
#: Words of a letter from France, whose envelopes have their window on the right.
FRENCH = ("facture", "tva", "avoir", "siret")
#: A head over the address of who is written to.
_RECEIVER = re.compile(
    r"an\b|to\b|bill|sold|invoice|client|customer|kunde|rechnung(?!sersteller)|käufer|buyer|fact|acheteur|destinataire"
    r"|adresse d[eu] (?:fact|cl)|leistungsempfänger",
    re.IGNORECASE,
)
#: Who made the program that printed the page is not who sent it.
_MAKER = re.compile(r"\(c\)|©|copyright|powered by", re.IGNORECASE)
#: Print of a name over several lines is at least so high, as a fraction of the page (about 13 points).
LARGE = 0.0125
#: What a letterhead prints large besides a name.
_TITLE = re.compile(
    r"\W*(?:tax |vat |sales |commercial |pro-?forma |handels)?(?:invoice|rechnung|facture|gutschrift|credit note|"
    r"purchase order|bestellung|order|receipt|quittung|statement|page|seite|remittance slip|ihre \w+|your \w+)\b.*",
    re.IGNORECASE,
)


def find_sender(document: Document, *, heads: list[str], belief: float = 1.0) -> Iterator[Candidate]:
    """Yield names of who sends: under one of the heads, in the sender's line, the letterhead and the footers.

    `heads` are the words over the sender's address ("Seller"); `belief` scales all (0 to 1).
    """
    receivers = {folded(block.name.text) for block in blocks(document) if block.sender or _receives(block)}
    found = [*_under_heads(document, heads), *_sender_lines(document), *_letterhead(document), *_footers(document)]
    if not any(sure >= SENDER for _, _, sure in found) and (sides := _opposite(document)):
        receivers.add(folded(sides[0].name.text))
        found.append((sides[1].name.text, sides[1].name.words, LETTERHEAD))
    for text, words, sure in _whole(found):
        if folded(text) not in receivers:
            yield Candidate(text, words, belief * sure, "sender")


def find_receiver(document: Document, *, heads: list[str], senders: list[str] | None = None) -> Iterator[Candidate]:
    """Yield names of who is written to: under or beside one of the heads, else on top of the address.

    `senders` are words over the sender's address: what stands under them is not the receiver.
    """
    own = {folded(text) for text, _, _ in [*_sender_lines(document), *_under_heads(document, senders or [])]}
    headed = [named for named in _under_heads(document, heads) if folded(named[0]) not in own]
    own |= {folded(text) for text, _, _ in _footers(document)} - {folded(text) for text, _, _ in headed}
    for text, words, sure in headed:
        yield Candidate(text, words, sure, "receiver")
    for block in blocks(document):
        name = block.name.text
        if folded(name) in own or (block.head and not _receives(block)) or not could_be_name(name):
            continue
        if block.sender or _receives(block):
            yield Candidate(name, block.name.words, SENDER, "receiver")
        elif _in_window(document, block):
            yield Candidate(name, block.name.words, BESIDE_HEAD if headed else WINDOW, "receiver")


Named = tuple[str, tuple[Word, ...], float]


def _whole(found: Sequence[Named]) -> Iterator[Named]:
    """A short name (that of a logo) that begins a longer one with its legal form counts for the longer."""
    longer = [named for named in found if company_in(named[0])]
    for text, words, sure in found:
        full = next((named for named in longer if folded(named[0]).startswith(folded(text)) and named[0] != text), None)
        if full is None:
            yield text, words, sure
        else:
            yield full[0], full[1], sure


def _in_window(document: Document, block: Block) -> bool:
    """On the first page, below the letterhead: where an envelope's window shows it, left, or in France right."""
    box = block.box
    high = box.page == document.pages[0].number and TOP / 3 < box.top < 0.5
    return high and (box.left < 0.5 or _is_french(document))


def _is_french(document: Document) -> bool:
    return any(word in index(document).places for word in FRENCH)


def _opposite(document: Document) -> tuple[Block, Block] | None:
    """Two addresses side by side without a head: who is written to, in the window, and who writes, right of it."""
    known = [] if _is_french(document) else [block for block in blocks(document) if not block.head and not block.sender]
    windows = [block for block in known if _in_window(document, block)]
    for window, other in product(windows, known):
        level = abs(window.box.top - other.box.top) < LEVEL and window.box.page == other.box.page
        if level and other.box.left > 0.5 and could_be_name(other.name.text) and not _no_name(other.name.text):
            return window, other
    return None


def _receives(block: Block) -> bool:
    return bool(_RECEIVER.match(block.head))


def _sender_lines(document: Document) -> Iterator[Named]:
    for cell in cells(document):
        if is_sender_line(cell.text):
            name = company_in(cell.text) or next(parts(cell.text))
            if could_be_name(name):
                yield name, words_of(cell, name), SENDER if company_in(name) else FIRST_PART


def _under_heads(document: Document, heads: Sequence[str]) -> Iterator[Named]:
    for hit in hits(document, heads):
        named = _beside(document, hit) or _below(document, hit)
        if named:
            yield named


def _beside(document: Document, hit: Hit) -> Named | None:
    """`To: Orchard Lane Hotels Ltd`: the rest of the head's own cell, where a colon ends the head."""
    home = next((cell for cell in cells(document) if hit.tokens[-1].word in cell.words), None)
    if home is None or not hit.row.tokens[hit.end :] or hit.row.tokens[hit.start].word != home.words[0]:
        return None
    rest = home.words[home.words.index(hit.tokens[-1].word) + 1 :]
    colon = hit.row.tokens[hit.end].text.startswith(":") or hit.tokens[-1].text.endswith(":")
    words = tuple(word for word in rest if word.text != ":")
    text = " ".join(word.text for word in words)
    return (text, words, HEADED * hit.likeness) if colon and words and could_be_name(text) else None


def _below(document: Document, hit: Hit) -> Named | None:
    """The first name under a head that stands alone in its cell; a line `Name: ...` among the next names it."""
    known = cells(document)
    at = next((n for n, cell in enumerate(known) if hit.tokens[-1].word in cell.words), None)
    if at is None or not HEAD.fullmatch(known[at].text):
        return None
    head = known[at]
    under = [cell for cell in known[at + 1 :] if head.page == cell.page and head.row < cell.row <= head.row + 5]
    named = next((cell for cell in under if re.match(r"name\b", cell.text, re.IGNORECASE)), None)
    if named is not None:
        said = [cell for cell in under if cell.row == named.row]
        row = [word for cell in said for word in cell.words if word.text not in ("Name:", "Name", ":")]
        words = (*_begun_above(under, said), *row)
        return (" ".join(word.text for word in words), words, HEADED * hit.likeness) if row else None
    for cell in under:
        aligned = abs(cell.line.box.left - head.line.box.left) < 0.02
        if aligned and could_be_name(cell.text) and not HEAD.fullmatch(cell.text):
            return cell.text, cell.words, HEADED * hit.likeness
    return None


def _begun_above(under: Sequence[Cell], said: Sequence[Cell]) -> tuple[Word, ...]:
    """The words of a value over two lines whose label stands at the second: above it, alone, nearer than what is over.

    `said` are the cells of the label's line, the value last.
    """
    value = said[-1].line.box
    above = [cell for cell in under if cell.row == said[0].row - 1]
    over = [cell.line.box.top for cell in under if cell.row == said[0].row - 2]
    if len(said) < 2 or len(above) != 1 or abs(above[0].line.box.left - value.left) > ALIGNED:
        return ()
    top = above[0].line.box.top
    nearer = not over or value.top - top < max(top - each for each in over)
    return above[0].words if nearer and could_be_name(above[0].text) and not _no_name(above[0].text) else ()


def _letterhead(document: Document) -> Iterator[Named]:
    """The names with a legal form on top of the first page, and what is printed largest there."""
    first = document.pages[0].number if document.pages else 0
    top = [cell for cell in cells(document) if cell.page == first and cell.line.box.top < TOP]
    behind = 1.0
    for at, cell in enumerate(top):
        name = company_in(cell.text)
        if is_sender_line(cell.text) or _no_name(cell.text):
            continue
        if (name or FORM_ALONE.fullmatch(cell.text)) and (above := _stacked(top[:at], cell)):
            words = tuple(word for part in (*above, cell) for word in part.words)
            yield " ".join(word.text for word in words), words, LETTERHEAD * behind
        elif name:
            yield name, words_of(cell, name), LETTERHEAD * behind
        else:
            continue
        behind = SECOND
    plain = [
        cell
        for cell in top
        if could_be_name(cell.text) and not _no_name(cell.text) and not FORM_ALONE.fullmatch(cell.text)
    ]
    if plain:
        largest = max(plain, key=_height)
        if not company_in(largest.text):
            yield largest.text, largest.words, TALLEST


def _stacked(above: Sequence[Cell], cell: Cell) -> list[Cell]:
    """The lines above that are of one name with the cell: as large, larger than usual, set tight, at one edge."""
    taken: list[Cell] = []
    for other in reversed(above):
        lower = taken[0] if taken else cell
        if abs(other.line.box.left - cell.line.box.left) > 0.01 or other.row == lower.row:
            continue
        near = lower.line.box.top - other.line.box.bottom < 0.8 * _height(cell)
        alike = 0.8 < _height(other) / _height(cell) < 1.25 and _height(cell) > LARGE
        if not (near and alike and could_be_name(other.text)) or _no_name(other.text):
            break
        taken.insert(0, other)
    return taken


def _no_name(text: str) -> bool:
    return bool(_TITLE.fullmatch(text) or _MAKER.search(text) or HEAD.fullmatch(text))


def _height(cell: Cell) -> float:
    return sorted(word.box.height for word in cell.words)[len(cell.words) // 2]


def _footers(document: Document) -> Iterator[Named]:
    """Names with a legal form at the foot of a page; repeated on each page they are one."""
    seen: set[str] = set()
    for cell in cells(document):
        if cell.line.box.top < FOOT:
            continue
        for part in parts(cell.text):
            name = company_in(part)
            if name and folded(name) not in seen:
                seen.add(folded(name))
                yield name, words_of(cell, name), FOOTER
