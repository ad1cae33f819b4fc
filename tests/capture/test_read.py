"""capture.read: files of every kind, good and bad."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

import capture
from capture import Limits
from documents import errors
from documents.layout import Source
from tests.capture.papers import LETTER, TALL, WIDE, picture, scanned_pdf, text_pdf


def test_a_word_stands_where_it_was_put(tmp_path: Path) -> None:
    document = capture.read(text_pdf(tmp_path / "a.pdf"))
    page = document.pages[0]
    word = page.words[0]
    assert (page.source, page.width, page.height) == (Source.TEXT_LAYER, WIDE, TALL)
    assert [w.text for w in page.words] == ["Hello", "page", "1", "of", "the", "letter"]
    assert word.box.left * WIDE == pytest.approx(101.5, abs=1)
    assert word.box.bottom * TALL == pytest.approx(100, abs=6)
    assert 10 < word.box.height * TALL < 26
    assert document.sha256 == capture.sha256(tmp_path / "a.pdf")


@pytest.mark.parametrize(
    ("turn", "at"),
    [(90, (100, 100, 90)), (180, (WIDE - 100, 100, 180)), (270, (TALL - 100, WIDE - 100, -90))],
)
def test_a_page_that_is_shown_turned_reads_as_shown(tmp_path: Path, turn: int, at: tuple[float, float, float]) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(WIDE, TALL))
    canvas.setPageRotation(turn)
    canvas.translate(*at[:2])
    canvas.rotate(at[2])
    canvas.drawString(0, 0, "Hello turned page")
    canvas.save()
    page = capture.read(tmp_path / "a.pdf").pages[0]
    assert (page.width, page.height, page.turned) == (WIDE, TALL, 0)
    assert [word.text for word in page.words] == ["Hello", "turned", "page"]
    assert page.words[0].box.left * WIDE == pytest.approx(100, abs=3)
    assert page.words[0].box.bottom * TALL == pytest.approx(100, abs=6)


def test_a_crop_box_cuts_the_page(tmp_path: Path) -> None:
    path = text_pdf(tmp_path / "a.pdf")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].CropBox = pikepdf.Array([50, TALL - 200, 350, TALL])
        pdf.save(path)
    page = capture.read(path).pages[0]
    assert (page.width, page.height) == (300, 200)
    assert page.words[0].box.left * 300 == pytest.approx(51.5, abs=1)
    assert page.words[0].box.bottom * 200 == pytest.approx(100, abs=6)


def test_the_content_counts_and_not_the_ending(tmp_path: Path) -> None:
    path = text_pdf(tmp_path / "a.pdf").rename(tmp_path / "a.jpg")
    assert capture.read(path).words


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("none.pdf", b"", errors.EmptyFile),
        ("text.pdf", b"Dear Sir,\nplease pay.\n", errors.Damaged),
        ("office.docx", b"PK\x03\x04" + bytes(100), errors.Unsupported),
        ("zeros.tif", bytes(5000), errors.Damaged),
        ("odd.bin", bytes(range(256)), errors.Unsupported),
        ("cut.png", b"\x89PNG\r\n\x1a\n" + bytes(50), errors.Damaged),
        ("cut.jpg", b"\xff\xd8\xff\xe0" + bytes(50), errors.Damaged),
    ],
)
def test_what_is_no_document_is_refused_with_a_reason(
    tmp_path: Path, name: str, content: bytes, kind: type[errors.CaptureError]
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(errors.CaptureError, match=name) as caught:
        capture.read(path)
    assert type(caught.value) is kind


def test_an_encrypted_pdf_asks_for_an_open_copy(tmp_path: Path) -> None:
    path = text_pdf(tmp_path / "a.pdf")
    with pikepdf.open(path) as pdf:
        pdf.save(tmp_path / "b.pdf", encryption=pikepdf.Encryption(user="secret", owner="owner"))
    with pytest.raises(errors.Encrypted, match="open copy"):
        capture.read(tmp_path / "b.pdf")


def test_too_many_pages_bytes_and_inches_are_refused_by_name(tmp_path: Path) -> None:
    path = text_pdf(tmp_path / "a.pdf", pages=3)
    with pytest.raises(errors.TooLarge, match="3 pages, the limit is 2"):
        capture.read(path, limits=Limits(pages=2))
    with pytest.raises(errors.TooLarge, match="inches"):
        capture.read(text_pdf(tmp_path / "b.pdf", size=(20_000, 800)))
    with pytest.raises(errors.TooLarge, match="MB"):
        capture.read(path, limits=Limits(megabytes=0))


def test_a_bomb_picture_is_refused_by_its_header(tmp_path: Path) -> None:
    path = tmp_path / "bomb.png"
    Image.new("1", (20_000, 20_000)).save(path)
    with pytest.raises(errors.TooLarge, match=r"bomb\.png: page 1 has 400 megapixels, the limit is 80\. Scan"):
        capture.read(path)


def test_messages_and_the_document_name_the_file_as_it_was_received(tmp_path: Path) -> None:
    stored = text_pdf(tmp_path / "0123abcd")
    assert capture.read(stored, name="letter.pdf").name == "letter.pdf"
    stored.write_bytes(stored.read_bytes()[:200])
    with pytest.raises(errors.Damaged, match=r"^letter\.pdf: "):
        capture.read(stored, name="letter.pdf")
    stored.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    with pytest.raises(errors.Damaged, match=r"^letter\.pdf: ") as caught:
        capture.read(stored, name="letter.pdf")
    assert stored.name not in str(caught.value)
    stored.write_bytes(b"")
    with pytest.raises(errors.EmptyFile, match=r"^letter\.pdf: "):
        capture.read(stored, name="letter.pdf")


def test_blank_pages_are_no_content(tmp_path: Path) -> None:
    scanned_pdf(tmp_path / "a.pdf", Image.new("L", (1654, 2339), 248), pages=3)
    with pytest.raises(errors.NoContent, match="3 of them"):
        capture.read(tmp_path / "a.pdf")


def test_page_pictures_are_written_where_asked(tmp_path: Path) -> None:
    document = capture.read(text_pdf(tmp_path / "a.pdf", pages=2), images=tmp_path / "images")
    names = [page.image for page in document.pages]
    assert names == ["page-0001.jpg", "page-0002.jpg"]
    with Image.open(tmp_path / "images" / "page-0001.jpg") as image:
        assert image.width / image.height == pytest.approx(WIDE / TALL, rel=0.01)


@pytest.mark.slow
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_scan_is_turned_upright_and_read(tmp_path: Path, turn: int) -> None:
    path = scanned_pdf(tmp_path / "a.pdf", picture().rotate(turn, expand=True, fillcolor=250))
    page = capture.read(path, languages=("eng",)).pages[0]
    assert (page.source, page.turned) == (Source.OCR, turn)
    assert [line.text for line in page.lines()] == LETTER
    assert page.words[0].box.left * 1654 == pytest.approx(160, abs=8)
    assert page.words[0].box.bottom * 2339 == pytest.approx(286, abs=12)


@pytest.mark.slow
@pytest.mark.parametrize("angle", [-4, -1.5, 0.7, 3])
def test_a_skewed_scan_is_straightened(tmp_path: Path, angle: float) -> None:
    path = tmp_path / "a.png"
    picture().rotate(-angle, fillcolor=250, resample=Image.Resampling.BICUBIC).save(path)
    page = capture.read(path, languages=("eng",)).pages[0]
    assert page.skew == pytest.approx(angle, abs=0.2)
    assert [line.text for line in page.lines()] == LETTER


@pytest.mark.slow
def test_a_tiff_has_pages(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    picture().save(path, save_all=True, append_images=[Image.new("L", (1654, 2339), 250), picture()], dpi=(200, 200))
    document = capture.read(path, languages=("eng",))
    assert [page.source for page in document.pages] == [Source.OCR, Source.BLANK, Source.OCR]
    assert document.pages[0].width == pytest.approx(595, abs=1)


@pytest.mark.slow
def test_a_missing_language_says_what_to_install(tmp_path: Path) -> None:
    path = scanned_pdf(tmp_path / "a.pdf", picture())
    with pytest.raises(
        errors.EngineMissing, match=r"make languages LANGUAGES=xyz \(apt-get install tesseract-ocr-xyz\)"
    ):
        capture.read(path, languages=("xyz",))
