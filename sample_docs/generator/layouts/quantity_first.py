"""A British or Irish trade invoice: quantity before goods, VAT column, VAT summary left of the totals."""

from __future__ import annotations

from generator.invoice import Invoice
from generator.layouts.look import Look, SumWords, described, price, print_sums, sum_rows
from generator.paper import Face, Paper
from generator.print_forms import SYMBOLS, amount, day, short, spaced
from generator.table import Carry, Column, Ends, Row, Style, draw_table

PRINT = Face("Times-Roman", "Times-Bold", 10)
NAVY = "#14213d"
LEFT, RIGHT = 54.0, 541.0


def _columns(invoice: Invoice) -> tuple[Column, ...]:
    sign = SYMBOLS[invoice.currency]
    return (
        Column("Qty", LEFT, 96, "right"),
        Column("Unit", 96, 132),
        Column("Stock code", 132, 196),
        Column("Goods or service", 196, 372),
        Column("VAT %", 372, 410, "centre"),
        Column(f"Price {sign}", 410, 472, "right"),
        Column(f"Net {sign}", 472, RIGHT, "right"),
    )


def _head(paper: Paper, invoice: Invoice) -> None:
    seller = invoice.seller
    paper.text(RIGHT, 58, seller.name, PRINT, size=17, bold=True, align="right", colour=NAVY)
    address = (seller.street, seller.town, f"Telephone {seller.phone}", seller.mail)
    paper.lines(RIGHT, 74, address, PRINT, size=9, align="right")
    foot = (
        f"{seller.name}. {seller.register}. VAT registration number {seller.vat_id}.",
        "Goods remain our property until paid for in full. Claims within seven days of delivery.",
    )
    paper.rule(LEFT, 792, RIGHT, colour=NAVY)
    paper.lines(paper.width / 2, 804, foot, PRINT, size=7.5, align="centre")
    paper.text(RIGHT, 828, f"Page {paper.page}", PRINT, size=8, align="right")


def _opening(paper: Paper, invoice: Invoice) -> None:
    buyer = invoice.buyer
    paper.text(LEFT, 64, "CREDIT NOTE" if invoice.credit else "INVOICE", PRINT, size=24, bold=True, colour=NAVY)
    paper.text(LEFT, 142, "To:", PRINT, bold=True)
    paper.lines(LEFT + 26, 142, (buyer.name, buyer.street, buyer.town), PRINT)
    rows = [
        ("Credit note no." if invoice.credit else "Invoice no.", invoice.number),
        ("Date / tax point", day(invoice.issued, "uk_long")),
    ]
    if invoice.due:
        rows.append(("Payment due by", day(invoice.due, "uk_long")))
    if invoice.order:
        rows.append(("Your order ref.", invoice.order))
    if invoice.refers_to:
        rows.append(("Original invoice", invoice.refers_to))
    for n, (words, value) in enumerate(rows):
        paper.text(330, 142 + 14 * n, words, PRINT)
        paper.text(430, 142 + 14 * n, value, PRINT, bold=True)


def _closing(paper: Paper, invoice: Invoice, y: float) -> None:
    sign = SYMBOLS[invoice.currency]
    paper.text(LEFT, y + 20, "VAT summary", PRINT, bold=True)
    for n, (rate, tax) in enumerate(invoice.taxes.items(), 1):
        text = f"{short(rate)}% on {sign}{amount(invoice.tax_base[rate])} = {sign}{amount(tax)}"
        paper.text(LEFT, y + 20 + 13 * n, text, PRINT, size=9)
    words = SumWords(
        "Total net",
        "",
        "Total credit" if invoice.credit else "Invoice total",
        "",
        "Goods total",
        "Less trade discount {rate}%",
        "Less deposit received",
        "",
    )
    rows = [(text, value) for text, value in sum_rows(invoice, words, "en", sign)]
    rows.insert(len(rows) - (3 if invoice.paid else 1), ("VAT", sign + amount(invoice.tax)))
    if invoice.paid:
        rows[-1] = ("Balance due", rows[-1][1])
    y = print_sums(paper, 350, RIGHT - 4, y + 20, rows, PRINT, strong=(-1,))
    if invoice.iban:
        bank = (
            f"Please pay by bank transfer in {invoice.currency} to {invoice.seller.bank}",
            f"IBAN {spaced(invoice.iban)}    BIC {invoice.seller.bic}    quoting {invoice.number}",
        )
        paper.lines(LEFT, max(y + 24, 735), bank, PRINT)


def draw(paper: Paper, invoice: Invoice) -> None:
    """Print it."""
    _head(paper, invoice)
    _opening(paper, invoice)

    def turn() -> float:
        paper.next_page()
        _head(paper, invoice)
        paper.text(LEFT, 64, f"Invoice {invoice.number} (continued)", PRINT, size=13, bold=True)
        return 140.0

    rows = [
        Row(
            (
                short(line.quantity),
                line.unit,
                line.article,
                described(line),
                short(line.rate),
                price(line, "en"),
                amount(line.total),
            ),
            line.total,
        )
        for line in invoice.lines
    ]
    carry = Carry("Carried forward", "Brought forward", amount)
    style = Style("head", PRINT, line_colour=NAVY)
    y = draw_table(paper, _columns(invoice), rows, style, Ends(226, 700, turn), carry)
    if y > 610:
        y = turn()
    _closing(paper, invoice, y)


LOOK = Look(draw)
