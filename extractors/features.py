"""What a ranker sees of a spot: words around it by direction, shape, place, rank among its kind, arithmetic, rules.

The text of amounts, dates and numbers is hidden, only their shape shows, so that what is learned holds for other
documents; the words of names, addresses and free text show, for there they tell (a legal form, a street).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

from documents.doctype import FieldSpec
from documents.layout import Document
from extractors.candidates import Spot
from extractors.features_around import IN_TEXT, SIDES, Around, around_of
from extractors.features_rank import ranks
from extractors.features_text import texture
from extractors.page_map import PageMap, Seat, plain

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
    """The features of one spot for one field: words that are there (some twice), and numbers of about 0 to 1."""

    words: tuple[str, ...]
    numbers: Mapping[str, float]


def traits(document: Document, spec: FieldSpec, spots: Sequence[Spot], rules: Mapping[int, float]) -> list[Traits]:
    """The traits of each spot. `rules` has by position what the rules together make of it, P(right place)."""
    around = around_of(document)
    seen = around.seen
    running = len(seen.reading) > LONG_LINES * max(len(seen.rows), 1)
    among = ranks(spec.kind, spots)
    return [
        Traits(
            tuple(_words(around, spec, spot, running)),
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


def _words(around: Around, spec: FieldSpec, spot: Spot, running: bool) -> list[str]:
    seen, found = around.seen, [f"form {_form(spec.kind, spot.candidates[0].text)}"]
    if not spot.words or id(spot.words[0]) not in seen.seats:
        return [*found, "nowhere"]
    first, last = seen.seats[id(spot.words[0])], seen.seats[id(spot.words[-1])]
    for side, begins in (*SIDES, *IN_TEXT) if running else SIDES:
        found += around.of(side, first if begins else last)
    if running and spec.kind in NEARBY:
        found += _near(seen, first, last)
    if spec.kind in OPEN:
        found += _own(spot)
        found += texture(seen, spot.words, first, last)
    return found


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
    size = max(len(text), 1)
    found = {
        "letters": min(size / 60, 1.0),
        "words": min(len(text.split()) / 10, 1.0),
        "digits": sum(map(str.isdigit, text)) / size,
        "capitals": sum(map(str.isupper, text)) / size,
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
