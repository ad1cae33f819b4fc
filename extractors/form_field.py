"""What stands in the fields of a fillable PDF: typed, not read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from documents.fields import Candidate
from documents.layout import Document, FormField
from extractors import caption
from extractors.arbitrate import EXACT
from extractors.tokens import folded

#: What was typed is exact; that it stands at its caption is nearly so.
CAPTIONED = 0.98


def find(
    document: Document,
    *,
    names: list[str] | None = None,
    labels: list[str] | None = None,
    after: list[str] | None = None,
    then: list[str] | None = None,
    goes_on: bool = False,
    is_left: bool = False,
    part: str = "all",
    kind: str = "text",
) -> Iterator[Candidate]:
    """Yield the value of the first of the named fields that is filled in, else of the one at a printed label.

    A name is compared by letters and digits with the field's own and with the last part of its path
    (`form1.page1.Total` is `total`). Of labels the one counts that a field is nearest to, with `after` of those read
    after one of these phrases; the value at a label of `then` is added (the town behind the street), and with
    `goes_on` those in the fields that follow directly (a number in three boxes); `is_left` looks left of the label.
    `part` takes the `first` of a field's lines or the `rest`.
    """
    by_name: dict[str, FormField] = {}
    for field in document.form_fields:
        if field.value.strip():
            by_name.setdefault(folded(field.name), field)
            by_name.setdefault(folded(field.name.split(".")[-1].split("[")[0]), field)
    named = next((found for name in names or [] if (found := by_name.get(folded(name)))), None)
    if named is not None:
        yield from _candidate([named], part, EXACT)
        return
    is_mark = kind == "mark"
    first = caption.at(document, labels or [], is_mark=is_mark, after=after or [], is_left=is_left)
    if first is None:
        return
    fields = list(caption.going_on(document, first)) if goes_on and not is_mark else [first]
    second = caption.at(document, then or [], is_mark=is_mark, after=after or [])
    yield from _candidate(fields + ([second] if second else []), part, CAPTIONED)


def _candidate(fields: Sequence[FormField], part: str, belief: float) -> Iterator[Candidate]:
    """The values as one, where there is any; its place is the first field with a value."""
    filled = [field for field in fields if field.value.strip()]
    lines = [line.strip() for field in filled for line in field.value.splitlines() if line.strip()]
    text = " ".join({"first": lines[:1], "rest": lines[1:]}.get(part, lines))
    if text:
        yield Candidate(text, (), belief, "form_field", box=filled[0].box)
