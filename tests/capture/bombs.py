"""Small files that want to cost much: made here, of nothing but what the formats allow."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<<>>>>"
_TREE = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
_ROOT = b"<</Type/Catalog/Pages 2 0 R>>"


def pdf(objects: Sequence[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1, the first its catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj" % number + body + b"endobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, table)
    return bytes(out)


def stream(content: bytes, more: bytes = b"") -> bytes:
    """A stream object."""
    return b"<</Length %d%s>>stream\n" % (len(content), more) + content + b"\nendstream "


def _zeros(megabytes: int, unit: bytes = b" ") -> bytes:
    """So many megabytes of one byte, compressed."""
    packer, block = zlib.compressobj(1), unit * (1 << 20)
    return b"".join([*(packer.compress(block) for _ in range(megabytes)), packer.flush()])


def double_flate() -> bytes:
    """A few kilobytes whose page content unpacks to a gigabyte."""
    content = zlib.compress(_zeros(1024), 9)
    return pdf([_ROOT, _TREE, _PAGE, stream(content, b"/Filter[/FlateDecode/FlateDecode]")])


def million_point_page() -> bytes:
    """A page of 350 metres."""
    return pdf([_ROOT, _TREE, _PAGE.replace(b"300 300", b"1000000 1000000"), stream(b"0 0 m 9 9 l S")])


def fifty_thousand_pages() -> bytes:
    """One page, 50,000 times."""
    kids = b"<</Type/Pages/Kids[" + b"3 0 R " * 50_000 + b"]/Count 50000>>"
    return pdf([_ROOT, kids, _PAGE, stream(b"BT ET")])


def page_tree_loop() -> bytes:
    """A page tree that is its own child."""
    return pdf([_ROOT, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"])


def deep_nesting() -> bytes:
    """A hundred thousand arrays in one another, and forms that draw themselves."""
    deep = b"[" * 100_000 + b"]" * 100_000
    page = _PAGE.replace(b"<<>>", b"<</XObject<</X 5 0 R>>>>").replace(b"/Contents", b"/Deep %b/Contents" % deep)
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 300 300]/Resources<</XObject<</X 5 0 R>>>>"
    return pdf([_ROOT, _TREE, page, stream(b"/X Do"), stream(b"/X Do /X Do", form)])


def endless_script() -> bytes:
    """A program that never ends, to be run when the file is opened."""
    root = b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(while(true){app.alert(1)})>>>>"
    return pdf([root, _TREE, _PAGE, stream(b"0 0 m 99 99 l S")])


def ten_thousand_fields() -> bytes:
    """A form of ten thousand fields on one page."""
    count, objects = 10_000, [stream(b"BT ET")]
    for number in range(count):
        where = b"[%d %d %d %d]" % (number % 290, number // 40, number % 290 + 9, number // 40 + 9)
        objects.append(b"<</FT/Tx/T(f%d)/V(x)/Type/Annot/Subtype/Widget/Rect%b/P 3 0 R>>" % (number, where))
    names = b" ".join(b"%d 0 R" % number for number in range(5, 5 + count))
    page = _PAGE[:-2] + b"/Annots[" + names + b"]>>"
    root = b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[" + names + b"]>>>>"
    return pdf([root, _TREE, page, *objects])


def torn_font() -> bytes:
    """Text in a font of random bytes."""
    page = _PAGE.replace(b"<<>>", b"<</Font<</F 5 0 R>>>>")
    font = b"<</Type/Font/Subtype/TrueType/BaseFont/X/FirstChar 0/LastChar 255/FontDescriptor 6 0 R>>"
    descriptor = b"<</Type/FontDescriptor/FontName/X/Flags 4/FontFile2 7 0 R>>"
    noise = b"\0\1\0\0" + random.Random(0).randbytes(20_000)
    text = stream(b"BT /F 20 Tf 50 200 Td (Hello) Tj ET")
    return pdf([_ROOT, _TREE, page, text, font, descriptor, stream(noise, b"/Length1 20004")])


def million_lines() -> bytes:
    """A page with a million strokes."""
    content = zlib.compress(b"1 1 m 200 200 l 9 90 l S\n" * 1_000_000, 1)
    return pdf([_ROOT, _TREE, _PAGE, stream(content, b"/Filter/FlateDecode")])


def huge_picture_in_pdf() -> bytes:
    """A page that shows a picture of 3.6 gigapixels."""
    page = _PAGE.replace(b"<<>>", b"<</XObject<</X 5 0 R>>>>")
    picture = b"/Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceGray/BitsPerComponent 1"
    show = stream(b"300 0 0 300 0 0 cm /X Do")
    return pdf([_ROOT, _TREE, page, show, stream(_zeros(429, b"\xff"), picture + b"/Filter/FlateDecode")])


def broken_links() -> bytes:
    """A table of objects that leads back to itself."""
    return pdf([_ROOT, _TREE, _PAGE, stream(b"")]).replace(b"/Root", b"/Prev 9/XRefStm 9/Root")


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def huge_png() -> bytes:
    """900 megapixels of white."""
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * (30_000 * 3_751), 1)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def png_with_a_long_comment() -> bytes:
    """A small picture whose compressed comment unpacks to 128 megabytes."""
    head, rows = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0), zlib.compress(b"\0\xff" + b"\xff" * 70)
    comment = b"Comment\0\0" + _zeros(128)
    parts = (_chunk(b"IHDR", head), _chunk(b"zTXt", comment), _chunk(b"IDAT", rows), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def huge_tiff() -> bytes:
    """A TIFF that says it has 60,000 by 60,000 points."""
    tags = ((256, 60_000), (257, 60_000), (258, 1), (259, 1), (262, 1), (273, 8), (277, 1), (278, 60_000), (279, 8))
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    return b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", len(tags)) + entries + struct.pack("<I", 0)


def tiff_loop() -> bytes:
    """A TIFF whose second page is its first."""
    return huge_tiff().replace(struct.pack("<I", 60_000), struct.pack("<I", 8))[:-4] + struct.pack("<I", 8)


def huge_jpeg() -> bytes:
    """A JPEG that says it has 65,500 by 65,500 points."""
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, 65_500, 65_500, 1) + b"\1\x11\0"
    return b"\xff\xd8" + frame + b"\xff\xda" + struct.pack(">HB", 8, 1) + b"\1\0\0\x3f\0" + b"\0" * 64 + b"\xff\xd9"


def entities() -> bytes:
    """The billion laughs."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE i [<!ENTITY l0 "ha">{laughs}]><Invoice>&l9;</Invoice>'.encode()


def outside_entity() -> bytes:
    """XML that wants to read a file of ours."""
    head = '<?xml version="1.0"?><!DOCTYPE i [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return f"{head}<Invoice xmlns='urn:x'>&x;</Invoice>".encode()


def deep_xml() -> bytes:
    """Two hundred thousand elements in one another."""
    return b"<?xml version='1.0'?>" + b"<Invoice>" * 200_000 + b"</Invoice>" * 200_000


def zip_in_zip() -> bytes:
    """An archive of archives."""
    inner = _zeros(16)
    for _ in range(3):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(10):
                archive.writestr(f"{number}.zip", inner)
        inner = packed.getvalue()
    return inner


def gif_and_pdf() -> bytes:
    """A picture to one reader, a document to another."""
    return b"GIF89a\1\0\1\0\x80\0\0\xff\xff\xff\0\0\0!\xfe" + bytes([200]) + b"\n" + million_point_page() + b"\0;"


def pdf_and_zip() -> bytes:
    """A document with an archive behind it."""
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(300, 300), invariant=True)
    canvas.drawString(20, 200, "Both at once")
    canvas.save()
    return made.getvalue() + zip_in_zip()


#: Every bomb by its file name.
BOMBS: dict[str, Callable[[], bytes]] = {
    "double_flate.pdf": double_flate,
    "million_points.pdf": million_point_page,
    "pages.pdf": fifty_thousand_pages,
    "tree_loop.pdf": page_tree_loop,
    "nesting.pdf": deep_nesting,
    "script.pdf": endless_script,
    "fields.pdf": ten_thousand_fields,
    "font.pdf": torn_font,
    "lines.pdf": million_lines,
    "picture.pdf": huge_picture_in_pdf,
    "links.pdf": broken_links,
    "huge.png": huge_png,
    "comment.png": png_with_a_long_comment,
    "huge.tif": huge_tiff,
    "loop.tif": tiff_loop,
    "huge.jpg": huge_jpeg,
    "entities.xml": entities,
    "outside.xml": outside_entity,
    "deep.xml": deep_xml,
    "archive.zip": zip_in_zip,
    "archive.pdf": zip_in_zip,
    "both.gif": gif_and_pdf,
    "both.pdf": pdf_and_zip,
}


def make(name: str, folder: Path) -> Path:
    """The bomb of this name, in a file."""
    path = folder / name
    path.write_bytes(BOMBS[name]())
    return path
