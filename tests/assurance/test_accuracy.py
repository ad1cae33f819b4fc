"""The accuracy report: its figures against slow ones, its page whole and of itself."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from random import Random
from xml.etree import ElementTree

import pytest

from assurance import accuracy, pictures
from assurance.accuracy import Judged, figures
from assurance.accuracy_page import page, plain
from documents.losses import Loss


def values(count: int = 120) -> list[Judged]:
    """Receipts of which some values are wrong, some missed, some went through and were never looked at."""
    chance = Random(5)
    found = []
    for number in range(count):
        score = chance.random()
        right = chance.random() < score
        field = ("total", "date")[number % 2]
        loss = None if right else chance.choice(list(Loss))
        found.append(Judged("receipt", field, number // 2, score, score > 0.6, right, loss=loss, proof=number % 3 == 0))
    found += [Judged("receipt", "total", 900 + n, None, False, False, loss=Loss.READING) for n in range(7)]
    found += [Judged("receipt", "date", 950 + n, 0.97, True, None) for n in range(5)]
    return found


def test_figures_are_those_of_a_slow_count() -> None:
    mine = values()
    found = [each for each in mine if each.score is not None]
    known = [each for each in found if each.right is not None]
    checked = [each for each in known if each.accepted and each.proof]
    one = figures("all", mine)
    assert (one.found, one.known, one.due) == (125, 120, 127)
    assert one.right == sum(1 for each in known if each.right)
    assert one.precision == pytest.approx(one.right / 120) and one.recall == pytest.approx(one.right / 127)
    assert one.f1 == pytest.approx(2 * one.right / (120 + 127))
    assert one.automation == pytest.approx(sum(each.accepted for each in found) / 125)
    assert (one.checked, one.wrong) == (len(checked), sum(not each.right for each in checked))
    assert one.interval and one.error is not None and one.interval[0] < one.error < one.interval[1]
    assert sum(one.losses.values()) == sum(each.loss is not None for each in mine)


def test_no_share_is_told_of_nothing() -> None:
    nothing = figures("none", [])
    shares = (nothing.precision, nothing.recall, nothing.f1, nothing.automation, nothing.error, nothing.ece)
    assert shares == (None,) * 6 and nothing.interval is None and accuracy.brier([]) is None


def test_calibration_and_curves() -> None:
    sure = [Judged("t", "f", n, 0.9, True, n % 10 != 0) for n in range(100)]
    assert figures("f", sure).ece == pytest.approx(0.0) and accuracy.brier(sure) == pytest.approx(0.09)
    curve = accuracy.risk_coverage(values())
    assert curve[-1][0] == 1.0 and curve[-1][1] == pytest.approx(1 - figures("", values()).right / 120)
    assert [at for at, _ in accuracy.over_time(sure)] == [25, 50, 75, 100]


class _Page(HTMLParser):
    """Gathers what a page would load, and its tags."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.loads += [value for name, value in attrs if name in ("src", "href") and value]


def test_the_page_needs_nothing_from_elsewhere_and_says_the_same_as_the_figures() -> None:
    text = page(values(), "From <nowhere>.", ["At 95 % confidence ..."])
    seen = _Page()
    seen.feed(text)
    assert not seen.loads and "script" not in seen.tags and "link" not in seen.tags
    assert seen.tags.count("svg") == 4 + 2 * 2 and seen.tags.count("table") == 1
    assert "From &lt;nowhere&gt;." in text and "At 95 % confidence" in text
    told = json.loads(json.dumps(plain(values(), "x")))
    assert told["types"]["receipt"]["all"]["due"] == 127
    assert set(told["types"]["receipt"]["fields"]) == {"date", "total"}
    assert f"{told['types']['receipt']['all']['f1'] * 100:.1f} %" in text
    assert "Nothing" not in text and "nothing to tell" in page([], "x")


def test_pictures_are_xml_and_show_what_they_are_given() -> None:
    lines = {"a & b": [(0.0, 0.1), (1.0, 0.9)], "c": [(0.5, 2.0)]}
    drawn = ElementTree.fromstring(pictures.curve("A <curve>", lines, across="x", up="y", dots=True, diagonal=True))
    assert len(drawn.findall("polyline")) == 2 and len(drawn.findall("circle")) == 3
    points = [each.get("points", "").split() for each in drawn.findall("polyline")]
    (x, y), (u, v) = ([float(number) for number in point.split(",")] for point in points[0])
    assert x < u and y > v and float(points[1][0].split(",")[1]) >= 24, "what is too high stays in the frame"
    bins = ElementTree.fromstring(
        pictures.curve("R", {"": [(0.1, 0.2), (0.9, 0.9)]}, across="x", up="y", counts=[1, 100])
    )
    one, most = bins.findall("circle")
    assert float(one.get("r", 0)) < 0.4 * float(most.get("r", 0)), (
        "a bin of one value does not look like one of a hundred"
    )
    assert [each.findtext("title") for each in (one, most)] == ["1", "100"]
    stacked = ElementTree.fromstring(
        pictures.bars("Lost", {"total": {"reading": 3}, "date": {}}, ["reading", "ranking"])
    )
    widths = [float(each.get("width", 0)) for each in stacked.findall("rect")]
    assert max(widths) == 190.0 and len(widths) == 2 + 4
