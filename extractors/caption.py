"""Which fields of a fillable PDF stand at a printed caption: their own names ("f1_01") often say nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from documents.layout import Box, Document, FormField, Page
from extractors.tokens import Hit, hits

#: How far a field may lie from its caption, in heights of the caption's print: below it, and beside it.
BELOW, BESIDE = 4.0, 12.0
#: A box to tick stands before its words more often than behind or below them.
SELDOM = 2.0
#: A line to write on may stand right above its words; only where there is no other field, for captions of rows that
#: stand close lie as near to the field before theirs. More points than a page has.
ABOVE, LAST = 1.0, 1e6
#: So near a field goes on in another, in heights of print: below itself, and beside itself.
NEXT_BELOW, NEXT_BESIDE = 0.5, 2.5


def at(
    document: Document, labels: Sequence[str], *, is_mark: bool, after: Sequence[str] = (), is_left: bool = False
) -> FormField | None:
    """The field nearest to one of the printed labels, below it, right of it or right above it.

    Of two as near the first to be read counts. A check box may also stand left of its label, a field does where
    `is_left` says so. With `after` only labels count that are read after one of those.
    """
    start = min((hit.row.number for hit in _printed(document, after)), default=None)
    if after and start is None:
        return None
    found = [
        (round(off), hit.row.number, abs(field.box.left - hit.box.left), number)
        for hit in _printed(document, labels)
        if start is None or hit.row.number >= start
        for number, field in enumerate(document.form_fields)
        if field.is_mark == is_mark and field.box is not None
        for off in _off(hit.box, field.box, document.page(hit.box.page), is_mark=is_mark, is_left=is_left)
    ]
    return document.form_fields[min(found)[-1]] if found else None


def going_on(document: Document, first: FormField) -> Iterator[FormField]:
    """The field and those that take up its value: close beside it on its line, or right below it."""
    last: FormField | None = first
    seen: list[FormField] = []
    while last is not None:
        seen.append(last)
        yield last
        free = [field for field in document.form_fields if field not in seen]
        last = next((field for field in free if _follows(document, last, field)), None)


def _printed(document: Document, phrases: Sequence[str]) -> Iterator[Hit]:
    """Where the phrases are printed: what was typed into a field captions none."""
    if phrases and document.form_fields:
        yield from (
            hit for hit in hits(document, phrases) if all(token.word.engine != "form_field" for token in hit.tokens)
        )


def _off(caption: Box, place: Box, page: Page, *, is_mark: bool, is_left: bool) -> Iterator[float]:
    """How far the place is from the caption, in points; nothing where it is too far or stands otherwise."""
    if caption.page != place.page:
        return
    tall = caption.height * page.height
    seldom = SELDOM if is_mark else 1.0
    if caption.on_line_of(place):
        right = (place.left - caption.right) * page.width
        left = (caption.left - place.right) * page.width
        if place.left >= caption.left and right <= BESIDE * tall and not is_left:
            yield max(0.0, right) * seldom
        elif (is_mark or is_left) and 0 <= left <= BESIDE * tall:
            yield left
    elif min(place.right, caption.right) > max(place.left, caption.left) and not is_left:
        below = (place.top - caption.bottom) * page.height
        above = (caption.top - place.bottom) * page.height
        if -tall / 2 <= below <= BELOW * tall:
            yield max(0.0, below) * seldom
        elif not is_mark and -tall / 2 <= above <= ABOVE * tall:
            yield LAST + max(0.0, above)


def _follows(document: Document, last: FormField, field: FormField) -> bool:
    if last.box is None or field.box is None or field.is_mark or field.box.page != last.box.page:
        return False
    page = document.page(last.box.page)
    tall = min(last.box.height, field.box.height) * page.height
    if last.box.on_line_of(field.box):
        return 0 <= (field.box.left - last.box.right) * page.width <= NEXT_BESIDE * tall
    overlap = min(last.box.right, field.box.right) > max(last.box.left, field.box.left)
    return overlap and abs(field.box.top - last.box.bottom) * page.height <= NEXT_BELOW * tall
