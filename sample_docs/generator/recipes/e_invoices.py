"""Electronic invoices: Factur-X PDFs and bare XML files."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from generator.cii import cii
from generator.factur_x import factur_x
from generator.invoice import Invoice
from generator.invoices import Wanted, draw_up
from generator.layouts import print_invoice
from generator.truth import Sample, truth_of_invoice
from generator.ubl import ubl

PIECES: dict[str, Wanted] = {
    "invoice_facturx_01.pdf": Wanted("NB/25/00519", "nordlicht", "halvern", "din_letter", 8, "PO-250131", rebate=3),
    "invoice_facturx_02.pdf": Wanted("KD-2025-102", "keane", "steinbach", "label_column", 4),
    "invoice_facturx_03.pdf": Wanted("7740 120 844", "lindqvist", "steinbach", "statement", 4, paid=50),
    "credit_note_03_facturx.pdf": Wanted(
        "GS-25-0058", "nordlicht", "halvern", "din_letter", 3, days=None, credit=True, refers_to="NB/25/00519"
    ),
    "invoice_xml_01_cii.xml": Wanted("RE-2025-10702", "brandtner", "steinbach", "", 6, "PO-250133"),
    "invoice_xml_02_ubl.xml": Wanted("VDM25-3470", "vandermeer", "halvern", "", 5, "PO-250134", paid=10),
}


def invoice_of(name: str, seed: int) -> Invoice:
    """The invoice in the file of this name."""
    return draw_up(PIECES[name], Random(f"{seed}/{name}"))


def _recipe(name: str) -> Callable[[int], Sample]:
    def make(seed: int) -> Sample:
        invoice = invoice_of(name, seed)
        truth = truth_of_invoice(invoice)
        if name.endswith("_ubl.xml"):
            return Sample(name, ubl(invoice), truth, "ubl")
        if name.endswith("_cii.xml"):
            return Sample(name, cii(invoice), truth, "cii")
        pdf = print_invoice(invoice, PIECES[name].layout)
        return Sample(name, factur_x(pdf, invoice), truth, "factur_x")

    return make


RECIPES = {name: _recipe(name) for name in PIECES}
