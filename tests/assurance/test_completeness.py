"""Lists: was every party found? What speaks for it, what the model says, and what becomes of the document."""

from __future__ import annotations

from random import Random

import pytest

from assurance import Promised, fitting, shipped, thresholds
from assurance.completeness import chances, features_of_list, incomplete
from assurance.correctness import Correctness
from assurance.fitting import Known
from assurance.threshold import Threshold
from documents.doctype import DocumentType, FieldSpec
from documents.errors import ModelError
from documents.fields import Candidate, Field
from documents.layout import Document
from documents.verdicts import Severity
from tests.extractors.paper import page

DEED = DocumentType("deed", "Deed", (FieldSpec("party", "Party", "name", repeated=True),))
PAPER = Document(
    "0" * 64,
    "a.pdf",
    (page("This deed is made by and between Fir Inc.", '(the "Giver") and Elm LLC', "By: /s/ Jo Doe", "By: Al Roe"),),
)


def party(number: int = 1, text: str = "Fir Inc.", **given: object) -> Field:
    return Field("party" if number == 1 else f"party.{number}", text, text, 0.9, "party", place=0.9, **given)  # type: ignore[arg-type]


def known(count: int) -> list[Known]:
    """A list of one is short where somebody else was likely."""
    chance = Random(1)
    found = []
    for number in range(count):
        left = chance.random() * 0.5
        features = {"one": 1.0, "left": left, "found:1": 1.0, "noise": chance.random()}
        found.append(Known(str(number), "party", features, left < 0.25))
    return found


def test_who_was_left_and_how_many_sign_speak_against_a_list() -> None:
    others = (
        Candidate("Elm LLC", (), 0.4, "ranker"),
        Candidate("ELM LLC", (), 0.8, "mention"),
        Candidate("FIR", (), 0.9, "mention"),
    )
    alone = features_of_list("party", [party(others=others)], PAPER)
    assert (alone["left"], alone["left_together"]) == (0.4, 0.4), "each name once, as weighed; a short form is no other"
    assert alone["surplus_signed"] == 2.0 and alone["one_says:between"] == 1.0 and alone["found:1"] == 1.0
    both = features_of_list("party", [party(others=others), party(2, "Elm LLC")], PAPER)
    assert (both["left"], both["surplus_aliases"], both["one_says:between"]) == (0.0, -1.0, 0.0)


def test_a_short_list_sends_the_document_to_a_person_and_one_that_a_person_keyed_does_not() -> None:
    model = fitting.fit_lists("deed", known(200))
    sure, unsure = party(), party(others=(Candidate("Elm LLC", (), 0.45, "ranker"),))
    assert not list(incomplete(model, PAPER, DEED, {"party": sure}))
    [finding] = incomplete(model, PAPER, DEED, {"party": unsure})
    assert (finding.rule, finding.fields, finding.severity) == ("complete", (), Severity.CONFIRM)
    assert "Elm" not in finding.message and "Party" in finding.message
    keyed = Field("party.2", "Elm LLC", "Elm LLC", 1.0, "keyed:anna")
    assert not list(incomplete(model, PAPER, DEED, {"party": unsure, "party.2": keyed}))
    assert chances(None, PAPER, DEED, {"party": unsure}) == {} and not list(incomplete(model, PAPER, DEED, {}))


def test_nothing_is_learned_from_too_few_lists_or_from_complete_ones_alone() -> None:
    with pytest.raises(ModelError, match="too few"):
        fitting.fit_lists("deed", known(20))
    with pytest.raises(ModelError, match="nothing to learn"):
        fitting.fit_lists("deed", [each for each in known(200) if each.right])


@pytest.mark.parametrize("path", sorted(shipped.MODELS.glob("*.json")), ids=lambda path: path.stem)
def test_what_the_package_brings_loads_and_says_what_it_proves(path: object) -> None:
    brought = shipped.shipped(path.stem)  # type: ignore[attr-defined]
    assert brought is not None and brought.model.values >= 200
    assert shipped.Shipped.from_plain(brought.to_plain()) == brought
    laxest = [brought.threshold(error) for error in (0.05, 0.001)]
    assert laxest[1] is None or (laxest[0] is not None and laxest[0].score <= laxest[1].score)
    with pytest.raises(ModelError):
        shipped.Shipped.from_plain({"proved": {}, "model": {}})


def test_where_nothing_is_proved_none_goes_through_that_is_likelier_wrong_than_five_times_the_promise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    model = Correctness("deed", frozenset({"party"}), {"sure": 1.0}, (), fitting.PLAIN)
    brought = shipped.Shipped(model, {0.02: Threshold(0.97, 400, 3)})
    monkeypatch.setattr(thresholds, "shipped", lambda _: brought)
    low, high = (FieldSpec("party", "Party", "name", threshold=declared) for declared in (0.8, 0.99))
    other = FieldSpec("date", "Date", "date", threshold=0.8)
    promised = {error: Promised(errors={("", ""): error}) for error in (0.01, 0.02, 0.05)}
    assert [promised[error].of(DEED, low) for error in promised] == [pytest.approx(0.95), 0.97, 0.97]
    assert promised[0.01].of(DEED, high) == 0.99 and promised[0.02].of(DEED, high) == 0.97, "what is proved goes before"
    assert promised[0.01].of(DEED, other) == 0.8, "the model does not know it"
    own = Promised(
        errors={("", ""): 0.02}, models={"deed": Correctness("deed", frozenset({"party"}), {}, (), fitting.PLAIN)}
    )
    assert own.of(DEED, low) == pytest.approx(0.9), "what a client's own model learned is not proved by the shipped one"
    assert own.of(DEED, other) == 0.8 and own.of(DEED, high) == 0.99
