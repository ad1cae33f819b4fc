"""Purchase orders as buyers send them: the order behind an invoice of the set, in two looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from generator.invoice import Invoice, truth_lines
from generator.layouts.look import described, price, print_sums
from generator.paper import Face, Paper
from generator.print_forms import amount, day, short
from generator.table import Column, Ends, Row, Style, draw_table
from generator.truth import Truth

LEFT, RIGHT = 50.0, 545.0
PLAIN = Face("Helvetica", "Helvetica-Bold", 9)
TYPED = Face("Liberation", "Liberation-Bold", 9)


@dataclass(frozen=True, slots=True)
class Order:
    """What a buyer ordered before the invoice came."""

    invoice: Invoice
    issued: date

    @property
    def number(self) -> str:
        """The number that the invoice quotes."""
        return self.invoice.order


def order_behind(invoice: Invoice, days: int) -> Order:
    """The order written so many days before the invoice."""
    return Order(invoice, invoice.issued - timedelta(days=days))


def truth_of_order(order: Order) -> Truth:
    """What a reader must find."""
    invoice = order.invoice
    fields = {
        "po_number": order.number,
        "issue_date": order.issued.isoformat(),
        "supplier_name": invoice.seller.name,
        "buyer_name": invoice.buyer.name,
        "currency": invoice.currency,
        "net_total": f"{invoice.net:.2f}",
    }
    lines = [{key: value for key, value in line.items() if key != "tax_rate"} for line in truth_lines(invoice)]
    return Truth("purchase_order", fields, lines)


def print_order(order: Order) -> bytes:
    """The order as a born-digital PDF: in German for German buyers, else in English."""
    paper = Paper("a4", title=order.number, author=order.invoice.buyer.name)
    if order.invoice.buyer.country == "DE":
        _german(paper, order)
    else:
        _english(paper, order)
    return paper.finished()


def _english(paper: Paper, order: Order) -> None:
    invoice, buyer, seller = order.invoice, order.invoice.buyer, order.invoice.seller
    paper.text(LEFT, 60, buyer.name, PLAIN, size=15, bold=True)
    paper.text(LEFT, 75, f"{buyer.street}, {buyer.town}", PLAIN, colour="#555555")
    paper.box(370, 42, RIGHT, 78, fill="#2d2d2d")
    paper.text((370 + RIGHT) / 2, 65, "PURCHASE ORDER", PLAIN, size=15, bold=True, align="centre", colour="#ffffff")
    form = "us" if buyer.country == "US" else "uk_long"
    rows = [
        ("P.O. number", order.number),
        ("Order date", day(order.issued, form)),
        ("Currency", invoice.currency),
        ("Payment terms", "30 days net"),
        ("Delivery", "carriage paid, weekdays 8-16"),
    ]
    print_sums(paper, 370, RIGHT, 102, rows, PLAIN, step=14)
    for x, head, firm in ((LEFT, "VENDOR", seller), (210, "DELIVER TO", buyer)):
        paper.text(x, 110, head, PLAIN, bold=True, size=8)
        paper.lines(x, 123, (firm.name, *_folded(firm.street), firm.town), PLAIN, size=8.5)
    columns = (
        Column("#", LEFT, 76, "centre"),
        Column("Part no.", 76, 150),
        Column("Description", 150, 340),
        Column("Qty ordered", 340, 400, "right"),
        Column("Unit", 400, 432),
        Column("Unit price", 432, 486, "right"),
        Column("Line total", 486, RIGHT, "right"),
    )
    rows_ = [
        Row(
            (
                str(n),
                line.article,
                described(line),
                short(line.quantity),
                line.unit,
                price(line, "en"),
                amount(line.total),
            )
        )
        for n, line in enumerate(invoice.lines, 1)
    ]
    style = Style("grid", PLAIN, head_fill="#e2e2e2")
    y = draw_table(paper, columns, rows_, style, Ends(200, 720, lambda: _fresh(paper)))
    y = print_sums(
        paper,
        380,
        RIGHT - 4,
        y + 20,
        [(f"Order total {invoice.currency}, excl. tax", amount(invoice.net))],
        PLAIN,
        strong=(-1,),
    )
    paper.lines(
        LEFT,
        y + 30,
        ("Please quote our P.O. number on your invoice and delivery note.", "Our conditions of purchase apply."),
        PLAIN,
        leading=13,
    )
    paper.rule(LEFT, y + 92, 230)
    paper.text(LEFT, y + 104, "Authorised by, purchasing department", PLAIN, size=8)


def _german(paper: Paper, order: Order) -> None:
    invoice, buyer, seller = order.invoice, order.invoice.buyer, order.invoice.seller
    paper.rule(LEFT, 40, RIGHT, thick=3, colour="#94620c")
    paper.text(RIGHT, 66, buyer.name, TYPED, size=14, bold=True, align="right")
    paper.lines(RIGHT, 80, (buyer.street, buyer.town, "Einkauf"), TYPED, align="right")
    paper.lines(LEFT, 130, (seller.name, *_folded(seller.street), seller.town), TYPED, size=10)
    paper.text(LEFT, 220, f"Bestellung {order.number}", TYPED, size=15, bold=True)
    rows = [
        ("Bestelldatum", day(order.issued, "de")),
        ("Währung", invoice.currency),
        ("Zahlungsbedingung", "30 Tage netto"),
        ("Lieferbedingung", "frei Haus"),
    ]
    print_sums(paper, 360, RIGHT, 150, rows, TYPED, step=14)
    paper.text(LEFT, 246, "Wir bestellen zu den vereinbarten Preisen und unseren Einkaufsbedingungen:", TYPED)
    columns = (
        Column("Pos.", LEFT, 82),
        Column("Material", 82, 150),
        Column("Bezeichnung", 150, 340),
        Column("Bestellmenge", 340, 412, "right"),
        Column("ME", 412, 445),
        Column("Preis", 445, 492, "right"),
        Column("Wert", 492, RIGHT, "right"),
    )
    rows_ = [
        Row(
            (
                f"{n * 10:05d}",
                line.article,
                described(line),
                short(line.quantity, "de"),
                line.unit,
                price(line, "de"),
                amount(line.total, "de"),
            )
        )
        for n, line in enumerate(invoice.lines, 1)
    ]
    style = Style("head", TYPED, line_colour="#94620c")
    y = draw_table(paper, columns, rows_, style, Ends(264, 730, lambda: _fresh(paper)))
    if invoice.rebate:
        y = print_sums(
            paper,
            340,
            RIGHT - 4,
            y + 18,
            [(f"Rabatt {short(invoice.rebate, 'de')} %", "-" + amount(invoice.rebate_amount, "de"))],
            TYPED,
        )
        y -= 18
    print_sums(
        paper, 340, RIGHT - 4, y + 20, [("Bestellwert netto EUR", amount(invoice.net, "de"))], TYPED, strong=(-1,)
    )
    foot = (
        f"{buyer.name} · USt-IdNr. {buyer.vat_id} · Bitte geben Sie die Bestellnummer auf Lieferschein und Rechnung an."
    )
    paper.text(paper.width / 2, 815, foot, TYPED, size=7.5, align="centre")


def _folded(street: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in street.split(","))


def _fresh(paper: Paper) -> float:
    paper.next_page()
    return 60.0
