"""QA at the desk: accepted values keyed again blindly, and what becomes of a wrong one."""

from __future__ import annotations

import json
from dataclasses import replace

from assurance.sampling import Plan
from documents.case import CaseState
from store import cases, history, qa, tasks
from tests.desk.conftest import GOOD, TYPES, Site, a_case
from tests.desk.test_unseen import blind

__all__ = ["blind"]
from tests.desk.test_stream import say, screen, task_of

__all__ = ["blind"]


def drawn(blind: Site) -> int:
    """A document that Anna finished, of which every value was drawn for QA."""
    desk = blind.app.state.desk
    object.__setattr__(desk, "settings", replace(desk.settings, plan=Plan(rate=1.0)))
    number = blind.save(a_case(GOOD | {"note": "Seen"}, doubtful=("issued",)))
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
