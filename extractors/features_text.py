"""What the text of a name or an address looks like: a legal form, a street, a town, a telephone number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from documents.layout import Word
from extractors.organisation import COMPANY, FORM_ALONE, TOWN
from extractors.page_map import PageMap, Seat

#: Words of streets and places in addresses, English, Malay, German, French.
STREET = re.compile(
    r"\b(?:no|lot|unit|level|suite|block|floor|jalan|jln|lorong|taman|tmn|bandar|kampung|kg|plaza|mall|street|road|lane|avenue"
    r"|ave|drive|square|park|strasse|straße|str|platz|weg|allee|gasse|rue|boulevard|place|box|seksyen|section|off|batu|p\.?t)\b"
    r"|(?<=\w)(?:straße|strasse|str\.|platz|weg|gasse|allee)\b",
    re.I,
)
#: Countries and states that end an address.
REGION = re.compile(
    r"\b(?:selangor|johor|kuala lumpur|kl|penang|pahang|perak|kedah|melaka|sarawak|sabah|malaysia|singapore|germany"
    r"|deutschland|france|usa|uk|united kingdom|austria|österreich|schweiz)\b|\b[A-Z]{2} \d{5}\b",
    re.I,
)
PHONE = re.compile(r"\b(?:te?l|fax|phone|mobile|hp|careline|hotline)\b|\d{2,4}[- ]\d{3,4}[ -]?\d{3,4}\b|\+\d{2}", re.I)
NUMBER = re.compile(r"\b(?:gst|sst|roc|reg|vat|ust|siret|ein|brn|co\.? no|company no|id)\b|\d{6,}", re.I)
COURTESY = re.compile(r"\b(?:thank|welcome|please|come again|goods sold|tq|visit|invoice|receipt|bill|copy)\b", re.I)

_ASKED = {"street": STREET, "region": REGION, "town": TOWN, "phone": PHONE, "number": NUMBER, "courtesy": COURTESY}


def texture(seen: PageMap, words: Sequence[Word], first: Seat, last: Seat) -> Iterator[str]:
    """What the first and the last line of the spot have, what its edges have, and the lines before and behind it."""
    lines = _lines(words)
    told = {"in": " ".join(lines), "head": lines[0], "foot": lines[-1], **_around(seen, first, last)}
    for where, text in told.items():
        yield from _told(where, text)
    if len(lines) > 1:
        yield "over lines"
    yield f"cells {min(last.row - first.row, 5)}"


@lru_cache(maxsize=8192)
def _told(where: str, text: str) -> tuple[str, ...]:
    return tuple(f"{where} {mark}" for mark in _marks(text))


@lru_cache(maxsize=8192)
def _marks(text: str) -> tuple[str, ...]:
    """What the text has; the same lines are asked for by many spots."""
    found = [f"has {name}" for name, pattern in _ASKED.items() if pattern.search(text)]
    if COMPANY.match(text) or FORM_ALONE.fullmatch(text):
        found.append("has form")
    if text[:1].isdigit():
        found.append("starts digit")
    return tuple(found) if text else (*found, "none")


def _lines(words: Sequence[Word]) -> list[str]:
    rows: list[list[str]] = []
    above: Word | None = None
    for word in words:
        if above is None or not above.box.on_line_of(word.box):
            rows.append([])
        rows[-1].append(word.text)
        above = word
    return [" ".join(row) for row in rows]


def _around(seen: PageMap, first: Seat, last: Seat) -> dict[str, str]:
    """The rest of the spot's own lines, and the lines before and behind."""
    line = seen.rows[first.row][: first.at]
    rest = seen.rows[last.row][last.at + 1 :]
    before = seen.rows[first.row - 1] if first.row else ()
    behind = seen.rows[last.row + 1] if last.row + 1 < len(seen.rows) else ()
    parts = {"lead": line, "tail": rest, "before": before, "behind": behind}
    return {name: " ".join(word.text for word in each) for name, each in parts.items()}
