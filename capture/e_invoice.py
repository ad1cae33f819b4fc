"""Electronic invoices (EN 16931): CII (Factur-X, ZUGFeRD, XRechnung, also ZUGFeRD 1.0) and UBL, as EInvoice.

The XML is a stranger's: no document type, no entities, no network, a size limit; and it is parsed in the child only.
The tables say where each of our names stands; namespaces are left aside, since local names alone tell the versions
apart. BT numbers are those of EN 16931-1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lxml import etree

from documents.layout import EInvoice

_MOST_BYTES = 10 << 20

_Element = etree._Element
_Paths = dict[str, tuple[str, ...]]


class NoInvoice(ValueError):
    """The XML is none, or no invoice. The message says why."""


@dataclass(frozen=True, slots=True)
class _Syntax:
    """Where one syntax keeps what we want: the first path that has text wins; names in `several` keep all."""

    name: str
    kind: tuple[str, ...]
    values: _Paths
    line: tuple[str, ...]
    columns: _Paths


_CII_VALUES: _Paths = {
    "invoice_number": ("{doc}/ID",),  # BT-1
    "issue_date": ("{doc}/IssueDateTime/DateTimeString", "{doc}/IssueDateTime"),  # BT-2
    "due_date": ("{pay}/SpecifiedTradePaymentTerms/DueDateDateTime/DateTimeString",),  # BT-9
    "purchase_order": (  # BT-13
        "{order}/BuyerOrderReferencedDocument/IssuerAssignedID",
        "{order}/BuyerOrderReferencedDocument/ID",
    ),
    "seller_name": ("{order}/SellerTradeParty/Name",),  # BT-27
    "seller_vat_id": ("{order}/SellerTradeParty/SpecifiedTaxRegistration/ID[@schemeID='VA']",),  # BT-31
    "buyer_name": ("{order}/BuyerTradeParty/Name",),  # BT-44
    "currency": ("{pay}/InvoiceCurrencyCode",),  # BT-5
    "iban": ("{pay}/SpecifiedTradeSettlementPaymentMeans/PayeePartyCreditorFinancialAccount/IBANID",),  # BT-84
    "bic": ("{pay}/SpecifiedTradeSettlementPaymentMeans/PayeeSpecifiedCreditorFinancialInstitution/BICID",),  # BT-86
    "discount": ("{sums}/AllowanceTotalAmount",),  # BT-107
    "charges": ("{sums}/ChargeTotalAmount",),  # BT-108
    "net_total": ("{sums}/TaxBasisTotalAmount",),  # BT-109
    "tax_total": ("{sums}/TaxTotalAmount",),  # BT-110
    "gross_total": ("{sums}/GrandTotalAmount",),  # BT-112
    "amount_due": ("{sums}/DuePayableAmount",),  # BT-115
    "tax_rate": ("{pay}/ApplicableTradeTax/{rate}",),  # BT-119
}
_CII_COLUMNS: _Paths = {
    "position": ("AssociatedDocumentLineDocument/LineID",),  # BT-126
    "description": ("SpecifiedTradeProduct/Name", "AssociatedDocumentLineDocument/IncludedNote/Content"),  # BT-153
    "quantity": ("*/BilledQuantity",),  # BT-129
    "unit_price": ("*/NetPriceProductTradePrice/ChargeAmount", "*/GrossPriceProductTradePrice/ChargeAmount"),  # BT-146
    "price_base": (
        "*/NetPriceProductTradePrice/BasisQuantity",
        "*/GrossPriceProductTradePrice/BasisQuantity",
    ),  # BT-149
    "line_total": ("*/{sum}/LineTotalAmount",),  # BT-131
    "tax_rate": ("*/ApplicableTradeTax/{rate}",),  # BT-152
}


def _filled(paths: _Paths, parts: dict[str, str]) -> _Paths:
    return {name: tuple(path.format(**parts) for path in found) for name, found in paths.items()}


def _cii(name: str, doc: str, trade: str, kind: str, summation: str, line: str, rate: str) -> _Syntax:
    pay = f"{trade}/Applicable{kind}TradeSettlement"
    header = {
        "doc": doc,
        "order": f"{trade}/Applicable{kind}TradeAgreement",
        "pay": pay,
        "sums": f"{pay}/{summation}",
        "rate": rate,
    }
    columns = {"sum": line, "rate": rate}
    return _Syntax(
        name,
        (f"{doc}/TypeCode",),
        _filled(_CII_VALUES, header),
        (f"{trade}/IncludedSupplyChainTradeLineItem",),
        _filled(_CII_COLUMNS, columns),
    )


_UBL_VALUES: _Paths = {
    "invoice_number": ("ID",),
    "issue_date": ("IssueDate",),
    "due_date": ("DueDate", "PaymentMeans/PaymentDueDate"),
    "purchase_order": ("OrderReference/ID",),
    "seller_name": (
        "AccountingSupplierParty/Party/PartyLegalEntity/RegistrationName",
        "AccountingSupplierParty/Party/PartyName/Name",
    ),
    "seller_vat_id": ("AccountingSupplierParty/Party/PartyTaxScheme[TaxScheme='VAT']/CompanyID",),
    "buyer_name": (
        "AccountingCustomerParty/Party/PartyLegalEntity/RegistrationName",
        "AccountingCustomerParty/Party/PartyName/Name",
    ),
    "currency": ("DocumentCurrencyCode",),
    "iban": ("PaymentMeans/PayeeFinancialAccount/ID",),
    "bic": ("PaymentMeans/PayeeFinancialAccount/FinancialInstitutionBranch/ID",),
    "discount": ("LegalMonetaryTotal/AllowanceTotalAmount",),
    "charges": ("LegalMonetaryTotal/ChargeTotalAmount",),
    "net_total": ("LegalMonetaryTotal/TaxExclusiveAmount",),
    "tax_total": ("TaxTotal/TaxAmount",),
    "gross_total": ("LegalMonetaryTotal/TaxInclusiveAmount",),
    "amount_due": ("LegalMonetaryTotal/PayableAmount",),
    "tax_rate": ("TaxTotal/TaxSubtotal/TaxCategory/Percent",),
}
_UBL_COLUMNS: _Paths = {
    "position": ("ID",),
    "description": ("Item/Name", "Item/Description"),
    "quantity": ("InvoicedQuantity", "CreditedQuantity"),
    "unit_price": ("Price/PriceAmount",),
    "price_base": ("Price/BaseQuantity",),
    "line_total": ("LineExtensionAmount",),
    "tax_rate": ("Item/ClassifiedTaxCategory/Percent",),
}
_CII_16 = _cii(
    "CII",
    "ExchangedDocument",
    "SupplyChainTradeTransaction",
    "Header",
    "SpecifiedTradeSettlementHeaderMonetarySummation",
    "SpecifiedTradeSettlementLineMonetarySummation",
    "RateApplicablePercent",
)
_ZUGFERD_1 = _cii(
    "ZUGFeRD 1.0",
    "HeaderExchangedDocument",
    "SpecifiedSupplyChainTradeTransaction",
    "SupplyChain",
    "SpecifiedTradeSettlementMonetarySummation",
    "SpecifiedTradeSettlementMonetarySummation",
    "ApplicablePercent",
)
_UBL = _Syntax(
    "UBL", ("InvoiceTypeCode", "CreditNoteTypeCode"), _UBL_VALUES, ("InvoiceLine", "CreditNoteLine"), _UBL_COLUMNS
)
#: By the name of the outermost element. Order-X (SCRDMCCBDACIOMessageStructure) is no invoice.
_SYNTAXES = {"CrossIndustryInvoice": _CII_16, "Invoice": _UBL, "CreditNote": _UBL}
#: A line's allowances and charges, in CII and UBL; those on the price are in the net price.
_ALLOWANCES = ("*/SpecifiedTradeAllowanceCharge", "AllowanceCharge")
_SEVERAL = frozenset({"tax_rate", "iban"})
_DATES = frozenset({"issue_date", "due_date"})
_UNSAID = frozenset({"discount", "charges"})  # nought says no more than their absence
_AMOUNTS = frozenset({"quantity", "unit_price", "line_total"})  # a line without any is a remark


def parse(xml: bytes) -> EInvoice:
    """The invoice in this XML. Raises NoInvoice."""
    root = _root(xml)
    syntax = _ZUGFERD_1 if root.find("HeaderExchangedDocument") is not None else _SYNTAXES.get(root.tag)
    if syntax is None:
        raise NoInvoice(f"its outermost element {root.tag!r} is none of CII, ZUGFeRD or UBL")
    values = dict(_values(root, syntax))
    if not values.keys() & {"invoice_number", "gross_total", "amount_due"}:
        raise NoInvoice("it has neither a number nor a total")
    kind = next(iter(_texts(root, syntax.kind)), "381" if root.tag == "CreditNote" else "380")
    lines = (dict(_cells(line, syntax)) for path in syntax.line for line in root.findall(path))
    return EInvoice(syntax.name, kind, values, tuple(line for line in lines if line.keys() & _AMOUNTS))


def _root(xml: bytes) -> _Element:
    if len(xml) > _MOST_BYTES:
        raise NoInvoice(f"it has {len(xml) >> 20} MiB, the limit is {_MOST_BYTES >> 20}")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NoInvoice(f"it is no well-formed XML ({error})") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise NoInvoice("it declares a document type, which is refused")
    for element in root.iter("*"):
        element.tag = etree.QName(element).localname
    return root


def _values(root: _Element, syntax: _Syntax) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, paths in syntax.values.items():
        found = _tax_total(root, paths) if name == "tax_total" else _texts(root, paths)
        if name in _DATES:
            found = [text for text in map(_iso, found) if text]
        if found and not (name in _UNSAID and _number(found[0]) == 0):
            yield name, tuple(dict.fromkeys(found)) if name in _SEVERAL else (found[0],)


def _cells(line: _Element, syntax: _Syntax) -> Iterator[tuple[str, str]]:
    """What a line says: a price for one unit says no base, and a line without allowances no discount."""
    for name, paths in syntax.columns.items():
        for text in _texts(line, paths)[:1]:
            if name != "price_base" or _number(text) not in (0, 1):
                yield name, text
    off = sum((_taken_off(each) for path in _ALLOWANCES for each in line.findall(path)), Decimal(0))
    if off:
        yield "discount", str(off)


def _taken_off(allowance: _Element) -> Decimal:
    """What an allowance (BT-136) takes off the line; a charge (BT-141) takes off less than nothing."""
    amount = _number(next(iter(_texts(allowance, ("ActualAmount", "Amount"))), ""))
    charged = next(iter(_texts(allowance, ("ChargeIndicator/Indicator", "ChargeIndicator"))), "")
    return -amount if charged == "true" else amount


def _number(text: str) -> Decimal:
    """Nought for what is no number."""
    return Decimal(text) if re.fullmatch(r"[-+]?(?:\d+\.?\d*|\.\d+)", text) else Decimal(0)


def _tax_total(root: _Element, paths: tuple[str, ...]) -> list[str]:
    """BT-110, not BT-111: the tax in the currency of the invoice where it stands in another one as well."""
    amounts = [element for path in paths for element in root.findall(path)]
    currency = next(iter(_texts(root, (".//InvoiceCurrencyCode", "DocumentCurrencyCode"))), None)
    own = [amount for amount in amounts if amount.get("currencyID") in (None, currency)]
    return [text for text in (_clean(amount.text) for amount in own or amounts) if text]


def _texts(element: _Element, paths: tuple[str, ...]) -> list[str]:
    for path in paths:
        texts = [text for text in (_clean(found.text) for found in _findall(element, path)) if text]
        if texts:
            return texts
    return []


def _findall(element: _Element, path: str) -> list[_Element]:
    """As ElementPath, and [TaxScheme='VAT'] looks at the scheme's ID."""
    head, bracket, rest = path.partition("[TaxScheme='VAT']/")
    if not bracket:
        return element.findall(path)
    return [
        found
        for scheme in element.findall(head)
        if (scheme.findtext("TaxScheme/ID") or "").strip().upper() in ("VAT", "")
        for found in scheme.findall(rest)
    ]


def _clean(text: str | None) -> str:
    return re.sub(r"[ \t]+", " ", text or "").strip()


def _iso(text: str) -> str | None:
    """A day of UBL (2025-01-31) or CII (20250131) in ISO; None for a month or week, which is no day.

    >>> _iso("20250131"), _iso("2025-01-31"), _iso("2025-01-31+01:00"), _iso("202501")
    ('2025-01-31', '2025-01-31', '2025-01-31', None)
    """
    found = re.match(r"(\d{4})-?(\d\d)-?(\d\d)(?!\d)", text)
    try:
        return date(*map(int, found.groups())).isoformat() if found else None
    except ValueError:
        return None
