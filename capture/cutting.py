"""A part of a page picture that we made ourselves, cut out and encoded anew: nothing else of the page is in it."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from documents.errors import CaptureError
from documents.layout import Box

#: White between two parts, in pixels.
_GAP = 6
#: A small print is enlarged to this height, in pixels, so that it can be read.
_HEIGHT = 44


def cut(picture: Path, boxes: Sequence[Box], beside: float, above: float) -> bytes:
    """The parts of this page picture below each other, as a PNG without any metadata.

    Each box is cut with a margin of so many times its height to both sides (`beside`) and above and below (`above`).
    Raises CaptureError for a picture that cannot be opened, ValueError for no boxes.
    """
    if not boxes:
        raise ValueError("no boxes, so nothing to cut out")
    try:
        with Image.open(picture) as page:
            parts = [_part(page.convert("L"), box, beside, above) for box in boxes]
    except (OSError, UnidentifiedImageError) as error:
        raise CaptureError(f"the picture of page {boxes[0].page + 1} cannot be opened. Read the file again.") from error
    sheet = Image.new("L", (max(part.width for part in parts), sum(part.height + _GAP for part in parts) - _GAP), 255)
    top = 0
    for part in parts:
        sheet.paste(part, (0, top))
        top += part.height + _GAP
    kept = BytesIO()
    sheet.save(kept, "PNG")
    return kept.getvalue()


def _margins(box: Box, ratio: float, beside: float, above: float) -> Box:
    """The part that is cut for a box, on a page whose height is `ratio` times its width.

    >>> _margins(Box(0, 0.5, 0.5, 0.6, 0.52), 1.5, 1.0, 0.5)
    Box(page=0, left=0.47, top=0.49, right=0.63, bottom=0.53)
    """
    side, over = beside * box.height * ratio, above * box.height
    left, right = max(0.0, box.left - side), min(1.0, box.right + side)
    top, bottom = max(0.0, box.top - over), min(1.0, box.bottom + over)
    return Box(box.page, round(left, 6), round(top, 6), round(right, 6), round(bottom, 6))


def _part(page: Image.Image, box: Box, beside: float, above: float) -> Image.Image:
    part = _margins(box, page.height / page.width, beside, above)
    left, top = int(part.left * page.width), int(part.top * page.height)
    right, bottom = round(part.right * page.width), round(part.bottom * page.height)
    cut_out = page.crop((left, top, max(right, left + 1), max(bottom, top + 1)))
    if cut_out.height >= _HEIGHT:
        return cut_out
    times = min(4.0, _HEIGHT / cut_out.height)
    return cut_out.resize((round(cut_out.width * times), round(cut_out.height * times)), Image.Resampling.LANCZOS)
