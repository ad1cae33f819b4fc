"""An agency's invoice: a coloured column at the left with sender and bank, light table without rulings."""

from __future__ import annotations

from generator.invoice import Invoice
from generator.layouts.look import Look, SumWords, described, price, print_sums, sum_rows
from generator.paper import Face, Paper
from generator.print_forms import SYMBOLS, amount, day, short, spaced
from generator.table import Column, Ends, Row, Style, draw_table

PRINT = Face("Helvetica", "Helvetica-Bold", 9.5, "#222222")
PALE = Face("Helvetica", "Helvetica-Bold", 8, "#ffffff")
TEAL = "#0f4c5c"
LEFT, RIGHT = 214.0, 560.0
COLUMNS = (
    Column("Item", LEFT, 372),
    Column("Hours / units", 372, 436, "right"),
    Column("Rate", 436, 486, "right"),
    Column("Amount", 486, RIGHT, "right"),
)


def _side(paper: Paper, invoice: Invoice) -> None:
    seller = invoice.seller
    paper.box(0, 0, 188, paper.height, fill=TEAL)
    y = paper.paragraph(24, 60, 145, seller.name, Face("Helvetica-Bold", "Helvetica-Bold", 15, "#ffffff"))
    blocks = (
        ("ADDRESS", (seller.street, seller.town)),
        ("CONTACT", (seller.phone, seller.mail, seller.web)),
        ("VAT NUMBER", (seller.vat_id,)),
        ("REGISTRATION", (seller.register,)),
        ("BANK", (seller.bank, "IBAN", *_in_two(spaced(invoice.iban)), f"BIC {seller.bic}")),
    )
    for head, texts in blocks:
        paper.text(24, y + 22, head, PALE, bold=True, colour="#9ad1d4")
        y = paper.lines(24, y + 35, texts, PALE, leading=12)


def _in_two(iban: str) -> tuple[str, ...]:
    return (iban,) if len(iban) < 30 else (iban[:20], iban[20:])


def _references(paper: Paper, invoice: Invoice) -> None:
    pairs = [("INVOICE NUMBER", invoice.number), ("ISSUED", day(invoice.issued, "short"))]
    if invoice.due:
        pairs.append(("DUE", day(invoice.due, "short")))
    for n, (head, value) in enumerate(pairs):
        paper.text(LEFT + 4 + n * 118, 112, head, PRINT, size=7.5, bold=True, colour=TEAL)
        paper.text(LEFT + 4 + n * 118, 126, value, PRINT, size=10)
    if invoice.order:
        paper.text(LEFT + 4, 148, "PURCHASE ORDER", PRINT, size=7.5, bold=True, colour=TEAL)
        paper.text(LEFT + 4, 162, invoice.order, PRINT, size=10)
    paper.text(LEFT + 122, 148, "BILLED TO", PRINT, size=7.5, bold=True, colour=TEAL)
    paper.lines(LEFT + 122, 162, (invoice.buyer.name, invoice.buyer.street, invoice.buyer.town), PRINT)


def draw(paper: Paper, invoice: Invoice) -> None:
    """Print it."""
    sign = SYMBOLS[invoice.currency]
    _side(paper, invoice)
    paper.text(LEFT + 4, 76, "Credit note" if invoice.credit else "Invoice", PRINT, size=28, colour=TEAL)
    _references(paper, invoice)

    def turn() -> float:
        paper.next_page()
        _side(paper, invoice)
        return 70.0

    rows = [
        Row((described(line), f"{short(line.quantity)} {line.unit}", price(line, "en"), f"{sign}{amount(line.total)}"))
        for line in invoice.lines
    ]
    style = Style("none", PRINT, head_colour=TEAL, gap=10)
    y = draw_table(paper, COLUMNS, rows, style, Ends(226, 680, turn))
    paper.rule(LEFT, y + 10, RIGHT, colour=TEAL)
    words = SumWords(
        "Subtotal",
        "VAT {rate}%",
        f"Total ({invoice.currency})",
        "VAT total",
        "Sum of items",
        "Discount {rate}%",
        "Paid on account",
        f"Amount due ({invoice.currency})",
    )
    rows_ = sum_rows(invoice, words, "en", sign)
    y = print_sums(paper, LEFT + 130, RIGHT - 4, y + 30, rows_, PRINT, step=17, strong=(-1,))
    terms = (
        "Thank you for working with us. Please pay within the term shown above by bank transfer; "
        "late payment bears interest."
    )
    paper.paragraph(LEFT + 4, y + 30, RIGHT - LEFT, terms, PRINT)


LOOK = Look(draw)
