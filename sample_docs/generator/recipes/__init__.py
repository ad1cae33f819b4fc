"""What to make: one recipe a file, by the file's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generator.recipes import e_invoices, forms, invoices, orders, receipts
from generator.truth import Sample

#: Every sample, by file name. A recipe takes the seed.
RECIPES: Mapping[str, Callable[[int], Sample]] = {
    **invoices.RECIPES,
    **e_invoices.RECIPES,
    **receipts.RECIPES,
    **orders.RECIPES,
    **forms.RECIPES,
}
