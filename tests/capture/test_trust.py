"""Texts of PDFs that say something else than the paper, and those that are honest."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

import capture
from capture import proof, text_layer, trust
from capture.limits import Limits
from capture.messages import Job
from capture.ocr.recognise import Letters, letters
from capture.page_image import Grey
from capture.page_objects import PageObjects, objects_of
from capture.pdf import rendered
from capture.proof import Proof
from documents.layout import Source, Word
from tests.capture.papers import LETTER, TALL, WIDE, picture, scanned_pdf

LONG = [*LETTER, "Invoice 4711 of 12 March 2024, 1,250.00 EUR due", "Account 30 458 871, sort code 20 17 96"]


def letter(path: Path, rows: list[str] = LONG, font: str = "Helvetica", invisible: bool = False) -> Path:
    canvas = Canvas(str(path), pagesize=(WIDE, TALL), invariant=True)
    if invisible:
        buffer = io.BytesIO()
        picture(LONG).save(buffer, "PNG")
        canvas.drawImage(ImageReader(buffer), 0, 0, WIDE, TALL)
    for number, row in enumerate(rows):
        text = canvas.beginText(160 * 72 / 200, TALL - (280 + 80 * number) * 72 / 200)
        text.setFont(font, 12)
        text.setTextRenderMode(3 if invisible else 0)
        text.textLine(row)
        canvas.drawText(text)
    canvas.save()
    return path


def misled(path: Path, means: Callable[[int], int]) -> Path:
    """Give every font of the file an encoding by which a code means another character."""
    rows = "\n".join(f"<{code:02X}> <{means(code):04X}>" for code in range(32, 127))
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        f"1 begincodespacerange <00> <FF> endcodespacerange\n95 beginbfchar\n{rows}\nendbfchar\nendcmap end end"
    )
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for font in pdf.pages[0].Resources.Font.values():
            font.ToUnicode = pdf.make_stream(cmap.encode())
        pdf.save(path)
    return path


def shifted(code: int) -> int:
    return code + 1 if 64 < code < 122 else code


def other_digits(code: int) -> int:
    return 48 + (code - 45) % 10 if 48 <= code <= 57 else code


def judged(path: Path, languages: tuple[str, ...] = ("eng",)) -> list[Word] | str:
    job = Job(str(path), path.name, Limits(), languages)
    with pdfium.PdfDocument(path) as document:
        page = document[0]
        words = text_layer.words_of(page, 0)
        return trust.trusted(page, words, rendered(page, 150, job), objects_of(page), Proof(languages))


def test_an_honest_text_is_believed_word_by_word(tmp_path: Path) -> None:
    words = judged(letter(tmp_path / "a.pdf"))
    assert isinstance(words, list)
    assert " ".join(word.text for word in words) == " ".join(LONG)
    assert {word.engine for word in words} == {"text_layer"}


def test_letters_that_mean_others_are_noticed(tmp_path: Path) -> None:
    said = judged(misled(letter(tmp_path / "a.pdf"), shifted))
    assert said == "says something else than the print (font Helvetica)"


def test_a_font_whose_digits_lie_is_noticed_beside_one_that_is_honest(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=(WIDE, TALL), invariant=True)
    for row, text in enumerate(LETTER * 3):
        canvas.setFont("Helvetica", 12)
        canvas.drawString(60, TALL - 60 - 20 * row, text)
        canvas.setFont("Courier", 12)
        canvas.drawString(400, TALL - 60 - 20 * row, f"{1234567 * (row + 3)}.{row % 10}8")
    canvas.save()
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        fonts = pdf.pages[0].Resources.Font
        honest = next(name for name, font in fonts.items() if font.BaseFont == "/Helvetica")
        del fonts[honest]
        pdf.save(path)
    misled(path, other_digits)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].Resources.Font[honest] = pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        )
        pdf.save(path)
    assert judged(path) == "says something else than the print (font Courier)"


def test_private_characters_are_no_text(tmp_path: Path) -> None:
    assert judged(misled(letter(tmp_path / "a.pdf"), lambda code: 0xE000 + code)) == "has no true encoding"


def test_somebodys_good_reading_under_a_scan_is_taken_for_what_it_is(tmp_path: Path) -> None:
    words = judged(letter(tmp_path / "a.pdf", invisible=True))
    assert isinstance(words, list)
    assert {(word.engine, word.confidence) for word in words} == {("ocr_layer", 0.9)}


@pytest.mark.parametrize(
    "wrong",
    [
        [row[::-1].lower() for row in LONG],  # looks like words
        ["Terms and conditions of sale apply to every order"] * len(LONG),  # is good English
    ],
)
def test_somebodys_wrong_reading_under_a_scan_is_not(tmp_path: Path, wrong: list[str]) -> None:
    said = judged(letter(tmp_path / "a.pdf", wrong, invisible=True))
    assert said == "is somebody's poor reading of the picture"


def test_a_filled_in_text_over_the_picture_of_a_form_is_not_all_there_is(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=(WIDE, TALL), invariant=True)
    buffer = io.BytesIO()
    picture(LONG * 3).save(buffer, "PNG")
    canvas.drawImage(ImageReader(buffer), 0, 0, WIDE, TALL)
    for row, text in enumerate(LETTER):
        canvas.drawString(60, 60 + 14 * row, text)
    canvas.save()
    assert judged(path) == "leaves out much of what a picture shows"


def test_print_that_cannot_be_read_speaks_against_nothing(tmp_path: Path) -> None:
    assert isinstance(judged(letter(tmp_path / "a.pdf", ["★☆" + row for row in LONG], "Symbol")), list)


def test_a_font_is_tried_once_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[Grey] = []

    def counted(strip: Grey, size: str, languages: tuple[str, ...]) -> Letters:
        tried.append(strip)
        return letters(strip, size, languages)

    monkeypatch.setattr(proof, "letters", counted)
    with pdfium.PdfDocument(letter(tmp_path / "a.pdf")) as document:
        known = Proof(("eng",))
        for number in (1, 2, 3):
            page = document[0]
            words = text_layer.words_of(page, number)
            assert known.lying_font(page, number, words, objects_of(page)) is None
    assert len(tried) == 1


def test_a_language_that_the_recogniser_does_not_know_is_no_reason_to_doubt(tmp_path: Path) -> None:
    path = misled(letter(tmp_path / "a.pdf"), lambda code: code + 0x3D0 if chr(code).isalpha() else code)
    assert isinstance(judged(path, ("rus", "eng")), list)
    assert isinstance(judged(path, ("rus",)), list)
    assert isinstance(judged(path, ("eng",)), str)


def test_a_page_without_a_box_of_its_own_has_that_of_all_pages(tmp_path: Path) -> None:
    path = letter(tmp_path / "a.pdf")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        del pdf.pages[0].obj.MediaBox
        pdf.Root.Pages.MediaBox = pikepdf.Array([0, 0, WIDE, TALL])
        pdf.save(path)
    with pdfium.PdfDocument(path) as document:
        word = text_layer.words_of(document[0], 0)[0]
    assert word.box.left * WIDE == pytest.approx(160 * 72 / 200, abs=2)
    assert word.box.middle[1] * TALL == pytest.approx(275 * 72 / 200, abs=4)


def test_objects_are_counted(tmp_path: Path) -> None:
    with pdfium.PdfDocument(letter(tmp_path / "a.pdf", invisible=True)) as document:
        found: PageObjects = objects_of(document[0])
    assert (found.pictures, found.hidden, found.shown) == (1, len(LONG), 0)
    assert found.covered == pytest.approx(1, abs=0.01)
    assert found.is_pictured
    assert found.is_hidden


@pytest.mark.slow
def test_a_page_that_lies_is_read_and_the_document_says_so(tmp_path: Path) -> None:
    document = capture.read(misled(letter(tmp_path / "a.pdf"), shifted), languages=("eng",))
    (page,) = document.pages
    assert page.source is Source.OCR
    assert "warehouse" in [word.text for word in page.words]
    (note,) = document.notes
    assert note == (
        "Page 1: the PDF's text says something else than the print (font Helvetica), so what is printed was read."
    )


def test_a_scan_has_no_text_to_doubt(tmp_path: Path) -> None:
    with pdfium.PdfDocument(scanned_pdf(tmp_path / "a.pdf", Image.new("L", (400, 600), 200))) as document:
        assert text_layer.words_of(document[0], 0) == []


@pytest.mark.slow
def test_a_page_of_which_nothing_can_be_read_is_named(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(WIDE, TALL), invariant=True)
    for number in range(3):
        if number == 1:
            for ring in range(40):
                canvas.circle(WIDE / 2, TALL / 2, 5 * ring)
        else:
            canvas.drawString(100, 700, "A page that can be read by everybody")
        canvas.showPage()
    canvas.save()
    document = capture.read(tmp_path / "a.pdf")
    assert [page.is_unread for page in document.pages] == [False, True, False]
    assert document.notes == ("Page 2: there is ink, but no word could be read. Look at it.",)
