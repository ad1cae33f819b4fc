"""A merchant's invoice on a sheet laid across: many narrow columns with article numbers, discount and tax code."""

from __future__ import annotations

from decimal import Decimal

from generator.invoice import Invoice
from generator.layouts.look import Look, price
from generator.paper import Face, Paper
from generator.print_forms import amount, day, short, spaced
from generator.table import Carry, Column, Ends, Row, Style, draw_table

PRINT = Face("Narrow", "Narrow-Bold", 9.5)
LEFT, RIGHT = 40.0, 802.0
COLUMNS = (
    Column("Zeile", LEFT, 74, "centre"),
    Column("Artikel", 74, 130),
    Column("Text", 130, 400),
    Column("Menge", 400, 455, "right"),
    Column("ME", 455, 495),
    Column("Preis", 495, 560, "right"),
    Column("Rab. %", 560, 610, "right"),
    Column("MwSt %", 610, 660, "centre"),
    Column("Warenwert", 660, RIGHT, "right"),
)


def _head(paper: Paper, invoice: Invoice) -> float:
    seller, buyer = invoice.seller, invoice.buyer
    paper.text(LEFT, 50, seller.name, PRINT, size=15, bold=True)
    paper.lines(
        LEFT, 64, (seller.street, seller.town, f"Tel {seller.phone}  {seller.mail}", f"Ust-ID: {seller.vat_id}"), PRINT
    )
    paper.lines(360, 50, ("Rechnungsempfänger", buyer.name, buyer.street, buyer.town), PRINT, leading=13)
    paper.text(RIGHT, 50, "GUTSCHRIFT" if invoice.credit else "RECHNUNG", PRINT, size=15, bold=True, align="right")
    rows = [("Beleg-Nr.", invoice.number), ("Belegdatum", day(invoice.issued, "de"))]
    if invoice.due:
        rows.append(("Fällig", day(invoice.due, "de")))
    if invoice.order:
        rows.append(("Bestell-Nr.", invoice.order))
    for n, (words, value) in enumerate(rows):
        paper.text(640, 66 + 12 * n, words, PRINT)
        paper.text(RIGHT, 66 + 12 * n, value, PRINT, align="right", bold=True)
    paper.text(RIGHT, 575, f"Blatt {paper.page}", PRINT, align="right", size=8)
    foot = f"Bank: {seller.bank}   IBAN {spaced(invoice.iban)}   BIC {seller.bic}   {seller.register}"
    paper.text(LEFT, 575, foot, PRINT, size=8)
    return 124.0


def _tax_table(paper: Paper, invoice: Invoice, y: float) -> None:
    columns = (
        Column("MwSt-Satz", LEFT, 110, "right"),
        Column("Netto", 110, 190, "right"),
        Column("Steuer", 190, 260, "right"),
        Column("Brutto", 260, 340, "right"),
    )
    rows = [
        Row(
            (
                f"{short(rate, 'de')} %",
                amount(invoice.tax_base[rate], "de"),
                amount(tax, "de"),
                amount(invoice.tax_base[rate] + tax, "de"),
            )
        )
        for rate, tax in invoice.taxes.items()
    ]
    draw_table(paper, columns, rows, Style("grid", PRINT), Ends(y, 560, lambda: 100.0))


def _totals(paper: Paper, invoice: Invoice, y: float) -> None:
    rows: list[tuple[str, Decimal]] = [("Warenwert netto", invoice.net), ("MwSt gesamt", invoice.tax)]
    for n, (words, value) in enumerate(rows):
        paper.text(600, y + 12 + 14 * n, words, PRINT)
        paper.text(RIGHT - 4, y + 12 + 14 * n, amount(value, "de"), PRINT, align="right")
    paper.box(590, y + 34, RIGHT, y + 56, edge="#111111", thick=1)
    paper.text(600, y + 49, f"Endbetrag {invoice.currency}", PRINT, bold=True, size=11)
    paper.text(RIGHT - 4, y + 49, amount(invoice.gross, "de"), PRINT, bold=True, size=11, align="right")


def draw(paper: Paper, invoice: Invoice) -> None:
    """Print it."""

    def turn() -> float:
        paper.next_page()
        return _head(paper, invoice)

    rows = [
        Row(
            (
                str(n * 10),
                line.article,
                "\n".join((line.name, *line.more)),
                short(line.quantity, "de"),
                line.unit,
                price(line, "de"),
                short(line.discount, "de") if line.discount else "",
                short(line.rate, "de"),
                amount(line.total, "de"),
            ),
            line.total,
        )
        for n, line in enumerate(invoice.lines, 1)
    ]
    carry = Carry("Zwischensumme / Übertrag", "Übertrag", lambda running: amount(running, "de"))
    top = _head(paper, invoice)
    style = Style("grid", PRINT, head_fill="#e4e4e4")
    y = draw_table(paper, COLUMNS, rows, style, Ends(top, 545, turn), carry)
    if y > 460:
        y = turn()
    _tax_table(paper, invoice, y + 16)
    _totals(paper, invoice, y + 12)


LOOK = Look(draw, "a4_wide")
