"""What two readings of one line have in common, word by word."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

#: Signs that engines spell in several ways and readers do not tell apart.
_SAME = str.maketrans("’‘´`“”„«»–—‐−•●", '\'\'\'\'"""""----··')


def alike(one: str, other: str) -> bool:
    """Are these the same word but for the shape of quotes and dashes?

    >>> alike("don't", "don’t"), alike("St", "5t")
    (True, False)
    """
    return one == other or _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return text.translate(_SAME).replace("''", '"')


def counterparts(text: str, words: Sequence[tuple[int, int]], other: str) -> list[str]:
    """What the other reading has in the place of each word (first letter, one past the last) of a line's text.

    Both are without spaces.

    >>> counterparts("Total12.50", [(0, 5), (5, 10)], "Tota112.5O")
    ['Tota1', '12.5O']
    """
    if text == other:
        return [text[first:last] for first, last in words]
    places = _places(text, other)
    return [other[places[first] if first else 0 : places[last]] for first, last in words]


def _places(text: str, other: str) -> list[int]:
    """Where each gap between letters of the text, from before the first to after the last, lies in the other."""
    places = [0] * (len(text) + 1)
    for code in Levenshtein.opcodes(text, other):
        here, there = code.src_end - code.src_start, code.dest_end - code.dest_start
        for step in range(here + 1):
            places[code.src_start + step] = code.dest_start + (round(step * there / here) if here else there)
    return places
