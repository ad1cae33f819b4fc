"""What speaks against one value: its place, its reading, or that its type wants a person for it.

The messages name no values: reasons are shown in lists and reports, where a secret has no business.
"""

from __future__ import annotations

from collections.abc import Iterator

from documents.doctype import FieldSpec, Review
from documents.fields import Field
from documents.verdicts import Doubt, Reason

_WANTED = {
    Review.VERIFY: "a person keys it without seeing what the machine read",
    Review.BLIND: "two people key it, neither seeing what the other keyed",
}


def is_keyed(field: Field) -> bool:
    """Did a person give this value? Then no confidence of ours speaks against it.

    >>> is_keyed(Field("total", "x", "x", 1.0, "keyed:anna")), is_keyed(Field("total", "x", "x", 1.0, "label"))
    (True, False)
    """
    return field.by.startswith("keyed:")


def doubts(field: Field, spec: FieldSpec, needed: float, certified: bool) -> Iterator[Reason]:
    """The reasons against a value that is there. `needed` is the confidence asked for, 0 to 1.

    >>> field = Field("total", "x", "x", 0.72, "label", place=0.8, reading=0.9)
    >>> [str(reason.doubt) for reason in doubts(field, FieldSpec("total", "Total", "text"), 0.85, False)]
    ['place']
    """
    if is_keyed(field):
        return
    if spec.review is not Review.CONFIRM and not certified:
        yield Reason(field.name, Doubt.READING, f"{spec.label}: {_WANTED[spec.review]}")
        return
    if field.confidence >= needed:
        return
    below = [(doubt, surely) for doubt, surely in _two(field) if surely < needed]
    if not below:  # each would do for itself, both together do not: the weaker one is what to look at
        below = [(min(_two(field), key=lambda pair: pair[1])[0], field.confidence)]
    for doubt, surely in below:
        sure = f"{_percent(surely)} sure, {_needs(needed)}"
        yield Reason(field.name, doubt, f"{spec.label}: {_said(doubt, field)} ({sure})")


def _two(field: Field) -> tuple[tuple[Doubt, float], tuple[Doubt, float]]:
    return (Doubt.PLACE, field.place), (Doubt.READING, field.reading)


def _said(doubt: Doubt, field: Field) -> str:
    if doubt is Doubt.READING:
        return "read unsurely"
    rivals = {" ".join(other.text.split()).casefold() for other in field.others}
    rivals.discard(" ".join(field.text.split()).casefold())
    places = {1: "two", 2: "three"}.get(len(rivals), "several")
    return f"seen in {places} places" if rivals else "the place is not sure"


def _needs(needed: float) -> str:
    return "every one needs a person" if needed > 1 else f"{_percent(needed)} needed"


def _percent(share: float) -> str:
    """Per cent, cut and not rounded, so that 94.96 % never reads as the 95 % that it missed."""
    return f"{int(share * 1000) / 10:g} %"
