from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.sampling import Drawn, Plan, choose, lot

of_receipt = partial(choose, client="acme", doctype="receipt")
draw = partial(of_receipt, seed="secret")


def test_the_share_drawn_is_the_share_planned() -> None:
    plan = Plan(rate=0.1, first=0.1)
    hits = sum(bool(draw(["total"], document=str(number), plan=plan)) for number in range(5000))
    assert 430 < hits < 570  # 500 expected, three standard deviations are 64


def test_a_stratum_with_few_draws_is_drawn_more_often_and_says_so() -> None:
    plan = Plan(rate=0.02, first=1.0, minimum=59)
    young = draw(["total", "lines.3.amount"], document="a", plan=plan, drawn={"total": 58})
    assert young == [Drawn("lines.3.amount", 1.0), Drawn("total", 1.0)]
    grown = {"total": 59, "lines.amount": 59}
    later = [draw(["total"], document=str(number), plan=plan, drawn=grown) for number in range(2000)]
    assert {each.probability for one in later for each in one} == {0.02}


def test_the_minimum_never_lowers_a_rate() -> None:
    assert Plan(rate=0.8, first=0.2).probability(0) == 0.8


def test_whoever_has_the_seed_can_repeat_the_draw_and_nobody_else() -> None:
    plan = Plan(rate=0.5)
    names = [f"f{number}" for number in range(40)]
    mine = draw(names, document="a", plan=plan)
    assert mine == draw(list(reversed(names)), document="a", plan=plan)
    assert mine != of_receipt(names, document="a", plan=plan, seed="another")


@given(st.text(), st.text(), st.text())
def test_a_lot_is_a_share(seed: str, one: str, other: str) -> None:
    assert 0 <= lot(seed, one, other) < 1


@pytest.mark.parametrize("rate", [0.0, -0.1, 1.1])
def test_a_rate_that_proves_nothing_is_refused(rate: float) -> None:
    with pytest.raises(ValueError, match="no share"):
        Plan(rate=rate)
