"""What a file is, by its first bytes; its name is only a rumour."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

from documents.errors import Damaged, EmptyFile, Unsupported


class FileKind(StrEnum):
    """The kinds of file that we read."""

    PDF = "PDF"
    PNG = "PNG"
    JPEG = "JPEG"
    TIFF = "TIFF"
    BMP = "BMP"
    GIF = "GIF"
    WEBP = "WEBP"
    XML = "XML"
    ZIP = "ZIP"
    MAIL = "mail"


#: Endings that intake takes, and the kind that they promise. What a file really is, its bytes say.
KINDS_OF_FILE: dict[str, FileKind] = {
    ".pdf": FileKind.PDF,
    ".png": FileKind.PNG,
    ".jpg": FileKind.JPEG,
    ".jpeg": FileKind.JPEG,
    ".tif": FileKind.TIFF,
    ".tiff": FileKind.TIFF,
    ".bmp": FileKind.BMP,
    ".gif": FileKind.GIF,
    ".webp": FileKind.WEBP,
    ".xml": FileKind.XML,
    ".zip": FileKind.ZIP,
    ".eml": FileKind.MAIL,
}
#: Files that hold the files to be read.
PACKED = frozenset({FileKind.ZIP, FileKind.MAIL})

_STARTS: tuple[tuple[bytes, FileKind], ...] = (
    (b"%PDF-", FileKind.PDF),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"II*\x00", FileKind.TIFF),
    (b"MM\x00*", FileKind.TIFF),
    (b"BM", FileKind.BMP),
    (b"GIF8", FileKind.GIF),
)

_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "an Office file"),
    (b"PK\x05\x06", "an empty archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "an RTF text"),
    (b"%!PS", "PostScript"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
#: What the first member of an Office file is called; it is packed as an archive is.
_OFFICE = re.compile(rb"\[Content_Types\]\.xml|^PK.{28}mimetype|_rels/", re.DOTALL)
#: How a mail as a file begins.
_MAIL = re.compile(
    rb"(?:return-path|received|delivered-to|from|date|message-id|mime-version|subject|to|x-[\w-]+): [^\r\n]*\r?\n"
    rb"(?:[ \t][^\r\n]*\r?\n|[\w-]+:[^\r\n]*\r?\n)",
    re.IGNORECASE,
)


def takes(name: str) -> bool:
    """Is this a name that intake should take at all?

    >>> takes("Scan 1.PDF"), takes("scan.pdf.part"), takes("notes.txt")
    (True, False, False)
    """
    return Path(name).suffix.lower() in KINDS_OF_FILE


def kind_of(path: Path, name: str | None = None) -> FileKind:
    """The kind by content. Raises EmptyFile, Damaged (a text or a page of zeros named .pdf) or Unsupported.

    `name` is what messages call the file, if not by its path.
    """
    name = name or path.name
    with path.open("rb") as file:
        head = file.read(1024)
    if not head:
        raise EmptyFile(f"{name}: has zero bytes. Ask the sender to send it again.")
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return FileKind.WEBP
    if head.startswith(b"PK\x03\x04") and not _OFFICE.search(head):  # a PDF in it may begin within these bytes
        return FileKind.ZIP
    if b"%PDF-" in head:  # readers accept a header within the first 1024 bytes
        return FileKind.PDF
    if _is_xml(head):
        return FileKind.XML
    if _MAIL.match(head):
        return FileKind.MAIL
    raise _refusal(name, head)


def _is_xml(head: bytes) -> bool:
    for bom, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(bom):
            head = head[2:].decode(encoding, "ignore").encode()
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(b"<?xml") or (start.startswith(b"<") and (b"Invoice" in start or b"xmlns" in start))


def _refusal(name: str, head: bytes) -> Damaged | Unsupported:
    what = next((what for start, what in _OTHERS if head.startswith(start)), None)
    if what is not None:
        return Unsupported(f"{name}: is {what}, which is not read. Print it to PDF and send that.")
    promised = KINDS_OF_FILE.get(Path(name).suffix.lower())
    is_text = all(byte >= 32 or byte in b"\t\r\n\f" for byte in head)
    found = "plain text" if is_text else "of an unknown kind"
    if promised is not None:
        return Damaged(f"{name}: is no {promised} file, its content is {found}. Ask the sender for the right file.")
    return Unsupported(f"{name}: is {found}. Send a PDF, TIFF, JPEG or PNG.")
