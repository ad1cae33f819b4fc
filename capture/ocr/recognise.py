"""What a line of print says: PP-OCRv6's recogniser, decoded letter by letter (CTC)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from capture.installed import recogniser
from capture.letters import letters_of
from capture.ocr.sessions import Floats, alphabet, network
from capture.page_image import Grey

_TALL = 48  # pixels: the height that the network wants
_STEP = 8  # pixels of that picture to one of its outputs
_LEAST, _MOST = 48, 4000  # pixels of width
_PITCH = 18.0  # pixels of that picture from letter to letter: print that is set wider may be narrowed to it
_NARROWEST = 0.6  # of the full width


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters of a line without its spaces: text, P(right) of each, where its middle is (fraction of the width).

    `gaps` is P(space) before each letter.
    """

    text: str
    sureties: tuple[float, ...]
    middles: tuple[float, ...]
    gaps: tuple[float, ...]


def letters(strip: Grey, size: str, languages: tuple[str, ...], share: float = 1.0) -> Letters:
    """What the recogniser of this size reads in a line's picture, narrowed to this share of its width."""
    height, width = strip.shape
    wide = int(np.clip(round(width * share * _TALL / height), _LEAST, _MOST))
    how = cv2.INTER_AREA if height > _TALL else cv2.INTER_LINEAR
    picture = np.asarray(cv2.resize(strip, (wide, _TALL), interpolation=how), dtype=np.float32)
    batch = np.repeat((picture / 127.5 - 1)[None, None], 3, axis=1)
    outputs = network(recogniser(size))(batch)[0]
    known = alphabet(recogniser(size))
    allowed = letters_of(known, languages)
    return _decoded(outputs[:, allowed], [known[number - 1] for number in allowed], _STEP / wide)


def width_enough(strip: Grey, read: Letters) -> float:
    """To which share of its width a line that was read may be narrowed for another reading: wide-set print gains."""
    height, width = strip.shape
    if len(read.middles) < 3:
        return 1.0
    pitch = float(np.median(np.diff(read.middles))) * width * _TALL / height
    return float(np.clip(_PITCH / max(pitch, 1.0), _NARROWEST, 1.0))


def _decoded(outputs: Floats, known: list[str], step: float) -> Letters:
    """The best path: runs of the same output are one letter; the first output is the blank, the last the space."""
    best: NDArray[np.intp] = outputs.argmax(axis=1)
    edges = [0, *(np.flatnonzero(np.diff(best)) + 1).tolist(), len(best)]
    text, sureties, middles, gaps = [], [], [], []
    space = len(known) - 1
    gap = 0.0
    for start, end in pairwise(edges):
        gap = max(gap, float(outputs[start:end, space].max()))
        answer = int(best[start])
        if answer in (0, space):
            continue
        text.append(known[answer])
        sureties.append(float(outputs[start:end, answer].max()))
        middles.append((start + end) / 2 * step)
        gaps.append(gap)
        gap = 0.0
    return Letters("".join(text), tuple(sureties), tuple(middles), tuple(gaps))
