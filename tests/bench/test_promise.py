from __future__ import annotations

from types import ModuleType
from typing import Any

from bench.outcomes import Made
from bench.promise import documents_of, keyed


class _Exact(ModuleType):
    """A set's measure that takes equal texts for the same."""

    @staticmethod
    def same(field: str, got: str, gold: str) -> bool:
        return got == gold

    @staticmethod
    def match(field: str, found: list[dict[str, Any]], golds: list[str]) -> list[bool]:
        return [each["value"] in golds for each in found]


def made(file: str, name: str, text: str, *, right: bool) -> Made:
    return Made("deeds", file, file, name, 0.9, {"one": 1.0}, right, text)


def test_values_are_held_against_the_truth_that_is_given() -> None:
    values = [
        made("a.pdf", "party", "Elm", right=False),
        made("a.pdf", "party.2", "Oak", right=True),
        made("a.pdf", "term", "2_years", right=True),
        made("b.pdf", "party", "Ash", right=True),
    ]
    truth = {"a.pdf": {"party": ["Elm"], "term": ["2_years"]}}
    told = [(each.name, each.right) for each in keyed(_Exact("score"), truth, values)]
    assert told == [("party", True), ("party.2", False), ("term", True)]


def test_a_field_that_the_document_lacks_by_this_truth_is_wrong() -> None:
    values = [made("a.pdf", "term", "2_years", right=True), made("b.pdf", "term", "1_year", right=True)]
    truth: dict[str, dict[str, list[str]]] = {"a.pdf": {}, "b.pdf": {"term": ["1_year"]}}
    assert [each.right for each in keyed(_Exact("score"), truth, values)] == [False, True]


def test_values_are_gathered_by_document() -> None:
    values = [
        made(file, "party", "Elm", right=at % 3 > 0) for at in range(60) for file in (f"{at}.pdf",) for _ in (1, 2)
    ]
    assert [len(each) for each in documents_of(values)] == [2] * 60
