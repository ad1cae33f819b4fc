"""A craftsman's bill: typewriter print, long descriptions, no rulings, carried-over sums in words."""

from __future__ import annotations

from generator.invoice import Invoice
from generator.layouts.look import Look, SumWords, described, price, print_sums, sum_rows
from generator.paper import Face, Paper
from generator.print_forms import amount, day, short, spaced
from generator.table import Carry, Column, Ends, Row, Style, draw_table

PRINT = Face("Courier", "Courier-Bold", 9.5)
LEFT, RIGHT = 56.0, 540.0
COLUMNS = (
    Column("Pos", LEFT, 90),
    Column("Leistung", 90, 312),
    Column("Menge", 312, 372, "right"),
    Column("EP", 372, 450, "right"),
    Column("GP", 450, RIGHT, "right"),
)


def _letterhead(paper: Paper, invoice: Invoice) -> None:
    seller = invoice.seller
    paper.text(LEFT, 60, seller.name, Face("Times-Bold", "Times-Bold", 19, "#7a1f1f"))
    paper.text(
        LEFT, 76, f"Meisterbetrieb seit 1962   ·   {seller.street}   ·   {seller.town}", Face("Times-Roman", size=9)
    )
    paper.rule(LEFT, 82, RIGHT, thick=1.5, colour="#7a1f1f")
    foot = f"{seller.bank}  IBAN: {spaced(invoice.iban)}  BIC: {seller.bic}  Steuer: {seller.vat_id}  {seller.register}"
    paper.text((LEFT + RIGHT) / 2, 815, foot, Face(size=7), align="centre")


def draw(paper: Paper, invoice: Invoice) -> None:
    """Print it."""
    buyer = invoice.buyer
    _letterhead(paper, invoice)
    paper.lines(LEFT, 130, ("An", buyer.name, buyer.street, "", buyer.town), PRINT, leading=13)
    paper.text(
        RIGHT,
        215,
        f"{invoice.seller.town.split(' ', 1)[1]}, den {day(invoice.issued, 'de_long')}",
        PRINT,
        align="right",
    )
    paper.text(LEFT, 245, f"RECHNUNG Nr. {invoice.number}", PRINT, bold=True, size=12)
    if invoice.order:
        paper.text(LEFT, 262, f"Ihr Auftrag: {invoice.order}", PRINT)
    paper.text(LEFT, 276, "Bauvorhaben: Verwaltungsgebäude, Innen- und Außenanstrich", PRINT)

    def turn() -> float:
        paper.text(RIGHT, 800, f"- {paper.page} -", PRINT, align="right")
        paper.next_page()
        _letterhead(paper, invoice)
        paper.text(LEFT, 106, f"Rechnung {invoice.number}, Blatt {paper.page}", PRINT)
        return 118.0

    rows = [
        Row(
            (
                line.article,
                described(line),
                f"{short(line.quantity, 'de')} {line.unit}",
                price(line, "de"),
                amount(line.total, "de"),
            ),
            line.total,
        )
        for line in invoice.lines
    ]
    carry = Carry("Übertrag auf nächste Seite", "Übertrag von Vorseite", lambda running: amount(running, "de"))
    y = draw_table(paper, COLUMNS, rows, Style("none", PRINT, gap=9), Ends(292, 770, turn), carry)
    if y > 630:
        y = turn() - 10
    words = SumWords(
        "Summe netto",
        "zzgl. {rate} % MwSt",
        "Gesamtbetrag EUR",
        "MwSt gesamt",
        "Zwischensumme",
        "Nachlass {rate} %",
        "abzgl. Abschlagszahlung",
        "noch zu zahlen EUR",
    )
    paper.rule(330, y + 8, RIGHT)
    y = print_sums(paper, 330, RIGHT - 4, y + 24, sum_rows(invoice, words, "de"), PRINT, step=16, strong=(-1,))
    paper.stroke(((330, y - 11), (RIGHT, y - 11)), thick=1.2)
    if invoice.due:
        y = paper.paragraph(
            LEFT,
            y + 20,
            460,
            f"Bitte überweisen Sie bis zum {day(invoice.due, 'de')}. "
            "Handwerkerleistung: Lohnanteil 62 % der Nettosumme. Es gelten unsere AGB.",
            PRINT,
        )
    paper.text(LEFT, y + 14, "Mit freundlichem Gruß", PRINT)


LOOK = Look(draw)
