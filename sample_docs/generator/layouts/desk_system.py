"""An old accounting system's invoice: everything in boxes with a small caption, typewriter print, full grid."""

from __future__ import annotations

from generator.invoice import Invoice
from generator.layouts.look import Look, described, price
from generator.paper import Face, Paper
from generator.print_forms import amount, day, short, spaced
from generator.table import Carry, Column, Ends, Row, Style, draw_table

PRINT = Face("DejaVuMono", "DejaVuMono-Bold", 7.8)
TINY = Face("Helvetica", "Helvetica-Bold", 6)
LEFT, RIGHT = 36.0, 559.0
COLUMNS = (
    Column("ITEM", LEFT, 100),
    Column("DESCRIPTION", 100, 296),
    Column("UOM", 296, 332, "centre"),
    Column("QUANTITY", 332, 384, "right"),
    Column("UNIT COST", 384, 440, "right"),
    Column("VAT%", 440, 476, "centre"),
    Column("EXTENSION", 476, RIGHT, "right"),
)


def _cell(paper: Paper, box: tuple[float, float, float, float], caption: str, texts: tuple[str, ...]) -> None:
    left, top, right, bottom = box
    paper.box(left, top, right, bottom, edge="#222222", thick=0.7)
    paper.text(left + 3, top + 8, caption, TINY)
    paper.lines(left + 5, top + 20, texts, PRINT, leading=10.5)


def _head(paper: Paper, invoice: Invoice) -> float:
    seller, buyer = invoice.seller, invoice.buyer
    kind = "CREDIT NOTE" if invoice.credit else "INVOICE"
    seller_lines = (seller.name, seller.street, seller.town, f"TEL {seller.phone}", f"VAT REG {seller.vat_id}")
    _cell(paper, (LEFT, 36, 300, 110), "FROM", seller_lines)
    _cell(paper, (300, 36, RIGHT, 66), "DOCUMENT", (kind,))
    _cell(paper, (300, 66, 430, 110), "NUMBER", (invoice.number,))
    _cell(paper, (430, 66, RIGHT, 110), "PAGE", (f"{paper.page}",))
    _cell(paper, (LEFT, 110, 300, 172), "SOLD TO", (buyer.name, buyer.street, buyer.town))
    _cell(paper, (300, 110, 386, 141), "DATE", (day(invoice.issued, "iso"),))
    _cell(paper, (386, 110, 472, 141), "DUE DATE", (day(invoice.due, "iso") if invoice.due else "",))
    _cell(paper, (472, 110, RIGHT, 141), "CURRENCY", (invoice.currency,))
    _cell(paper, (300, 141, 430, 172), "CUSTOMER PO", (invoice.order,))
    _cell(paper, (430, 141, RIGHT, 172), "REFERENCE", (invoice.refers_to,))
    return 182.0


def _foot(paper: Paper, invoice: Invoice, y: float) -> None:
    seller = invoice.seller
    cells = [("NET", amount(invoice.net))]
    cells += [
        (f"VAT {short(rate)}% ON {amount(invoice.tax_base[rate])}", amount(tax)) for rate, tax in invoice.taxes.items()
    ]
    if len(cells) > 2:
        cells.append(("VAT TOTAL", amount(invoice.tax)))
    cells.append((f"TOTAL {invoice.currency}", amount(invoice.gross)))
    if invoice.paid:
        cells += [("PREPAID", amount(invoice.paid)), ("AMOUNT PAYABLE", amount(invoice.payable))]
    width = (RIGHT - LEFT) / len(cells)
    for n, (caption, value) in enumerate(cells):
        _cell(paper, (LEFT + n * width, y, LEFT + (n + 1) * width, y + 28), caption, (value,))
    bank = (f"{seller.bank}   IBAN {spaced(invoice.iban)}   BIC {seller.bic}",)
    _cell(paper, (LEFT, y + 28, RIGHT, y + 54), "PAY TO", bank)


def draw(paper: Paper, invoice: Invoice) -> None:
    """Print it."""

    def turn() -> float:
        paper.next_page()
        return _head(paper, invoice)

    rows = [
        Row(
            (
                line.article,
                described(line),
                line.unit,
                short(line.quantity),
                price(line, "en"),
                short(line.rate),
                amount(line.total),
            ),
            line.total,
        )
        for line in invoice.lines
    ]
    carry = Carry("SUBTOTAL CARRIED FORWARD", "SUBTOTAL BROUGHT FORWARD", amount)
    style = Style("grid", PRINT, gap=5)
    y = draw_table(paper, COLUMNS, rows, style, Ends(_head(paper, invoice), 740, turn), carry)
    if y > 740:
        y = turn()
    _foot(paper, invoice, y + 10)


LOOK = Look(draw)
