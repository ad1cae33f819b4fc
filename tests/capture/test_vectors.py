"""Rulings and check boxes that a PDF draws as vectors are found exactly, and only where they can be seen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

import capture
from capture import vectors
from capture.vectors import Drawings
from documents.layout import CheckBox, Page
from tests.capture.papers import LETTER, TALL, WIDE, picture, text_pdf

Draw = Callable[[Canvas], None]


def page_of(path: Path, *draws: Draw) -> Page:
    canvas = Canvas(str(path), pagesize=(WIDE, TALL), invariant=True)
    canvas.drawString(60, 780, "Please tick what applies to you and sign below")
    for draw in draws:
        draw(canvas)
    canvas.save()
    return capture.read(path).pages[0]


def places(boxes: tuple[CheckBox, ...]) -> list[tuple[int, int]]:
    """Left and lower side in the points of the PDF."""
    return [(round(box.box.left * WIDE), round(TALL - box.box.bottom * TALL)) for box in boxes]


def overshooting_tick(canvas: Canvas) -> None:
    path = canvas.beginPath()
    path.moveTo(101, 706)
    path.lineTo(105, 701)
    path.lineTo(118, 722)
    canvas.drawPath(path)


def scribble(canvas: Canvas) -> None:
    canvas.bezier(99, 703, 104, 720, 106, 690, 114, 712)


def cross(canvas: Canvas) -> None:
    canvas.line(98, 698, 114, 714)
    canvas.line(98, 714, 114, 698)


def letter(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 11)
    canvas.drawString(102.5, 702, "X")


def dingbat(canvas: Canvas) -> None:
    canvas.setFont("ZapfDingbats", 12)
    canvas.drawString(101, 702, "4")


def filled_square(canvas: Canvas) -> None:
    canvas.rect(103, 703, 6, 6, stroke=0, fill=1)


@pytest.mark.parametrize("mark", [overshooting_tick, scribble, cross, letter, dingbat, filled_square])
def test_a_box_is_marked_by_whatever_is_in_it(tmp_path: Path, mark: Draw) -> None:
    def boxes(canvas: Canvas) -> None:
        canvas.rect(100, 700, 12, 12)
        canvas.rect(200, 700, 12, 12)

    page = page_of(tmp_path / "a.pdf", boxes, mark)
    assert places(page.check_boxes) == [(100, 700), (200, 700)]
    assert page.check_boxes[0].marked == 1
    assert page.check_boxes[1].marked < 0.1


def test_marks_that_cannot_be_seen_are_none(tmp_path: Path) -> None:
    def painted_over(canvas: Canvas) -> None:
        canvas.setFillGray(1)
        canvas.rect(101, 701, 10, 10, stroke=0, fill=1)

    [box] = page_of(tmp_path / "a.pdf", lambda c: c.rect(100, 700, 12, 12), cross_inside, painted_over).check_boxes
    assert box.marked < 0.1


def cross_inside(canvas: Canvas) -> None:
    canvas.line(103, 703, 109, 709)
    canvas.line(103, 709, 109, 703)


def test_boxes_in_a_grid_are_found_and_cells_for_single_letters_are_not(tmp_path: Path) -> None:
    def grid(canvas: Canvas) -> None:
        canvas.grid([50, 150, 250, 350], [600, 620, 640])
        for row in (604, 624):
            canvas.rect(154, row, 12, 12)

    def comb(canvas: Canvas) -> None:
        for column in range(8):
            canvas.rect(50 + 14 * column, 500, 14, 14)
            canvas.drawString(53 + 14 * column, 503, str(column))

    page = page_of(tmp_path / "a.pdf", grid, comb)
    assert places(page.check_boxes) == [(154, 624), (154, 604)]


def test_four_lines_make_a_box_and_a_square_around_a_word_does_not(tmp_path: Path) -> None:
    def four_lines(canvas: Canvas) -> None:
        for line in ((100, 700, 112, 700), (112, 700, 112, 712), (112, 712, 100, 712), (100, 712, 100, 700)):
            canvas.line(*line)

    def numbered(canvas: Canvas) -> None:
        canvas.rect(200, 700, 18, 18)
        canvas.drawString(202, 704, "12")

    assert places(page_of(tmp_path / "a.pdf", four_lines, numbered).check_boxes) == [(100, 700)]


def test_rulings_lie_where_they_were_drawn(tmp_path: Path) -> None:
    def lines(canvas: Canvas) -> None:
        canvas.setLineWidth(1)
        canvas.line(50, 600, 500, 600)
        canvas.rect(300, 400, 0.8, 150, stroke=0, fill=1)  # a thin rectangle is a line
        for piece in range(10):  # and so are cells' edges, one after the other
            canvas.line(60 + 20 * piece, 300, 80 + 20 * piece, 300)
        canvas.setStrokeGray(1)
        canvas.line(50, 200, 500, 200)  # white on white is none

    rulings = page_of(tmp_path / "a.pdf", lines).rulings
    found = [(b.left * WIDE, TALL - b.bottom * TALL, b.right * WIDE, TALL - b.top * TALL) for b in rulings]
    assert found == [
        pytest.approx((50, 599.5, 500, 600.5), abs=0.1),
        pytest.approx((300, 400, 300.8, 550), abs=0.1),
        pytest.approx((60, 299.5, 260, 300.5), abs=0.1),
    ]


@pytest.mark.parametrize(("turn", "middle"), [(90, (706, 106)), (180, (489, 706)), (270, (136, 489))])
def test_a_turned_page_has_its_lines_where_they_are_seen(
    tmp_path: Path, turn: int, middle: tuple[float, float]
) -> None:
    path = tmp_path / "a.pdf"
    page_of(path, lambda c: c.rect(100, 700, 12, 12))
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].Rotate = turn
        pdf.save(path)
    assert middle_of_the_shape(path, *((TALL, WIDE) if turn != 180 else (WIDE, TALL))) == pytest.approx(middle, abs=0.1)


def test_a_cropped_page_has_its_lines_where_they_are_seen(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    page_of(path, lambda c: c.rect(100, 700, 12, 12))
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].MediaBox = pikepdf.Array([-20, -30, WIDE, TALL])
        pdf.pages[0].CropBox = pikepdf.Array([40, 500, 540, 800])
        pdf.save(path)
        assert middle_of_the_shape(path, 500, 300) == pytest.approx((66, 94), abs=0.1)
        pdf.pages[0].Rotate = 90
        pdf.save(path)
    assert Drawings(path, 1).of_page(0, 300, 500) is None


def middle_of_the_shape(path: Path, width: float, height: float) -> tuple[float, float]:
    drawing = Drawings(path, 1).of_page(0, width, height)
    assert drawing is not None
    [square] = drawing.shapes
    assert {(round(s.x0), round(s.y0)) for s in drawing.strokes} == {
        (round(x), round(y)) for x in (square.left, square.right) for y in (square.top, square.bottom)
    }
    return (square.left + square.right) / 2, (square.top + square.bottom) / 2


@pytest.mark.parametrize(("name", "value"), [("_SECONDS", 0.000001), ("_MOST_STROKES", 0), ("_SAME", -1)])
def test_where_vectors_cannot_be_had_there_are_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: float
) -> None:
    path = tmp_path / "a.pdf"
    page_of(path, lambda c: c.grid(list(range(50, 500, 2)), list(range(100, 800, 2))))
    assert Drawings(path, 1).of_page(0, WIDE, TALL) is not None
    assert Drawings(path, 2).of_page(0, WIDE, TALL) is None
    monkeypatch.setattr(vectors, name, value)
    assert Drawings(path, 1).of_page(0, WIDE, TALL) is None


def test_a_broken_file_has_no_vectors(tmp_path: Path) -> None:
    path = text_pdf(tmp_path / "a.pdf")
    path.write_bytes(path.read_bytes()[:300])
    assert Drawings(path, 1).of_page(0, WIDE, TALL) is None


def test_lines_of_a_form_that_is_a_picture_are_found_in_the_picture(tmp_path: Path) -> None:
    form = picture(LETTER)
    form.paste(0, (160, 1200, 1400, 1204))

    def scanned_form_with_text(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(form), 0, 0, WIDE, TALL)
        for row in range(8):
            canvas.drawString(60, 300 - 20 * row, "typed onto the form afterwards by a program")
        canvas.line(60, 100, 200, 100)

    page = page_of(tmp_path / "a.pdf", scanned_form_with_text)
    assert sorted(round(box.width * WIDE) for box in page.rulings) == pytest.approx([140, 446], abs=4)
