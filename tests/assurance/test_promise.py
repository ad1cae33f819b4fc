"""The threshold, the certificate, the watch: against exact tables, against mapie, and by simulation."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import numpy as np
import pytest

from assurance import watch
from assurance.bounds import lower, needed, proves, upper
from assurance.certificate import Promise, certify, drawn_among, even, look, pools
from assurance.threshold import Item, Threshold, find, sizes
from assurance.watch import Verdict
from documents.promise import Checked, Scope

DAY = datetime(2026, 1, 1, tzinfo=UTC)
PROMISE = Promise(0.02, "m", "d")


def values(count: int, seed: int, right: float = 0.97) -> list[Item]:
    """Scores that say something, and outcomes."""
    chance = Random(seed)
    return [Item(score := chance.random(), chance.random() < right ** (1 + 8 * (1 - score))) for _ in range(count)]


@pytest.mark.parametrize(
    ("error", "sizes"),
    [
        (0.001, [2995, 4742, 6294]),
        (0.005, [598, 947, 1258, 1549, 1829]),
        (0.01, [299, 473, 628, 773, 913]),
        (0.02, [149, 236, 313, 386, 456]),
        (0.05, [59, 93, 124, 153, 181]),
    ],
)
def test_the_numbers_needed_are_those_of_the_exact_tables(error: float, sizes: list[int]) -> None:
    assert [needed(error, wrong) for wrong in range(len(sizes))] == sizes
    for wrong, size in enumerate(sizes):
        assert proves(wrong, size, error) and not proves(wrong, size - 1, error)
        assert upper(wrong, size) <= error < upper(wrong, size - 1)


def test_bounds_meet_their_error_rate() -> None:
    assert proves(3, 500, upper(3, 500) + 1e-9) and not proves(3, 500, upper(3, 500) - 1e-6)
    assert lower(0, 10) == 0 < lower(3, 10) < 0.3 < upper(3, 10) < upper(10, 10) == 1


@pytest.mark.parametrize("seed", range(6))
def test_mapie_finds_the_same_thresholds(seed: int) -> None:
    """A single sequence over a grid, both ways; mapie's order is from safe to risky too."""
    from mapie.risk_control import (  # type: ignore[import-untyped]
        BinaryClassificationController,
        BinaryRisk,
        FWERFixedSequenceTesting,
    )

    chance = Random(seed)
    items = [Item(score := chance.random(), score > 0.4 or chance.random() < score + 0.3) for _ in range(900)]
    scores, right = np.array([each.score for each in items]), np.array([each.right for each in items], dtype=int)
    grid = np.sort(scores)[::-1][needed(0.05) - 1 :: 20]
    risk = BinaryRisk(
        risk_occurrence=lambda y, said: y != said,
        risk_condition=lambda _, said: said == 1,
        higher_is_better=False,
    )
    controller = BinaryClassificationController(
        predict_function=lambda x: np.column_stack([1 - x.ravel(), x.ravel()]),
        risk=risk,
        target_level=0.05,
        confidence_level=0.95,
        list_predict_params=grid,
        fwer_method=FWERFixedSequenceTesting(),
        best_predict_param_choice=BinaryRisk(
            risk_occurrence=lambda _, said: said == 1, risk_condition=lambda y, _: y >= 0, higher_is_better=True
        ),
    )
    controller.calibrate(scores.reshape(-1, 1), right)
    theirs = sorted(float(each) for each in controller.valid_predict_params)
    ours = []
    for score in grid:
        above = right[scores >= score]
        if not proves(int(len(above) - above.sum()), len(above), 0.05):
            break
        ours.append(float(score))
    assert ours and theirs == sorted(ours)


def test_some_wrong_values_at_the_top_do_not_end_everything_where_there_is_much() -> None:
    items = [Item(0.99999, False)] * 2 + [Item(0.99 - n / 1e5, True) for n in range(2500)]
    found = find(items, 0.02)
    assert found == Threshold(items[-1].score, 2502, 2) and find(items[:160], 0.02) is None
    assert next(sizes(2502, 0.02)) == needed(0.02, 2), "an eighth of them, rounded up to where one more may be wrong"


def test_equal_scores_are_never_parted() -> None:
    assert find([Item(0.9, True)] * 200 + [Item(0.9, False)] * 40, 0.05) is None


def test_the_promise_is_kept_in_at_least_95_of_100_runs() -> None:
    """The true error above a threshold is known where the world is a list of values."""
    world = values(20_000, 1, right=0.997)
    ordered = sorted(world, key=lambda each: -each.score)
    wrong = np.cumsum([not each.right for each in ordered])
    chance, broken, proved = Random(2), 0, 0
    for _ in range(200):
        found = find(chance.choices(world, k=500), 0.03)
        if found:
            above = sum(each.score >= found.score for each in ordered)
            proved += 1
            broken += wrong[above - 1] / above > 0.03
    assert proved > 100 and broken / 200 <= 0.05


def checked(count: int, wrong: int = 0, field: str = "total", score: float = 0.9, **given: Any) -> list[Checked]:
    of: dict[str, Any] = {"probability": 1.0, "model": "m", "declaration": "d", "doctype": "receipt"} | given
    return [
        Checked(case_id=n, field=field, score=score, right=n >= wrong, at=DAY + timedelta(hours=n), **of)
        for n in range(count)
    ]


def test_a_field_with_enough_evidence_stands_alone_and_others_together() -> None:
    promises = {("receipt", name): PROMISE for name in ("total", "date", "company")} | {("nda", "term"): PROMISE}
    first = needed(0.02, 1)
    counts = {("receipt", "total"): first, ("receipt", "date"): 200, ("receipt", "company"): 100, ("nda", "term"): 3}
    found = dict(pools(counts, promises))
    assert found[Scope.FIELD] == (("receipt", "total"),)
    assert found[Scope.TYPE] == (("receipt", "date"), ("receipt", "company"))
    assert found[Scope.CLIENT] == (("nda", "term"),)


def test_a_certificate_says_what_it_rests_on_or_what_is_missing() -> None:
    promises = {("receipt", "total"): PROMISE, ("receipt", "date"): PROMISE}
    total, date = certify(checked(400) + checked(50, 1, "date"), promises)
    assert total.certificate and total.certificate.scope is Scope.FIELD and total.certificate.wrong == 0
    assert (total.certificate.model, total.certificate.declaration) == ("m", "d")
    assert "At 95 % confidence at most 2 %" in total.sentence and "236 were checked" in total.sentence
    assert date.certificate is None and date.missing == 2 * needed(0.02, 1) - 50
    assert "2 % is not proved; certified today at 9.14 % (50 checked, 1 wrong)" in date.sentence


def test_so_many_more_right_ones_as_it_says_are_enough_and_one_less_is_not() -> None:
    promises = {("receipt", "total"): PROMISE}
    for so_far, wrong in ((50, 0), (150, 0), (235, 0), (236, 3), (50, 1)):
        [now] = certify(checked(so_far, wrong), promises)
        assert now.certificate is None and now.missing > 0, now.sentence
        assert certify(checked(so_far + now.missing, wrong), promises)[0].certificate
    for so_far in (50, 150):
        assert not certify(checked(so_far + now_missing(so_far) - 1), promises)[0].certificate
    [close] = certify(checked(150), promises)
    assert (
        "2 % is not proved; certified today at 1.98 % in a single look (150 checked, 0 wrong); 86 more"
        in close.sentence
    )
    [bad] = certify(checked(2, 2), promises)
    assert "nothing is certified today (2 checked, 2 wrong)" in bad.sentence


def now_missing(so_far: int) -> int:
    return needed(0.02, 1) - so_far


def test_evidence_of_another_model_or_declaration_is_none() -> None:
    promises = {("receipt", "total"): PROMISE}
    for evidence in (checked(400, model="older"), checked(400, declaration="older")):
        [standing] = certify(evidence, promises)
        assert standing.certificate is None and standing.checked == 0


def test_each_look_at_growing_evidence_has_half_the_chance_of_the_one_before() -> None:
    first = needed(0.02, 1)
    seen, spent = look(checked(first * 4 + 17), 0.02)
    assert len(seen) == first * 4 and spent == pytest.approx(0.05 / 8)
    assert look(checked(first), 0.02)[1] == pytest.approx(0.025)
    assert look(checked(first - 1), 0.02)[0] == [], "no look is due, so none is taken"


def test_fields_drawn_oftener_do_not_outweigh_the_others() -> None:
    often = checked(1000, field="total", probability=1.0)
    seldom = [replace(each, case_id=each.case_id + 5000) for each in checked(50, field="date", probability=0.05)]
    left = even(often + seldom)
    assert sum(each.field == "date" for each in left) == 50
    assert 25 <= sum(each.field == "total" for each in left) <= 80  # 50 expected: both had a thousand values


def test_of_what_people_took_away_as_many_count_as_of_what_was_drawn() -> None:
    gone = [replace(each, right=False, probability=0.0) for each in checked(1000)]
    assert len(drawn_among(gone[:9], [])) == 9, "of a field that was never drawn all count"
    found = drawn_among(gone, checked(60, probability=0.05))
    assert 30 <= len(found) <= 75 and all(each.probability == pytest.approx(0.05) for each in found)


def test_the_watch_rarely_cries_without_need_and_does_so_soon_with_need() -> None:
    chance, cried, late = Random(3), 0, []
    for _ in range(200):
        kept = [Verdict(chance.random() >= 0.02, 0.05) for _ in range(600)]
        cried += watch.broken(kept, 0.02)
        lost = [Verdict(chance.random() >= 0.10, 0.05) for _ in range(300)]
        late.append(next((n for n in range(5, 300, 5) if watch.broken(lost[:n], 0.02)), 300))
    assert cried / 200 <= 0.05
    assert np.median(late) <= 120
