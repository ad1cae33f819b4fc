from __future__ import annotations

from doctypes import load_all
from documents.doctype import DocumentType, FieldSpec, Step, TableSpec
from documents.layout import EInvoice
from documents.plain import to_noun, to_plain
from extractors import extract
from tests.extractors.paper import document

COLUMNS = (FieldSpec("lines.description", "D", "text"), FieldSpec("lines.quantity", "Q", "number"))
KINDS = {"kinds": {"description": "text", "quantity": "number"}}
TABLE = TableSpec("lines", "Lines", COLUMNS, extract=(Step("e_invoice_lines", KINDS), Step("table", KINDS)))


def test_cells_are_named_by_row_and_column_in_order() -> None:
    lines = tuple({"description": f"Thing {number}", "quantity": str(number)} for number in range(1, 12))
    made = document(e_invoice=EInvoice("CII", "380", {}, lines))
    fields = extract(made, DocumentType("x", "X", (), (TABLE,)))
    assert list(fields)[:3] == ["lines.1.description", "lines.1.quantity", "lines.2.description"]
    assert list(fields)[-1] == "lines.11.quantity"
    assert all(field.name == name for name, field in fields.items())


def test_exact_rows_are_not_mixed_with_rows_in_print() -> None:
    print_of_two = ("Description | Quantity | Price | Amount", "Fir | 2 | 5.00 | 10.00", "Elm | 1 | 7.00 | 7.00")
    made = document(*print_of_two, e_invoice=EInvoice("CII", "380", {}, ({"description": "Fir", "quantity": "2"},)))
    fields = extract(made, DocumentType("x", "X", (), (TABLE,)))
    assert {field.by for field in fields.values()} == {"e_invoice"}
    assert not any(name.startswith("lines.2") for name in fields)


def test_repeated_fields_are_numbered_from_the_second() -> None:
    step = Step("pattern", {"regex": r"\b(\w+ Ltd)\b", "belief": 0.8})
    doctype = DocumentType("x", "X", (FieldSpec("party", "Party", "name", repeated=True, extract=(step,)),))
    fields = extract(document("Fir Ltd and Elm Ltd, again Fir Ltd"), doctype)
    assert {name: field.value for name, field in fields.items()} == {"party": "Fir Ltd", "party.2": "Elm Ltd"}


def test_nothing_on_the_page_is_no_field() -> None:
    for doctype in load_all().values():
        assert not [name for name in extract(document(), doctype) if "total" in name or "date" in name]


def test_fields_survive_the_way_to_disk_and_back() -> None:
    fields = extract(document("Invoice no 17", "Date 31.12.2025", "Total | 5.00 EUR"), load_all()["invoice"])
    assert fields
    assert all(to_noun(type(field), to_plain(field)) == field for field in fields.values())


def test_amount_due_is_the_whole_unless_something_was_paid() -> None:
    whole = extract(document("Invoice no 17", "Invoice total | 119.00"), load_all()["invoice"])
    paid = extract(document("Invoice no 17", "Invoice total | 119.00", "Amount paid | 19.00"), load_all()["invoice"])
    rest = extract(
        document("Facture n° 17", "Total TTC | 119.00", "Solde è payer | 19.00", reading=0.98), load_all()["invoice"]
    )
    assert str(whole["amount_due"].value) == "119.00"
    assert str(rest["amount_due"].value) == "19.00"
    assert "amount_due" not in paid


def test_sums_are_found_under_the_names_that_the_standard_gives_them() -> None:
    english: tuple[str, ...] = ("Invoice total amount without VAT | 100.00", "Invoice total VAT amount | 19.00")
    english = (*english, "Invoice total amount with VAT | 119.00", "Amount due for payment | 59.00")
    german: tuple[str, ...] = ("Gesamtbetrag der Rechnung ohne USt | 100,00", "Umsatzsteuerbetrag der Rechnung | 19,00")
    german = (*german, "Gesamtbetrag der Rechnung mit USt | 119,00", "Fälliger Zahlbetrag | 59,00")
    french = ("Montant total hors TVA | 100,00", "Montant total de TVA | 19,00", "Montant total TTC | 119,00")
    for lines in (english, german, (*french, "Montant net à payer | 59,00")):
        fields = extract(document("Invoice no 17", *lines), load_all()["invoice"])
        found = [str(fields[name].value) for name in ("net_total", "tax_total", "gross_total", "amount_due")]
        assert found == ["100.00", "19.00", "119.00", "59.00"], lines
