"""QA at the desk: accepted values keyed again blindly, and what becomes of a wrong one."""

from __future__ import annotations

import json
from dataclasses import replace

from assurance.sampling import Plan
from documents.case import CaseState
from store import cases, history, ledger, qa, queue, restating, tasks
from tests.desk.conftest import BILL, GOOD, TYPES, Site, a_case
from tests.desk.test_stream import say, screen, task_of
from tests.desk.test_unseen import blind

__all__ = ["blind"]
ON_BOTH = True


def drawn(blind: Site) -> int:
    """A document that Anna finished, of which every value was drawn for QA."""
    desk = blind.app.state.desk
    object.__setattr__(desk, "settings", replace(desk.settings, plan=Plan(rate=1.0)))
    made = a_case(GOOD | {"note": "Seen"}, doubtful=("issued",))
    number = blind.save(replace(made, doctype=replace(BILL, exports=("jsonl",))))
    fence = blind.take(number)
    blind.key(number, fence, "issued", GOOD["issued"])
    assert blind.browser.post(f"/case/{number}/finish", json={"fence": fence}).json()["state"] == "review"
    blind.key(number, fence, "total", GOOD["total"])
    assert blind.browser.post(f"/case/{number}/finish", json={"fence": fence}).json()["state"] == "review"
    blind.sign_in("bert")
    say(blind, "second", text=GOOD["total"])
    assert cases.state(blind.db, number) is CaseState.APPROVED
    return number


def test_qa_keys_accepted_values_again_and_does_not_see_them(blind: Site) -> None:
    number = drawn(blind)
    assert tasks.counts(blind.db)["qa"] == 6
    blind.person("quinn", "qa")
    for person, may in (("anna", 404), ("bert", 404), ("quinn", 200)):
        blind.sign_in(person)
        assert blind.browser.get("/qa").status_code == may
    name = next(f.name for f in TYPES["bill"].fields if f.label == task_of(blind, "qa")["label"])
    page = blind.browser.get(f"/case/{number}").text
    table = page.split("<main", 1)[1]
    assert {**GOOD, "note": "Seen"}[name] not in table and "is not shown" in page
    seen = []
    while (task := screen(blind, "qa")["task"]) is not None:
        told = json.dumps({name: what for name, what in task.items() if name != "hint"})  # which is an example
        assert not [text for text in GOOD.values() if text in told] and "bill.pdf" not in told
        name = next(f.name for f in TYPES["bill"].fields if f.label == task["label"])
        seen.append(name)
        typed = {**GOOD, "note": "Sean"}[name]
        said = {"fence": task["fence"], "text": typed}
        assert blind.browser.post(f"/task/{task['id']}/answer?view=qa", json=said).status_code == 200
    assert sorted(seen) == sorted([*GOOD, "note"])
    verdicts = {one.field: (one.verdict, one.disputed) for one in qa.verdicts(blind.db)}
    assert verdicts == dict.fromkeys(GOOD, ("right", False)) | {"note": ("wrong", True)}
    assert history.of(blind.db, number, "note")[-1].value == "Seen"


def test_a_value_that_is_wrong_is_on_the_supervisors_list(blind: Site) -> None:
    number = drawn(blind)
    blind.person("quinn", "qa")
    blind.person("sue", "senior")
    blind.person("boss", "supervisor")
    blind.sign_in("quinn")
    for _ in range(6):
        task = task_of(blind, "qa")
        name = next(f.name for f in TYPES["bill"].fields if f.label == task["label"])
        typed = {**GOOD, "note": "Sean"}[name]
        said = {"fence": task["fence"], "text": typed}
        blind.browser.post(f"/task/{task['id']}/answer?view=qa", json=said)
    assert blind.browser.get("/corrections").status_code == 404
    blind.sign_in("sue")
    assert sorted(choice["text"] for choice in task_of(blind, "arbitrate")["choices"]) == ["Sean", "Seen"]
    say(blind, "arbitrate", text="Sean")
    blind.sign_in("boss")
    page = blind.browser.get("/corrections").text
    assert "Sean" in page and "Seen" in page and f"/case/{number}" in page
    told = {"field": "note", "why": "corrected in the books"}
    assert blind.browser.post(f"/case/{number}/corrected", data=told).status_code == 200
    assert "Nothing is to be corrected" in blind.browser.get("/corrections").text


def found_wrong(blind: Site) -> int:
    """A document whose accepted note was found wrong by two, and the supervisor signed in."""
    number = drawn(blind)
    for name, role in (("quinn", "qa"), ("sue", "senior"), ("boss", "supervisor")):
        blind.person(name, role)
    blind.sign_in("quinn")
    while (task := screen(blind, "qa")["task"]) is not None:
        name = next(f.name for f in TYPES["bill"].fields if f.label == task["label"])
        said = {"fence": task["fence"], "text": {**GOOD, "note": "Sean"}[name]}
        blind.browser.post(f"/task/{task['id']}/answer?view=qa", json=said)
    blind.sign_in("sue")
    say(blind, "arbitrate", text="Sean")
    blind.sign_in("boss")
    return number


def exported(site: Site) -> int:
    """Write all exports that are due; how many records they hold."""
    begun = [
        export
        for due, begin in ((ledger.due, ledger.begin), (restating.due, restating.begin))
        for client, format, doctype in due(site.db)
        if (export := begin(site.db, client=client, format=format, doctype=doctype)) is not None
    ]
    for export in begun:
        ledger.written(site.db, export, "ab" * 32, export.entries)
    return sum(export.entries for export in begun)


def test_a_wrong_value_that_is_exported_is_restated_in_one_act(blind: Site) -> None:
    number = found_wrong(blind)
    assert exported(blind) == 1 and cases.state(blind.db, number) is CaseState.RELEASED
    page = blind.browser.post(f"/case/{number}/correct", data={"field": "note"})
    assert page.status_code == 200 and str(page.url).endswith(f"/case/{number}") and 'value="Sean"' in page.text
    [made] = restating.of(blind.db, number)
    assert (made.version, made.person, made.why) == (2, "boss", "qa: an accepted value is wrong")
    assert cases.load(blind.db, number, TYPES).fields["note"].by == "keyed:boss"
    assert blind.browser.post(f"/case/{number}/correct", data={"field": "note"}).status_code == 409
    fence = queue.claim(blind.db, number, person="boss").fence
    assert blind.browser.post(f"/case/{number}/finish", json={"fence": fence}).json()["state"] == "approved"
    assert blind.browser.post("/last/reopen", json={}).json() == {"next": f"/case/{number}"}
    fence = queue.claim(blind.db, number, person="boss").fence
    assert blind.browser.post(f"/case/{number}/finish", json={"fence": fence}).json()["state"] == "approved"
    assert exported(blind) == 2, "the reversal of what was said, and the new version"
    assert blind.browser.post("/last/reopen", json={}).status_code == 409, "it is exported"


def test_one_that_is_not_exported_yet_is_taken_up_again(blind: Site) -> None:
    number = found_wrong(blind)
    assert blind.browser.post(f"/case/{number}/correct", data={"field": "note"}).status_code == 200
    assert cases.state(blind.db, number) is CaseState.REVIEW and restating.of(blind.db, number) == []
    assert history.of(blind.db, number, "note")[-1].value == "Sean"


def test_what_is_exported_is_taken_up_again_by_a_supervisor_alone(blind: Site) -> None:
    number = found_wrong(blind)
    exported(blind)
    blind.sign_in("sue")
    assert "Correct what was exported" not in blind.browser.get(f"/case/{number}").text
    assert blind.browser.post(f"/case/{number}/reopen", data={"reason": "mistake"}).status_code == 403
    assert blind.browser.post(f"/case/{number}/correct", data={"field": "note"}).status_code == 404
    blind.sign_in("boss")
    assert "Correct what was exported" in blind.browser.get(f"/case/{number}").text
    assert blind.browser.post(f"/case/{number}/reopen", data={"reason": "mistake"}).status_code == 200
    assert [one.why for one in restating.of(blind.db, number)] == ["reopen: mistake"]
