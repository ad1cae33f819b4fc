"""Find a value by the label printed beside it: right of it on its line, or below it as under a column's head."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from documents.fields import Candidate
from documents.layout import Box, Document
from extractors.shapes import Reading, readings
from extractors.tokens import Hit, Row, Token, hits, index

#: A value below its label is the right one less often than one on its line: amounts stand under the heads of columns.
BELOW, AMOUNT_BELOW = 0.97, 0.85
#: The last of several amounts behind a label is the one less often.
SEVERAL = 0.75
#: A label in the midst of running text names a number of its own that much more seldom.
MENTIONED = 0.4
#: A phrase that forbids a step must be read so well (1 is exactly).
SURELY = 0.9
#: How many lines below a label its value may stand, and how far, in heights of the label's print.
LINES_BELOW, REACH_BELOW = 3, 3.2


def find(
    document: Document,
    *,
    labels: list[str],
    kind: str,
    month_first: bool = False,
    unless: list[str] | None = None,
    until: list[str] | None = None,
    without: list[str] | None = None,
    below: bool = True,
    belief: float = 0.9,
) -> Iterator[Candidate]:
    """Yield the value of the kind beside each of the labels.

    A label that shares a word with one of the phrases in `unless` does not count ("total" in "sub total"), nor one
    that stands after one of `until`, nor any where the document has one of `without`. Of several values on the line
    the first is taken, of amounts the last, which is believed less. `below` looks under the label where its line has
    no value. `belief` is how often such a value is right; a badly read label lowers it.
    """
    if any(_counts(document, hit, kind) for hit in hits(document, without or [])):
        return
    end = min((hit.row.number for hit in hits(document, until or [])), default=len(index(document).rows))
    spoilt = list(hits(document, unless or []))
    for hit in hits(document, labels):
        if hit.row.number >= end or any(_spoils(other, hit) for other in spoilt):
            continue
        right = list(readings(kind, hit.row.tokens[hit.end :], month_first))
        if right:
            text, words = right[-1 if kind == "money" else 0]
            several = SEVERAL if kind == "money" and len(right) > 1 else 1.0
            within = MENTIONED if kind == "identifier" and _is_mentioned(hit) else 1.0
            yield Candidate(text, words, belief * hit.likeness * several * within, "label")
        elif below and _stands_alone(hit):
            lower = AMOUNT_BELOW if kind == "money" else BELOW
            for text, words in _below(document, hit, kind, month_first):
                yield Candidate(text, words, belief * lower * hit.likeness, "label")


def _spoils(other: Hit, hit: Hit) -> bool:
    """Is it rather the other phrase? Not where this one is read better ("Total gross", one letter from "Total net")."""
    return hit.overlaps(other) and len(other.tokens) >= len(hit.tokens) and other.likeness >= hit.likeness


def _counts(document: Document, hit: Hit, kind: str) -> bool:
    """Does the phrase say that another value stands there? Of amounts only where it has one ("if paid already")."""
    if hit.likeness < SURELY:
        return False
    right = next(readings("money", hit.row.tokens[hit.end :]), None)
    return kind != "money" or right is not None or bool(_below(document, hit, kind, False))


def _stands_alone(hit: Hit) -> bool:
    """Is the label most of its cell? In running text nothing stands below it."""
    cell = next((each for each in hit.row.line.segments() if hit.tokens[0].word in each.words), hit.row.line)
    return 2 * len("".join(token.text for token in hit.tokens)) > len("".join(word.text for word in cell.words))


def _is_mentioned(hit: Hit) -> bool:
    """Do other words lead to it in its cell (`free text for the invoice B-22`)? A colon or a number divides them."""
    cell = next((each for each in hit.row.line.segments() if hit.tokens[0].word in each.words), hit.row.line)
    before = [word.text for word in cell.words if word.box.left < hit.tokens[0].box.left]
    return len(before) >= 3 and all(text.isalpha() for text in before[-3:])


def _below(document: Document, hit: Hit, kind: str, month_first: bool) -> list[Reading]:
    """The value under the label, in the nearest lines; of a column of amounts the first and the last."""
    box, rows = hit.box, index(document).rows
    found: list[Reading] = []
    edge, misses = box.bottom, 0
    for row in rows[hit.row.number + 1 :]:
        if row.line.box.page != box.page or row.line.box.top - edge > REACH_BELOW * box.height or misses >= LINES_BELOW:
            break
        value = next(readings(kind, _under(row, box), month_first), None)
        misses = 0 if value else misses + 1
        if value:
            found.append(value)
            edge = row.line.box.bottom
        if value and kind != "money":
            break
    return found[:1] + (found[-1:] if len(found) > 1 else [])


def _under(row: Row, label: Box) -> Sequence[Token]:
    """The tokens of the cells of the row that stand under the label."""
    found: list[Token] = []
    for cell in row.line.segments():
        if cell.box.left < label.right and cell.box.right > label.left:
            words = set(cell.words)
            found += [token for token in row.tokens if token.word in words]
    return found
