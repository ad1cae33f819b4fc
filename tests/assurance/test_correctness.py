"""The correctness model: does it know right from wrong, is it calibrated, does it survive being kept?"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest

from assurance import calibration, fitting
from assurance.correctness import Correctness
from assurance.fitting import Known
from assurance.weighing import weigh
from documents.doctype import DocumentType, FieldSpec
from documents.errors import ModelError
from documents.fields import Candidate, Field
from documents.layout import Document
from documents.verdicts import Evidence, Outcome
from tests.extractors.paper import page

KIND = DocumentType("bill", "Bill", (FieldSpec("total", "Total", "money"), FieldSpec("date", "Date", "date")))


def known(count: int, seed: int = 0) -> list[Known]:
    """Values whose rightness follows from one feature, with a failing check as bad news."""
    chance = Random(seed)
    found = []
    for number in range(count):
        surely, failed = chance.uniform(-3, 4), chance.random() < 0.2
        right = chance.random() < calibration.sigmoid(surely - 3 * failed)
        features = {"one": 1.0, "both": surely, "sure": surely, "place": surely, "noise": chance.random()}
        features |= {"checks:fail": 1.0} if failed else {}
        found.append(Known(str(number // 3), "total" if number % 2 else "date", features, right))
    return found


@pytest.mark.parametrize(("count", "method"), [(150, "platt"), (900, "beta"), (2400, "isotonic")])
def test_the_method_fits_the_number_and_says_what_is(count: int, method: str) -> None:
    taught = known(count)
    curve = calibration.fit([each.features["both"] for each in taught], [each.right for each in taught])
    assert curve.method in (method, "platt" if method == "beta" else method)
    model = fitting.fit("bill", taught)
    fresh = known(3000, seed=9)
    said = [model.probability(each.name, each.features) for each in fresh]
    for low in (0.5, 0.8):
        mine = [each.right for each, p in zip(fresh, said, strict=True) if low <= p < low + 0.2]
        assert abs(sum(mine) / len(mine) - (low + 0.1)) < 0.1
    right = [p for each, p in zip(fresh, said, strict=True) if each.right]
    wrong = [p for each, p in zip(fresh, said, strict=True) if not each.right]
    above = sum(a > b for a in right[:400] for b in wrong[:400]) / (len(right[:400]) * len(wrong[:400]))
    assert above > 0.85


def test_isotonic_keeps_the_order_of_scores() -> None:
    chance = Random(1)
    odds = [chance.uniform(-4, 4) for _ in range(3000)]
    curve = calibration.fit(odds, [chance.random() < calibration.sigmoid(each) for each in odds])
    said = [curve(each) for each in sorted(odds)]
    assert curve.method == "isotonic" and all(a < b for a, b in pairwise(said))
    assert 0 < curve(-50) < curve(50) < 1


@pytest.mark.parametrize("right", [True, False])
def test_one_outcome_alone_makes_no_certainty(right: bool) -> None:
    curve = calibration.fit([1.0, 2.0, 3.0] * 20, [right] * 60)
    assert curve(9.0) == pytest.approx(60.5 / 61 if right else 0.5 / 61)


def test_a_kept_model_says_the_same() -> None:
    model = fitting.fit("bill", known(400))
    again = Correctness.from_plain(model.to_plain())
    assert again.trees and again.version == Correctness.from_plain(again.to_plain()).version
    for each in known(20, seed=3):
        assert again.probability(each.name, each.features) == pytest.approx(
            model.probability(each.name, each.features), abs=1e-3
        )
    for wrong in ({}, model.to_plain() | {"format": 99}, model.to_plain() | {"numbers": "x"}):
        with pytest.raises(ModelError):
            Correctness.from_plain(wrong)


def test_the_same_values_make_the_same_model_and_too_few_make_none() -> None:
    assert fitting.fit("bill", known(300)).version == fitting.fit("bill", known(300)).version
    with pytest.raises(ModelError, match="too few"):
        fitting.fit("bill", known(20))


def document() -> Document:
    return Document("0" * 64, "a.pdf", (page("Total 12.50", "Date 01.02.2024", reading=0.9),))


def field(name: str, text: str, **given: object) -> Field:
    box = document().pages[0].words[1].box
    return Field(name, text, text, 0.8, "label", (box,), 0.9, 0.9, **given)  # type: ignore[arg-type]


def test_weighing_gives_p_right_where_the_model_knows_the_field() -> None:
    model = fitting.fit("bill", [each for each in known(600) if each.name == "total"])
    fields = {"total": field("total", "12.50"), "date": field("date", "01.02.2024")}
    weighed = weigh(fields, document(), KIND, [], model)
    assert weighed.fields["total"].confidence != 0.8 and weighed.fields["date"].confidence == 0.8
    assert {name: score.right for name, score in weighed.scores.items()} == {
        name: each.confidence for name, each in weighed.fields.items()
    }
    keyed = weigh({"total": Field("total", "x", "x", 1.0, "keyed:anna")}, document(), KIND, [], model)
    assert keyed.fields["total"].confidence == 1.0
    assert weigh(fields, document(), KIND, [], None).fields == fields


def test_features_tell_evidence_agreement_and_reading_apart() -> None:
    rival = Candidate("99.00", (), 0.4, "pattern")
    same = Candidate("12.50", (document().pages[0].words[1],), 0.9, "template")
    fields = {"total": field("total", "12.50", others=(same, rival))}
    trials = [
        Evidence("sum", ("total",), Outcome.PASS),
        Evidence("sum", ("total",), Outcome.PASS, trivial=True),
        Evidence("plausible", ("total",), Outcome.NOT_APPLICABLE),
        Evidence("positive", ("date",), Outcome.FAIL),
    ]
    seen = weigh(fields, document(), KIND, trials, None).scores["total"].features
    assert (seen["checks:pass"], seen["checks:trivial"], seen.get("checks:fail")) == (1.0, 1.0, None)
    assert seen["template"] == 1.0 and seen["rival"] == 0.4 and seen["margin"] == pytest.approx(0.5)
    assert seen["agreeing"] > 0 and seen["document_missing"] == 0.5
    assert seen["word_least"] == pytest.approx(2.197, abs=0.01) and seen["engine:tesseract"] == 1.0
    assert not any("12.50" in name for name in seen), "no value is kept in a feature"
    assert seen["handwritten"] == 0.0
    by_hand = replace(document(), pages=(replace(document().pages[0], handwriting=fields["total"].boxes),))
    assert weigh(fields, by_hand, KIND, trials, None).scores["total"].features["handwritten"] == 1.0
    nowhere = Field("total", "x", "x", 0.8, "label", place=0.9, reading=0.9)
    assert weigh({"total": nowhere}, document(), KIND, [], None).scores["total"].features["nowhere"] == 1.0
