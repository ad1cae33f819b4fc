"""Values of a kind on lines of print, and the forms that a field's values have had."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence

from documents.fields import Value
from documents.kinds import KINDS
from documents.layout import Document, Word
from extractors.shapes import Reading, readings
from extractors.tokens import Row, Token, folded, index

#: Kinds whose values are read in the order of a line; of others every word may begin one.
_IN_ORDER = ("money", "date", "percentage", "number")
#: Kinds of a single run of capitals and digits, perhaps printed in groups.
_COMPACT = ("iban", "tax_id")
#: Kinds whose values have a form worth knowing.
FORMED = ("identifier", "iban", "tax_id")
#: Words that a value of text may have, and lines.
LONGEST, DEEPEST = 12, 3


def same(value: Value) -> Hashable:
    """What values have in common that are the same for us: texts by letters and digits."""
    return (folded(value) or value) if isinstance(value, str) else value


def parsed(text: str, kind: str, month_first: bool) -> Value | None:
    """The text as a value of the kind."""
    return KINDS[kind](text, month_first)


def values_on(row: Row, kind: str, month_first: bool) -> Iterator[Reading]:
    """Every value of the kind on the line."""
    if kind in _IN_ORDER:
        yield from readings(kind, row.tokens, month_first)
        return
    seen: set[tuple[Word, ...]] = set()
    for at in range(len(row.tokens)):
        for text, words in _beginning(row.tokens[at:], kind, month_first):
            if words not in seen:
                seen.add(words)
                yield text, words


def _beginning(tokens: Sequence[Token], kind: str, month_first: bool) -> Iterator[Reading]:
    """The values that begin with the first token; of numbers in groups the longer and shorter ones."""
    found = next(iter(readings(kind, tokens, month_first)), None)
    if found is None or found[1][:1] != (tokens[0].word,):
        return
    yield found
    if kind in _COMPACT:
        for end in range(len(found[1]) - 1, 0, -1):
            words = found[1][:end]
            yield " ".join(word.text for word in words), words


def printed(document: Document, value: Value, kind: str, month_first: bool) -> Iterator[Reading]:
    """Every place where the document prints the value."""
    wanted = same(value)
    if isinstance(value, str) and kind not in _IN_ORDER:
        yield from _texts(document, folded(value))
        return
    for row in index(document).rows:
        for text, words in values_on(row, kind, month_first):
            found = parsed(text, kind, month_first)
            if found is not None and same(found) == wanted:
                yield text, words


def _texts(document: Document, wanted: str) -> Iterator[Reading]:
    """Runs of words, perhaps over lines of one cell, that have the wanted letters and digits."""
    rows = index(document).rows
    for row in rows:
        for at in range(len(row.line.words)):
            words = _run(rows, row.number, at, wanted) if wanted else None
            if words:
                yield " ".join(word.text for word in words), words


def _run(rows: Sequence[Row], number: int, at: int, wanted: str) -> tuple[Word, ...] | None:
    taken: list[Word] = []
    left, text = wanted, ""
    line = list(rows[number].line.words[at:])
    for _ in range(DEEPEST):
        for word in line:
            text = folded(word.text)
            if not left.startswith(text) or len(taken) >= LONGEST:
                break
            left = left[len(text) :]
            taken.append(word)
            if not left:
                return tuple(taken)
        if not taken:
            return None
        line, number = _below(rows, number, taken[0]), number + 1
    return None


def _below(rows: Sequence[Row], number: int, first: Word) -> list[Word]:
    """The words of the next line from the left edge of the value's first word on."""
    if number + 1 >= len(rows):
        return []
    return [word for word in rows[number + 1].line.words if word.box.left > first.box.left - 0.01]


def form(text: str) -> str:
    """The shape of a value as a regular expression: its letters and digits by class and length, other signs as such.

    >>> form("RE/31") == "[A-Z]{2}/" + chr(92) + "d{2}"
    True
    """
    runs = re.findall(r"[A-ZÄÖÜ]+|[^\W\d_A-ZÄÖÜ]+|\d+|\s+|.", text.strip())
    return "".join(_class(run) for run in runs)


def _class(run: str) -> str:
    if run.isdigit():
        return rf"\d{{{len(run)}}}"
    if run.isspace():
        return " "
    if run.isalpha():
        return f"{'[A-Z]' if run.isupper() else '[a-z]'}{{{len(run)}}}"
    return re.escape(run)


def fits(text: str, forms: Sequence[str]) -> float:
    """How well a text fits one of the forms: 1 wholly, less where only the order of its classes does, else 0.

    >>> fits("RE-2019/7", [form("RE-2018/31")]), fits("4711", [form("RE-1")])
    (0.8, 0.0)
    """
    if not forms:
        return 1.0
    own = form(text)
    if own in forms:
        return 1.0
    return 0.8 if _classes(own) in map(_classes, forms) else 0.0


def _classes(shape: str) -> str:
    return re.sub(r"\{\d+\}", "", shape)
