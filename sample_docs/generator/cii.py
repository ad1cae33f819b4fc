"""An invoice as UN/CEFACT Cross Industry Invoice after EN 16931: the XML inside a Factur-X PDF."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from generator.companies import Company
from generator.invoice import Invoice, Line
from generator.xml_trees import UNIT_CODES, Node, postcode_and_city, written

SPACES: dict[str | None, str] = {
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
}
CREDIT_TRANSFER = "58"


def cii(invoice: Invoice) -> bytes:
    """The XML file."""
    root = Node("rsm:CrossIndustryInvoice", (
        Node("rsm:ExchangedDocumentContext", (
            _nested("ram:GuidelineSpecifiedDocumentContextParameter", "ram:ID", "urn:cen.eu:en16931:2017"),
        )),
        Node("rsm:ExchangedDocument", (
            Node("ram:ID", invoice.number),
            Node("ram:TypeCode", "381" if invoice.credit else "380"),
            _day("ram:IssueDateTime", invoice.issued),
        )),
        Node("rsm:SupplyChainTradeTransaction", (
            *(_line(n, line) for n, line in enumerate(invoice.lines, 1)),
            _agreement(invoice),
            _delivery(invoice),
            _settlement(invoice),
        )),
    ))  # fmt: skip
    return written(root, SPACES)


def _nested(outer: str, inner: str, text: str) -> Node:
    return Node(outer, (Node(inner, text),))


def _day(tag: str, value: date) -> Node:
    return Node(tag, (Node("udt:DateTimeString", f"{value:%Y%m%d}", {"format": "102"}),))


def _tax(rate: Decimal, *before: Node, basis: Node | None = None) -> Node:
    category = Node("ram:CategoryCode", "S" if rate else "Z")
    percent = Node("ram:RateApplicablePercent", f"{rate:.2f}")
    return Node("ram:ApplicableTradeTax", (*before, Node("ram:TypeCode", "VAT"), basis, category, percent))


def _line(number: int, line: Line) -> Node:
    total = _nested("ram:SpecifiedTradeSettlementLineMonetarySummation", "ram:LineTotalAmount", f"{line.total:.2f}")
    unit = {"unitCode": UNIT_CODES.get(line.unit, "C62")}
    return Node("ram:IncludedSupplyChainTradeLineItem", (
        _nested("ram:AssociatedDocumentLineDocument", "ram:LineID", str(number)),
        Node("ram:SpecifiedTradeProduct", (
            Node("ram:SellerAssignedID", line.article),
            Node("ram:Name", " ".join((line.name, *line.more))),
        )),
        Node("ram:SpecifiedLineTradeAgreement", (
            _nested("ram:NetPriceProductTradePrice", "ram:ChargeAmount", f"{line.price:f}"),
        )),
        Node("ram:SpecifiedLineTradeDelivery", (Node("ram:BilledQuantity", f"{line.quantity:f}", unit),)),
        Node("ram:SpecifiedLineTradeSettlement", (_tax(line.rate), total)),
    ))  # fmt: skip


def _party(tag: str, firm: Company) -> Node:
    code, city = postcode_and_city(firm)
    registered = Node("ram:SpecifiedTaxRegistration", (Node("ram:ID", firm.vat_id, {"schemeID": "VA"}),))
    return Node(tag, (
        Node("ram:Name", firm.name),
        Node("ram:PostalTradeAddress", (
            Node("ram:PostcodeCode", code) if code else None,
            Node("ram:LineOne", firm.street),
            Node("ram:CityName", city),
            Node("ram:CountryID", firm.country),
        )),
        registered if firm.vat_id else None,
    ))  # fmt: skip


def _agreement(invoice: Invoice) -> Node:
    order = _nested("ram:BuyerOrderReferencedDocument", "ram:IssuerAssignedID", invoice.order)
    return Node("ram:ApplicableHeaderTradeAgreement", (
        _party("ram:SellerTradeParty", invoice.seller),
        _party("ram:BuyerTradeParty", invoice.buyer),
        order if invoice.order else None,
    ))  # fmt: skip


def _delivery(invoice: Invoice) -> Node:
    if invoice.delivered is None:
        return Node("ram:ApplicableHeaderTradeDelivery", ())
    event = Node("ram:ActualDeliverySupplyChainEvent", (_day("ram:OccurrenceDateTime", invoice.delivered),))
    return Node("ram:ApplicableHeaderTradeDelivery", (event,))


def _settlement(invoice: Invoice) -> Node:
    means = Node("ram:SpecifiedTradeSettlementPaymentMeans", (
        Node("ram:TypeCode", CREDIT_TRANSFER),
        _nested("ram:PayeePartyCreditorFinancialAccount", "ram:IBANID", invoice.iban),
        _nested("ram:PayeeSpecifiedCreditorFinancialInstitution", "ram:BICID", invoice.seller.bic),
    ))  # fmt: skip
    taxes = (
        _tax(rate, Node("ram:CalculatedAmount", f"{tax:.2f}"),
             basis=Node("ram:BasisAmount", f"{invoice.tax_base[rate]:.2f}"))
        for rate, tax in invoice.taxes.items()
    )  # fmt: skip
    due = Node("ram:SpecifiedTradePaymentTerms", (_day("ram:DueDateDateTime", invoice.due),)) if invoice.due else None
    refers = _nested("ram:InvoiceReferencedDocument", "ram:IssuerAssignedID", invoice.refers_to)
    return Node("ram:ApplicableHeaderTradeSettlement", (
        Node("ram:PaymentReference", invoice.number),
        Node("ram:InvoiceCurrencyCode", invoice.currency),
        means if invoice.iban else None,
        *taxes,
        *_rebates(invoice),
        due,
        _sums(invoice),
        refers if invoice.refers_to else None,
    ))  # fmt: skip


def _rebates(invoice: Invoice) -> list[Node]:
    return [
        Node("ram:SpecifiedTradeAllowanceCharge", (
            _nested("ram:ChargeIndicator", "udt:Indicator", "false"),
            Node("ram:ActualAmount", f"{amount:.2f}"),
            Node("ram:Reason", "Rabatt" if invoice.seller.country == "DE" else "Discount"),
            Node("ram:CategoryTradeTax", (
                Node("ram:TypeCode", "VAT"), Node("ram:CategoryCode", "S" if rate else "Z"),
                Node("ram:RateApplicablePercent", f"{rate:.2f}"),
            )),
        ))
        for rate, amount in invoice.rebate_by_rate.items()
    ]  # fmt: skip


def _sums(invoice: Invoice) -> Node:
    tax = Node("ram:TaxTotalAmount", f"{invoice.tax:.2f}", {"currencyID": invoice.currency})
    return Node("ram:SpecifiedTradeSettlementHeaderMonetarySummation", (
        Node("ram:LineTotalAmount", f"{invoice.line_sum:.2f}"),
        Node("ram:AllowanceTotalAmount", f"{invoice.rebate_amount:.2f}") if invoice.rebate else None,
        Node("ram:TaxBasisTotalAmount", f"{invoice.net:.2f}"),
        tax,
        Node("ram:GrandTotalAmount", f"{invoice.gross:.2f}"),
        Node("ram:TotalPrepaidAmount", f"{invoice.paid:.2f}") if invoice.paid else None,
        Node("ram:DuePayableAmount", f"{invoice.payable:.2f}"),
    ))  # fmt: skip
