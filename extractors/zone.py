"""A value in its zone of a fixed form, once the page is laid over the blank."""

from __future__ import annotations

from collections.abc import Iterator

from documents.fields import Candidate
from documents.layout import Box, Document, Word, lines
from extractors.register import laid

#: Hand and typewriter run over the edges of a zone: so much of the page's width and height is still it.
_WIDER, _HIGHER = 0.004, 0.004
#: What an empty place shows when it is read all the same: leader lines, edges.
_NOTHING = frozenset("_-.,|:;'`~—–=[](){}")
_BELIEF = 0.95


def find(document: Document, *, form: str, field: str) -> Iterator[Candidate]:
    """Yield what is filled in at the zone of `field` on the blank `form`. DoctypeError when there is no such zone.

    The belief falls with the share of the blank's words that the page agrees on.
    """
    sheet = laid(document, form)
    zone = sheet.blank.zone(field, sheet.blank.fields)
    registration = sheet.registrations.get(zone.page)
    if registration is None:
        return
    place = registration.place(zone)
    wide = Box(place.page, place.left - _WIDER, place.top - _HIGHER, place.right + _WIDER, place.bottom + _HIGHER)
    words = [word for word in sheet.filled[zone.page] if wide.holds(word.box) and not _is_nothing(word)]
    if words:
        ordered = tuple(word for line in lines(words) for word in line.words)
        belief = _BELIEF * min(1.0, 0.7 + registration.share / 2)
        yield Candidate(" ".join(word.text for word in ordered), ordered, belief, "zone")


def _is_nothing(word: Word) -> bool:
    return set(word.text) <= _NOTHING
