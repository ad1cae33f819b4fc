"""Which lines of print make a row of a table, and where the table ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from statistics import median

from documents.layout import Box, Line, Word
from extractors.amounts import is_amount, product, readings
from extractors.columns import FACTORS, Head

#: A line that carries the sum over a page break: no line item, and no end of the table.
_CARRIED = re.compile(
    r"\b(?:übertrag|uebertrag|carried|brought (?:forward|over)|à reporter|a reporter|report(?:é)?|vortrag|carry)\b",
    re.I,
)
#: A line that ends the table: sums and taxes.
_TOTALS = re.compile(
    r"^\W*(?:sub-?\s?total|total|grand total|net total|net amount|invoice total|amount due|balance|summe|"
    r"zwischensumme|gesamt\w*|netto|nettobetrag|nettowert|brutto|bruttobetrag|bruttosumme|rechnungs(?:betrag|summe)|"
    r"nettosumme|warenwert|endbetrag|zahlbetrag|mwst|ust|umsatzsteuer|zzgl|zuzügl\w*|mehrwertsteuer|vat|tax|sales tax|"
    r"sous-total|total ht|total ttc|tva|net \w payer|montant (?:net |total )?(?:ht|tva|ttc)|shipping|versand\w*|"
    r"positionssumme|solde|nettogesamt\w*|frais d\W?e? ?\w+|"
    r"fracht\w*|gst|betrag|sum|steuer\w*|discount|rabatt|belegsummen|"
    r"umsatzsteueraufschlüsselung|goods total|total \w+)\b",
    re.I,
)

#: So many lines behind a sum may the next item stand.
_AHEAD = 8

Cells = Sequence[Sequence[Word]]


@dataclass(frozen=True, slots=True)
class Print:
    """What stands under a head: the lines, each line's words by column, and the rulings between them."""

    head: Head
    lines: Sequence[Line]
    split: Sequence[Cells]
    rulings: Sequence[Box]

    def said(self, line: int) -> bool:
        """Has the line text in the description's column, or in one that says nothing where none is headed so?"""
        texts = [number for number, column in enumerate(self.head.columns) if column.role == "description"]
        texts = texts or [number for number, column in enumerate(self.head.columns) if not column.role]
        return any(self.split[line][number] for number in texts)


def until_totals(head: Head, lines: Sequence[Line]) -> tuple[list[Line], bool]:
    """The lines before the sums; and did the sums come?

    Left out are lines that carry a sum over the page, and sums behind which items go on.
    """
    amount = head.column("line_total")
    amount = amount if amount is not None else head.column("unit_price")
    kept: list[Line] = []
    widest = edge = 0.0
    for number, line in enumerate(lines):
        if _CARRIED.search(line.text):
            continue
        if _is_total(head, line, amount) and (kept or len(line.words) > 1):  # one word may be the end of the head
            if any(map(_proves_itself, lines[number + 1 : number + _AHEAD])):
                edge = line.box.bottom
                continue  # the sum of a part
            return kept, True
        gap = line.box.top - max(edge, kept[-1].box.bottom) if kept else 0.0
        tall = max(word.box.height for word in line.words)
        if gap > max(5 * tall, 2 * widest) and any(number_under(head, each, amount) for each in kept[-12:]):
            return kept, any(_is_total(head, each, amount) for each in lines[number:])  # else this is the page's foot
        widest = max(widest, gap)
        kept.append(line)
    return kept, False


def _proves_itself(line: Line) -> bool:
    """Has the line text, and three amounts of which the last is the product of the others, with cents?"""
    if not re.search(r"[^\W\d]{3}", line.text):
        return False
    words = [word.text for word in line.words if is_amount(word.text) and re.search(r"\d", word.text)]
    cells = [cell.text for cell in line.segments() if re.match(r"\W{0,2}\d", cell.text) and readings(cell.text)]
    return any(3 <= len(amounts) <= 7 and _multiply(amounts) for amounts in (cells, words))


def _multiply(amounts: Sequence[str]) -> bool:
    priced = [text for text in amounts if re.search(r"\d[.,]\d\d", text) and "%" not in text]
    return any(
        other in priced and "%" not in one and product(one, other, total) is not None
        for total in priced[-3:]
        for one, other in permutations(amounts[: amounts.index(total)], 2)
    )


def _is_total(head: Head, line: Line, amount: int | None) -> bool:
    """Sums have a word for them, an amount behind it or none, and no quantity or price of their own."""
    segments = line.segments()
    if sum(bool(_TOTALS.match(segment.text)) for segment in segments) > 1 and not _has_item_cells(head, line, amount):
        return True  # the head of a table of sums
    for number, segment in enumerate(segments):
        before, rest = segments[:number], segments[number + 1 :]
        if not _TOTALS.match(segment.text) or any(re.search(r"\d[.,]\d\d", s.text) for s in before):
            continue
        amounts = [s for s in (segment, *rest) if re.search(r"\d[.,]\d\d\s*(?:[€$£]|[A-Z]{3})?$", s.text)]
        alone = not before and not rest and len(segment.words) < 4
        if (1 <= len(amounts) <= 2 or alone) and len(rest) <= 3:
            return not _has_item_cells(head, line, amount)
    return False


def _has_item_cells(head: Head, line: Line, amount: int | None) -> bool:
    """Has the line a number under the quantity's or the price's head?"""
    for role in ("quantity", "unit_price"):
        column = head.column(role)
        if column is not None and column != amount and number_under(head, line, column):
            return True
    return False


def number_under(head: Head, line: Line, column: int | None) -> bool:
    """Does a number stand below this column's head?"""
    if column is None:
        return False
    box = head.columns[column].box
    left = head.columns[column - 1].box.right if column else 0.0
    right = head.columns[column + 1].box.left if column + 1 < len(head.columns) else 1.0
    left, right = (left + 3 * box.left) / 4 - 0.01, (right + 3 * box.right) / 4 + 0.01
    return any(
        is_amount(w.text)
        and re.search(r"\d", w.text)
        and min(w.box.right, right) - max(w.box.left, left) > 0.5 * w.box.width
        for w in line.words
    )


def spans(under: Print) -> Iterator[tuple[range, int]]:
    """The lines of each row, and the one among them that has its numbers."""
    anchors = _anchors(under)
    starts: list[int] = []
    for number, anchor in enumerate(anchors):
        after = anchors[number - 1] + 1 if number else 0
        led = anchors[0] - starts[0] if number and not under.said(anchors[0]) else 0
        starts.append(_start(under, after, anchor, led) if number else _first_line(under, anchor))
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else _end(under.lines, anchors[-1])
        yield range(start, max(end, anchors[number] + 1)), anchors[number]


def _anchors(under: Print) -> list[int]:
    """The line of each row that has its numbers: an amount, or a quantity and a price.

    An amount printed a line or two below its quantity joins it.
    """
    columns = {role: column for role in FACTORS if (column := under.head.column(role)) is not None}
    anchors: list[int] = []
    have: set[str] = set()
    for number, cells in enumerate(under.split):
        found = _numbers(cells, columns)
        if len(found) < 2 and "line_total" not in found and ("line_total" in columns or not found):
            continue
        if anchors and not found & have and number - anchors[-1] <= 3:
            have |= found
        else:
            anchors.append(number)
            have = found
    return anchors


def _numbers(cells: Cells, columns: Mapping[str, int]) -> set[str]:
    return {role for role, column in columns.items() if _is_number(cells[column])}


def _is_number(words: Sequence[Word]) -> bool:
    """A number, a unit or a sign beside it perhaps."""
    text = " ".join(word.text for word in words)
    if re.fullmatch(r"\d[\d.,]*[^\W\d]{1,4}\.?", text):
        return True  # "1kg"
    if re.match(r"\d{8}", words[0].text if words else ""):
        return False  # the number of an article
    return bool(re.search(r"\d", text)) and (is_amount(text) or (len(words) <= 2 and is_amount(words[0].text)))


def _first_line(under: Print, anchor: int) -> int:
    """The first line of the first row: print that stands close above belongs to it if it lacks a text or a number."""
    first = anchor
    while first and _close(under.lines[first - 1], under.lines[first]):
        if under.said(anchor) and not _counts(under, first - 1, anchor):
            break
        first -= 1
    return first


def _counts(under: Print, line: int, anchor: int) -> bool:
    """Does the line have the quantity or price that the row's line of numbers lacks?"""
    columns = [column for role in ("quantity", "unit_price") if (column := under.head.column(role)) is not None]
    return any(not under.split[anchor][column] and _is_number(under.split[line][column]) for column in columns)


def _start(under: Print, after: int, anchor: int, led: int) -> int:
    """The first line, from `after` on, of the row whose numbers stand on the line `anchor`.

    Where nothing parts it from the row before, as many lines of text lead to its numbers as in the first row: `led`.
    """
    lines = under.lines
    if anchor == after:
        return anchor
    ruled = [n for n in range(after, anchor + 1) if _ruled(lines[n - 1], lines[n], under.rulings)]
    if ruled:
        return ruled[-1]
    for number in range(after, anchor):
        if _counts(under, number, anchor):
            return number
    if under.said(anchor) and not _close(lines[anchor - 1], lines[anchor]):
        return anchor
    gaps = {n: lines[n].box.top - lines[n - 1].box.bottom for n in range(max(after, 1), anchor + 1)}
    widest = max(gaps, key=lambda n: (gaps[n], n))
    if gaps[widest] > 1.4 * max(median(gaps.values()), 0.002):
        return widest
    return anchor if under.said(anchor) else max(after, anchor - led)


def _end(lines: Sequence[Line], anchor: int) -> int:
    """The line after the last that still belongs to the last row: the print must stand close."""
    number = anchor + 1
    while number < len(lines) and _close(lines[number - 1], lines[number]):
        number += 1
    return number


def _close(high: Line, low: Line) -> bool:
    return close(high.words, low.words)


def close(high: Sequence[Word], low: Sequence[Word]) -> bool:
    """Do two lines of print stand as close as those of one paragraph?"""
    tall = max(word.box.height for word in (*high, *low))
    return low[0].box.top - high[0].box.top < 2.1 * tall


def _ruled(high: Line, low: Line, rulings: Sequence[Box]) -> bool:
    page, top, bottom = high.box.page, high.box.middle[1], low.box.middle[1]
    return any(each.page == page and each.width > 0.3 and top < each.middle[1] < bottom for each in rulings)
