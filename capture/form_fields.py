"""The fields of a fillable PDF: what was filled in, and where."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as c

from capture.text_layer import Sheet, sheet_of
from documents.layout import Box, FormField, Word

_MARKS = frozenset({c.FPDF_FORMFIELD_CHECKBOX, c.FPDF_FORMFIELD_RADIOBUTTON})
_FILLED = frozenset({c.FPDF_FORMFIELD_TEXTFIELD, c.FPDF_FORMFIELD_COMBOBOX, c.FPDF_FORMFIELD_LISTBOX})


def fields_of(page: pdfium.PdfPage, number: int) -> Iterator[FormField]:
    """The page's fields in the order of the file: text, choices, check boxes and radio buttons."""
    if page.formenv is None:
        return
    sheet = sheet_of(page)
    for index in range(c.FPDFPage_GetAnnotCount(page.raw)):
        annotation = c.FPDFPage_GetAnnot(page.raw, index)
        if not annotation:
            continue
        try:
            if c.FPDFAnnot_GetSubtype(annotation) == c.FPDF_ANNOT_WIDGET:
                yield from _field(page.formenv.raw, annotation, sheet, number)
        finally:
            c.FPDFPage_CloseAnnot(annotation)


def _field(form: Any, annotation: Any, sheet: Sheet, number: int) -> Iterator[FormField]:
    kind = c.FPDFAnnot_GetFormFieldType(form, annotation)
    name = _text(c.FPDFAnnot_GetFormFieldName, form, annotation)
    box = _box(annotation, sheet, number)
    if kind in _MARKS:
        state = "selected" if c.FPDFAnnot_IsChecked(form, annotation) else "unselected"
        choice = _text(c.FPDFAnnot_GetFormFieldExportValue, form, annotation)
        is_radio = kind == c.FPDF_FORMFIELD_RADIOBUTTON
        yield FormField(f"{name}={choice}" if is_radio and choice else name, state, box, is_mark=True)
    elif kind in _FILLED:
        yield FormField(name, _text(c.FPDFAnnot_GetFormFieldValue, form, annotation).strip(), box)


def _text(read: Callable[..., int], form: Any, annotation: Any) -> str:
    size = read(form, annotation, None, 0)
    if size <= 2:
        return ""
    buffer = (c.FPDF_WCHAR * (size // 2))()
    read(form, annotation, buffer, size)
    return ctypes.string_at(buffer, size - 2).decode("utf-16-le", "replace")


def _box(annotation: Any, sheet: Sheet, number: int) -> Box | None:
    rect = c.FS_RECTF()
    if not c.FPDFAnnot_GetRect(annotation, rect):
        return None
    box = sheet.box(number, rect.left, rect.bottom, rect.right, rect.top)
    return box if box.width > 0 and box.height > 0 else None


def words_of(field: FormField) -> Iterator[Word]:
    """The words of a filled field, laid out along its box: a page's text does not have what fields show."""
    if field.box is None or field.is_mark or not field.value:
        return
    rows = field.value.splitlines() or [field.value]
    tall = field.box.height / len(rows)
    for row, text in enumerate(rows):
        width = field.box.width / max(len(text), 20 if field.box.width > 0.2 else 1)
        at = 0
        for part in text.split():
            at = text.index(part, at)
            left = field.box.left + at * width
            top = field.box.top + row * tall
            at += len(part)
            right = min(field.box.right, left + len(part) * width)
            yield Word(part, Box(field.box.page, left, top, max(left, right), top + tall), engine="form_field")
