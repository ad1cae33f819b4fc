"""PDF files: each page by its text layer where that can be trusted, else by its picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as c

from capture import e_invoice, form_fields, text_layer, trust
from capture.codes import codes_of
from capture.drawn import drawn_as_vectors
from capture.messages import Job, Length, Message, Note
from capture.page_image import Grey, is_blank, keep
from capture.page_objects import PageObjects, objects_of
from capture.proof import Proof
from capture.rulings import drawn_on
from capture.scan import Scan, read_scan
from capture.vectors import Drawings
from documents.counting import counted
from documents.errors import CaptureError, Damaged, Encrypted, TooLarge, Unsupported
from documents.layout import Box, CheckBox, Code, FormField, Page, Source, Word

_DPI = 300
_KEPT_DPI = 150
_BARS = 15  # drawn shapes that a bar code has at least
_CHECK_DPI = 60  # to see whether there is ink
_MOST_PATHS = 1500  # of a page whose vectors are looked at: a plan or a map has more
#: The names that Factur-X, ZUGFeRD and XRechnung give their file, the surest first.
_E_INVOICES = ("factur-x.xml", "xrechnung.xml", "zugferd-invoice.xml")


@dataclass(frozen=True, slots=True)
class _Work:
    """What all pages of a file share; `doubts` has the pages (from 1) whose text was not believed, by reason."""

    job: Job
    drawings: Drawings
    proof: Proof
    doubts: dict[str, list[int]] = field(default_factory=dict)


def parts(path: Path, job: Job) -> Iterator[Message]:
    """The file's data, then its pages."""
    document = _opened(path, job)
    try:
        count = len(document)
        if count == 0:
            raise Damaged(f"{job.name}: is a PDF without pages. Ask the sender to send it again.")
        if count > job.limits.pages:
            raise TooLarge(f"{job.name}: has {counted(count, 'page')}, the limit is {job.limits.pages}. Split it.")
        yield Length(count)
        yield from _attached(document)
        work = _Work(job, Drawings(path, count), Proof(job.languages))
        for number in range(count):
            yield from _page(document, number, work)
        work.drawings.close()
        yield from _doubted(work.doubts)
    finally:
        document.close()


def scan_of(path: Path, number: int, job: Job) -> Scan:
    """The picture of one page as it lies in the file."""
    document = _opened(path, job)
    try:
        page = document[number]
        return Scan(rendered(page, _DPI, job), number, *page.get_size())
    finally:
        document.close()


def _attached(document: pdfium.PdfDocument) -> Iterator[Message]:
    """The first embedded file that is an e-invoice, those with a known name before others."""
    files = [document.get_attachment(index) for index in range(document.count_attachments())]
    named = {file.get_name().casefold(): file for file in reversed(files)}
    likely = [named.pop(name) for name in _E_INVOICES if name in named]
    for file in (*likely, *(file for name, file in named.items() if name.endswith(".xml"))):
        try:
            yield e_invoice.parse(bytes(file.get_data()))
            return
        except (e_invoice.NoInvoice, pdfium.PdfiumError) as error:
            if file in likely:
                yield Note(f"The embedded {file.get_name()} cannot be used: {error}. The page was read instead.")


def _doubted(doubts: dict[str, list[int]]) -> Iterator[Note]:
    """A sentence a reason: which pages were read from their pictures though the PDF has text for them."""
    for reason, pages in doubts.items():
        which = f"Page {pages[0]}" if len(pages) == 1 else "Pages " + ", ".join(map(str, pages))
        yield Note(f"{which}: the PDF's text {reason}, so what is printed was read.")


def _opened(path: Path, job: Job) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise _refusal(error, job) from error
    if document.get_formtype() != c.FORMTYPE_NONE:
        document.init_forms()
    return document


def _refusal(error: pdfium.PdfiumError, job: Job) -> CaptureError:
    code = getattr(error, "err_code", None)
    if code == c.FPDF_ERR_PASSWORD:
        return Encrypted(f"{job.name}: is encrypted and needs a password. Ask the sender for an open copy.")
    if code == c.FPDF_ERR_SECURITY:
        return Unsupported(f"{job.name}: is protected in a way that is not read. Ask the sender for an open copy.")
    return Damaged(f"{job.name}: is a broken or cut-off PDF. Ask the sender to send it again.")


def _page(document: pdfium.PdfDocument, number: int, work: _Work) -> Iterator[Message]:
    """The page's form fields, then the page with their words on it."""
    try:
        page = document[number]
    except pdfium.PdfiumError as error:
        name = work.job.name
        raise Damaged(f"{name}: page {number + 1} cannot be opened. Ask the sender to send it again.") from error
    try:
        fields = tuple(form_fields.fields_of(page, number))
        yield from fields
        yield _read(page, number, work, fields)
    finally:
        page.close()


def _read(page: pdfium.PdfPage, number: int, work: _Work, fields: tuple[FormField, ...]) -> Page:
    width, height = page.get_size()
    job = work.job
    if max(width, height) > job.limits.inches * 72:
        raise TooLarge(
            f"{job.name}: page {number + 1} is {max(width, height) / 72:.0f} inches long, the limit is "
            f"{job.limits.inches}. Print it to a usual paper size."
        )
    layer = text_layer.words_of(page, number)
    filled = [word for one in fields for word in form_fields.words_of(one)]
    if not layer and not filled:
        return _unworded(page, number, job)
    objects = objects_of(page)
    grey = rendered(page, _KEPT_DPI if job.images or objects.is_drawn else _CHECK_DPI, job)
    words = trust.trusted(page, layer, grey, objects, work.proof) if layer else []
    if isinstance(words, str):
        work.doubts.setdefault(words, []).append(number + 1)
        read = _unworded(page, number, job)
        return replace(read, words=(*read.words, *filled)) if filled and not read.turned else read
    printed = [*words, *filled]
    rulings, boxes = _lines_and_boxes(page, number, printed, grey, objects, work.drawings)
    codes: tuple[Code, ...] = ()
    if objects.pictures or objects.paths >= _BARS:
        codes = codes_of(grey, number)
    return Page(
        number,
        width,
        height,
        tuple(printed),
        Source.TEXT_LAYER,
        rulings=rulings,
        check_boxes=boxes,
        codes=codes,
        image=keep(grey, Path(job.images), number) if job.images else None,
    )


def _unworded(page: pdfium.PdfPage, number: int, job: Job) -> Page:
    """A page whose words, if any, are in its picture."""
    width, height = page.get_size()
    if c.FPDFPage_CountObjects(page.raw) == 0 and c.FPDFPage_GetAnnotCount(page.raw) == 0:
        return Page(number, width, height, source=Source.BLANK)
    small = rendered(page, _CHECK_DPI, job)
    if is_blank(small):
        image = keep(rendered(page, _KEPT_DPI, job), Path(job.images), number) if job.images else None
        return Page(number, width, height, source=Source.BLANK, image=image)
    return read_scan(Scan(rendered(page, _DPI, job), number, width, height), job)


def _lines_and_boxes(
    page: pdfium.PdfPage, number: int, words: list[Word], grey: Grey, objects: PageObjects, drawings: Drawings
) -> tuple[tuple[Box, ...], tuple[CheckBox, ...]]:
    """Rulings and check boxes where more than text is drawn: of the vectors if there are some, else of the picture."""
    if not objects.is_drawn:
        return (), ()
    size = page.get_size()
    if 0 < objects.paths <= _MOST_PATHS and not objects.is_pictured:
        drawing = drawings.of_page(number, *size)
        if drawing is not None:
            return drawn_as_vectors(drawing, grey, number, words)
    rulings, boxes = drawn_on(grey, number, size[0])
    return rulings, tuple(box for box in boxes if not _is_letter(box, words))


def _is_letter(box: CheckBox, words: list[Word]) -> bool:
    """Is this square a letter of a longer word? A lone letter may be what stands in a box."""
    return any(len(word.text) > 1 and word.engine == "text_layer" and word.box.holds(box.box) for word in words)


def rendered(page: pdfium.PdfPage, dpi: float, job: Job) -> Grey:
    """The page's picture, in grey, never more pixels than the limit."""
    width, height = page.get_size()
    most = (job.limits.render_megapixels * 1_000_000 / max(1.0, width * height)) ** 0.5
    bitmap = page.render(scale=min(dpi / 72, most), grayscale=True, may_draw_forms=True)
    try:
        return np.array(bitmap.to_numpy(), dtype=np.uint8).reshape(bitmap.height, bitmap.width)
    finally:
        bitmap.close()
