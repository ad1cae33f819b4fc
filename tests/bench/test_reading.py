"""The bench's own arithmetic: what it calls right, sure and calibrated."""

from __future__ import annotations

import numpy as np
import pytest

from bench.reading.degrade import degraded
from bench.reading.judged import TrueLine, as_it_lies, judged
from bench.reading.machine import environment
from bench.reading.metrics import (
    Read,
    auroc,
    calibration_error,
    compare,
    f1,
    plain,
    pooled,
    right_among_best,
)
from capture.page_image import straightened, turned
from documents.layout import Box, Word


def read(*texts: str) -> list[Read]:
    return [Read(text, 0.9) for text in texts]


def test_capitals_and_punctuation_are_no_errors() -> None:
    page = compare(read("Date:", "3/11/99", "-"), ["DATE", ":", "31199"])
    assert page.is_word == (True, True)
    assert page.truth == 2


def test_each_word_of_the_truth_is_used_once() -> None:
    page = compare(read("the", "the", "the"), ["the", "the"])
    assert page.is_word == (True, True, False)


def test_joined_and_split_words_are_wrong_words_of_right_letters() -> None:
    page = compare(read("FAXNUMBER:(336)", "Sug", "gestion"), ["FAX", "NUMBER:", "(336)", "Suggestion"])
    assert page.is_word == (False, False, False)
    assert page.is_spelt == (True, True, True)
    assert page.letters == (22, 22, 22)


def test_letters_are_not_joined_across_other_words() -> None:
    assert compare(read("FAXNUMBER"), ["FAX", "home", "NUMBER"]).is_spelt == (False,)


def test_a_joined_word_leaves_other_words_their_truth() -> None:
    page = compare(read("No", "No5"), ["No", "5", "No"])
    assert page.is_spelt == (True, True)


def test_a_word_that_is_split_in_one_place_and_whole_in_another_is_right_in_both() -> None:
    page = compare(read("non-profit", "and", "non-", "profit", "non-"), ["non-profit", "and", "non-profit"])
    assert page.is_spelt == (True, True, True, True, False)
    assert page.is_word == (True, True, False, False, False)


def test_a_reading_ends_where_the_line_of_the_truth_ends() -> None:
    line = TrueLine(Box(0, 0.1, 0.1, 0.6, 0.2), "NO 28")

    def word(text: str, left: float, top: float = 0.12) -> Word:
        return Word(text, Box(0, left, top, left + 0.08, top + 0.05), 0.9)

    words = [word("NO", 0.1), word("28,JALAN", 0.2), word("ASTANA", 0.35), word("RM", 0.7), word("5,00", 0.2, 0.4)]
    assert [one.text for one in judged(words, [line])] == ["NO", "28", "RM", "5,00"]
    assert judged(words, []) == words


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_words_place_in_the_picture_as_it_lies(turn: int) -> None:
    grey = np.full((300, 200), 255, np.uint8)
    grey[60:66, 150:158] = 0
    level = straightened(turned(grey, turn), 1.5)
    rows, columns = np.nonzero(level < 128)
    tall, wide = level.shape
    box = Box(0, columns.min() / wide, rows.min() / tall, (columns.max() + 1) / wide, (rows.max() + 1) / tall)
    x, y = as_it_lies(Word("x", box), turn, 1.5, (wide, tall)).box.middle
    assert x * 200 == pytest.approx(154, abs=1)
    assert y * 300 == pytest.approx(63, abs=1)


def test_accents_count() -> None:
    page = compare(read("Straße", "Mullers"), ["Straße", "Müllers"])
    assert page.accented == (1, 2)
    assert page.is_word == (True, False)


def test_f1_is_the_harmonic_mean() -> None:
    assert f1(1, 2, 2) == 0.5
    assert f1(0, 0, 0) == 0


def test_auroc_by_hand_with_a_tie() -> None:
    confidence = np.array([0.9, 0.8, 0.8, 0.1])
    assert auroc(confidence, np.array([True, True, False, False])) == pytest.approx(3.5 / 4)
    assert auroc(confidence, np.array([True] * 4)) is None


def test_the_best_ninety_percent() -> None:
    confidence = np.linspace(1, 0, 10)
    right = np.array([True] * 9 + [False])
    assert right_among_best(confidence, right) == 1
    assert right_among_best(confidence, ~right) == 0


def test_equally_sure_words_share_the_border() -> None:
    confidence = np.full(10, 0.9)
    assert right_among_best(confidence, np.array([True] * 5 + [False] * 5)) == pytest.approx(0.5)


def test_calibration_is_the_distance_from_what_came_true() -> None:
    confidence = np.array([0.95, 0.95, 0.15, 0.15])
    assert calibration_error(confidence, np.array([True, True, False, False])) == pytest.approx(0.1)
    assert calibration_error(np.array([1.0]), np.array([True])) == 0


def test_pages_are_pooled_not_averaged() -> None:
    pages = [compare(read("a"), ["a"]), compare(read("b", "c", "d"), ["x", "y", "z"])]
    assert pooled(pages)["f1"] == 0.25
    assert pooled([])["f1"] == 0


def test_an_empty_page_is_compared() -> None:
    assert compare([], ["word"]).truth == 1
    assert plain("...") == ""


def test_the_same_seed_degrades_alike() -> None:
    page = np.full((300, 200), 255, np.uint8)
    page[100:110, 20:180] = 0
    once, again = degraded(page, 1, "a"), degraded(page, 1, "a")
    assert np.array_equal(once, again)
    assert once.shape == page.shape
    assert not np.array_equal(once, degraded(page, 2, "a"))


def test_the_environment_is_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    monkeypatch.delenv("ONEDNN_MAX_CPU_ISA", raising=False)
    monkeypatch.setenv("OMP_THREAD_LIMIT", "7")
    with environment(limited=True):
        assert os.environ["ONEDNN_MAX_CPU_ISA"] == "AVX2"
        assert os.environ["OMP_THREAD_LIMIT"] == "1"
    assert "ONEDNN_MAX_CPU_ISA" not in os.environ
    assert os.environ["OMP_THREAD_LIMIT"] == "7"
