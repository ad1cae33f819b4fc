"""Pictures of pages: grey arrays (0 black, 255 white), straightened, and kept for the desk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]

#: Ink below this share of the page is dust: the page is blank.
_DUST = 0.0003
_CONTRAST = 28  # of 255: what differs less from the paper is no ink
_KEPT_LONG_SIDE = 1800  # pixels of a kept picture: about 150 dpi on A4


def is_blank(grey: Grey) -> bool:
    """Is there no ink, dark or light? Specks of the scanner, and its dark edges, are none."""
    small = shrunk(grey, 600)
    height, width = small.shape
    inner = small[height // 50 : height - height // 50, width // 50 : width - width // 50]
    if inner.size == 0:
        return True
    ink = (np.abs(inner.astype(np.int16) - int(np.median(inner))) > _CONTRAST).astype(np.uint8)
    return float(cv2.medianBlur(ink, 3).mean()) < _DUST and float(ink.mean()) < 4 * _DUST


def shrunk(grey: Grey, longest: int) -> Grey:
    """No side longer than this, in pixels."""
    most = max(grey.shape)
    if most <= longest:
        return grey
    size = (max(1, grey.shape[1] * longest // most), max(1, grey.shape[0] * longest // most))
    return _grey(cv2.resize(grey, size, interpolation=cv2.INTER_AREA))


def turned(grey: Grey, degrees: int) -> Grey:
    """Turned clockwise by a quarter, a half, three quarters."""
    return np.ascontiguousarray(np.rot90(grey, -degrees // 90 % 4))


def straightened(grey: Grey, degrees: float) -> Grey:
    """With this skew (clockwise positive, degrees) taken out; the size stays, paper fills the corners."""
    if degrees == 0:
        return grey
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    paper = int(np.percentile(shrunk(grey, 400), 90))
    return _grey(
        cv2.warpAffine(
            grey, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=paper
        )
    )


def keep(grey: Grey, folder: Path, number: int) -> str:
    """Write the page's picture; returns its name. JPEG: WebP would halve the bytes for thirty times the work."""
    name = f"page-{number + 1:04d}.jpg"
    folder.mkdir(parents=True, exist_ok=True)
    done, encoded = cv2.imencode(".jpg", shrunk(grey, _KEPT_LONG_SIDE), [cv2.IMWRITE_JPEG_QUALITY, 55])
    if not done:
        raise OSError(f"{name} cannot be encoded")
    (folder / name).write_bytes(encoded.tobytes())
    return name


def _grey(array: Any) -> Grey:
    return np.asarray(array, dtype=np.uint8)
