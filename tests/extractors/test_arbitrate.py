from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from documents.doctype import FieldSpec
from documents.fields import Candidate, Field
from documents.layout import Box, Word
from extractors.arbitrate import EXACT, arbitrate, boxes, claims_of, settle_all

TOTAL = FieldSpec("total", "Total", "money")
PARTY = FieldSpec("party", "Party", "name", repeated=True)
beliefs = st.floats(0.05, 0.95)


def saw(text: str, belief: float, reading: float = 1.0, at: float = 0.0) -> Candidate:
    return Candidate(text, (Word(text, Box(0, at, 0, at + 0.1, 0.01), reading),), belief, "test")


def settled(*candidates: Candidate) -> Field:
    field = arbitrate(TOTAL, candidates)
    assert field is not None
    return field


def test_agreement_makes_the_place_surer() -> None:
    assert settled(saw("1,00", 0.9), saw("1.00", 0.9)).place > settled(saw("1,00", 0.9)).place


def test_agreement_about_the_same_words_does_not_make_a_bad_reading_surer() -> None:
    assert settled(saw("1,00", 0.9, 0.5), saw("1,00", 0.9, 0.5)).reading == 0.5


def test_the_same_value_in_other_words_is_a_second_reading() -> None:
    assert settled(saw("1,00", 0.9, 0.5), saw("1,00", 0.9, 0.5, at=0.5)).reading == 0.75


@given(beliefs, beliefs)
def test_contradiction_lowers_confidence(one: float, other: float) -> None:
    alone = settled(saw("1,00", max(one, other)))
    assert settled(saw("1,00", max(one, other)), saw("7,00", min(one, other))).place < alone.place


@given(st.lists(st.tuples(st.sampled_from(["1,00", "2,00", "3,00"]), beliefs, beliefs), min_size=1, max_size=6))
def test_confidence_is_a_probability_and_no_more_than_either_doubt(seen: list[tuple[str, float, float]]) -> None:
    field = settled(*(saw(text, belief, reading, n / 10) for n, (text, belief, reading) in enumerate(seen)))
    assert 0 <= field.confidence <= min(field.place, field.reading) <= 1


def test_the_places_of_all_rivals_together_are_no_more_than_sure() -> None:
    seen = [saw("1,00", 0.9), saw("2,00", 0.8), saw("3,00", 0.7)]
    claims = claims_of(TOTAL, seen)
    assert sum(claim.odds for claim in claims) / (1 + sum(claim.odds for claim in claims)) < 1
    assert settled(*seen).value == Decimal("1.00")


def test_exact_data_wins_over_print_and_print_stays_as_rival() -> None:
    exact = Candidate("5.00", (), EXACT, "e_invoice", Decimal("5.00"))
    field = settled(saw("7,00", 0.5), saw("7,00", 0.5, at=0.5), exact)
    assert (field.value, field.confidence, field.by) == (Decimal("5.00"), 1.0, "e_invoice")
    assert [other.text for other in field.others] == ["7,00", "7,00"]


def test_nothing_of_the_kind_is_no_field() -> None:
    assert arbitrate(TOTAL, [saw("n/a", 0.9)]) is None


def test_repeated_values_stand_beside_each_other() -> None:
    claims = claims_of(
        PARTY, [saw("Fir Tools Ltd", 0.9), saw("FIR TOOLS LTD.", 0.8), saw("Elm GmbH", 0.7), saw("x", 0.1)]
    )
    fields = settle_all("party", claims)
    assert [(field.name, field.value) for field in fields] == [("party", "Fir Tools Ltd"), ("party.2", "Elm GmbH")]


def test_a_value_over_two_lines_has_two_boxes() -> None:
    upper, lower = Word("a", Box(0, 0.1, 0.1, 0.2, 0.12)), Word("b", Box(0, 0.1, 0.2, 0.2, 0.22))
    assert boxes((upper, lower)) == (upper.box, lower.box)


def data(text: str) -> Candidate:
    return Candidate(text, (), EXACT, "e_invoice")


def test_data_win_over_print_that_is_little_believed() -> None:
    field = settled(data("1.00"), saw("7.00", 0.5))
    assert (str(field.value), field.confidence) == ("1.00", 1.0)


def test_print_that_contradicts_data_calls_for_a_person() -> None:
    field = settled(data("1.00"), saw("7.00", 0.97))
    assert (str(field.value), field.place) == ("1.00", 0.5)


def test_data_that_are_printed_too_have_nothing_to_fear() -> None:
    printed = Candidate("1.00", (Word("1.00", Box(0, 0, 0, 0.1, 0.01)),), EXACT, "e_invoice")
    assert settled(printed, saw("7.00", 0.97, at=0.5)).confidence == 1.0


def test_data_that_contradict_themselves_call_for_a_person() -> None:
    assert settled(data("1.00"), data("7.00")).place == 0.5
