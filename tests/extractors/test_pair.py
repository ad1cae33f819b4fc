"""Questions and answers on forms that nobody declared."""

from __future__ import annotations

from extractors.pair import pairs
from tests.extractors.paper import document


def asked(*lines: str) -> list[tuple[str, str]]:
    return [(pair.question, pair.answer) for pair in pairs(document(*lines))]


def test_a_colon_asks_and_the_right_answers() -> None:
    assert asked("Name: Ada Penrose", "Town: Elk Hollow") == [("Name:", "Ada Penrose"), ("Town:", "Elk Hollow")]


def test_two_questions_stand_on_one_line() -> None:
    assert asked("Name: Ada B. Penrose|Phone: 555 0199") == [("Name:", "Ada B. Penrose"), ("Phone:", "555 0199")]


def test_an_answer_stands_below_its_question() -> None:
    assert asked("Remarks:", "none whatsoever") == [("Remarks:", "none whatsoever")]


def test_an_answer_goes_on_below() -> None:
    found = asked("Reason:|the pump has leaked since May", "|and the floor is wet")
    assert found == [("Reason:", "the pump has leaked since May and the floor is wet")]


def test_a_question_without_an_answer_is_no_pair() -> None:
    assert asked("Name:", "Town:") == []


def test_without_a_colon_a_number_beside_capitals_answers() -> None:
    assert asked("Account Number|4471 09") == [("Account Number", "4471 09")]


def test_lines_to_write_on_are_no_answer() -> None:
    assert asked("Signature:|_______") == []


def test_each_answer_is_given_once_and_has_its_place() -> None:
    [pair] = pairs(document("Name: Ada"))
    assert pair.answer_box.left > pair.question_box.right
    assert 0 < pair.confidence < 1
