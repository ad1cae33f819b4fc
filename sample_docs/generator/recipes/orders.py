"""Purchase orders: those behind some of the invoices."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from generator.conditions import CONDITIONS
from generator.purchase_orders import order_behind, print_order, truth_of_order
from generator.recipes.invoices import ORDERED_BEFORE, invoice_of
from generator.truth import Sample

#: File name -> the invoice that the order stands behind, and the condition.
PIECES: dict[str, tuple[str, str]] = {
    "purchase_order_01.pdf": ("invoice_01.pdf", "born_digital"),
    "purchase_order_02.pdf": ("invoice_10.pdf", "born_digital"),
    "purchase_order_03_scan.pdf": ("invoice_13.pdf", "scanned"),
    "purchase_order_04_scan.pdf": ("invoice_02.pdf", "scanned_skewed"),
    "purchase_order_05.pdf": ("invoice_06.pdf", "born_digital"),
}


def _recipe(name: str) -> Callable[[int], Sample]:
    def make(seed: int) -> Sample:
        invoice, condition = PIECES[name]
        order = order_behind(invoice_of(invoice, seed), ORDERED_BEFORE)
        content = CONDITIONS[condition](print_order(order), Random(f"{seed}/{name}/wear").randrange(2**31))
        return Sample(name, content, truth_of_order(order), condition)

    return make


RECIPES = {name: _recipe(name) for name in PIECES}
