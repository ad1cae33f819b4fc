from __future__ import annotations

from bench.senders import mended

ADDRESS = {"address": ["NO.2, JALAN ELM 3/2, TAMAN ELM, 81100 OAKTOWN, JOHOR"]}


def test_lines_get_back_what_stood_behind_their_first_comma() -> None:
    assert mended(["ELM MART", "NO.2", "TAMAN ELM", "TEL 1"], ADDRESS) == [
        "ELM MART",
        "NO.2, JALAN ELM 3/2,",
        "TAMAN ELM, 81100 OAKTOWN, JOHOR",
        "TEL 1",
    ]


def test_other_spaces_in_the_truth_do_not_matter() -> None:
    assert mended(["NO. 2", "81100 OAKTOWN"], ADDRESS)[0] == "NO. 2, JALAN ELM 3/2, TAMAN ELM,"


def test_a_line_is_sought_where_a_comma_cut_it() -> None:
    truth = {"address": ["12, JALAN ELM 7/4,OLD QUARTER ELM,81200 OAKTOWN"]}
    assert mended(["12", "ELM"], truth) == ["12, JALAN ELM 7/4,OLD QUARTER", "ELM,81200 OAKTOWN"]


def test_lines_that_no_truth_has_stay() -> None:
    assert mended(["TOTAL 5.00", "CASH"], ADDRESS) == ["TOTAL 5.00", "CASH"]
