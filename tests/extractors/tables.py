"""Tables of line items for the tests: cells placed by their edges."""

from __future__ import annotations

from documents.layout import Box, Document, Page, Word
from extractors import table

KINDS = {
    "description": "text",
    "quantity": "number",
    "unit_price": "money",
    "tax_rate": "percentage",
    "line_total": "money",
}
LETTER, HIGH = 0.009, 0.011
Cell = tuple[str, float]  # a text and its left edge; a negative edge is the right one


def print_line(top: float, *cells: Cell, page: int = 0) -> list[Word]:
    words = []
    for text, edge in cells:
        at = edge if edge >= 0 else -edge - LETTER * len(text)
        for word in text.split(" "):
            words.append(Word(word, Box(page, at, top, at + LETTER * len(word), top + HIGH)))
            at += LETTER * (len(word) + 0.5)
    return words


def paper(*pages: list[list[Word]], rulings: tuple[Box, ...] = ()) -> Document:
    made = [
        Page(number, 595, 842, tuple(word for line in lines for word in line), rulings=rulings)
        for number, lines in enumerate(pages)
    ]
    return Document("0" * 64, "made.pdf", tuple(made))


def rows(document: Document) -> list[dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for cell in table.find(document, kinds=KINDS):
        number, column = cell.name.split(".")
        found.setdefault(int(number), {})[column] = cell.text
    return [found[number] for number in sorted(found)]


def head(top: float, page: int = 0) -> list[Word]:
    return print_line(
        top, ("Description", 0.10), ("Qty", -0.55), ("Unit price", -0.72), ("VAT", -0.80), ("Amount", -0.92), page=page
    )


def item(top: float, text: str, qty: str, price: str, rate: str, amount: str, page: int = 0) -> list[Word]:
    return print_line(top, (text, 0.10), (qty, -0.55), (price, -0.72), (rate, -0.80), (amount, -0.92), page=page)
