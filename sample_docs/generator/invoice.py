"""An invoice or credit note as it is meant: who, what, how much. How it looks is a layout's work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from generator.companies import Company

CENT = Decimal("0.01")


def cents(value: Decimal) -> Decimal:
    """Rounded to two places, half up as books do."""
    return value.quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Line:
    """One line item. `discount` is in percent; `more` are further lines of its description."""

    article: str
    name: str
    quantity: Decimal
    unit: str
    price: Decimal
    rate: Decimal
    more: tuple[str, ...] = ()
    discount: Decimal = Decimal(0)

    @property
    def total(self) -> Decimal:
        """Without tax."""
        return cents(self.quantity * self.price * (100 - self.discount) / 100)


@dataclass(frozen=True)
class Invoice:
    """An invoice, or a credit note. `misprint` replaces printed values: a wrong sum or IBAN that somebody typed."""

    number: str
    issued: date
    seller: Company
    buyer: Company
    currency: str
    lines: tuple[Line, ...]
    due: date | None = None
    order: str = ""
    delivered: date | None = None
    paid: Decimal = Decimal(0)
    rebate: Decimal = Decimal(0)
    credit: bool = False
    refers_to: str = ""
    misprint: tuple[tuple[str, str], ...] = ()

    @cached_property
    def line_sum(self) -> Decimal:
        """All line totals, before a rebate on the whole."""
        return sum((line.total for line in self.lines), Decimal(0))

    @cached_property
    def lines_by_rate(self) -> Mapping[Decimal, Decimal]:
        """The line totals by tax rate, highest rate first."""
        totals: dict[Decimal, Decimal] = {}
        for line in self.lines:
            totals[line.rate] = totals.get(line.rate, Decimal(0)) + line.total
        return dict(sorted(totals.items(), reverse=True))

    @cached_property
    def rebate_by_rate(self) -> Mapping[Decimal, Decimal]:
        """The rebate on the whole, spread over the rates by their weight; empty without one."""
        if not self.rebate:
            return {}
        *rates, last = self.lines_by_rate
        shares = {rate: cents(self.rebate_amount * self.lines_by_rate[rate] / self.line_sum) for rate in rates}
        return shares | {last: self.rebate_amount - sum(shares.values())}

    @property
    def tax_base(self) -> Mapping[Decimal, Decimal]:
        """Net amount by tax rate."""
        return {rate: total - self.rebate_by_rate.get(rate, Decimal(0)) for rate, total in self.lines_by_rate.items()}

    @property
    def rebate_amount(self) -> Decimal:
        """`rebate` percent of the lines."""
        return cents(self.line_sum * self.rebate / 100)

    @property
    def taxes(self) -> Mapping[Decimal, Decimal]:
        """Tax by rate."""
        return {rate: cents(base * rate / 100) for rate, base in self.tax_base.items()}

    @property
    def net(self) -> Decimal:
        """What tax is due on."""
        return self.line_sum - self.rebate_amount

    @property
    def tax(self) -> Decimal:
        """All taxes together."""
        return sum(self.taxes.values(), Decimal(0))

    @property
    def gross(self) -> Decimal:
        """As printed, so a misprinted sum shows here."""
        return Decimal(self._printed("gross_total", str(self.net + self.tax)))

    @property
    def payable(self) -> Decimal:
        """What is still to pay."""
        return self.gross - self.paid

    @property
    def iban(self) -> str:
        """As printed; empty where the seller has none."""
        return self._printed("iban", self.seller.iban)

    def _printed(self, name: str, meant: str) -> str:
        return dict(self.misprint).get(name, meant)


def truth_fields(invoice: Invoice, omits: frozenset[str] = frozenset()) -> dict[str, str]:
    """The values a reader must find, less those that the layout does not print."""
    values = {
        "invoice_number": invoice.number,
        "issue_date": invoice.issued.isoformat(),
        "due_date": invoice.due.isoformat() if invoice.due else "",
        "seller_name": invoice.seller.name,
        "seller_vat_id": invoice.seller.vat_id,
        "buyer_name": invoice.buyer.name,
        "currency": invoice.currency,
        "net_total": f"{invoice.net:.2f}",
        "tax_total": f"{invoice.tax:.2f}",
        "gross_total": f"{invoice.gross:.2f}",
        "amount_due": f"{invoice.payable:.2f}",
        "iban": invoice.iban,
        "bic": invoice.seller.bic,
        "purchase_order": invoice.order,
    }
    return {name: value for name, value in values.items() if value and name not in omits}


def truth_lines(invoice: Invoice) -> list[dict[str, str]]:
    """The line items as a reader must find them."""
    return [
        {
            "description": " ".join((line.name, *line.more)),
            "quantity": str(line.quantity),
            "unit_price": str(line.price),
            "line_total": f"{line.total:.2f}",
            "tax_rate": str(line.rate),
        }
        for line in invoice.lines
    ]
