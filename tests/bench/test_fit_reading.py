"""What the models of reading are taught: where the truth has white, and where it cannot say."""

from __future__ import annotations

import numpy as np

from bench.fit_reading import parted
from capture.ocr.recognise import Letters


def labels(text: str, truth: list[str]) -> list[list[float]]:
    places = tuple((number + 0.5) / len(text) for number in range(len(text)))
    ink = np.zeros((20, 20 * len(text)), bool)
    for place in places:
        ink[4:16, int(place * ink.shape[1]) - 6 : int(place * ink.shape[1]) + 6] = True
    line = Letters(text, (0.9,) * len(text), places, (0.0,) * len(text))
    return [answers.tolist() for _, answers in parted([(ink, line)], truth)]


def test_a_word_begins_where_the_truth_has_white_on_either_side_of_a_sign() -> None:
    assert labels("NO:17(a)", ["NO:", "17", "(a)"]) == [[0, 0, 1, 0, 1, 0, 0]]
    assert labels("ab-cd", ["ab", "-", "cd"]) == [[0, 1, 1, 0]]
    assert labels("ab-cd", ["ab-cd"]) == [[0, 0, 0, 0]]


def test_a_gap_whose_signs_the_truth_has_otherwise_teaches_nothing() -> None:
    assert labels("ab;cd", ["ab,", "cd"]) == [[0, 0]]
    assert labels("abxcd", ["ab,", "cd"]) == []


def test_a_short_line_teaches_when_it_is_whole_words() -> None:
    assert labels("on", ["on", "time"]) == [[0]]
    assert labels("on", ["upon", "time"]) == []
