"""Make a clean page look like a bad scan of it: skew, paper, blur, noise, specks, JPEG."""

from __future__ import annotations

import zlib

import cv2
import numpy as np

from capture.page_image import Grey, straightened

_SKEW = 2.0  # degrees to either side
_PAPER = (195.0, 250.0)  # grey of the paper
_INK = (10.0, 90.0)  # grey of the print
_BLUR = (0.3, 1.1)  # sigma in pixels at 200 dpi
_NOISE = (3.0, 14.0)  # sigma in grey levels
_SPECKS = 2e-4  # of the pixels, at most
_QUALITY = (30, 75)  # of the JPEG


def degraded(grey: Grey, seed: int, name: str) -> Grey:
    """The page as a worn office scanner gives it; the same for the same seed and name."""
    chance = np.random.default_rng((seed, zlib.crc32(name.encode())))
    page = straightened(grey, float(chance.uniform(-_SKEW, _SKEW))).astype(np.float32)
    paper, ink = chance.uniform(*_PAPER), chance.uniform(*_INK)
    page = ink + page * ((paper - ink) / 255)
    page = np.asarray(cv2.GaussianBlur(page, (0, 0), float(chance.uniform(*_BLUR))), dtype=np.float32)
    page += chance.normal(0.0, chance.uniform(*_NOISE), page.shape).astype(np.float32)
    specks = chance.random(page.shape, dtype=np.float32) < chance.uniform(0, _SPECKS)
    page[specks] = ink
    whole = np.clip(page, 0, 255).astype(np.uint8)
    quality = int(chance.integers(_QUALITY[0], _QUALITY[1] + 1))
    _, packed = cv2.imencode(".jpg", whole, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), dtype=np.uint8)
