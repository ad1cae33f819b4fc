from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

import validators
from documents.case import CaseState
from documents.fields import Field
from documents.kinds import KINDS
from store import audit, cases, history, ledger, queue, tasks
from tests.desk.conftest import BILL, GOOD, LINES, TYPES, Site, a_case

WRONG_SUM = GOOD | {"total": "118.00"}


def test_the_queue_says_what_waits_and_why(site: Site) -> None:
    site.save(a_case(GOOD), name="first.pdf")
    page = site.browser.get("/").text
    assert "first.pdf" in page and "1 document waits" in page and "60 % sure" in page


def test_the_queue_comes_in_pages_and_by_client_and_type(site: Site) -> None:
    for at in range(7):
        site.save(a_case(GOOD), client="acme" if at % 2 else "globex", name=f"doc{at}.pdf")
    assert site.browser.get("/").text.count("/case/") == 5
    assert site.browser.get("/?page=2").text.count("/case/") == 2
    assert site.browser.get("/?client=acme").text.count("/case/") == 3
    assert site.browser.get("/?type=letter").text.count("/case/") == 0


def test_a_value_from_where_people_confirmed_it_before_says_so(site: Site) -> None:
    case = a_case(GOOD)
    known = replace(case.fields["number"], by="template")
    number = site.save(replace(case, fields={**case.fields, "number": known}))
    assert site.browser.post(f"/case/{number}/take").status_code == 200
    page = site.browser.get(f"/case/{number}").text
    assert page.count("known place, OCR ") == 2, "in its row, and for the script"  # of one value


def test_two_values_that_one_reason_concerns_have_it_said_once(site: Site) -> None:
    number = site.save(a_case(WRONG_SUM))
    said = site.browser.post(f"/case/{number}/finish", json={"fence": site.take(number)}).json()["words"]
    reasons = said.removeprefix("Not finished: ").rstrip(".").split("; ")
    assert len(reasons) == len(set(reasons)) > 0


def test_start_keying_opens_the_next_document(site: Site) -> None:
    number = site.save(a_case(GOOD))
    answer = site.browser.post("/next", follow_redirects=False)
    assert answer.headers["location"] == f"/case/{number}"
    page = site.browser.get(f"/case/{number}").text
    assert 'data-name="total"' in page and 'data-state="doubtful"' in page and "Ctrl+Enter" in page


def test_an_empty_queue_says_so(site: Site) -> None:
    assert "Nothing more waits for you" in site.browser.post("/next").text


def test_a_missing_required_field_is_an_empty_row(site: Site) -> None:
    number = site.save(a_case({name: text for name, text in GOOD.items() if name != "issued"}, doubtful=()))
    site.take(number)
    row = re.search(
        r'data-row="issued" data-state="(\w+)".*?value="(.*?)"', site.browser.get(f"/case/{number}").text, re.S
    )
    assert row and row.groups() == ("doubtful", "")


@pytest.mark.parametrize("texts", [GOOD, WRONG_SUM, GOOD | LINES, GOOD | LINES | {"lines.2.amount": "41.00"}])
def test_the_live_check_says_what_validate_says(site: Site, texts: dict[str, str]) -> None:
    number = site.save(a_case(GOOD | LINES))
    answer = site.browser.post(
        f"/case/{number}/check",
        json={"values": {"lines.1.amount": "", "lines.2.amount": "", "lines.1.description": ""} | texts},
    )
    fields = {}
    for name, text in texts.items():
        spec = BILL.spec(name)
        assert spec is not None
        value = KINDS[spec.kind](text, False)
        assert value is not None
        fields[name] = Field(name, value, text, 1.0, "keyed:anna")
    findings = validators.validate(fields, BILL)
    said = answer.json()
    for finding in findings:
        for name in finding.fields:
            told = said["rows"].get(name) or said["tables"][name.split(".")[0]]
            assert finding.message.casefold() in told["message"].casefold()
    touched = {name for finding in findings for name in finding.fields}
    assert all(row["state"] in ("confirmed", "empty") for name, row in said["rows"].items() if name not in touched)
    assert cases.load(site.db, number, TYPES).fields["total"].by == "label"


def test_a_typed_text_that_is_no_value_is_an_error_with_an_example(site: Site) -> None:
    number = site.save(a_case(GOOD))
    answer = site.browser.post(f"/case/{number}/check", json={"values": {"issued": "soon"}}).json()
    assert answer["rows"]["issued"]["state"] == "error" and "31.12.2025" in answer["rows"]["issued"]["message"]


def test_a_keyed_value_is_kept_with_its_place_and_its_person(site: Site) -> None:
    number = site.save(a_case(GOOD))
    fence = site.take(number)
    answer = site.key(number, fence, "total", "119,00", boxes=[[0, 0.1, 0.2, 0.3, 0.4]])
    assert answer.status_code == 200 and answer.json()["rows"]["total"]["state"] == "confirmed"
    field = cases.load(site.db, number, TYPES).fields["total"]
    assert (str(field.value), field.by, field.boxes[0].left) == ("119.00", "keyed:anna", 0.1)
    assert [(c.person, c.text) for c in history.of(site.db, number, "total")] == [("", "119.00"), ("anna", "119,00")]


def test_saving_twice_is_saving_once(site: Site) -> None:
    number = site.save(a_case(GOOD))
    fence = site.take(number)
    assert site.key(number, fence, "note", "x").status_code == site.key(number, fence, "note", "x").status_code == 200
    assert len(history.of(site.db, number, "note")) == 1


def test_a_text_that_is_no_value_is_not_kept(site: Site) -> None:
    number = site.save(a_case(GOOD))
    answer = site.key(number, site.take(number), "issued", "soon")
    assert answer.status_code == 422 and "no date" in answer.json()["words"]


def test_confirming_a_value_unchanged_keeps_it_exactly(site: Site) -> None:
    number = site.save(a_case(GOOD | {"net": "100.00"}, doubtful=("net",)))
    before = cases.load(site.db, number, TYPES).fields["net"].value
    site.key(number, site.take(number), "net", "100.00")
    assert cases.load(site.db, number, TYPES).fields["net"].value == before


def test_a_lost_lease_is_told_and_nothing_is_kept(site: Site) -> None:
    number = site.save(a_case(GOOD))
    fence = site.take(number)
    for answer in (
        site.key(number, fence - 1, "total", "1.00"),
        site.browser.post(f"/case/{number}/heartbeat", json={"fence": fence - 1}),
        site.browser.post(f"/case/{number}/finish", json={"fence": fence - 1}),
        site.browser.post(f"/case/{number}/skip", json={"fence": fence - 1, "reason": "unsure"}),
    ):
        assert answer.status_code == 409 and "lease" in answer.json()["words"]
    assert cases.load(site.db, number, TYPES).fields["total"].text == "119.00"


def test_finish_approves_what_is_complete_and_opens_the_next(site: Site) -> None:
    first, second = site.save(a_case(GOOD)), site.save(a_case(GOOD))
    fence = site.take(first)
    site.key(first, fence, "total", "119.00")
    answer = site.browser.post(f"/case/{first}/finish", json={"fence": fence}).json()
    assert (answer["state"], answer["next"]) == ("approved", f"/case/{second}")
    assert f'"case": {second}' in answer["page"]  # which comes along, and is noted as opened
    assert "case.opened" in {one.action for one in audit.entries(site.db, "acme", 5)}
    assert cases.state(site.db, first) is CaseState.APPROVED


def test_finish_says_what_is_left(site: Site) -> None:
    number = site.save(a_case(WRONG_SUM))
    fence = site.take(number)
    site.key(number, fence, "total", "118.00")
    answer = site.browser.post(f"/case/{number}/finish", json={"fence": fence}).json()
    assert answer["state"] == "review" and answer["sheet"]["rows"]["total"]["state"] == "error"
    assert cases.state(site.db, number) is CaseState.REVIEW


@pytest.mark.parametrize(("absent", "reason"), [("blank", "not_printed"), ("unreadable", "faint")])
def test_blank_and_unreadable_answer_what_is_missing(site: Site, absent: str, reason: str) -> None:
    number = site.save(a_case(GOOD, doubtful=("number",)))
    fence = site.take(number)
    answer = site.key(number, fence, "number", "", absent=absent, reason=reason).json()
    assert answer["rows"]["number"]["state"] == "confirmed" and answer["rows"]["number"]["absent"] == absent
    assert site.browser.post(f"/case/{number}/finish", json={"fence": fence}).json()["state"] == "approved"
    assert history.of(site.db, number, "number")[-1].why == f"{absent}: {reason}"


def test_an_emptied_required_field_is_still_missing(site: Site) -> None:
    number = site.save(a_case(GOOD))
    answer = site.key(number, site.take(number), "number", "").json()
    assert answer["rows"]["number"]["state"] == "doubtful"


def test_a_finding_is_confirmed_with_a_reason(site: Site) -> None:
    number = site.save(a_case(GOOD | LINES | {"lines.2.amount": "41.00"}, doubtful=()))
    fence = site.take(number)
    rule = site.browser.post(f"/case/{number}/check", json={"values": {}}).json()["rows"]["net"]["rule"]
    told = {"fence": fence, "finding": rule, "reason": "as_printed", "edit": "confirmed"}
    assert site.browser.post(f"/case/{number}/confirm", json=told | {"reason": "because"}).status_code == 422
    assert site.browser.post(f"/case/{number}/confirm", json=told | {"finding": "!sum:0"}).status_code == 422
    assert site.browser.post(f"/case/{number}/confirm", json=told).json()["left"] == 0
    assert site.browser.post(f"/case/{number}/finish", json={"fence": fence}).json()["state"] == "approved"


def test_rows_of_a_table_are_added_and_taken_away(site: Site) -> None:
    number = site.save(a_case(GOOD | LINES))
    fence = site.take(number)
    site.key(number, fence, "lines.3.amount", "5.00")
    answer = site.key(number, fence, "lines.2.amount", "", absent="removed").json()
    assert answer["tables"]["lines"]["sums"] == [
        {"label": "Amount", "total": "65.00", "against": "Net", "value": "100.00", "agrees": False}
    ]
    assert "lines.2.amount" not in answer["rows"] and "lines.3.amount" in answer["rows"]


@pytest.mark.parametrize(
    "name", ["nothing", "number.2", "lines.1", "lines.amount", "party.x", "!sum", "lines.1.nothing"]
)
def test_a_name_that_the_type_does_not_have_is_refused(site: Site, name: str) -> None:
    number = site.save(a_case(GOOD))
    assert site.key(number, site.take(number), name, "x").status_code == 422


def test_a_skipped_document_goes_to_others(site: Site) -> None:
    first, second = site.save(a_case(GOOD)), site.save(a_case(GOOD))
    told = {"fence": site.take(first), "reason": "unsure", "remark": "ask Bert"}
    assert site.browser.post(f"/case/{first}/skip", json=told).json()["next"] == f"/case/{second}"
    assert queue.item(site.db, first).person is None


def test_a_document_is_rejected_for_a_reason(site: Site) -> None:
    number = site.save(a_case(GOOD))
    told = {"fence": site.take(number), "reason": "advertising"}
    assert site.browser.post(f"/case/{number}/reject", json=told).json()["next"].startswith("/?word=empty")
    assert cases.state(site.db, number) is CaseState.REJECTED


def test_another_type_means_another_form(site: Site) -> None:
    number = site.save(a_case(GOOD))
    told = {"fence": site.take(number), "type": "letter", "reason": "misread"}
    assert site.browser.post(f"/case/{number}/reclassify", json=told).status_code == 200
    assert cases.load(site.db, number, TYPES).type_name == "letter"
    assert site.browser.post(f"/case/{number}/reclassify", json=told | {"type": "novel"}).status_code == 422


def test_a_document_of_another_type_goes_out_in_the_clients_formats(site: Site) -> None:
    desk = site.app.state.desk
    site.app.state.desk = replace(desk, settings=replace(desk.settings, formats={"acme": ("csv",)}))
    for client in ("acme", "beta"):
        number = site.save(a_case(GOOD), client=client)
        fence = site.take(number)
        site.browser.post(f"/case/{number}/reclassify", json={"fence": fence, "type": "letter", "reason": "misread"})
        site.key(number, fence, "subject", "Reminder")
        finished = site.browser.post(f"/case/{number}/finish", json={"fence": fence}).json()
        assert finished["state"] == "approved", finished
    declared = [("beta", name, "letter") for name in sorted(TYPES["letter"].exports)]
    assert ledger.due(site.db) == [("acme", "csv", "letter"), *declared]


def test_every_look_and_change_is_audited(site: Site) -> None:
    number = site.save(a_case(GOOD))
    fence = site.take(number)
    site.key(number, fence, "total", "119.00")
    site.browser.post(f"/case/{number}/finish", json={"fence": fence})
    site.browser.get(f"/case/{number}")
    deeds = [entry.action for entry in reversed(audit.entries(site.db, "acme")) if entry.person == "anna"]
    assert deeds == ["case.opened", "case.opened", "field.keyed", "case.approved", "case.read"]


def test_what_a_message_does_not_name_is_refused(site: Site) -> None:
    number = site.save(a_case(GOOD))
    fence = site.take(number)
    assert site.browser.post(f"/case/{number}/finish", json={"fence": fence, "person": "bert"}).status_code == 422
    assert site.key(number, fence, "note", "x", boxes=[[0, 0.5, 0.5, 0.4, 0.6]]).status_code == 422


def test_the_screen_has_all_it_needs_in_its_data(site: Site) -> None:
    number = site.save(a_case(GOOD))
    site.take(number)
    found = re.search(r'id="screen">(.*?)</script>', site.browser.get(f"/case/{number}").text, re.S)
    assert found
    screen = json.loads(found[1])
    assert screen["boxes"]["total"] and screen["pages"] == [
        {"number": 0, "ratio": 842 / 595, "image": True, "version": 0}
    ]


@pytest.mark.parametrize(("typed", "state"), [("de-4711", "approved"), ("DE-4771", "review")])
def test_a_value_to_be_verified_is_keyed_unseen_and_compared(site: Site, typed: str, state: str) -> None:
    number = site.save(a_case(GOOD | {"account": "DE-4711"}, doubtful=()))
    fence = site.take(number)
    assert "4711" not in site.browser.get(f"/case/{number}").text
    said = site.key(number, fence, "account", typed).json()
    assert said["rows"]["account"]["state"] == "confirmed" and said["left"] == 0
    assert site.browser.post(f"/case/{number}/finish", json={"fence": fence}).json()["state"] == state
    assert tasks.counts(site.db)["arbitrate"] == (state == "review")


def test_the_list_and_the_screen_count_the_same_doubts(site: Site) -> None:
    number = site.save(a_case(GOOD | {"total": "120.00"}, doubtful=("total", "note")))
    case = cases.load(site.db, number, TYPES)
    assert len(case.decision.reasons) > case.decision.doubts > 1  # the total is doubtful, and wrong
    listed = re.search(r'chip doubt">(\d+)<', site.browser.get("/").text)
    site.take(number)
    told = re.search(r'id="left"[^>]*>(\d+) of', site.browser.get(f"/case/{number}").text)
    assert listed and told and listed[1] == told[1] == str(case.decision.doubts)
