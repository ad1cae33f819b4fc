"""A US software firm's invoice: a coloured band across the top, bill-to and ship-to, striped table, shaded total."""

from __future__ import annotations

from generator.invoice import Invoice
from generator.layouts.look import Look, SumWords, described, money, price, print_sums, sum_rows
from generator.paper import Face, Paper
from generator.print_forms import SYMBOLS, day, short
from generator.table import Column, Ends, Row, Style, draw_table

PRINT = Face("DejaVu", "DejaVu-Bold", 8.5)
BLUE = "#2345a8"
LEFT, RIGHT = 45.0, 567.0
COLUMNS = (
    Column("DESCRIPTION", LEFT, 300),
    Column("QTY", 300, 350, "right"),
    Column("UNIT PRICE", 350, 430, "right"),
    Column("TAX", 430, 480, "right"),
    Column("AMOUNT", 480, RIGHT, "right"),
)


def _band(paper: Paper, invoice: Invoice) -> None:
    seller = invoice.seller
    paper.box(0, 0, paper.width, 86, fill=BLUE)
    paper.text(LEFT, 42, seller.name, PRINT, size=16, bold=True, colour="#ffffff")
    paper.text(
        LEFT,
        60,
        f"{seller.street}, {seller.town}  |  {seller.phone}  |  {seller.web}",
        PRINT,
        size=7.5,
        colour="#dfe6ff",
    )
    paper.text(RIGHT, 50, "INVOICE", PRINT, size=24, bold=True, colour="#ffffff", align="right")
    tail = f"{seller.name} · {seller.register} · Questions? {seller.mail}"
    paper.text(paper.width / 2, 768, tail, PRINT, size=7, align="centre", colour="#666666")


def _opening(paper: Paper, invoice: Invoice) -> None:
    buyer = invoice.buyer
    for x, head in ((LEFT, "BILL TO"), (225, "SHIP TO")):
        paper.text(x, 116, head, PRINT, bold=True, colour=BLUE)
        paper.lines(x, 131, (buyer.name, buyer.street, buyer.town), PRINT, size=8)
    rows = [("Invoice #", invoice.number), ("Invoice date", day(invoice.issued, "us"))]
    if invoice.order:
        rows.append(("P.O. #", invoice.order))
    if invoice.due:
        rows.append(("Due date", day(invoice.due, "us")))
    print_sums(paper, 408, RIGHT, 116, rows, PRINT, step=15)


def draw(paper: Paper, invoice: Invoice) -> None:
    """Print it."""
    sign = SYMBOLS[invoice.currency]
    _band(paper, invoice)
    _opening(paper, invoice)

    def turn() -> float:
        paper.next_page()
        _band(paper, invoice)
        return 110.0

    rows = [
        Row(
            (
                described(line),
                short(line.quantity),
                sign + price(line, "en"),
                f"{short(line.rate)}%" if line.rate else "-",
                money(line.total, "en", sign),
            )
        )
        for line in invoice.lines
    ]
    style = Style("none", PRINT, zebra="#eef1fb", head_fill=BLUE, head_colour="#ffffff", gap=8)
    y = draw_table(paper, COLUMNS, rows, style, Ends(200, 640, turn))
    words = SumWords("Subtotal", "Sales tax {rate}%", "Total", "", "Items", "Discount ({rate}%)", "Payments", nil=False)
    y = print_sums(paper, 390, RIGHT - 6, y + 22, sum_rows(invoice, words, "en", sign), PRINT, step=16)
    paper.box(350, y - 4, RIGHT, y + 22, fill="#dfe6ff")
    paper.text(360, y + 13, f"BALANCE DUE ({invoice.currency})", PRINT, size=10, bold=True)
    paper.text(RIGHT - 6, y + 13, money(invoice.payable, "en", sign), PRINT, size=10, bold=True, align="right")
    paper.lines(
        LEFT,
        y + 50,
        ("Payment by ACH", invoice.seller.bank, "Net terms as agreed. Thank you for your business!"),
        PRINT,
    )


LOOK = Look(draw, "letter")
