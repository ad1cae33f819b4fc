"""Handwriting is told from print, good and bad."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from capture.handwriting import is_handwritten, marked
from capture.page_image import Grey
from documents.layout import Box, Word

SIZE = (400, 1200)  # pixels: down, across
FONTS = ("LiberationSans-Regular", "LiberationSerif-Regular", "LiberationSerif-Bold", "LiberationMono-Regular")


def paper() -> Grey:
    return np.full(SIZE, 245, np.uint8)


def curve(seed: int, left: int = 100, letters: int = 8) -> tuple[Grey, Word]:
    """Loops of a pen that goes on without lifting, slanting, of changing height."""
    chance = np.random.default_rng(seed)
    grey, time = paper(), np.linspace(0, letters * 2 * np.pi, letters * 40)
    knots = np.arange(2 * letters + 1) * np.pi
    heights, slants = (
        np.interp(time, knots, chance.uniform(low, high, len(knots))) for low, high in ((6, 40), (-0.2, 1.0))
    )
    down = heights * np.cos(time)
    across = left + 5.5 * time + 9 * np.sin(time) - slants * down
    points = np.stack([across, 200 + down], axis=1)
    cv2.polylines(grey, [points.astype(np.int32)], False, 30, 2, cv2.LINE_AA)
    return grey, word(points[:, 0].min(), points[:, 1].min(), points[:, 0].max(), points[:, 1].max())


def word(left: float, top: float, right: float, bottom: float, text: str = "Umlm", confidence: float = 0.3) -> Word:
    return Word(text, Box(0, left / SIZE[1], top / SIZE[0], right / SIZE[1], bottom / SIZE[0]), confidence)


def printed(text: str, font: str, seed: int, size: int = 36) -> tuple[Grey, Word]:
    """The word as a worn scanner gives it."""
    chance = np.random.default_rng(seed)
    image = Image.fromarray(paper())
    draw = ImageDraw.Draw(image)
    try:
        face = ImageFont.truetype(font, size)
    except OSError:
        pytest.skip(f"{font} is not installed")
    draw.text((100, 180), text, fill=40, font=face)
    grey = cv2.GaussianBlur(np.asarray(image, np.float32), (0, 0), float(chance.uniform(0.4, 1.4)))
    grey = grey + chance.normal(0, chance.uniform(3, 14), grey.shape)
    box = draw.textbbox((100, 180), text, font=face)
    return np.clip(grey, 0, 255).astype(np.uint8), word(*box, text)


@pytest.mark.parametrize("seed", range(8))
def test_a_joined_hand_is_seen(seed: int) -> None:
    assert is_handwritten(*curve(seed))


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("text", ["Rechnungsbetrag", "1,250.00", "HARBOUR", "quantity", "12.03.2024", "illegible"])
def test_print_is_not_however_badly_it_was_read(font: str, text: str) -> None:
    taken = [is_handwritten(*printed(text, font, seed)) for seed in range(4)]
    assert sum(taken) <= 1


def test_what_is_surely_read_is_print() -> None:
    grey, by_hand = curve(1)
    assert not is_handwritten(grey, word(100, 160, 400, 240, confidence=0.97))
    assert is_handwritten(grey, by_hand)


def test_marked_words_are_a_guess_and_the_others_stay() -> None:
    grey, by_hand = curve(2)
    sure = word(600, 100, 700, 130, "Total", 0.99)
    words, boxes = marked(grey, [by_hand, sure])
    assert boxes == (by_hand.box,)
    assert words[1] == sure
    assert words[0].confidence <= 0.45


def test_an_empty_place_is_nothing() -> None:
    assert not is_handwritten(paper(), word(100, 100, 300, 140))
    assert not is_handwritten(paper(), word(100, 100, 101, 101))
