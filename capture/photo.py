"""Photographs of paper: the sheet is cut out of the table it lies on, squared, and its shading evened out."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from capture.page_image import Grey, shrunk

_LEAST, _MOST = 0.2, 0.97  # of the picture: what the sheet takes up
_DARKER = 35  # of 255: the table against the sheet

Corners = NDArray[np.float32]


def squared(grey: Grey) -> Grey:
    """The sheet alone, as a rectangle; the picture itself where no sheet stands out from a darker ground."""
    corners = _sheet(grey)
    if corners is None:
        return grey
    top_left, top_right, bottom_right, bottom_left = corners
    width = int(max(_far(top_left, top_right), _far(bottom_left, bottom_right)))
    height = int(max(_far(top_left, bottom_left), _far(top_right, bottom_right)))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, target)
    flat = cv2.warpPerspective(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return _evened(np.asarray(flat, dtype=np.uint8))


def _far(one: NDArray[Any], other: NDArray[Any]) -> float:
    return float(np.hypot(*(one - other)))


def _sheet(grey: Grey) -> Corners | None:
    """The sheet's corners, clockwise from the top left."""
    small = cv2.GaussianBlur(shrunk(grey, 800), (0, 0), 3)
    _, bright = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    closed = cv2.morphologyEx(bright, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    outlines, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return None
    outline = cv2.convexHull(max(outlines, key=cv2.contourArea))
    if not _LEAST <= cv2.contourArea(outline) / small.size <= _MOST:
        return None
    corners = cv2.approxPolyDP(outline, 0.03 * cv2.arcLength(outline, True), True)
    if len(corners) != 4 or cv2.contourArea(corners) < 0.93 * cv2.contourArea(outline):
        return None
    if _touched(corners.reshape(4, 2), small) > 1:
        return None  # no sheet on a table: a dark band is part of the print
    inside = np.zeros_like(small)
    cv2.fillConvexPoly(inside, corners, 1)
    outside = cv2.erode(1 - inside, np.ones((9, 9), np.uint8)).astype(bool)
    if outside.sum() < 0.02 * small.size or np.median(small[outside]) > np.median(small[inside == 1]) - _DARKER:
        return None
    scale = max(grey.shape) / max(small.shape)
    return _clockwise(corners.reshape(4, 2).astype(np.float32) * scale)


def _touched(corners: NDArray[Any], picture: Grey) -> int:
    """How many edges of the picture the sheet reaches."""
    height, width = picture.shape
    xs, ys, near = corners[:, 0], corners[:, 1], 5
    return sum((xs.min() < near, ys.min() < near, xs.max() > width - near, ys.max() > height - near))


def _clockwise(points: Corners) -> Corners:
    sums, differences = points.sum(axis=1), np.diff(points, axis=1)[:, 0]
    order = [int(sums.argmin()), int(differences.argmin()), int(sums.argmax()), int(differences.argmax())]
    return points[order]


def _evened(grey: Grey) -> Grey:
    """Paper as bright everywhere as at its brightest: the picture over its own ground."""
    small = shrunk(grey, 600)
    ground = cv2.medianBlur(cv2.dilate(small, np.ones((9, 9), np.uint8)), 31)
    wide = cv2.resize(ground, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    even = np.clip(grey.astype(np.float32) * (245.0 / np.maximum(wide, 30)), 0, 255)
    return np.asarray(even, dtype=np.uint8)
