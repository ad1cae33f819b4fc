from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from desk.tiles import TILES
from store import measures, qa, queue, receipts
from store.measures import Work
from store.qa import Verdict
from tests.desk.conftest import GOOD, Site, a_case


def _lead(site: Site, role: str = "supervisor", clients: tuple[str, ...] = ("*",)) -> None:
    site.person("sue", role=role, clients=clients)
    site.sign_in("sue")


def _rows(site: Site, tile: str) -> list[list[str]]:
    answer = site.browser.get(f"/board/{tile}.csv")
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/csv")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("role", ["operator", "senior", "qa"])
def test_the_board_is_not_there_for_keyers(site: Site, role: str) -> None:
    number = site.save(a_case(GOOD))
    _lead(site, role)
    for path in ("/board", "/board/backlog.csv", "/board/failed"):
        assert site.browser.get(path).status_code == 404
    assert site.browser.post(f"/case/{number}/priority", data={"priority": 1}).status_code == 404
    assert "/board" not in site.browser.get("/").text


def test_every_tile_says_how_it_is_computed_and_gives_csv(site: Site) -> None:
    site.save(a_case(GOOD))
    _lead(site)
    text = site.browser.get("/board").text
    assert text.count("How it is computed") == len(TILES)
    for name in TILES:
        assert f'href="/board/{name}.csv"' in text and len(_rows(site, name)) >= 1
    assert site.browser.get("/board/nothing.csv").status_code == 404


def test_the_backlog_counts_what_waits(site: Site) -> None:
    for name in ("a.pdf", "b.pdf"):
        number = site.save(a_case(GOOD), name=name)
    _lead(site)
    site.take(number)
    stages = {row[0]: row[-1] for row in _rows(site, "backlog")}
    assert (stages["In the exception queue"], stages["With a person"]) == ("1", "1")


def test_the_client_that_is_late_stands_first(site: Site) -> None:
    late, soon = site.save(a_case(GOOD)), site.save(a_case(GOOD), client="globex")
    moment = datetime.now(UTC)
    queue.hurry(site.db, soon, person="x", deadline=moment + timedelta(minutes=50))
    queue.hurry(site.db, late, person="x", deadline=moment - timedelta(hours=3))
    _lead(site)
    rows = _rows(site, "deadlines")[1:]
    assert [(row[0], row[2], row[3]) for row in rows] == [("acme", "1", "0"), ("globex", "0", "1")]
    assert rows[0][-1].endswith("over")


def test_a_supervisor_of_one_client_sees_no_other(site: Site) -> None:
    site.save(a_case(GOOD), client="globex", name="theirs.pdf")
    _torn(site, "globex")
    _lead(site, clients=("acme",))
    assert "torn.pdf" not in site.browser.get("/board/failed").text
    for name in TILES:
        assert not any("globex" in cell for row in _rows(site, name) for cell in row)
    site.sign_in("anna")
    site.person("max", role="auditor")
    site.sign_in("max")
    assert "torn.pdf is cut off" in site.browser.get("/board/failed?code=damaged").text
    assert "torn.pdf" not in site.browser.get("/board/failed?code=encrypted").text


def test_a_supervisor_makes_a_document_urgent(site: Site) -> None:
    site.save(a_case(GOOD), name="first.pdf")
    number = site.save(a_case(GOOD), name="second.pdf")
    assert "Set priority" not in site.browser.get(f"/case/{number}").text
    _lead(site)
    assert "Set priority" in site.browser.get(f"/case/{number}").text
    assert site.browser.post(f"/case/{number}/priority", data={"priority": 2}).status_code == 422
    assert site.browser.post(f"/case/{number}/priority", data={"priority": 1}).status_code == 200
    assert queue.waiting(site.db)[0].case_id == number
    site.person("max", role="auditor")
    site.sign_in("max")
    assert site.browser.post(f"/case/{number}/priority", data={"priority": 5}).status_code == 404


def test_the_screen_reports_counts_and_nothing_else(site: Site) -> None:
    number = site.save(a_case(GOOD))
    stay = {"field": "total", "keys": 7, "clicks": 1, "milliseconds": 90_000}
    assert site.browser.post(f"/case/{number}/measures", json={"stays": [stay]}).status_code == 204
    for wrong in ({"typed": "119.00"}, {"keys": -1}, {"field": "119.00"}, {"milliseconds": 10**9}):
        assert site.browser.post(f"/case/{number}/measures", json={"stays": [stay | wrong]}).status_code == 422
    assert site.browser.post("/case/999/measures", json={"stays": [stay]}).status_code == 404
    moment = datetime.now(UTC)
    since, until = moment - timedelta(hours=1), moment + timedelta(hours=1)
    assert measures.by_person(site.db, since=since, until=until) == [
        Work("anna", keys=7, clicks=1, milliseconds=90_000)
    ]


def test_people_at_work_shows_rates_of_active_time(site: Site) -> None:
    number = site.save(a_case(GOOD))
    fence = site.take(number)
    assert site.key(number, fence, "total", "119.00").status_code == 200
    stay = {"field": "total", "keys": 60, "clicks": 0, "milliseconds": 120_000}
    site.browser.post(f"/case/{number}/measures", json={"stays": [stay]})
    _lead(site)
    [anna] = [row for row in _rows(site, "people") if row[0] == "anna"]
    assert anna[1] == f"acme {number}" and anna[3:] == ["0", "1", "30", "1800", "2 min"]


def test_nothing_that_was_typed_stands_on_the_board(site: Site) -> None:
    number = site.save(a_case(GOOD))
    site.key(number, site.take(number), "note", "hush-hush-4711")
    _lead(site)
    assert not re.search("hush-hush", site.browser.get("/board").text)


def _torn(site: Site, client: str = "acme") -> int:
    path = site.tmp / f"torn-{client}.pdf"
    path.write_bytes(client.encode())
    receipts.register(site.db, client=client, name="torn.pdf", path=path)
    [receipt] = receipts.claim(site.db, worker="w", count=1)
    receipts.fail(site.db, receipt, "damaged", "torn.pdf is cut off")
    return receipt.id


def test_a_supervisor_has_a_failed_file_read_again(site: Site) -> None:
    asked: list[tuple[int, str, str]] = []
    desk = site.app.state.desk
    again = replace(desk.settings, again=lambda *given: asked.append(given))
    site.app.state.desk = replace(desk, settings=again)
    number, other = _torn(site), _torn(site, "globex")
    _lead(site, clients=("acme",))
    assert "Read again" in site.browser.get("/board/failed").text
    answer = site.browser.post(f"/board/failed/{number}/again", data={"reason": "our_fault"})
    assert answer.status_code == 200 and asked == [(number, "sue", "retry: our_fault")]
    assert site.browser.post(f"/board/failed/{number}/again", data={"reason": "because"}).status_code == 422
    assert site.browser.post(f"/board/failed/{other}/again", data={"reason": "our_fault"}).status_code == 404
    site.person("max", role="auditor")
    site.sign_in("max")
    assert site.browser.post(f"/board/failed/{number}/again", data={"reason": "our_fault"}).status_code == 404
    assert "Read again" not in site.browser.get("/board/failed").text
    assert len(asked) == 1


def test_no_share_stands_without_what_checks_found_of_it(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.save(a_case(GOOD, doubtful=()), name="straight.pdf")
    _lead(site)
    [row] = _rows(site, "straight")[1:]
    assert row[-3:] == ["0", "0", "not measured"]
    moment = datetime.now(UTC)
    verdict = Verdict(1, "acme", "bill", "total", "right", False, "label", "d", "m", 0.9, 0.97, 0.1, moment, moment)
    given = [verdict] * 58 + [
        replace(verdict, field="lines.2.amount", verdict="wrong"),
        replace(verdict, verdict="unclear"),
        replace(verdict, by="keyed:anna", verdict="wrong"),
        replace(verdict, client="globex", verdict="wrong"),
    ]
    monkeypatch.setattr(qa, "verdicts", lambda db, since: given)
    [row] = _rows(site, "straight")[1:]
    assert row[-3:] == ["59", "1", "7.8 %"]
    worst, globex, *_ = _rows(site, "accuracy")[1:]
    assert worst == ["Bill", "lines.amount", "1", "1", "100.0 %"] and globex[:4] == ["Bill", "total", "59", "1"]


@dataclass(frozen=True)
class _Lying:
    client: str
    name: str
    since: datetime
    why: str


def test_what_only_lies_in_the_inbox_stands_on_the_board(site: Site) -> None:
    site.save(a_case(GOOD))
    since = datetime.now(UTC) - timedelta(hours=3)
    lying = [_Lying(of, f"{of}.pdf", since, "nobody watches") for of in ("acme", "b", "")]
    desk = site.app.state.desk
    site.app.state.desk = replace(desk, settings=replace(desk.settings, dropped=lambda: lying))
    _lead(site, clients=("acme",))
    assert _rows(site, "inbox")[1:] == [["acme", "acme.pdf", "3 h", "nobody watches"]]
    assert "1 in all" in site.browser.get("/board").text
    site.person("bea", role="supervisor", clients=("b", "c"))  # nothing of theirs has come in yet
    site.sign_in("bea")
    assert [row[:2] for row in _rows(site, "inbox")[1:]] == [["b", "b.pdf"]]
    assert "acme" not in site.browser.get("/board").text
    site.person("max", role="auditor")
    site.sign_in("max")
    assert [row[0] for row in _rows(site, "inbox")[1:]] == ["nobody's", "b", "acme"]
    assert "3 in all" in site.browser.get("/board").text
