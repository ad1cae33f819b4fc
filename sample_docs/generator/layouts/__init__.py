"""Every look that an invoice can have here, by name."""

from __future__ import annotations

from generator.invoice import Invoice
from generator.layouts import (
    band,
    centred,
    craft,
    desk_system,
    din_letter,
    label_column,
    quantity_first,
    slip,
    statement,
    wide,
)
from generator.layouts.look import Look

LAYOUTS: dict[str, Look] = {
    "din_letter": din_letter.LOOK,
    "craft": craft.LOOK,
    "statement": statement.LOOK,
    "wide": wide.LOOK,
    "quantity_first": quantity_first.LOOK,
    "label_column": label_column.LOOK,
    "band": band.LOOK,
    "centred": centred.LOOK,
    "slip": slip.LOOK,
    "desk_system": desk_system.LOOK,
}


def print_invoice(invoice: Invoice, layout: str) -> bytes:
    """The invoice as a born-digital PDF."""
    return LAYOUTS[layout].printed(invoice)
