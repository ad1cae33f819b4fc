"""Where the columns of a table part."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise

from documents.layout import Line
from extractors.amounts import is_amount
from extractors.columns import Column, Head

#: Boxes of words that a machine cut from a line are wrong by so much of the page's width.
TIGHT = 0.0015
#: Columns of words, of numbers, and of the numbers that every row has.
WORDED = frozenset({"description", "unit"})
COUNTED = frozenset({"quantity", "unit_price", "line_total"})
NUMBERED = COUNTED | {"position", "price_base", "discount", "tax_rate", "tax_amount", "gross_amount"}
#: So many places for each cut are weighed against those of the cuts beside it.
_WEIGHED = 8
#: What a quantity or an amount is counted in, printed beside it.
_UNIT = re.compile(
    r"(?:st(?:k|ck|ück|d|unden?)?|pcs?|pce|ea|hrs?|hours?|kg|lfm|liters?|litres?|ltr|psch|pausch\w*|paar|tage?|days?|"
    r"jours?|heures?|monate?|mon|units?|unit\(s\)|box|pal|pkg|set|km|qm|cbm|eur|gbp|usd|chf|unités?|pièces?)\.?",
    re.I,
)

#: A word: its middle, and whether it is text, a code (or capitals), an amount with decimals, a whole number, a share in
#: percent, or nothing that tells.
_Kind = tuple[float, str]
#: A place for a cut: what it costs, its middle.
_Cut = tuple[float, float]


def boundaries(head: Head, rows: Sequence[tuple[Line, float]]) -> tuple[float, ...]:
    """Where one column ends and the next begins: cuts that go through few words and give each column what is its own.

    Each row comes with its weight: how many of its columns have a number, so how surely it is a row. Words in a column
    of numbers, two amounts in one cell, and a row without its number cost; of what is left the widest gap is taken. A
    code and the text behind it may stand as close as two words: there the cut is the one nearest to the text's head.
    """
    offered = [_cuts(left, right, rows) for left, right in pairwise(head.columns)]
    if not offered:
        return ()
    weighed = _weigher(head, rows)
    ways: list[tuple[float, tuple[float, ...]]] = [(cost + weighed(0, 0.0, at), (at,)) for cost, at in offered[0]]
    for number, cuts in enumerate(offered[1:], 1):
        ways = [
            min((before + cost + weighed(number, way[-1], at), (*way, at)) for before, way in ways) for cost, at in cuts
        ]
    return min((before + weighed(len(offered), way[-1], 1.0), way) for before, way in ways)[1]


def _cuts(left: Column, right: Column, rows: Sequence[tuple[Line, float]]) -> list[_Cut]:
    """The cheapest places to part two columns."""
    low, high = left.box.left, right.box.right
    coded = left.role == "article" and right.role == "description"
    tight = TIGHT if coded else 0.0
    spans = [
        (word.box.left + tight, word.box.right - tight, weight * weight)
        for row, weight in rows
        for word in row.words
        if word.box.width > 2 * tight
    ]
    middles = (left.box.middle[0], right.box.middle[0])
    edges = [low, high, *{edge for span in spans for edge in span[:2] if low < edge < high}]
    edges += [left.box.right, right.box.left] if left.box.right < right.box.left else []
    edges += middles if middles[0] < middles[1] else ()
    edges.sort()
    whole = sum(weight * weight for _, weight in rows)

    def cost(gap: tuple[float, float]) -> tuple[float, float]:
        middle = sum(gap) / 2
        through: float = sum(weight for start, end, weight in spans if start < middle < end)
        if not middles[0] <= middle <= middles[1]:
            through += 2 * whole  # it would take the head from its column
        elif not left.box.right <= middle <= right.box.left:
            through += 0.35 * whole  # it cuts through the head
        return through, abs(right.box.left - gap[1]) if coded else gap[0] - gap[1]

    gaps = [gap for gap in pairwise(edges) if gap[1] - gap[0] > (0.0002 if coded else 0.0008)]
    best = sorted((cost(gap), sum(gap) / 2) for gap in gaps)[:_WEIGHED]
    return [(through + tie, at) for (through, tie), at in best] or [(0.0, (left.box.right + right.box.left) / 2)]


def _weigher(head: Head, rows: Sequence[tuple[Line, float]]) -> Callable[[int, float, float], float]:
    """What it costs to give a column all words between two cuts."""
    words = [(_kinds(row), weight * weight) for row, weight in rows]
    wanted = [column.role for column in head.columns]

    @cache
    def cost(column: int, start: float, end: float) -> float:
        role = wanted[column]
        if role not in NUMBERED and role not in WORDED and role != "article":
            return 0.0
        return sum(
            weight * _strange(role, [kind for at, kind in row if start < at < end], weight > 1) for row, weight in words
        )

    return cost


def _kinds(row: Line) -> list[_Kind]:
    after = [*(word.text for word in row.words[1:]), ""]
    return [_kind(w.text + "%" * (then == "%"), w.box.middle[0]) for w, then in zip(row.words, after, strict=True)]


def _kind(text: str, at: float) -> _Kind:
    if re.search(r"[^\W\d]{3}", text) and not _UNIT.fullmatch(text) and not is_amount(text):
        return at, "text" if re.fullmatch(r"[^\W\d_]+[.,;)]?", text) and not text.isupper() else "code"
    if re.fullmatch(r"[-\d.,']*\d[.,]\d{2,4}", text):
        return at, "amount"
    if not is_amount(text) or not re.search(r"\d", text):
        return at, ""
    return at, "share" if "%" in text else "number"


def _strange(role: str, kinds: Sequence[str], whole: bool) -> float:
    """How little these words look like one cell of the column, 0 for not at all; of a whole row each has its number."""
    if role == "article":
        return 0.5 * kinds.count("text")
    if role in WORDED:
        return float(kinds.count("amount")) + 0.5 * (
            whole and not {"text", "code"} & set(kinds) and role == "description"
        )
    counted = role in COUNTED
    missing = 0.5 * (whole and counted and "amount" not in kinds and "number" not in kinds)
    words = kinds.count("text") + kinds.count("code")
    return words + max(0, kinds.count("amount") - 1) + missing + counted * kinds.count("share")
