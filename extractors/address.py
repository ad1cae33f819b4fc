"""Addresses as blocks: lines under each other that end with a postal code and a town, a name on top."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from documents.layout import Box, Document
from extractors.organisation import TOWN, Cell, cells, could_be_name, is_sender_line
from extractors.view import once

#: Lines of a block begin within this fraction of the page's width, and stand within so many heights of print; the
#: town may stand off by a line.
ALIGNED, NEAR, NEAR_TOWN = 0.015, 1.9, 3.4
#: No address has more lines above its town.
MOST_LINES = 7
#: Words that stand alone above an address and are not of it.
HEAD = re.compile(
    r"(?:an|to|bill(?:ed)? to|sold to|invoice to|ship to|deliver to|client|customer|kunde|rechnung an|käufer.*|"
    r"rechnungsempfänger|rechnungsanschrift|rechnungsadresse|lieferanschrift|"
    r"liefer(?:ung|adresse)( an)?|warenempfänger|facturé à|adresse de (?:facturation|livraison)|"
    r"adresse du client|livraison.*|destinataire|"
    r"verkäufer|lieferant|rechnungsersteller|vendor|supplier|seller|from|"
    r"remit to|buyer|billing address|invoice address|vendeur|fournisseur|acheteur|"
    r"\(?\d{7,}\)?|gln.*|nummer.*)\W*",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?:to|an|from|name|customer|client|kunde|bill to|sold to)\s?:\s?\S", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """One address. `lines` from the name to the town, without what stands above as head or sender's line."""

    lines: tuple[Cell, ...]
    head: str
    sender: Cell | None

    @property
    def name(self) -> Cell:
        """The line with the name."""
        return self.lines[0]

    @property
    def box(self) -> Box:
        """Where its name stands."""
        return self.lines[0].line.box


@once
def blocks(document: Document) -> tuple[Block, ...]:
    """The address blocks of the document, in reading order."""
    known = cells(document)
    towns = [at for at, cell in enumerate(known) if _is_town(cell.text)]
    return tuple(block for at in towns if (block := _block(_lined_up(known, at))))


def _lined_up(known: Sequence[Cell], at: int) -> list[Cell]:
    """The lines over the town that begin where it begins; where none do, those that end where it ends."""
    found = list(_climb(known, at, _left))
    return found if len(found) > 1 else list(_climb(known, at, _right))


def _left(cell: Cell) -> float:
    return cell.line.box.left


def _right(cell: Cell) -> float:
    return cell.line.box.right


def _is_town(text: str) -> bool:
    return len(text) <= 60 and bool(TOWN.search(text)) and not is_sender_line(text)


def _climb(known: Sequence[Cell], at: int, edge: Callable[[Cell], float]) -> Iterator[Cell]:
    """The town's cell and those above it, upwards, as long as they line up at that edge."""
    below = known[at]
    yield below
    taken = 1
    for cell in reversed(known[:at]):
        if cell.page != below.page or below.row - cell.row > 3 or taken > MOST_LINES:
            return
        if cell.row >= below.row or abs(edge(cell) - edge(below)) > ALIGNED:
            continue
        if _is_town(cell.text):
            return
        high = max(below.line.box.height, cell.line.box.height)
        if below.line.box.top - cell.line.box.bottom > (NEAR if taken > 1 else NEAR_TOWN) * high:
            return
        yield cell
        below, taken = cell, taken + 1


def _block(upwards: Sequence[Cell]) -> Block | None:
    lines, head, sender = list(reversed(upwards)), "", None
    for at in range(len(lines) - 2, -1, -1):
        text = lines[at].text
        if is_sender_line(text) or HEAD.fullmatch(text):
            head = "" if is_sender_line(text) else text
            sender = lines[at] if is_sender_line(text) else None
            lines = lines[at + 1 :]
            break
    if any(_NAMED.match(cell.text) for cell in lines):
        return None  # "To: Elm Ltd" names it on the head's own line
    while len(lines) > 2 and not could_be_name(lines[0].text):
        lines = lines[1:]
    return Block(tuple(lines), head, sender) if len(lines) >= 2 else None
