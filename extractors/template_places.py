"""Where a field's value stands on documents of one make: words around it vote for its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import exp, hypot

from documents.layout import Box, Document, Word, around
from extractors.arbitrate import boxes
from extractors.template_match import Frame
from extractors.template_memory import Anchor, Place
from extractors.template_sheet import UPRIGHT, Sheet, Spot, hashed, still
from extractors.template_values import values_on
from extractors.tokens import Row, index
from extractors.view import once

#: So many words vote for a place; of those on the value's own line at least so many where there are any.
ANCHORS, FARTHEST = 7, 14.0
#: The place on the page itself votes as much as so much of a near word.
ABSOLUTE = 0.5
#: How exactly, in heights of print, a value stands where a word says.
DOWN, ASIDE = 0.4, 0.9
#: Kinds of text: a value begins at its place, and may be as long as it likes.
BEGINNING = ("name", "text", "address")
#: Lines of one cell have their left edge, or their middle, so near to each other (of the page's width).
EDGE, MIDDLE = 0.01, 0.02
#: What is left of a value's votes when lines of it are missing.
CUT_SHORT = 0.5
#: Less of the votes than this says nothing.
LEAST = 0.3
#: What becomes of a word's vote that was right or wrong; below FORGOTTEN it is dropped.
STRONGER, WEAKER, FORGOTTEN, STRONGEST = 1.25, 0.45, 0.12, 3.0


@dataclass(frozen=True, slots=True)
class Vote:
    """A value that stands at a remembered place; `share` (0 to 1) of the votes are for it."""

    text: str
    words: tuple[Word, ...]
    share: float
    place: Place


def remembered(document: Document, sheet: Sheet, words: Sequence[Word]) -> Place:
    """The place of a value's words, with the words around it."""
    spots = [Spot.of(box, sheet.first) for box in boxes(words)]
    spot = spots[0]
    return Place(
        anchors=tuple(_anchors(sheet, spot, still(document) - {hashed(word.text) for word in words})),
        page=spot.page,
        left=round(spot.left, 4),
        to=round(spot.right, 4),
        y=round(spot.y, 4),
        lines=len(spots),
    )


def _anchors(sheet: Sheet, value: Spot, words: Iterable[str]) -> list[Anchor]:
    """The nearest of the words, the same line first, then what stands above."""
    found: list[tuple[float, Anchor]] = []
    for key in words:
        spots = [spot for spot in sheet.spots[key] if spot.page == value.page]
        for spot in spots:
            weight = _weight(sheet, spot, value) / len(spots)
            if weight:
                anchor = Anchor(
                    key,
                    round(value.left - spot.left, 4),
                    round(value.right - spot.left, 4),
                    round(value.y - spot.y, 4),
                    round(weight, 3),
                )
                found.append((weight, anchor))
    found.sort(key=lambda pair: (-pair[0], pair[1].word))
    return [anchor for _, anchor in found[:ANCHORS]]


def _weight(sheet: Sheet, spot: Spot, value: Spot) -> float:
    """What a word says of a value's place: near ones more, those on its line or in its column most."""
    down = (value.y - spot.y) / sheet.tall
    gap = max(0.0, value.left - spot.right, spot.left - value.right) / sheet.tall / UPRIGHT
    distance = hypot(down * 2, gap / 3)
    if distance > FARTHEST:
        return 0.0
    weight = 1 / (1 + distance / 3)
    if abs(down) < 0.5:
        return 2 * weight if spot.right <= value.left else weight
    return weight if down > 0 else 0.6 * weight


def votes(document: Document, sheet: Sheet, place: Place, frame: Frame | None, kind: str, month: bool) -> list[Vote]:
    """The values of the kind where the place's words say, those with most votes first."""
    found: list[Vote] = []
    for row in _near(document, sheet, place, frame):
        for text, words in values_on(row, kind, month):
            share = support(sheet, place, words, frame, kind)
            if share >= LEAST:
                found.append(_whole(document, row, Vote(text, words, share, place)))
    return sorted(found, key=lambda vote: -vote.share)


@once
def _middles(document: Document) -> tuple[tuple[Row, int, float], ...]:
    """The lines with their page, counted from the document's first, and the middle of their height."""
    first = document.pages[0].number if document.pages else 0
    boxed = ((row, row.line.box) for row in index(document).rows)
    return tuple((row, box.page - first, box.middle[1]) for row, box in boxed)


def _near(document: Document, sheet: Sheet, place: Place, frame: Frame | None) -> Iterator[Row]:
    """The lines that enough of the place's words point to."""
    whole = sum(anchor.weight for anchor in place.anchors) + ABSOLUTE
    for row, page, y in _middles(document):
        for_it = sum(
            anchor.weight
            for anchor in place.anchors
            if any(
                spot.page == page and abs(spot.y + anchor.down - y) < 1.5 * sheet.tall
                for spot in sheet.spots.get(anchor.word, ())
            )
        )
        if frame and frame.page == page and abs(frame.place(place.left, place.y)[1] - y) < 1.5 * sheet.tall:
            for_it += ABSOLUTE
        if for_it >= LEAST * whole:
            yield row


def support(sheet: Sheet, place: Place, words: Sequence[Word], frame: Frame | None, kind: str) -> float:
    """The share (0 to 1) of the votes of a place's words for a value in these words."""
    value = Spot.of(boxes(words)[0], sheet.first)
    if kind in BEGINNING:
        value = replace(value, right=2.0)
    whole = sum(anchor.weight for anchor in place.anchors) + ABSOLUTE
    given = sum(anchor.weight * agreement(sheet, anchor, value) for anchor in place.anchors)
    if frame is not None and frame.page == value.page:
        left, y = frame.place(place.left, place.y)
        right = frame.place(place.to, place.y)[0]
        given += ABSOLUTE * _close(sheet, value, left, right, y)
    return given / whole


def agreement(sheet: Sheet, anchor: Anchor, value: Spot) -> float:
    """How exactly (0 to 1) a value stands where this word has it."""
    return max(
        (
            _close(sheet, value, spot.left + anchor.left, spot.left + anchor.right, spot.y + anchor.down)
            for spot in sheet.spots.get(anchor.word, ())
            if spot.page == value.page
        ),
        default=0.0,
    )


def _close(sheet: Sheet, value: Spot, left: float, right: float, y: float) -> float:
    """1 at the place, less beside it; one of the value's sides is enough: it may be longer than it was."""
    wide = ASIDE * sheet.tall * UPRIGHT
    aside = min(abs(value.left - left), abs(value.right - right)) / wide
    down = abs(value.y - y) / (DOWN * sheet.tall)
    return exp(-0.5 * (aside * aside + down * down))


def _whole(document: Document, row: Row, vote: Vote) -> Vote:
    """The vote with the further lines of a value that had several, where the print goes on below its first line.

    One that has fewer lines than the place remembers is perhaps cut short, and half as likely.
    """
    words, first = list(vote.words), around(vote.words)
    wanted = index(document).rows[row.number + 1 : row.number + vote.place.lines]
    found = 1
    for line in wanted:
        below = _below(first, line)
        if not below:
            break
        words += below
        found += 1
    share = vote.share if found >= vote.place.lines else vote.share * CUT_SHORT
    return replace(vote, text=" ".join(word.text for word in words), words=tuple(words), share=share)


def _below(first: Box, row: Row) -> tuple[Word, ...]:
    """The words with which a value goes on there: at the same left edge, or printed around the same middle."""
    if row.line.box.page != first.page:
        return ()
    cells = [segment.words for segment in row.line.segments()]
    for cell in cells:
        if abs(cell[0].box.left - first.left) < EDGE:
            return cell
    under = [cell for cell in cells if cell[0].box.left < first.right and cell[-1].box.right > first.left]
    whole = tuple(word for cell in under for word in cell)  # of a wide line each word may be a cell
    return whole if whole and abs(around(whole).middle[0] - first.middle[0]) < MIDDLE else ()


def confirmed(sheet: Sheet, place: Place, again: Place, box: Box) -> Place:
    """The place after its value stood there once more: words that agreed are stronger, others weaker or dropped."""
    value = Spot.of(box, sheet.first)
    kept: dict[tuple[str, float], Anchor] = {}
    for anchor in place.anchors:
        right = agreement(sheet, anchor, value) > 0.3
        weight = min(STRONGEST, anchor.weight * (STRONGER if right else WEAKER))
        if weight >= FORGOTTEN:
            kept[anchor.word, anchor.down] = replace(anchor, weight=round(weight, 3))
    known = {anchor.word for anchor in kept.values()}
    new = [anchor for anchor in again.anchors if anchor.word not in known]
    ordered = sorted([*kept.values(), *new], key=lambda anchor: -anchor.weight)
    return replace(place, anchors=tuple(ordered[:ANCHORS]), right=place.right + 1, lines=again.lines)
