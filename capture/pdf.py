"""PDF files: each page by its text layer where that can be trusted, else by its picture."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as c

from capture import text_layer
from capture.messages import Job, Length, Message
from capture.page_image import Grey, is_blank, keep
from capture.scan import Scan, read_scan
from documents.errors import CaptureError, Damaged, Encrypted, TooLarge, Unsupported
from documents.layout import Page, Source

_DPI = 300
_KEPT_DPI = 170


def parts(path: Path, job: Job) -> Iterator[Message]:
    """The file's data, then its pages."""
    document = _opened(path, job)
    try:
        count = len(document)
        if count == 0:
            raise Damaged(f"{job.name}: is a PDF without pages. Ask the sender to send it again.")
        if count > job.limits.pages:
            raise TooLarge(f"{job.name}: has {count} pages, the limit is {job.limits.pages}. Split it.")
        yield Length(count)
        for number in range(count):
            yield _page(document, number, job)
    finally:
        document.close()


def _opened(path: Path, job: Job) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise _refusal(error, job) from error


def _refusal(error: pdfium.PdfiumError, job: Job) -> CaptureError:
    code = getattr(error, "err_code", None)
    if code == c.FPDF_ERR_PASSWORD:
        return Encrypted(f"{job.name}: is encrypted and needs a password. Ask the sender for an open copy.")
    if code == c.FPDF_ERR_SECURITY:
        return Unsupported(f"{job.name}: is protected in a way that is not read. Ask the sender for an open copy.")
    return Damaged(f"{job.name}: is a broken or cut-off PDF. Ask the sender to send it again.")


def _page(document: pdfium.PdfDocument, number: int, job: Job) -> Page:
    try:
        page = document[number]
    except pdfium.PdfiumError as error:
        raise Damaged(f"{job.name}: page {number + 1} cannot be opened. Ask the sender to send it again.") from error
    try:
        return _read(page, number, job)
    finally:
        page.close()


def _read(page: pdfium.PdfPage, number: int, job: Job) -> Page:
    width, height = page.get_size()
    if max(width, height) > job.limits.inches * 72:
        raise TooLarge(
            f"{job.name}: page {number + 1} is {max(width, height) / 72:.0f} inches long, the limit is "
            f"{job.limits.inches}. Print it to a usual paper size."
        )
    words = text_layer.words_of(page, number)
    if words:
        image = _kept(page, number, job)
        return Page(number, width, height, tuple(words), Source.TEXT_LAYER, image=image)
    if c.FPDFPage_CountObjects(page.raw) == 0 and c.FPDFPage_GetAnnotCount(page.raw) == 0:
        return Page(number, width, height, source=Source.BLANK)
    if is_blank(rendered(page, 50, job)):
        return Page(number, width, height, source=Source.BLANK, image=_kept(page, number, job))
    return read_scan(Scan(rendered(page, _DPI, job), number, width, height), job)


def rendered(page: pdfium.PdfPage, dpi: float, job: Job) -> Grey:
    """The page's picture, in grey, never more pixels than the limit."""
    width, height = page.get_size()
    most = (job.limits.render_megapixels * 1_000_000 / max(1.0, width * height)) ** 0.5
    bitmap = page.render(scale=min(dpi / 72, most), grayscale=True, may_draw_forms=True)
    try:
        return np.array(bitmap.to_numpy(), dtype=np.uint8).reshape(bitmap.height, bitmap.width)
    finally:
        bitmap.close()


def _kept(page: pdfium.PdfPage, number: int, job: Job) -> str | None:
    return keep(rendered(page, _KEPT_DPI, job), Path(job.images), number) if job.images else None
