"""A German business letter after DIN 5008: address window, block of references at the right, footer in columns."""

from __future__ import annotations

from generator.invoice import Invoice
from generator.layouts.look import Look, SumWords, described, price, print_sums, sum_rows
from generator.paper import SANS, Face, Paper
from generator.print_forms import amount, day, short, spaced
from generator.table import Carry, Column, Ends, Row, Style, draw_table

LEFT, RIGHT = 62.0, 552.0
SMALL = Face(size=6.5, colour="#444444")
COLUMNS = (
    Column("Pos.", LEFT, 88),
    Column("Art.-Nr.", 88, 142),
    Column("Bezeichnung", 142, 340),
    Column("Menge", 340, 385, "right"),
    Column("Einh.", 385, 418),
    Column("Einzelpreis", 418, 482, "right"),
    Column("Gesamt EUR", 482, RIGHT, "right"),
)


def _letterhead(paper: Paper, invoice: Invoice) -> None:
    seller = invoice.seller
    paper.disc(RIGHT - 14, 52, 14, "#1d4f7c")
    paper.text(RIGHT - 36, 50, seller.name, Face(size=14, colour="#1d4f7c"), align="right", bold=True)
    paper.text(RIGHT - 36, 64, f"{seller.street} · {seller.town}", SMALL, align="right")
    footer = (
        (seller.name, seller.street, seller.town),
        (f"Tel. {seller.phone}", seller.mail, f"www.{seller.web}"),
        (seller.bank, f"IBAN {spaced(invoice.iban)}", f"BIC {seller.bic}"),
        (seller.register, f"USt-IdNr. {seller.vat_id}", "Geschäftsführer lt. Register"),
    )
    paper.rule(LEFT, 780, RIGHT, colour="#1d4f7c")
    for n, texts in enumerate(footer):
        paper.lines(LEFT + n * 127, 791, texts, SMALL)
    paper.text(RIGHT, 828, f"Seite {paper.page}", SMALL, align="right")


def _references(paper: Paper, invoice: Invoice) -> None:
    kind = "Gutschrift-Nr." if invoice.credit else "Rechnungs-Nr."
    rows = [(kind, invoice.number), ("Datum", day(invoice.issued, "de"))]
    if invoice.delivered:
        rows.append(("Leistungsdatum", day(invoice.delivered, "de")))
    if invoice.order:
        rows.append(("Ihre Bestellung", invoice.order))
    if invoice.refers_to:
        rows.append(("zu Rechnung", invoice.refers_to))
    rows.append(("Kunden-Nr.", f"K-{len(invoice.buyer.name) * 317}"))
    print_sums(paper, 370, RIGHT, 132, rows, SANS, step=13)


def _opening(paper: Paper, invoice: Invoice) -> float:
    seller, buyer = invoice.seller, invoice.buyer
    paper.text(LEFT, 128, f"{seller.name}, {seller.street}, {seller.town}", SMALL)
    paper.rule(LEFT, 131, 300, thick=0.3)
    paper.lines(LEFT, 146, (buyer.name, "Buchhaltung", buyer.street, buyer.town), Face(size=10))
    _references(paper, invoice)
    title = "Gutschrift" if invoice.credit else "Rechnung"
    paper.text(LEFT, 262, f"{title} {invoice.number}", Face(size=13), bold=True)
    opening = (
        f"wir schreiben Ihnen zur Rechnung {invoice.refers_to} wie folgt gut:"
        if invoice.credit
        else "für unsere Lieferungen und Leistungen erlauben wir uns zu berechnen:"
    )
    paper.lines(LEFT, 284, ("Sehr geehrte Damen und Herren,", opening), Face(size=9.5), leading=14)
    return 312


def _sums(paper: Paper, invoice: Invoice, y: float) -> float:
    words = SumWords(
        "Nettobetrag",
        "USt. {rate} % auf {base}",
        "Gutschriftsbetrag EUR" if invoice.credit else "Rechnungsbetrag EUR",
        "Umsatzsteuer gesamt",
        "Summe Positionen",
        "abzüglich {rate} % Rabatt",
        "bereits gezahlt",
        "",
    )
    y = print_sums(paper, 350, RIGHT - 4, y + 18, sum_rows(invoice, words, "de"), Face(size=9.5), strong=(-1,))
    paper.rule(350, y - 10, RIGHT, thick=0.8)
    paper.rule(350, y - 8, RIGHT, thick=0.8)
    return y


def draw(paper: Paper, invoice: Invoice) -> None:
    """Print it."""
    _letterhead(paper, invoice)
    top = _opening(paper, invoice)

    def turn() -> float:
        paper.next_page()
        _letterhead(paper, invoice)
        paper.text(LEFT, 110, f"Rechnung {invoice.number} vom {day(invoice.issued, 'de')}", SANS, bold=True)
        return 126.0

    rows = [
        Row(
            (
                str(n),
                line.article,
                described(line),
                short(line.quantity, "de"),
                line.unit,
                price(line, "de"),
                amount(line.total, "de"),
            ),
            line.total,
        )
        for n, line in enumerate(invoice.lines, 1)
    ]
    carry = Carry("Übertrag", "Übertrag", lambda running: amount(running, "de"))
    y = draw_table(paper, COLUMNS, rows, Style("head"), Ends(top, 740, turn), carry)
    if y > 620:
        y = turn()
    y = _sums(paper, invoice, y) + 14
    if invoice.due:
        text = f"Zahlbar ohne Abzug bis {day(invoice.due, 'de')} auf das unten genannte Konto."
        y = paper.paragraph(LEFT, y, 440, text, Face(size=9.5))
    paper.lines(LEFT, y + 10, ("Mit freundlichen Grüßen", invoice.seller.name), Face(size=9.5), leading=14)


LOOK = Look(draw)
