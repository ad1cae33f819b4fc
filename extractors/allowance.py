"""What is taken off the whole of an invoice or charged on it, printed among its sums: never a row of its table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from documents.fields import Candidate
from documents.kinds import money
from documents.layout import Document
from extractors import label, table

CENT = Decimal("0.01")


def find(
    document: Document, *, labels: list[str], unless: list[str] | None = None, belief: float = 0.9
) -> Iterator[Candidate]:
    """Yield the amount behind each of the labels on its line, without its sign: the label says which way it goes.

    The line must stand below the line items, if there are any: freight that is an item is no charge on the whole, nor
    is what a note says of an item's price.
    """
    items = [word.box for row in table.items(document) for cell in row.cells for word in cell]
    end = max(((box.page, box.bottom) for box in items), default=(0, 0.0))
    for found in label.find(document, labels=labels, kind="money", unless=unless, below=False, belief=belief):
        amount = money(found.text)
        top = min((word.box.page, word.box.middle[1]) for word in found.words)
        if amount and top > end and amount == amount.quantize(CENT):  # four places are those of a price
            yield replace(found, by="allowance", value=abs(amount))
