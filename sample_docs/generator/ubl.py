"""An invoice as UBL 2.1 after EN 16931 (the Peppol way): a bare XML file."""

from __future__ import annotations

from decimal import Decimal

from generator.companies import Company
from generator.invoice import Invoice, Line
from generator.xml_trees import UNIT_CODES, Node, postcode_and_city, written

SPACES: dict[str | None, str] = {
    None: "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2",
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}
CUSTOMIZATION = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"


def ubl(invoice: Invoice) -> bytes:
    """The XML file."""
    order = Node("cac:OrderReference", (Node("cbc:ID", invoice.order),)) if invoice.order else None
    root = Node("Invoice", (
        Node("cbc:CustomizationID", CUSTOMIZATION),
        Node("cbc:ProfileID", "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"),
        Node("cbc:ID", invoice.number),
        Node("cbc:IssueDate", invoice.issued.isoformat()),
        Node("cbc:DueDate", invoice.due.isoformat()) if invoice.due else None,
        Node("cbc:InvoiceTypeCode", "380"),
        Node("cbc:DocumentCurrencyCode", invoice.currency),
        order,
        _party("cac:AccountingSupplierParty", invoice.seller),
        _party("cac:AccountingCustomerParty", invoice.buyer),
        _means(invoice),
        _tax_total(invoice),
        _totals(invoice),
        *(_line(n, line, invoice.currency) for n, line in enumerate(invoice.lines, 1)),
    ))  # fmt: skip
    return written(root, SPACES)


def _money(tag: str, value: Decimal, currency: str) -> Node:
    return Node(tag, f"{value:.2f}", {"currencyID": currency})


def _category(tag: str, rate: Decimal) -> Node:
    scheme = Node("cac:TaxScheme", (Node("cbc:ID", "VAT"),))
    return Node(tag, (Node("cbc:ID", "S" if rate else "Z"), Node("cbc:Percent", f"{rate:.2f}"), scheme))


def _party(tag: str, firm: Company) -> Node:
    code, city = postcode_and_city(firm)
    scheme = Node("cac:TaxScheme", (Node("cbc:ID", "VAT"),))
    tax = Node("cac:PartyTaxScheme", (Node("cbc:CompanyID", firm.vat_id), scheme)) if firm.vat_id else None
    return Node(tag, (
        Node("cac:Party", (
            Node("cac:PartyName", (Node("cbc:Name", firm.name),)),
            Node("cac:PostalAddress", (
                Node("cbc:StreetName", firm.street),
                Node("cbc:CityName", city),
                Node("cbc:PostalZone", code) if code else None,
                Node("cac:Country", (Node("cbc:IdentificationCode", firm.country),)),
            )),
            tax,
            Node("cac:PartyLegalEntity", (Node("cbc:RegistrationName", firm.name),)),
        )),
    ))  # fmt: skip


def _means(invoice: Invoice) -> Node:
    branch = Node("cac:FinancialInstitutionBranch", (Node("cbc:ID", invoice.seller.bic),))
    return Node("cac:PaymentMeans", (
        Node("cbc:PaymentMeansCode", "58"),
        Node("cbc:PaymentID", invoice.number),
        Node("cac:PayeeFinancialAccount", (Node("cbc:ID", invoice.iban), branch)),
    ))  # fmt: skip


def _tax_total(invoice: Invoice) -> Node:
    parts = (
        Node("cac:TaxSubtotal", (
            _money("cbc:TaxableAmount", invoice.tax_base[rate], invoice.currency),
            _money("cbc:TaxAmount", tax, invoice.currency),
            _category("cac:TaxCategory", rate),
        ))
        for rate, tax in invoice.taxes.items()
    )  # fmt: skip
    return Node("cac:TaxTotal", (_money("cbc:TaxAmount", invoice.tax, invoice.currency), *parts))


def _totals(invoice: Invoice) -> Node:
    paid = _money("cbc:PrepaidAmount", invoice.paid, invoice.currency) if invoice.paid else None
    return Node("cac:LegalMonetaryTotal", (
        _money("cbc:LineExtensionAmount", invoice.line_sum, invoice.currency),
        _money("cbc:TaxExclusiveAmount", invoice.net, invoice.currency),
        _money("cbc:TaxInclusiveAmount", invoice.gross, invoice.currency),
        paid,
        _money("cbc:PayableAmount", invoice.payable, invoice.currency),
    ))  # fmt: skip


def _line(number: int, line: Line, currency: str) -> Node:
    quantity = Node("cbc:InvoicedQuantity", f"{line.quantity:f}", {"unitCode": UNIT_CODES.get(line.unit, "C62")})
    return Node("cac:InvoiceLine", (
        Node("cbc:ID", str(number)),
        quantity,
        _money("cbc:LineExtensionAmount", line.total, currency),
        Node("cac:Item", (
            Node("cbc:Name", " ".join((line.name, *line.more))),
            Node("cac:SellersItemIdentification", (Node("cbc:ID", line.article),)),
            _category("cac:ClassifiedTaxCategory", line.rate),
        )),
        Node("cac:Price", (Node("cbc:PriceAmount", f"{line.price:f}", {"currencyID": currency}),)),
    ))  # fmt: skip
