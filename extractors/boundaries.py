"""Where the columns of a table part."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from documents.layout import Line
from extractors.columns import Column, Head

#: Boxes of words that a machine cut from a line are wrong by so much of the page's width.
TIGHT = 0.0015


def boundaries(head: Head, rows: Sequence[tuple[Line, int]]) -> tuple[float, ...]:
    """Where one column ends and the next begins: the cuts that go through the fewest words, then the widest gap.

    Each row comes with its weight: how many of its columns have a number, so how surely it is a row. A code and the
    text behind it may stand as close as two words: there the cut is the one nearest to where the text's head begins.
    """
    return tuple(_cut(left, right, rows) for left, right in pairwise(head.columns))


def _cut(left: Column, right: Column, rows: Sequence[tuple[Line, int]]) -> float:
    low, high = left.box.left, right.box.right
    coded = left.role == "article" and right.role == "description"
    tight = TIGHT if coded else 0.0
    spans = [
        (word.box.left + tight, word.box.right - tight, weight * weight)
        for row, weight in rows
        for word in row.words
        if word.box.width > 2 * tight
    ]
    edges = sorted({low, high, *(edge for span in spans for edge in span[:2] if low < edge < high)})
    edges += [left.box.right, right.box.left] if left.box.right < right.box.left else []
    edges.sort()
    whole = sum(weight * weight for _, weight in rows)

    def cost(gap: tuple[float, float]) -> tuple[float, float]:
        middle = sum(gap) / 2
        through: float = sum(weight for start, end, weight in spans if start < middle < end)
        if not left.box.middle[0] <= middle <= right.box.middle[0]:
            through += 2 * whole  # it would take the head from its column
        elif not left.box.right <= middle <= right.box.left:
            through += 0.35 * whole  # it cuts through the head
        return through, abs(right.box.left - gap[1]) if coded else gap[0] - gap[1]

    gaps: list[tuple[float, float]] = [gap for gap in pairwise(edges) if gap[1] - gap[0] > (0.0002 if coded else 0.002)]
    start, end = min(gaps, key=cost, default=(left.box.right, right.box.left))
    return (start + end) / 2
