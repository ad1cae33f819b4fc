"""A utility's bill: the amount to pay in a box at the top, a short account, then how it comes about."""

from __future__ import annotations

from generator.invoice import Invoice
from generator.layouts.look import Look, SumWords, described, price, print_sums, sum_rows
from generator.paper import Face, Paper
from generator.print_forms import amount, day, short, spaced
from generator.table import Column, Ends, Row, Style, draw_table

PRINT = Face("Liberation", "Liberation-Bold", 9)
GREEN = "#0b6b4f"
LEFT, RIGHT = 50.0, 545.0
COLUMNS = (
    Column("Leistung", LEFT, 270),
    Column("Verbrauch", 270, 350, "right"),
    Column("Einheit", 350, 395),
    Column("Preis je Einheit", 395, 470, "right"),
    Column("Betrag netto", 470, RIGHT, "right"),
)


def _reference_box(paper: Paper, invoice: Invoice) -> None:
    paper.box(340, 96, RIGHT, 196, fill="#e6f2ee")
    rows = [
        ("Rechnungsnummer", invoice.number),
        ("Rechnungsdatum", day(invoice.issued, "de")),
        ("Vertragskonto", "2 004 711 902"),
        ("Zählernummer", "4 711 902"),
    ]
    if invoice.order:
        rows.append(("Bestellnummer", invoice.order))
    print_sums(paper, 350, RIGHT - 10, 114, rows, PRINT, step=15)


def _pay_box(paper: Paper, invoice: Invoice) -> None:
    paper.box(LEFT, 270, RIGHT, 330, edge=GREEN, thick=1.5)
    paper.text(LEFT + 14, 294, "Zu zahlender Betrag", PRINT, size=13, bold=True)
    paper.text(
        RIGHT - 14, 298, f"{amount(invoice.payable, 'de')} EUR", PRINT, size=20, bold=True, align="right", colour=GREEN
    )
    if invoice.due:
        paper.text(LEFT + 14, 314, f"fällig am {day(invoice.due, 'de')}", PRINT)


def draw(paper: Paper, invoice: Invoice) -> None:
    """Print it."""
    seller, buyer = invoice.seller, invoice.buyer
    paper.box(0, 0, paper.width, 14, fill=GREEN)
    paper.text(LEFT, 52, seller.name.upper(), PRINT, size=18, bold=True, colour=GREEN)
    paper.text(LEFT, 66, "Strom · Gas · Wärme für den Mittelstand", PRINT, colour="#555555")
    paper.text(LEFT, 110, f"{seller.name} · {seller.street} · {seller.town}", PRINT, size=6.5)
    paper.lines(LEFT, 128, (buyer.name, buyer.street, buyer.town), PRINT, size=10.5)
    _reference_box(paper, invoice)
    paper.text(LEFT, 240, "Ihre Verbrauchsabrechnung", PRINT, size=14, bold=True)
    paper.text(LEFT, 256, "Vielen Dank, dass Sie Energie von uns beziehen. Das Wichtigste auf einen Blick:", PRINT)
    _pay_box(paper, invoice)
    paper.text(LEFT, 362, "So setzt sich Ihre Rechnung zusammen", PRINT, bold=True, size=11)
    rows = [
        Row((described(line), short(line.quantity, "de"), line.unit, price(line, "de"), amount(line.total, "de")))
        for line in invoice.lines
    ]
    style = Style("rows", PRINT, line_colour="#9cc4b8", head_colour=GREEN, gap=6)
    y = draw_table(paper, COLUMNS, rows, style, Ends(374, 700, lambda: 100.0))
    words = SumWords(
        "Nettosumme",
        "Umsatzsteuer {rate} %",
        "Bruttobetrag",
        "Umsatzsteuer",
        paid="abzüglich geleisteter Abschläge",
        due="Noch zu zahlen",
    )
    y = print_sums(paper, 300, RIGHT - 4, y + 18, sum_rows(invoice, words, "de"), PRINT, strong=(-1,))
    note = (
        f"Bitte überweisen Sie den Betrag unter Angabe der Rechnungsnummer auf IBAN {spaced(invoice.iban)}, "
        f"BIC {seller.bic}, {seller.bank}. Fragen beantwortet unser Kundendienst unter {seller.phone} "
        "montags bis freitags von 8 bis 18 Uhr."
    )
    paper.paragraph(LEFT, y + 20, RIGHT - LEFT, note, PRINT)
    foot = f"{seller.name} · {seller.register} · USt-IdNr. {seller.vat_id} · www.{seller.web}"
    paper.text(paper.width / 2, 822, foot, PRINT, size=7, align="centre", colour="#555555")


LOOK = Look(draw)
