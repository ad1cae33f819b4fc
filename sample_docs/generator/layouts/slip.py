"""A US contractor's invoice with a payment slip to tear off at the foot that repeats number and amount."""

from __future__ import annotations

from generator.invoice import Invoice
from generator.layouts.look import Look, SumWords, described, money, price, print_sums, sum_rows
from generator.paper import Face, Paper
from generator.print_forms import day, short
from generator.table import Column, Ends, Row, Style, draw_table

PRINT = Face("Helvetica", "Helvetica-Bold", 9)
LEFT, RIGHT = 40.0, 572.0
COLUMNS = (
    Column("Code", LEFT, 84),
    Column("Description of work", 84, 330),
    Column("Amount", 330, 400, "right"),
    Column("Qty", 410, 470, "right"),
    Column("Unit", 470, 510),
    Column("Rate", 510, RIGHT, "right"),
)


def _head(paper: Paper, invoice: Invoice) -> None:
    seller, buyer = invoice.seller, invoice.buyer
    paper.box(LEFT, 36, LEFT + 34, 70, fill="#c8501e")
    paper.text(LEFT + 17, 59, seller.name[0], Face("Helvetica-Bold", "Helvetica-Bold", 20, "#ffffff"), align="centre")
    paper.text(LEFT + 46, 52, seller.name, PRINT, size=14, bold=True)
    paper.text(LEFT + 46, 66, f"{seller.street}, {seller.town}   {seller.phone}", PRINT, size=8)
    paper.text(RIGHT, 52, "Invoice", PRINT, size=20, align="right")
    cells = [
        ("Date", day(invoice.issued, "us")),
        ("Invoice No.", invoice.number),
        ("Terms", "Net 30"),
        ("Due Date", day(invoice.due, "us") if invoice.due else ""),
        ("P.O. No.", invoice.order),
    ]
    width = (RIGHT - LEFT) / len(cells)
    for n, (head, value) in enumerate(cells):
        x = LEFT + n * width
        paper.box(x, 150, x + width, 164, fill="#e9e4df", edge="#555555")
        paper.box(x, 164, x + width, 182, edge="#555555")
        paper.text(x + width / 2, 160, head, PRINT, size=8, bold=True, align="centre")
        paper.text(x + width / 2, 177, value, PRINT, align="centre")
    paper.text(LEFT, 94, "Customer", PRINT, bold=True, size=8)
    paper.lines(LEFT, 106, (buyer.name, buyer.street, buyer.town), PRINT)


def _slip(paper: Paper, invoice: Invoice) -> None:
    paper.stroke(((LEFT, 650), (RIGHT, 650)), dash=(4, 3))
    paper.text(paper.width / 2, 645, "please detach here and return with your payment", PRINT, size=6.5, align="centre")
    paper.text(LEFT, 672, "REMITTANCE SLIP", PRINT, bold=True, size=11)
    paper.lines(LEFT, 690, ("Remit to:", invoice.seller.name, invoice.seller.street, invoice.seller.town), PRINT)
    rows = [
        ("Customer", invoice.buyer.name),
        ("Invoice No.", invoice.number),
        ("Amount due", money(invoice.payable, "en", "$")),
        ("Amount enclosed", "$ ____________"),
    ]
    print_sums(paper, 330, RIGHT, 690, rows, PRINT, step=16)


def draw(paper: Paper, invoice: Invoice) -> None:
    """Print it."""
    _head(paper, invoice)
    rows = [
        Row(
            (
                line.article,
                described(line),
                money(line.total, "en", ""),
                short(line.quantity),
                line.unit,
                price(line, "en"),
            )
        )
        for line in invoice.lines
    ]
    y = draw_table(
        paper, COLUMNS, rows, Style("grid", PRINT, head_fill="#e9e4df", gap=4), Ends(198, 560, lambda: 198.0)
    )
    words = SumWords(
        "Subtotal", "Tax ({rate}%)", "Total", "", "Work", "Discount {rate}%", "Payments/Credits", "Balance Due"
    )
    print_sums(paper, 400, RIGHT - 4, y + 18, sum_rows(invoice, words, "en", "$"), PRINT, strong=(-1,))
    paper.text(LEFT, y + 18, f"All amounts in US dollars (USD). {invoice.seller.register}", PRINT, size=8)
    paper.text(LEFT, y + 32, invoice.seller.bank, PRINT, size=8)
    _slip(paper, invoice)


LOOK = Look(draw, "letter")
