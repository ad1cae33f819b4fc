"""Files that go wrong: locked, cut off, empty, mislabelled, blank, far too large."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pikepdf

LETTER_TEXT = """Dear colleagues,

this is a plain text file that somebody saved under the name of a PDF.
It has no pages, no fonts and no PDF header, and no reader will open it.

Kind regards,
The scanning room
"""


def encrypted(pdf: bytes, password: str) -> bytes:
    """The PDF, to be opened with the password only. The old RC4 cipher, because it alone gives the same bytes twice."""
    document = pikepdf.open(io.BytesIO(pdf))
    out = io.BytesIO()
    lock = pikepdf.Encryption(user=password, owner=password + "-owner", R=3, aes=False, metadata=False)
    document.save(out, encryption=lock, static_id=True, compress_streams=True)
    return out.getvalue()


def truncated(pdf: bytes, share: float) -> bytes:
    """The first part of a PDF whose catalogue stands at the end, as an upload leaves it that broke off."""
    document = pikepdf.open(io.BytesIO(pdf))
    out = io.BytesIO()
    document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    content = out.getvalue()
    return content[: int(len(content) * share)]


def word_file() -> bytes:
    """A small word processor file (a ZIP with XML inside)."""
    parts = {
        "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        "word/document.xml": '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/'
        'wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>Minutes</w:t></w:r></w:p></w:body></w:document>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text)
    return out.getvalue()


def blank_pages(count: int) -> bytes:
    """A PDF of so many empty pages."""
    document = pikepdf.new()
    for _ in range(count):
        document.add_blank_page(page_size=(595, 842))
    out = io.BytesIO()
    document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return out.getvalue()


def huge_png(side: int) -> bytes:
    """A square PNG of one bit a pixel, white with a frame of black bands; small on disk, vast in memory."""
    squeeze = zlib.compressobj(9)
    white, black = b"\x00" + b"\xff" * (side // 8), b"\x00" * (side // 8 + 1)
    rows = b"".join(squeeze.compress(black if row % 2000 < 20 else white) for row in range(side)) + squeeze.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
