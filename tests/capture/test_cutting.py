"""A part of a page picture: only that, enlarged when small, without anything the picture carried along."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

import capture
from documents.errors import CaptureError
from documents.layout import Box


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A white page with a black bar where the value stands, and a grey one a line below."""
    made = Image.new("L", (1000, 1400), 255)
    draw = ImageDraw.Draw(made)
    draw.rectangle((200, 140, 399, 195), fill=0)
    draw.rectangle((200, 230, 399, 280), fill=128)
    path = tmp_path / "page.png"
    made.save(path, dpi=(200, 200))
    return path


def opened(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture))


def test_the_place_is_cut_out_with_its_margins_and_nothing_else(page: Path) -> None:
    with opened(capture.cut(page, [Box(0, 0.2, 0.1, 0.4, 0.14)], beside=0.5, above=0.25)) as cut:
        assert cut.size == (200 + 56, 56 + 28)
        assert cut.getpixel((28, 14)) == cut.getpixel((227, 69)) == 0
        assert cut.getpixel((10, 40)) == 255
        assert 128 not in {shade for _, shade in cut.getcolors() or []}
        assert cut.info == {}


def test_several_places_stand_below_each_other_and_small_print_is_enlarged(page: Path) -> None:
    boxes = [Box(0, 0.2, 0.1, 0.4, 0.11), Box(0, 0.2, 0.165, 0.3, 0.175)]
    with opened(capture.cut(page, boxes, beside=0.0, above=0.0)) as cut:
        assert cut.height == 44 * 2 + 6
        assert cut.getpixel((20, 20)) == 0
        assert cut.getpixel((20, 70)) == 128


def test_at_the_edge_of_the_page_the_margin_ends(page: Path) -> None:
    with opened(capture.cut(page, [Box(0, 0.0, 0.0, 1.0, 0.1)], beside=9.0, above=0.0)) as cut:
        assert cut.size == (1000, 140)


def test_what_is_no_picture_is_told(tmp_path: Path) -> None:
    (tmp_path / "page.png").write_bytes(b"no picture")
    with pytest.raises(CaptureError, match="page 1 cannot be opened"):
        capture.cut(tmp_path / "page.png", [Box(0, 0.1, 0.1, 0.2, 0.2)], beside=1.0, above=1.0)
    with pytest.raises(ValueError, match="nothing to cut"):
        capture.cut(tmp_path / "page.png", [], beside=1.0, above=1.0)
