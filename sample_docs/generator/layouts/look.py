"""What every layout is: a function that prints, the paper it prints on, and what it leaves out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.invoice import Invoice, Line
from generator.paper import Face, Paper
from generator.print_forms import amount, short


@dataclass(frozen=True, slots=True)
class Look:
    """One layout. `omits` names the fields of the truth that it does not print."""

    draw: Callable[[Paper, Invoice], None]
    size: str = "a4"
    omits: frozenset[str] = frozenset()

    def printed(self, invoice: Invoice) -> bytes:
        """The PDF of the invoice."""
        paper = Paper(self.size, title=f"{invoice.number}", author=invoice.seller.name)
        self.draw(paper, invoice)
        return paper.finished()


def described(line: Line) -> str:
    """The description as a cell: the name, then each further line below it."""
    return "\n".join((line.name, *line.more))


def price(line: Line, style: str) -> str:
    """A unit price with as many places as it has, two at least."""
    exponent = line.price.as_tuple().exponent
    return amount(line.price, style, max(2, -exponent if isinstance(exponent, int) else 2))


def print_sums(
    paper: Paper,
    left: float,
    right: float,
    y: float,
    rows: Sequence[tuple[str, str]],
    face: Face,
    *,
    step: float = 15,
    strong: Sequence[int] = (),
) -> float:
    """A column of words and amounts; `strong` rows (by number, -1 the last) are bold. The y below it."""
    bold = {n % len(rows) for n in strong}
    for n, (words, value) in enumerate(rows):
        paper.text(left, y, words, face, bold=n in bold)
        paper.text(right, y, value, face, align="right", bold=n in bold)
        y += step
    return y


@dataclass(frozen=True, slots=True)
class SumWords:
    """The words before each amount of the totals. `tax` may hold {rate} and {base}; empty words leave a row out.

    `nil` says whether a tax of 0 % gets its row where other rates are charged.
    """

    net: str
    tax: str
    gross: str
    tax_all: str = ""
    lines: str = ""
    rebate: str = ""
    paid: str = ""
    due: str = ""
    nil: bool = True


def sum_rows(invoice: Invoice, words: SumWords, style: str, sign: str = "") -> list[tuple[str, str]]:
    """The totals as printed: lines, rebate, net, each tax, all taxes, gross, paid, due. `sign` stands before each."""
    rows: list[tuple[str, Decimal]] = []
    if invoice.rebate:
        rows.append((words.lines, invoice.line_sum))
        rows.append((words.rebate.format(rate=short(invoice.rebate, style)), -invoice.rebate_amount))
    rows.append((words.net, invoice.net))
    for rate, tax in invoice.taxes.items():
        if not rate and not words.nil and len(invoice.taxes) > 1:
            continue
        base = amount(invoice.tax_base[rate], style)
        rows.append((words.tax.format(rate=short(rate, style), base=base), tax))
    if len(invoice.taxes) > 1:
        rows.append((words.tax_all, invoice.tax))
    rows.append((words.gross, invoice.gross))
    if invoice.paid:
        rows.append((words.paid, -invoice.paid))
    if invoice.paid or words.due:
        rows.append((words.due, invoice.payable))
    return [(text, money(value, style, sign)) for text, value in rows if text]


def money(value: Decimal, style: str, sign: str) -> str:
    """An amount with its currency sign: -$1,234.50."""
    return ("-" if value < 0 else "") + sign + amount(abs(value), style)
