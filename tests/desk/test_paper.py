"""What the paper says against a document stands at the desk as in the night; and what is read again there."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

import assurance
import capture
import validators
from documents.case import Case, CaseState
from documents.layout import Box, Page, Source, Word
from store import cases
from tests.desk.conftest import BILL, GOOD, TYPES, Site, a_case


def judged(case: Case) -> Case:
    """The case as the night decides it, with what its paper says."""
    findings = (*assurance.on_paper(case.document, case.fields, BILL), *validators.validate(case.fields, BILL))
    return replace(case, findings=findings, decision=assurance.decide(case.fields, findings, BILL))


def by_hand(name: str) -> Case:
    """A case of which everything is sure, and one value written by hand."""
    case = a_case(GOOD, doubtful=())
    [page] = case.document.pages
    pages = (replace(page, handwriting=case.fields[name].boxes),)
    return judged(replace(case, document=replace(case.document, pages=pages)))


def with_unread_page() -> Case:
    """A case of which everything is sure, and a second page that nobody could read."""
    case = a_case(GOOD, doubtful=())
    scrawl = Page(1, 595, 842, (Word("~", Box(1, 0.1, 0.1, 0.2, 0.2), 0.1, "tesseract"),), Source.OCR)
    return judged(replace(case, document=replace(case.document, pages=(*case.document.pages, scrawl))))


def sheet_of(site: Site, number: int) -> dict[str, Any]:
    """What the keying screen is told of its fields."""
    found = re.search(r'id="screen">(.*?)</script>', site.browser.get(f"/case/{number}").text, re.S)
    assert found
    sheet: dict[str, Any] = json.loads(found[1])["sheet"]
    return sheet


def test_a_value_written_by_hand_stays_in_doubt_until_it_is_keyed(site: Site) -> None:
    number = site.save(by_hand("total"))
    fence = site.take(number)
    after = site.key(number, fence, "note", "seen").json()
    assert after["rows"]["total"]["state"] == "doubtful" and "by hand" in after["rows"]["total"]["message"]
    left = site.browser.post(f"/case/{number}/finish", json={"fence": fence}).json()
    assert left["state"] == "review" and "written by hand" in left["words"]
    assert site.key(number, fence, "total", GOOD["total"]).json()["left"] == 0
    assert site.browser.post(f"/case/{number}/finish", json={"fence": fence}).json()["state"] == "approved"


def test_nobody_confirms_what_they_were_not_shown(site: Site) -> None:
    case = by_hand("total")
    sure = replace(case.fields["total"], confidence=0.6, place=0.6)
    fields = {**case.fields, "total": sure}
    number = site.save(judged(replace(case, fields=fields)))
    site.take(number)
    row = sheet_of(site, number)["rows"]["total"]
    assert row["rule"] and "the place is not sure" in row["message"].casefold() and "by hand" in row["message"]


def test_a_page_that_nobody_read_is_asked_about_until_a_person_says_it_is_right(site: Site) -> None:
    number = site.save(with_unread_page())
    fence = site.take(number)
    sheet = sheet_of(site, number)
    assert any("no word could be read" in note for note in sheet["notes"])
    left = site.browser.post(f"/case/{number}/finish", json={"fence": fence}).json()
    assert left["state"] == "review" and "Page 2 has ink" in left["words"]
    told = {"fence": fence, "finding": sheet["rule"], "edit": "confirmed", "reason": "asked"}
    assert site.browser.post(f"/case/{number}/confirm", json=told).json()["left"] == 0
    assert site.browser.post(f"/case/{number}/finish", json={"fence": fence}).json()["state"] == "approved"
    assert cases.state(site.db, number) is CaseState.APPROVED
    assert cases.load(site.db, number, TYPES).findings[0].rule == "unread_page"


def test_an_area_is_read_with_the_eyes_of_its_client(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    used: list[tuple[str, tuple[str, ...]]] = []

    def read_area(*asked: object, limits: capture.Limits, languages: tuple[str, ...], engine: str) -> list[Word]:
        used.append((engine, languages))
        return []

    class French:
        limits, languages, engine = capture.Limits(), ("fra",), "tesseract"

    monkeypatch.setattr(capture, "read_area", read_area)
    desk = site.app.state.desk
    usual = desk.settings.eyes
    object.__setattr__(
        desk, "settings", replace(desk.settings, eyes=lambda client: French() if client == "globex" else usual(client))
    )
    for client in ("acme", "globex"):
        number = site.save(a_case(GOOD), client=client)
        site.take(number)
        answer = site.browser.post(f"/case/{number}/area", json={"box": [0, 0.5, 0.8, 0.6, 0.9]})
        assert answer.json() == []
    assert used == [(capture.ENGINE, ("eng", "deu")), ("tesseract", ("fra",))]
