"""Which of the words that were read the truth can judge.

The line texts of receipts end at their first comma, though the print (and the line's box) goes on. So the reading of a
line is ended in the same place: what an engine reads in the box of a line of the truth counts up to the first comma
that it reads there. Words outside every box count as they are: noise that was read is an error.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from documents.layout import Box, Word

_RIM = 0.15  # of a line's height: how far above and below its box a word's middle may lie


@dataclass(frozen=True)
class TrueLine:
    """A line of the truth: its box, in fractions of the picture as it lies in the file, and its text."""

    box: Box
    text: str


def judged(words: Sequence[Word], lines: Sequence[TrueLine]) -> list[Word]:
    """The words that the truth can judge, ended where it ends; their boxes are those of the picture as it lies."""
    by_line: dict[int, list[int]] = defaultdict(list)
    for place, word in enumerate(words):
        line = _line_of(word, lines)
        if line is not None:
            by_line[line].append(place)
    kept: dict[int, Word | None] = dict(enumerate(words))
    for places in by_line.values():
        is_ended = False
        for place in sorted(places, key=lambda place: words[place].box.left):
            text, comma, _ = words[place].text.partition(",")
            kept[place] = None if is_ended else replace(words[place], text=text)
            is_ended = is_ended or bool(comma)
    return [word for word in kept.values() if word is not None]


def _line_of(word: Word, lines: Sequence[TrueLine]) -> int | None:
    """The number of the line in whose box the word's middle lies; of several the one whose middle is nearest."""
    x, y = word.box.middle
    found = [
        (abs(y - line.box.middle[1]), number)
        for number, line in enumerate(lines)
        if line.box.left <= x <= line.box.right
        and line.box.top - _RIM * line.box.height <= y <= line.box.bottom + _RIM * line.box.height
    ]
    return min(found)[1] if found else None


def as_it_lies(word: Word, turn: int, skew: float, size: tuple[int, int]) -> Word:
    """A word of a picture that was turned (clockwise) and levelled, where it stands in the picture as it lies.

    `size` is the width and height of the upright picture, pixels. The box keeps its sides, its middle is right.
    """
    x, y = word.box.middle
    wide, tall = size
    right, down = (x - 0.5) * wide, (y - 0.5) * tall
    cosine, sine = math.cos(math.radians(skew)), math.sin(math.radians(skew))
    x, y = 0.5 + (right * cosine - down * sine) / wide, 0.5 + (right * sine + down * cosine) / tall
    width, height = word.box.width, word.box.height
    match turn:
        case 90:
            x, y, width, height = y, 1 - x, height, width
        case 180:
            x, y = 1 - x, 1 - y
        case 270:
            x, y, width, height = 1 - y, x, height, width
    sides = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
    return replace(word, box=Box(word.box.page, *(round(min(max(side, 0.0), 1.0), 5) for side in sides)))
