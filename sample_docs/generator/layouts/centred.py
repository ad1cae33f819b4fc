"""A professional firm's fee note: centred letterhead in serifs, fee lines between thin rules, words before figures."""

from __future__ import annotations

from generator.invoice import Invoice
from generator.layouts.look import Look, SumWords, described, money, price, print_sums, sum_rows
from generator.paper import Face, Paper
from generator.print_forms import SYMBOLS, day, short, spaced
from generator.table import Column, Ends, Row, Style, draw_table

PRINT = Face("Times-Roman", "Times-Bold", 10.5)
LEFT, RIGHT = 72.0, 523.0
COLUMNS = (
    Column("Professional services", LEFT, 318),
    Column("Rate", 318, 392, "right"),
    Column("Quantity", 392, 448, "right"),
    Column("Amount", 448, RIGHT, "right"),
)


def _head(paper: Paper, invoice: Invoice) -> None:
    seller, middle = invoice.seller, paper.width / 2
    paper.text(middle, 64, seller.name.upper(), PRINT, size=18, bold=True, align="centre")
    paper.text(middle, 80, f"{seller.street}, {seller.town}", PRINT, size=9, align="centre")
    paper.text(middle, 92, f"{seller.phone}  ·  {seller.mail}", PRINT, size=9, align="centre")
    paper.rule(220, 102, 375)
    paper.text(
        middle, 806, f"{seller.register}  ·  VAT {seller.vat_id}  ·  Page {paper.page}", PRINT, size=8, align="centre"
    )


def draw(paper: Paper, invoice: Invoice) -> None:
    """Print it."""
    sign, buyer = SYMBOLS[invoice.currency], invoice.buyer
    _head(paper, invoice)
    paper.text(paper.width / 2, 134, "CREDIT NOTE" if invoice.credit else "INVOICE", PRINT, size=15, align="centre")
    paper.text(LEFT, 168, day(invoice.issued, "uk_long"), PRINT)
    paper.lines(LEFT, 194, (buyer.name, buyer.street, buyer.town), PRINT)
    paper.text(LEFT, 250, f"Our reference: {invoice.number}", PRINT, bold=True)
    if invoice.order:
        paper.text(LEFT, 264, f"Your purchase order: {invoice.order}", PRINT)
    paper.text(LEFT, 284, "Re: Mill Lane redevelopment, professional fees to date", PRINT)

    def turn() -> float:
        paper.next_page()
        _head(paper, invoice)
        return 130.0

    rows = [
        Row(
            (
                described(line),
                sign + price(line, "en"),
                f"{short(line.quantity)} {line.unit}",
                money(line.total, "en", sign),
            )
        )
        for line in invoice.lines
    ]
    style = Style("rows", PRINT, line_colour="#aaaaaa", gap=8)
    y = draw_table(paper, COLUMNS, rows, style, Ends(300, 640, turn))
    words = SumWords(
        "Fees and disbursements",
        "VAT at {rate}% on {base}",
        "Total of this invoice",
        "Total VAT",
        "Sum",
        "Less {rate}% agreed reduction",
        "Less payment on account, with thanks",
        "Balance now due",
    )
    y = print_sums(paper, 260, RIGHT - 4, y + 22, sum_rows(invoice, words, "en", sign), PRINT, step=16, strong=(-1,))
    if invoice.due:
        text = f"Payment in {invoice.currency} is requested on or before {day(invoice.due, 'uk_long')}."
        y = paper.paragraph(LEFT, y + 20, RIGHT - LEFT, text, PRINT)
    if invoice.iban:
        text = f"Account: {invoice.seller.bank}, IBAN {spaced(invoice.iban)}, SWIFT {invoice.seller.bic}"
        paper.paragraph(LEFT, y + 6, RIGHT - LEFT, text, PRINT)


LOOK = Look(draw)
