"""A second look at print that the first reading passed over."""

from __future__ import annotations

import numpy as np

from capture.page_image import Grey
from capture.second_look import with_missed
from documents.layout import Box, Word
from tests.capture.papers import picture

WORDS = ["abcdefghij klmnopqrst uvwxyz abcd"] * 10
GREY: Grey = np.asarray(picture(WORDS))


def word(text: str, top: float, bottom: float, confidence: float = 0.9) -> Word:
    return Word(text, Box(0, 0.05, top, 0.95, bottom), confidence, "tesseract")


ROW = (0.105, 0.125)  # of the first line of print


def test_print_under_no_word_is_read_again_without_the_words_that_are_known() -> None:
    shown: list[Grey] = []

    def read(rest: Grey) -> list[Word]:
        shown.append(rest)
        return [word("more", 0.3, 0.32), word("texture", 0.4, 0.42, 0.3), word("---", 0.4, 0.42)]

    assert [w.text for w in with_missed(GREY, [word("known", *ROW)], read)] == ["known", "more"]
    first = slice(int(0.105 * 2339), int(0.125 * 2339))
    assert GREY[first].min() < 50 < 200 < shown[0][first, 160:1500].min()


def test_a_page_whose_print_is_read_is_not_read_twice() -> None:
    def never(rest: Grey) -> list[Word]:
        raise AssertionError("read again")

    known = [word("row", (250 + 80 * row) / 2339, (300 + 80 * row) / 2339) for row in range(10)]
    assert with_missed(GREY, known, never) == known
    assert with_missed(GREY, [], never) == []


def test_a_few_words_more_are_not_worth_their_errors() -> None:
    known = [word(f"w{n}", *ROW) for n in range(30)]
    assert with_missed(GREY, known, lambda rest: [word("more", 0.3, 0.32)]) == known
