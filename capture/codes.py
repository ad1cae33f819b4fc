"""Bar codes and QR codes, from a page's picture, by zxing-cpp."""

from __future__ import annotations

import zxingcpp

from capture.page_image import Grey
from documents.layout import Box, Code


def codes_of(grey: Grey, page: int) -> tuple[Code, ...]:
    """The codes on the page, top to bottom."""
    height, width = grey.shape
    found = []
    for code in zxingcpp.read_barcodes(grey, try_invert=False):
        if not code.valid or not code.text:
            continue
        corners = code.position
        xs, ys = zip(
            *((p.x, p.y) for p in (corners.top_left, corners.top_right, corners.bottom_left, corners.bottom_right)),
            strict=True,
        )
        left, right = _within(min(xs) / width), _within(max(xs) / width)
        top, bottom = _within(min(ys) / height), _within(max(ys) / height)
        found.append(Code(code.text, code.format.name, Box(page, left, top, right, bottom)))
    return tuple(sorted(found, key=lambda code: (code.box.top, code.box.left)))


def _within(side: float) -> float:
    return round(min(1.0, max(0.0, side)), 5)
