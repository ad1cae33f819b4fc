"""What stands in the fields of a fillable PDF: typed, not read."""

from __future__ import annotations

from collections.abc import Iterator

from documents.fields import Candidate
from documents.layout import Document, FormField
from extractors.arbitrate import EXACT
from extractors.tokens import folded


def find(document: Document, *, names: list[str]) -> Iterator[Candidate]:
    """Yield the value of the first of the named fields that is filled in.

    A name is compared by letters and digits with the field's own and with the last part of its path
    (`form1.page1.Total` is `total`).
    """
    by_name: dict[str, FormField] = {}
    for field in document.form_fields:
        if field.value.strip():
            by_name.setdefault(folded(field.name), field)
            by_name.setdefault(folded(field.name.split(".")[-1].split("[")[0]), field)
    for name in names:
        if found := by_name.get(folded(name)):
            yield Candidate(found.value, (), EXACT, "form_field", box=found.box)
            return
