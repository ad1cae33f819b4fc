"""What a ranker sees of a spot: words around it by direction, shape, place, rank among its kind, arithmetic, rules.

The text of amounts, dates and numbers is hidden, only their shape shows, so that what is learned holds for other
documents; the words of names, addresses and free text show, for there they tell (a legal form, a street).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

from documents.doctype import FieldSpec
from documents.layout import Document
from extractors.candidates import Spot
from extractors.features_rank import ranks
from extractors.features_text import texture
from extractors.page_map import PageMap, Seat, page_map, plain

#: Kinds whose own words show.
OPEN = frozenset(("address", "name", "text"))
#: A document of longer lines is running text, whose words are neighbours over the ends of lines.
LONG_LINES = 7.0
#: Kinds of values told by the sentences around them, and how far these reach, in words: before the value and behind.
NEARBY, BEFORE, BEHIND = ("duration", "date"), 45, 25
#: Odds are capped at these, so that one rule cannot outweigh everything.
CAP = 6.9


@dataclass(frozen=True, slots=True)
class Traits:
    """The features of one spot for one field: words that are there, and numbers of about 0 to 1."""

    words: tuple[str, ...]
    numbers: Mapping[str, float]


def traits(document: Document, spec: FieldSpec, spots: Sequence[Spot], rules: Mapping[int, float]) -> list[Traits]:
    """The traits of each spot. `rules` has by position what the rules together make of it, P(right place)."""
    seen = page_map(document)
    running = len(seen.reading) > LONG_LINES * max(len(seen.rows), 1)
    among = ranks(spec.kind, spots)
    return [
        Traits(
            tuple(dict.fromkeys(_words(seen, spec, spot, running))),
            {**_numbers(seen, spot, len(document.pages)), **among[at], **_witnesses(spot, rules.get(at, 0.0))},
        )
        for at, spot in enumerate(spots)
    ]


def log_odds(chance: float) -> float:
    """The logarithm of the odds, capped.

    >>> log_odds(0.5), round(log_odds(0.9), 2), log_odds(0)
    (0.0, 2.2, -6.9)
    """
    return -CAP if chance <= 0 else CAP if chance >= 1 else max(-CAP, min(CAP, log(chance / (1 - chance))))


def _witnesses(spot: Spot, together: float) -> dict[str, float]:
    """What rules say: each by its name, and all together as odds scaled to 1."""
    said: dict[str, float] = {}
    for candidate in spot.candidates:
        if candidate.belief > 0:
            name = f"by {candidate.by}"
            said[name] = max(said.get(name, 0.0), candidate.belief)
    return {**said, "rules": (log_odds(together) + CAP) / (2 * CAP)}


def _words(seen: PageMap, spec: FieldSpec, spot: Spot, running: bool) -> Iterator[str]:
    yield f"form {_form(spec.kind, spot.candidates[0].text)}"
    if not spot.words or id(spot.words[0]) not in seen.seats:
        yield "nowhere"
        return
    first, last = seen.seats[id(spot.words[0])], seen.seats[id(spot.words[-1])]
    yield from _beside(seen, first, last)
    yield from _over_and_under(seen, spot, first, last)
    if running:
        yield from _in_text(seen, first, last)
    if running and spec.kind in NEARBY:
        yield from _near(seen, first, last)
    if spec.kind in OPEN:
        yield from _own(spot)
        yield from texture(seen, spot.words, first, last)


def _beside(seen: PageMap, first: Seat, last: Seat) -> Iterator[str]:
    """Left and right on the line."""
    left = seen.folded[first.row][max(0, first.at - 4) : first.at]
    right = seen.folded[last.row][last.at + 1 : last.at + 3]
    for distance, word in enumerate(reversed(left), 1):
        yield f"left {min(distance, 3)} {word}"
        yield f"left {word}"
    if len(left) >= 2:
        yield f"left {left[-2]} {left[-1]}"
    if len(left) >= 3:
        yield f"left {left[-3]} {left[-2]} {left[-1]}"
    if not left:
        yield "left end"
    for distance, word in enumerate(right, 1):
        yield f"right {distance} {word}"
    if not right:
        yield "right end"
    yield f"begins {seen.folded[first.row][0]}" if first.at else "begins here"
    for word in seen.folded[first.row][: first.at]:
        yield f"line {word}"


def _over_and_under(seen: PageMap, spot: Spot, first: Seat, last: Seat) -> Iterator[str]:
    """The cells above and below, and the lines before and behind."""
    for over in seen.above(spot.words[0].box, first.row)[:4]:
        yield f"above {plain(over.text)}"
    for under in seen.below(spot.words[-1].box, last.row)[:4]:
        yield f"below {plain(under.text)}"
    if first.row:
        for word in seen.folded[first.row - 1][:6]:
            yield f"before {word}"
        yield f"before ends {seen.folded[first.row - 1][-1]}"
    if last.row + 1 < len(seen.folded):
        for word in seen.folded[last.row + 1][:6]:
            yield f"behind {word}"
        yield f"behind begins {seen.folded[last.row + 1][0]}"


def _in_text(seen: PageMap, first: Seat, last: Seat) -> Iterator[str]:
    """In reading order, over the ends of lines."""
    before = seen.reading[max(0, first.order - 14) : first.order]
    after = seen.reading[last.order + 1 : last.order + 11]
    for distance, word in enumerate(reversed(before), 1):
        if distance <= 3:
            yield f"prior {distance} {word}"
        yield f"prior {word}"
    for at in range(max(0, len(before) - 5), len(before) - 1):
        yield f"prior {before[at]} {before[at + 1]}"
    for distance, word in enumerate(after, 1):
        if distance <= 2:
            yield f"next {distance} {word}"
        yield f"next {word}"


def _near(seen: PageMap, first: Seat, last: Seat) -> Iterator[str]:
    """What the sentences around a length of time speak of, wherever in them it stands."""
    start, end = max(0, first.order - BEFORE), last.order + 1
    for word in (*seen.reading[start : first.order], *seen.reading[end : end + BEHIND]):
        yield f"near {word}"


def _own(spot: Spot) -> Iterator[str]:
    words = [plain(word) for word in spot.candidates[0].text.split()]
    for word in words:
        yield f"own {word}"
    if words:
        yield f"first {words[0]}"
        yield f"last {words[-1]}"
    if len(words) >= 2:
        yield f"last {words[-2]} {words[-1]}"


def _form(kind: str, text: str) -> str:
    """The shape of the text: runs of capitals A, small letters a, digits by their number; cut for what is open."""
    if kind in OPEN:
        return "".join(
            sorted({"A" if c.isupper() else "a" if c.islower() else "9" if c.isdigit() else c for c in text})
        )
    runs = re.sub(r"[a-zà-ÿ]+", "a", re.sub(r"[A-ZÀ-Þ]+", "A", text))
    return re.sub(r"\d", "9", runs)[:16]


def _numbers(seen: PageMap, spot: Spot, pages: int) -> dict[str, float]:
    text = spot.candidates[0].text
    counted = Counter("d" if c.isdigit() else "u" if c.isupper() else "o" for c in text)
    size = max(len(text), 1)
    found = {
        "letters": min(size / 60, 1.0),
        "words": min(len(text.split()) / 10, 1.0),
        "digits": counted["d"] / size,
        "capitals": counted["u"] / size,
        "read": spot.candidates[0].reading,
    }
    if not spot.words or id(spot.words[0]) not in seen.seats:
        return found
    first, last = seen.seats[id(spot.words[0])], seen.seats[id(spot.words[-1])]
    box, end, rows = spot.words[0].box, spot.words[-1].box, max(len(seen.rows), 1)
    high = max(word.box.height for word in spot.words) / seen.tall
    return found | {
        "top": box.top,
        "left": box.left,
        "right": end.right,
        "height": min(high / 3, 1.0),
        "page": min(box.page / 5, 1.0),
        "last page": float(box.page == pages - 1),
        "line": min(first.row / 20, 1.0),
        "depth": first.row / rows,
        "lines left": min((rows - 1 - last.row) / 20, 1.0),
        "lines": min((last.row - first.row + 1) / 6, 1.0),
        "column": min(first.cell / 4, 1.0),
        "alone": float(first.at == 0 and last.at + 1 == len(seen.rows[last.row])),
    }
