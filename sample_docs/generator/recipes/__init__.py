"""What to make: one recipe a file, by the file's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generator.recipes import agreements, bad_files, batches, e_invoices, forms, invoices, letters, orders, receipts
from generator.truth import Sample

#: Every sample, by file name. A recipe takes the seed.
RECIPES: Mapping[str, Callable[[int], Sample]] = {
    **invoices.RECIPES,
    **e_invoices.RECIPES,
    **receipts.RECIPES,
    **orders.RECIPES,
    **forms.RECIPES,
    **agreements.RECIPES,
    **letters.RECIPES,
    **batches.RECIPES,
    **bad_files.RECIPES,
}
