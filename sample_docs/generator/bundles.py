"""Pixels into files: scanned PDF, TIFF, JPEG, PNG, and PDFs that mix text and scans. Knows pikepdf and Pillow."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

from generator.scanner import Colour, Grey, cut_to_bits


def jpeg(page: Grey | Colour, quality: int = 55) -> bytes:
    """A JPEG file."""
    out = io.BytesIO()
    Image.fromarray(page).save(out, "JPEG", quality=quality, dpi=(200, 200))
    return out.getvalue()


def png(page: Grey) -> bytes:
    """A PNG file in 16 greys, which keeps it small."""
    out = io.BytesIO()
    Image.fromarray(page).quantize(16).save(out, "PNG", optimize=True, dpi=(200, 200))
    return out.getvalue()


def tiff(pages: Sequence[Grey]) -> bytes:
    """A TIFF file of several black-and-white pages in fax compression (CCITT group 4)."""
    images = [Image.fromarray(cut_to_bits(page)) for page in pages]
    out = io.BytesIO()
    images[0].save(out, "TIFF", compression="group4", dpi=(200, 200), save_all=True, append_images=images[1:])
    return out.getvalue()


def scan_pdf(pages: Sequence[Grey], *, fax: bool = False, quality: int = 55, dpi: int = 200) -> bytes:
    """A PDF whose pages are pictures only: JPEG in grey, or CCITT group 4 where `fax`."""
    pdf = pikepdf.new()
    for page in pages:
        _append_picture(pdf, page, fax, quality, dpi)
    return saved(pdf)


def mixed_pdf(text_pages: bytes, pictures: Sequence[Grey], *, first: int = 0) -> bytes:
    """A PDF whose text pages keep their text and whose pictures stand from page index `first` on, replacing those."""
    pdf = pikepdf.open(io.BytesIO(text_pages))
    for n, page in enumerate(pictures):
        _append_picture(pdf, page, False, 50, 200)
        pdf.pages[first + n] = pdf.pages[-1]
        del pdf.pages[-1]
    return saved(pdf)


def saved(pdf: pikepdf.Pdf) -> bytes:
    """The file, the same bytes for the same content."""
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, compress_streams=True)
    return out.getvalue()


def _append_picture(pdf: pikepdf.Pdf, page: Grey, fax: bool, quality: int, dpi: int) -> None:
    tall, wide = page.shape
    picture = pikepdf.Stream(pdf, _group4(page) if fax else jpeg(page, quality))
    picture.stream_dict = Dictionary(
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=wide,
        Height=tall,
        ColorSpace=Name.DeviceGray,
        BitsPerComponent=1 if fax else 8,
        Filter=Name.CCITTFaxDecode if fax else Name.DCTDecode,
    )
    if fax:
        picture.stream_dict.DecodeParms = Dictionary(K=-1, Columns=wide, Rows=tall, BlackIs1=False)
    broad, high = wide * 72 / dpi, tall * 72 / dpi
    pdf.add_blank_page(page_size=(broad, high))
    sheet = pdf.pages[-1].obj
    sheet.Resources = Dictionary(XObject=Dictionary(Im0=pdf.make_indirect(picture)))
    sheet.Contents = pikepdf.Stream(pdf, f"q {broad:.2f} 0 0 {high:.2f} 0 0 cm /Im0 Do Q".encode())
    sheet.MediaBox = Array([0, 0, round(broad, 2), round(high, 2)])


def _group4(page: Grey) -> bytes:
    """The bare fax-compressed strip, taken out of a TIFF file."""
    image = Image.fromarray(cut_to_bits(page))
    out = io.BytesIO()
    image.save(out, "TIFF", compression="group4", tiffinfo={278: image.height, 262: 0})
    out.seek(0)
    with Image.open(out) as strip:
        offsets, counts = strip.tag_v2[273], strip.tag_v2[279]  # type: ignore[attr-defined]  # Pillow's stubs
    content = out.getvalue()
    return b"".join(content[o : o + n] for o, n in zip(offsets, counts, strict=True))
