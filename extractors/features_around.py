"""The words around a seat, by direction. Many spots begin or end at the same word, so each side is told once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from documents.layout import Document
from extractors.page_map import PageMap, Seat, page_map, plain
from extractors.view import once

#: What stands in one direction of a seat, as a ranker's features.
Side = Callable[[PageMap, Seat], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Around:
    """The sides of one document's seats, remembered."""

    seen: PageMap
    told: dict[tuple[Side, int], tuple[str, ...]] = field(default_factory=dict)

    def of(self, side: Side, seat: Seat) -> tuple[str, ...]:
        """What stands on this side of the seat."""
        found = self.told.get((side, seat.order))
        if found is None:
            found = self.told[side, seat.order] = tuple(side(self.seen, seat))
        return found


@once
def around_of(document: Document) -> Around:
    """The sides of a document, made once for all its fields."""
    return Around(page_map(document))


def left(seen: PageMap, seat: Seat) -> Iterator[str]:
    """On the line, before the seat."""
    words = seen.folded[seat.row][max(0, seat.at - 4) : seat.at]
    for distance, word in enumerate(reversed(words), 1):
        yield f"left {min(distance, 3)} {word}"
        yield f"left {word}"
    if len(words) >= 2:
        yield f"left {words[-2]} {words[-1]}"
    if len(words) >= 3:
        yield f"left {words[-3]} {words[-2]} {words[-1]}"
    if not words:
        yield "left end"


def right(seen: PageMap, seat: Seat) -> Iterator[str]:
    """On the line, behind the seat."""
    words = seen.folded[seat.row][seat.at + 1 : seat.at + 3]
    for distance, word in enumerate(words, 1):
        yield f"right {distance} {word}"
    if not words:
        yield "right end"


def line(seen: PageMap, seat: Seat) -> Iterator[str]:
    """How the line begins, and all of it up to the seat."""
    words = seen.folded[seat.row]
    yield f"begins {words[0]}" if seat.at else "begins here"
    for word in words[: seat.at]:
        yield f"line {word}"


def above(seen: PageMap, seat: Seat) -> Iterator[str]:
    """The cell above."""
    for word in seen.above(seen.rows[seat.row][seat.at].box, seat.row)[:4]:
        yield f"above {plain(word.text)}"


def below(seen: PageMap, seat: Seat) -> Iterator[str]:
    """The cell below."""
    for word in seen.below(seen.rows[seat.row][seat.at].box, seat.row)[:4]:
        yield f"below {plain(word.text)}"


def before(seen: PageMap, seat: Seat) -> Iterator[str]:
    """The line before."""
    if seat.row:
        words = seen.folded[seat.row - 1]
        for word in words[:6]:
            yield f"before {word}"
        yield f"before ends {words[-1]}"


def behind(seen: PageMap, seat: Seat) -> Iterator[str]:
    """The line behind."""
    if seat.row + 1 < len(seen.folded):
        words = seen.folded[seat.row + 1]
        for word in words[:6]:
            yield f"behind {word}"
        yield f"behind begins {words[0]}"


def prior(seen: PageMap, seat: Seat) -> Iterator[str]:
    """In reading order, over the ends of lines: before the seat."""
    words = seen.reading[max(0, seat.order - 14) : seat.order]
    for distance, word in enumerate(reversed(words), 1):
        if distance <= 3:
            yield f"prior {distance} {word}"
        yield f"prior {word}"
    for at in range(max(0, len(words) - 5), len(words) - 1):
        yield f"prior {words[at]} {words[at + 1]}"


def following(seen: PageMap, seat: Seat) -> Iterator[str]:
    """In reading order, over the ends of lines: behind the seat."""
    for distance, word in enumerate(seen.reading[seat.order + 1 : seat.order + 11], 1):
        if distance <= 2:
            yield f"next {distance} {word}"
        yield f"next {word}"


#: The sides told of where a spot begins, or else ends, in the order in which they are told; and those of running text.
SIDES: tuple[tuple[Side, bool], ...] = (
    *((left, True), (right, False), (line, True), (above, True)),
    *((below, False), (before, True), (behind, False)),
)
IN_TEXT: tuple[tuple[Side, bool], ...] = ((prior, True), (following, False))
