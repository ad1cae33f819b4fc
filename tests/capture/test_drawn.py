"""Form fields, check boxes, rulings, bar codes, and text that is not to be trusted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PIL import Image
from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

import capture
from capture.photo import squared
from capture.rulings import drawn_on
from documents.layout import Source
from tests.capture.papers import LETTER, TALL, WIDE, picture


def canvas_at(path: Path) -> Canvas:
    return Canvas(str(path), pagesize=(WIDE, TALL), invariant=True)


def test_filled_fields_come_with_values_places_and_words(tmp_path: Path) -> None:
    canvas = canvas_at(tmp_path / "a.pdf")
    canvas.drawString(50, 742, "Name")
    form = canvas.acroForm
    form.textfield(name="who", value="Ada Lovelace", x=100, y=732, width=200, height=20)
    form.textfield(name="empty", x=100, y=700, width=200, height=20)
    form.checkbox(name="yes", x=100, y=650, size=12, checked=True)
    form.checkbox(name="no", x=150, y=650, size=12, checked=False)
    canvas.save()
    document = capture.read(tmp_path / "a.pdf")
    fields = {field.name: field for field in document.form_fields}
    assert {name: field.value for name, field in fields.items()} == {
        "who": "Ada Lovelace",
        "empty": "",
        "yes": "selected",
        "no": "unselected",
    }
    box = fields["who"].box
    assert box is not None
    assert box.left * WIDE == pytest.approx(100, abs=2)
    assert box.top * TALL == pytest.approx(TALL - 752, abs=2)
    assert fields["yes"].is_mark
    assert [word.text for word in document.words] == ["Name", "Ada", "Lovelace"]
    assert all(box.holds(word.box) for word in document.words[1:])


def test_check_boxes_and_rulings_are_found_where_drawn(tmp_path: Path) -> None:
    canvas = canvas_at(tmp_path / "a.pdf")
    for column in range(3):
        canvas.rect(100 + 80 * column, 700, 11, 11)
        canvas.drawString(118 + 80 * column, 702, "Choice")
    canvas.line(182, 702, 189, 709)  # a cross in the second
    canvas.line(182, 709, 189, 702)
    canvas.line(50, 600, 500, 600)
    canvas.line(300, 400, 300, 600)
    canvas.save()
    page = capture.read(tmp_path / "a.pdf").pages[0]
    assert [round(box.box.left * WIDE) for box in page.check_boxes] == pytest.approx([100, 180, 260], abs=2)
    assert [round(box.marked) for box in page.check_boxes] == [0, 1, 0]
    lying, standing = sorted(page.rulings, key=lambda box: -box.width)
    assert lying.width * WIDE == pytest.approx(450, abs=4)
    assert lying.top * TALL == pytest.approx(242, abs=2)
    assert standing.height * TALL == pytest.approx(200, abs=4)


def test_letters_are_no_check_boxes() -> None:
    rulings, boxes = drawn_on(np.asarray(picture()), 0, WIDE)
    assert (rulings, boxes) == ((), ())


def test_a_drawn_bar_code_is_read(tmp_path: Path) -> None:
    canvas = canvas_at(tmp_path / "a.pdf")
    canvas.drawString(100, 700, "separator")
    Code128("BATCH-17", barHeight=40, barWidth=1.2).drawOn(canvas, 100, 500)
    canvas.save()
    code = capture.read(tmp_path / "a.pdf").pages[0].codes[0]
    assert (code.text, code.symbology) == ("BATCH-17", "Code128")
    assert code.box.top * TALL == pytest.approx(TALL - 540, abs=25)


def test_a_page_with_nothing_but_a_code_has_content(tmp_path: Path) -> None:
    grey = zxingcpp.write_barcode_to_image(zxingcpp.create_barcode("hello", zxingcpp.BarcodeFormat.QRCode), scale=10)
    page = Image.new("L", (1654, 2339), 255)
    page.paste(Image.fromarray(np.array(grey)), (400, 400))
    page.save(tmp_path / "a.png")
    assert [code.text for code in capture.read(tmp_path / "a.png").pages[0].codes] == ["hello"]


def test_white_print_on_white_is_not_what_the_paper_says(tmp_path: Path) -> None:
    canvas = canvas_at(tmp_path / "a.pdf")
    canvas.drawString(100, 700, "what everybody sees on this page of paper")
    canvas.setFillGray(1)
    canvas.drawString(100, 600, "hidden words")
    canvas.save()
    assert "hidden" not in [word.text for word in capture.read(tmp_path / "a.pdf").words]


@pytest.mark.slow
def test_a_stamp_on_a_scan_does_not_pass_for_its_text(tmp_path: Path) -> None:
    canvas = canvas_at(tmp_path / "a.pdf")
    canvas.drawImage(ImageReader(picture()), 0, 0, WIDE, TALL)
    canvas.drawString(400, 20, "RECEIVED 17")
    canvas.save()
    page = capture.read(tmp_path / "a.pdf", languages=("eng",)).pages[0]
    assert page.source is Source.OCR
    assert LETTER[0] in [line.text for line in page.lines()]


@pytest.mark.slow
def test_a_hidden_layer_of_bad_ocr_is_read_anew(tmp_path: Path) -> None:
    canvas = canvas_at(tmp_path / "a.pdf")
    canvas.drawImage(ImageReader(picture()), 0, 0, WIDE, TALL)
    for row in range(7):
        text = canvas.beginText(57, TALL - 100 - 28.8 * row)
        text.setTextRenderMode(3)
        text.textLine("N0rthw!nd Stat1on~ery L1m|ted b0xEs 0f enve|0pes f0Ur r0lLs")
        canvas.drawText(text)
    canvas.save()
    page = capture.read(tmp_path / "a.pdf", languages=("eng",)).pages[0]
    assert [line.text for line in page.lines()] == LETTER


def test_a_photograph_is_squared() -> None:
    sheet = picture().resize((700, 990))
    table = Image.new("L", (1000, 1300), 60)
    table.paste(sheet.rotate(4, expand=True, fillcolor=60), (120, 130))
    flat = squared(np.asarray(table))
    assert flat.shape[0] == pytest.approx(990, abs=12)
    assert flat.shape[1] == pytest.approx(700, abs=12)
    assert np.median(flat[:20]) > 200
    assert squared(np.asarray(sheet)).shape == (990, 700)


@pytest.mark.slow
def test_text_drawn_sideways_is_turned_like_a_scan(tmp_path: Path) -> None:
    canvas = canvas_at(tmp_path / "a.pdf")
    canvas.rotate(90)
    canvas.setFont("Helvetica", 16)
    for row, line in enumerate(LETTER):
        canvas.drawString(100, -100 - 30 * row, line)
    canvas.save()
    page = capture.read(tmp_path / "a.pdf", languages=("eng",)).pages[0]
    assert (page.turned, page.width, page.height) == (90, TALL, WIDE)
    assert [line.text for line in page.lines()] == LETTER
