"""Receipts as a till prints them on a narrow roll."""

from __future__ import annotations

from dataclasses import dataclass

from generator.paper import Face, Paper
from generator.print_forms import SYMBOLS, amount, day, short
from generator.receipts import Receipt

WIDE = 226.0
MARGIN = 14.0


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a till in one country."""

    number: str
    total: str
    cash: str
    change: str
    card: str
    thanks: str
    tax: str
    subtotal: str = ""


WORDS = {
    "EUR": Words(
        "Bon-Nr.",
        "SUMME EUR",
        "Bar",
        "Rückgeld",
        "Kartenzahlung girocard",
        "Vielen Dank für Ihren Einkauf!",
        "{letter}: {rate} % MwSt",
    ),
    "GBP": Words(
        "Receipt",
        "TOTAL",
        "Cash",
        "Change",
        "Visa Debit contactless",
        "Thank you, please call again",
        "incl. VAT {rate}%",
    ),
    "USD": Words(
        "Ticket #",
        "TOTAL",
        "CASH",
        "CHANGE",
        "CREDIT CARD ****4417",
        "THANK YOU - COME AGAIN",
        "Sales tax {rate}%",
        "SUBTOTAL",
    ),
}
FACES = {
    "mono": Face("DejaVuMono", "DejaVuMono-Bold", 8),
    "sans": Face("Narrow", "Narrow-Bold", 9.5),
}


def print_receipt(receipt: Receipt) -> bytes:
    """The receipt as a PDF just as long as it needs to be."""
    roll = _Roll(Paper((WIDE, 228 + 26.0 * len(receipt.lines)), title=receipt.number), receipt)
    roll.head()
    roll.goods()
    roll.sums()
    return roll.paper.finished()


class _Roll:
    """The roll as far as it is printed: `y` is where the next line goes."""

    def __init__(self, paper: Paper, receipt: Receipt) -> None:
        self.paper, self.receipt = paper, receipt
        self.face = FACES[receipt.shop.look]
        self.words = WORDS[receipt.shop.currency]
        self.style = "de" if receipt.shop.currency == "EUR" else "en"
        self.y = 26.0

    def head(self) -> None:
        """Name, address, tax number, receipt number, day and time."""
        shop, when = self.receipt.shop, self.receipt.when
        self.centred(shop.name, bold=True, size=self.face.size + 2.5)
        for text in shop.address:
            self.centred(text)
        self.centred(f"Tel. {shop.phone}")
        tax = {"EUR": "USt-IdNr. ", "GBP": "VAT Reg. ", "USD": "EIN "}[shop.currency]
        self.centred(tax + shop.tax_id)
        self.y += 6
        form = {"EUR": "de", "GBP": "uk", "USD": "us"}[shop.currency]
        self.pair(f"{self.words.number} {self.receipt.number}", f"{day(when, form)} {when:%H:%M}")
        self.pair(f"{'Kasse' if self.style == 'de' else 'Till'} {self.receipt.till}", "")
        self.dashes()

    def goods(self) -> None:
        """The lines; more than one of a kind goes on a line below."""
        for line in self.receipt.lines:
            letter = f" {line.letter}" if len(self.receipt.shop.rates) > 1 else ""
            self.pair(line.name, amount(line.total, self.style) + letter)
            if line.count > 1:
                self.paper.text(MARGIN + 14, self.y, f"{line.count} x {amount(line.price, self.style)}", self.face)
                self.y += self.face.size * 1.4
        self.dashes()

    def sums(self) -> None:
        """Subtotal, tax, total, how it was paid."""
        receipt, shop = self.receipt, self.receipt.shop
        sign = "" if shop.currency == "EUR" else SYMBOLS[shop.currency]
        if self.words.subtotal:
            self.pair(self.words.subtotal, sign + amount(receipt.subtotal))
            self.taxes()
        self.y += 4
        self.pair(self.words.total, sign + amount(receipt.total, self.style), bold=True, size=self.face.size + 3)
        self.y += 2
        if receipt.given:
            self.pair(self.words.cash, sign + amount(receipt.given, self.style))
            self.pair(self.words.change, sign + amount(receipt.given - receipt.total, self.style))
        else:
            self.pair(self.words.card, sign + amount(receipt.total, self.style))
        if not self.words.subtotal:
            self.dashes()
            self.taxes()
        self.dashes()
        self.centred(self.words.thanks)

    def taxes(self) -> None:
        """One line a rate."""
        for letter, rate in self.receipt.shop.rates:
            text = self.words.tax.format(letter=letter, rate=short(rate, self.style))
            self.pair(text, amount(self.receipt.tax_of(letter, rate), self.style))

        if len(self.receipt.shop.rates) > 1:
            self.pair("MwSt gesamt", amount(self.receipt.tax, self.style))

    def pair(self, left: str, right: str, *, bold: bool = False, size: float = 0) -> None:
        """Words at the left, a figure at the right."""
        self.paper.text(MARGIN, self.y, left, self.face, bold=bold, size=size)
        self.paper.text(WIDE - MARGIN, self.y, right, self.face, bold=bold, size=size, align="right")
        self.y += (size or self.face.size) * 1.45

    def centred(self, text: str, *, bold: bool = False, size: float = 0) -> None:
        """One line in the middle."""
        self.paper.text(WIDE / 2, self.y, text, self.face, bold=bold, size=size, align="centre")
        self.y += (size or self.face.size) * 1.4

    def dashes(self) -> None:
        """A dashed line across."""
        self.paper.stroke(((MARGIN, self.y - 3), (WIDE - MARGIN, self.y - 3)), dash=(2.0, 2.0))
        self.y += self.face.size
