"""Electronic invoices: CII and UBL, embedded and bare, good and hostile."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

import capture
from capture import e_invoice
from documents import errors
from documents.layout import EInvoice, Source
from tests.capture.papers import text_pdf

CII = """<?xml version="1.0"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:rsm" xmlns:ram="urn:ram" xmlns:udt="urn:udt">
 <rsm:ExchangedDocument><ram:ID>F-77</ram:ID><ram:TypeCode>380</ram:TypeCode>
  <ram:IssueDateTime><udt:DateTimeString format="102">20250131</udt:DateTimeString></ram:IssueDateTime>
 </rsm:ExchangedDocument>
 <rsm:SupplyChainTradeTransaction>
  <ram:IncludedSupplyChainTradeLineItem>
   <ram:AssociatedDocumentLineDocument><ram:LineID>1</ram:LineID></ram:AssociatedDocumentLineDocument>
   <ram:SpecifiedTradeProduct><ram:Name>Lamp</ram:Name></ram:SpecifiedTradeProduct>
   <ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice><ram:ChargeAmount>5.00</ram:ChargeAmount>
   </ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement>
   <ram:SpecifiedLineTradeDelivery><ram:BilledQuantity>2</ram:BilledQuantity></ram:SpecifiedLineTradeDelivery>
   <ram:SpecifiedLineTradeSettlement>
    <ram:ApplicableTradeTax><ram:RateApplicablePercent>19</ram:RateApplicablePercent></ram:ApplicableTradeTax>
    <ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>10.00</ram:LineTotalAmount>
    </ram:SpecifiedTradeSettlementLineMonetarySummation>
   </ram:SpecifiedLineTradeSettlement>
  </ram:IncludedSupplyChainTradeLineItem>
  <ram:ApplicableHeaderTradeAgreement>
   <ram:SellerTradeParty><ram:Name>Lamps Ltd</ram:Name>
    <ram:SpecifiedTaxRegistration><ram:ID schemeID="FC">12/3</ram:ID></ram:SpecifiedTaxRegistration>
    <ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">GB123</ram:ID></ram:SpecifiedTaxRegistration>
   </ram:SellerTradeParty>
   <ram:BuyerTradeParty><ram:Name>Buyer plc</ram:Name></ram:BuyerTradeParty>
   <ram:BuyerOrderReferencedDocument><ram:IssuerAssignedID>PO-5</ram:IssuerAssignedID></ram:BuyerOrderReferencedDocument>
  </ram:ApplicableHeaderTradeAgreement>
  <ram:ApplicableHeaderTradeSettlement>
   <ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
   <ram:ApplicableTradeTax><ram:RateApplicablePercent>19</ram:RateApplicablePercent></ram:ApplicableTradeTax>
   <ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime><udt:DateTimeString format="102">20250228</udt:DateTimeString>
   </ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms>
   <ram:SpecifiedTradeSettlementHeaderMonetarySummation>
    <ram:TaxBasisTotalAmount>10.00</ram:TaxBasisTotalAmount>
    <ram:TaxTotalAmount currencyID="SEK">21.00</ram:TaxTotalAmount>
    <ram:TaxTotalAmount currencyID="EUR">1.90</ram:TaxTotalAmount>
    <ram:GrandTotalAmount>11.90</ram:GrandTotalAmount><ram:DuePayableAmount>11.90</ram:DuePayableAmount>
   </ram:SpecifiedTradeSettlementHeaderMonetarySummation>
  </ram:ApplicableHeaderTradeSettlement>
 </rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>"""

UBL = """<CreditNote xmlns="urn:ubl" xmlns:cac="urn:cac" xmlns:cbc="urn:cbc">
 <cbc:ID>C-1</cbc:ID><cbc:IssueDate>2025-03-01</cbc:IssueDate><cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode>
 <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
 <cac:AccountingSupplierParty><cac:Party>
  <cac:PartyName><cbc:Name>Lamps</cbc:Name></cac:PartyName>
  <cac:PartyTaxScheme><cbc:CompanyID>GB123</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
  <cac:PartyLegalEntity><cbc:RegistrationName>Lamps Ltd</cbc:RegistrationName></cac:PartyLegalEntity>
 </cac:Party></cac:AccountingSupplierParty>
 <cac:LegalMonetaryTotal><cbc:TaxInclusiveAmount>11.90</cbc:TaxInclusiveAmount></cac:LegalMonetaryTotal>
 <cac:CreditNoteLine><cbc:ID>1</cbc:ID><cbc:CreditedQuantity unitCode="C62">2</cbc:CreditedQuantity>
  <cbc:LineExtensionAmount currencyID="EUR">10.00</cbc:LineExtensionAmount>
  <cac:Item><cbc:Name>Lamp</cbc:Name></cac:Item><cac:Price><cbc:PriceAmount>5.00</cbc:PriceAmount></cac:Price>
 </cac:CreditNoteLine>
</CreditNote>"""


def embed(path: Path, name: str, content: bytes) -> Path:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.attachments[name] = content
        pdf.save(path)
    return path


def test_cii_in_our_words() -> None:
    assert e_invoice.parse(CII.encode()) == EInvoice(
        "CII",
        "380",
        {
            "invoice_number": ("F-77",),
            "issue_date": ("2025-01-31",),
            "due_date": ("2025-02-28",),
            "purchase_order": ("PO-5",),
            "seller_name": ("Lamps Ltd",),
            "seller_vat_id": ("GB123",),
            "buyer_name": ("Buyer plc",),
            "currency": ("EUR",),
            "net_total": ("10.00",),
            "tax_total": ("1.90",),
            "gross_total": ("11.90",),
            "amount_due": ("11.90",),
            "tax_rate": ("19",),
        },
        (
            {
                "position": "1",
                "description": "Lamp",
                "quantity": "2",
                "unit_price": "5.00",
                "line_total": "10.00",
                "tax_rate": "19",
            },
        ),
    )


PRICED = """
   <ram:SpecifiedTradeAllowanceCharge><ram:ChargeIndicator><udt:Indicator>false</udt:Indicator></ram:ChargeIndicator>
    <ram:ActualAmount>2.50</ram:ActualAmount></ram:SpecifiedTradeAllowanceCharge>
   <ram:SpecifiedTradeAllowanceCharge><ram:ChargeIndicator><udt:Indicator>true</udt:Indicator></ram:ChargeIndicator>
    <ram:ActualAmount>0.40</ram:ActualAmount></ram:SpecifiedTradeAllowanceCharge>
   <ram:SpecifiedTradeSettlementLineMonetarySummation>"""


def test_what_is_taken_off_a_line_and_how_many_its_price_is_for() -> None:
    base = "5.00</ram:ChargeAmount><ram:BasisQuantity>100</ram:BasisQuantity>"
    xml = CII.replace("5.00</ram:ChargeAmount>", base)
    xml = xml.replace("<ram:SpecifiedTradeSettlementLineMonetarySummation>", PRICED)
    (line,) = e_invoice.parse(xml.encode()).lines
    assert (line["price_base"], line["discount"], line["unit_price"]) == ("100", "2.10", "5.00")


def test_what_is_taken_off_the_whole_and_charged_on_it_unless_it_is_nought() -> None:
    sums = (
        "<ram:ChargeTotalAmount>0.00</ram:ChargeTotalAmount><ram:AllowanceTotalAmount>3.00</ram:AllowanceTotalAmount>"
    )
    values = e_invoice.parse(CII.replace("<ram:TaxBasisTotal", sums + "<ram:TaxBasisTotal").encode()).values
    assert values["discount"] == ("3.00",)
    assert "charges" not in values


def test_the_same_in_ubl() -> None:
    charge = "<cac:AllowanceCharge><cbc:ChargeIndicator>true</cbc:ChargeIndicator><cbc:Amount>1.20</cbc:Amount>"
    line = "</cac:AllowanceCharge><cac:Price><cbc:BaseQuantity>10</cbc:BaseQuantity></cac:Price></cac:CreditNoteLine>"
    (read,) = e_invoice.parse(UBL.replace("</cac:CreditNoteLine>", charge + line).encode()).lines
    assert (read["price_base"], read["discount"]) == ("10", "-1.20")


def test_a_ubl_credit_note_as_a_bare_file(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(UBL)
    document = capture.read(path)
    invoice = document.e_invoice
    assert invoice is not None
    assert (invoice.syntax, invoice.kind) == ("UBL", "381")
    assert invoice.values["seller_name"] == ("Lamps Ltd",)
    assert invoice.values["seller_vat_id"] == ("GB123",)
    assert invoice.lines[0]["quantity"] == "2"
    assert document.pages[0].source is Source.DATA


def test_an_embedded_invoice_comes_with_the_page(tmp_path: Path) -> None:
    document = capture.read(embed(text_pdf(tmp_path / "a.pdf"), "factur-x.xml", CII.encode()))
    assert document.e_invoice is not None
    assert document.e_invoice.values["invoice_number"] == ("F-77",)
    assert document.words
    assert document.notes == ()


def test_a_broken_embedded_invoice_is_noted_and_the_page_read(tmp_path: Path) -> None:
    document = capture.read(embed(text_pdf(tmp_path / "a.pdf"), "factur-x.xml", CII[:300].encode()))
    assert document.e_invoice is None
    assert document.words
    assert "factur-x.xml cannot be used" in document.notes[0]


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        ('<!DOCTYPE a [<!ENTITY b "c">]><CrossIndustryInvoice>&b;</CrossIndustryInvoice>', "document type"),
        ("<html/>", "outermost element"),
        ("<Invoice/>", "neither a number nor a total"),
        ("<Invoice>", "well-formed"),
        ("<Invoice>" + " " * (11 << 20) + "</Invoice>", "limit"),
        ("<a>" * 5000 + "</a>" * 5000, "well-formed"),
    ],
)
def test_what_is_no_invoice_says_why(xml: str, reason: str) -> None:
    with pytest.raises(e_invoice.NoInvoice, match=reason):
        e_invoice.parse(xml.encode())


def test_a_file_that_an_entity_names_is_never_opened() -> None:
    xml = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><Invoice><ID>&b;</ID></Invoice>'
    with pytest.raises(e_invoice.NoInvoice):
        e_invoice.parse(xml.encode())


def test_other_xml_is_unsupported(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text('<?xml version="1.0"?><note>hello</note>')
    with pytest.raises(errors.Unsupported, match="no e-invoice"):
        capture.read(path)
