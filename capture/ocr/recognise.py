"""What a line of print says: PP-OCRv6's recogniser, decoded letter by letter (CTC)."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from capture.ocr.letters import letters_of
from capture.ocr.sessions import Floats, alphabet, network
from capture.page_image import Grey

_TALL = 48  # pixels: the height that the network wants
_STEP = 8  # pixels of that picture to one of its outputs
_ALPHABETS = {"tiny": "ppocrv6/ppocrv6_tiny_dict.txt", "small": "ppocrv6/ppocrv6_dict.txt"}
_LEAST, _MOST = 48, 4000  # pixels of width


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters of a line: text, P(right) of each, and where each starts and ends (fractions of the strip's width).

    `space` is, before each letter, the highest P(space) since the letter before.
    """

    text: str
    sureties: Floats
    starts: Floats
    ends: Floats
    space: Floats


def letters(strip: Grey, size: str, languages: tuple[str, ...], squeeze: float = 1.0) -> Letters:
    """What the recogniser of this size reads; `squeeze` under 1 narrows the picture, which costs that much less."""
    height, width = strip.shape
    wide = int(np.clip(round(width * _TALL / height * squeeze), _LEAST, _MOST))
    how = cv2.INTER_AREA if height > _TALL else cv2.INTER_LINEAR
    picture = np.asarray(cv2.resize(strip, (wide, _TALL), interpolation=how), dtype=np.float32)
    batch = np.repeat((picture / 127.5 - 1)[None, None], 3, axis=1)
    outputs = network(f"ppocrv6/{size}/rec/rec.onnx")(batch)[0]
    return _decoded(outputs, size, languages, wide)


def _decoded(outputs: Floats, size: str, languages: tuple[str, ...], wide: int) -> Letters:
    known = alphabet(_ALPHABETS[size])
    allowed = letters_of(known, languages)
    outputs = outputs[:, allowed]
    best = outputs.argmax(axis=1)
    sure = outputs[np.arange(len(best)), best]
    is_new = np.concatenate(([True], best[1:] != best[:-1])) & (best != 0)
    starts = np.flatnonzero(is_new)
    ends = np.array([_end(best, int(start)) for start in starts], dtype=np.int64)
    text = [known[allowed[best[start]] - 1] for start in starts]
    surety = np.array([sure[start:end].max() for start, end in zip(starts, ends, strict=True)], np.float32)
    before = np.concatenate(([0], ends[:-1])) if len(ends) else ends
    gaps = zip(before, ends, strict=True)
    space = np.array([outputs[start:end, -1].max(initial=0) for start, end in gaps], np.float32)
    scale = _STEP / wide
    return Letters("".join(text), surety, (starts * scale).astype(np.float32), (ends * scale).astype(np.float32), space)


def _end(best: NDArray[np.intp], start: int) -> int:
    end = start + 1
    while end < len(best) and best[end] == best[start]:
        end += 1
    return end
