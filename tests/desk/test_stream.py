"""Second keying, snippets, arbitration and QA at the desk: who is shown what, and what becomes of an answer."""

from __future__ import annotations

import io
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import update

from documents.case import CaseState
from store import cases, history, skills, tasks
from store.database import now, writing
from store.task_tables import tasks as tasks_table
from tests.desk.conftest import TYPES, Site
from tests.desk.test_unseen import FIRST, READ, SECOND, a_bill, all_answers, blind, first_keys

__all__ = ["blind"]


@pytest.fixture
def half(blind: Site) -> tuple[Site, int]:
    """A document whose total Anna has keyed, and Bert, an operator, signed in."""
    number = a_bill(blind)
    first_keys(blind, number)
    blind.person("sue", "senior")
    blind.sign_in("bert")
    return blind, number


def screen(site: Site, view: str) -> dict[str, Any]:
    page = site.browser.get(f"/{view}")
    assert page.status_code == 200
    found = re.search(r'id="screen">(.*?)</script>', page.text, re.S)
    assert found
    return dict(json.loads(found[1]))


def task_of(site: Site, view: str) -> dict[str, Any]:
    task = screen(site, view)["task"]
    assert task is not None
    return dict(task)


def say(site: Site, view: str, **said: object) -> Any:
    task = task_of(site, view)
    return site.browser.post(f"/task/{task['id']}/answer?view={view}", json={"fence": task["fence"], **said})


def picture(site: Site, number: int) -> None:
    """A page of noise, so that what is cut out of it can be told."""
    made = Image.effect_noise((800, 1130), 90)
    path = cases.page_image(site.db, number, 0)
    assert path is not None
    path.chmod(0o600)
    made.save(path, "PNG", dpi=(200, 200))


def test_what_two_key_the_same_is_approved(half: tuple[Site, int]) -> None:
    site, number = half
    assert say(site, "second", text=FIRST.replace(".", ",")).json() == {"task": None}
    assert cases.state(site.db, number) is CaseState.APPROVED
    field = cases.load(site.db, number, TYPES).fields["total"]
    assert (str(field.value), field.by) == (FIRST, "keyed:anna+bert")


def test_what_two_key_otherwise_a_senior_decides_without_names(half: tuple[Site, int]) -> None:
    site, number = half
    say(site, "second", text=SECOND)
    assert site.browser.get("/arbitrate").status_code == 404
    site.sign_in("anna")
    assert site.browser.get("/arbitrate").status_code == 404
    site.sign_in("sue")
    page = site.browser.get("/arbitrate").text
    task = task_of(site, "arbitrate")
    assert sorted(choice["text"] for choice in task["choices"]) == [FIRST, SECOND]
    assert "anna" not in page and "bert" not in page and READ not in page
    at = [choice["text"] for choice in task["choices"]].index(FIRST) + 1
    said = {"fence": task["fence"], "choice": at}
    assert site.browser.post(f"/task/{task['id']}/answer?view=arbitrate", json=said).status_code == 200
    field = cases.load(site.db, number, TYPES).fields["total"]
    assert (str(field.value), field.by) == (FIRST, "keyed:sue")
    assert cases.state(site.db, number) is CaseState.APPROVED
    assert history.of(site.db, number, "total")[-1].why == "double keying: arbitrated"


@pytest.mark.parametrize(("bit", "order"), [(0, [FIRST, SECOND]), (1, [SECOND, FIRST])])
def test_the_order_of_the_two_values_is_drawn_once(
    blind: Site, monkeypatch: pytest.MonkeyPatch, bit: int, order: list[str]
) -> None:
    monkeypatch.setattr("store.keyings.secrets.randbits", lambda bits: bit)
    first_keys(blind, a_bill(blind))
    blind.person("sue", "senior")
    blind.sign_in("bert")
    say(blind, "second", text=SECOND)
    blind.sign_in("sue")
    for _ in range(2):
        assert [choice["text"] for choice in task_of(blind, "arbitrate")["choices"]] == order


def test_who_keys_second_can_choose_nothing(half: tuple[Site, int]) -> None:
    site, _ = half
    assert say(site, "second", choice=1).status_code == 422
    assert say(site, "second", text="much").status_code == 422
    assert say(site, "second", absent="blank", reason="because").status_code == 422
    assert say(site, "second", absent="blank", reason="left_empty").status_code == 200
    assert tasks.counts(site.db)["arbitrate"] == 1


def test_a_late_answer_is_refused_and_what_was_typed_comes_again(half: tuple[Site, int]) -> None:
    site, _ = half
    task = task_of(site, "second")
    beat = {"fence": task["fence"], "typed": "8642"}
    assert site.browser.post(f"/task/{task['id']}/heartbeat?view=second", json=beat).status_code == 200
    with writing(site.db) as connection:
        connection.execute(update(tasks_table).values(lease_until=now(connection) - timedelta(hours=1)))
    late = site.browser.post(f"/task/{task['id']}/answer?view=second", json={"fence": task["fence"], "text": SECOND})
    assert late.status_code == 409 and "kept" in late.json()["words"]
    for what in ("heartbeat", "skip", "escalate"):
        body = {"fence": task["fence"]} | ({"reason": "unsure"} if what == "skip" else {})
        body |= {"reason": "undecided"} if what == "escalate" else {}
        assert site.browser.post(f"/task/{task['id']}/{what}?view=second", json=body).status_code == 409
    assert task_of(site, "second")["draft"] == SECOND
    site.sign_in("carl")
    assert screen(site, "second")["task"] is None


def test_a_task_is_passed_on_or_put_before_a_supervisor(half: tuple[Site, int]) -> None:
    site, number = half
    task = task_of(site, "second")
    told = {"fence": task["fence"], "reason": "unsure"}
    assert site.browser.post(f"/task/{task['id']}/skip?view=second", json=told).json() == {"task": None}
    site.sign_in("carl")
    task = task_of(site, "second")
    told = {"fence": task["fence"], "reason": "suspicious", "remark": "two totals"}
    assert site.browser.post(f"/task/{task['id']}/escalate?view=second", json=told).json() == {"task": None}
    site.person("boss", "supervisor")
    site.sign_in("boss")
    assert task_of(site, "second")["id"] == task["id"]
    assert site.browser.get(f"/case/{number}").status_code == 200


SNIPPET_PATHS = (
    "/", "/search?q=R-17", "/board", "/people", "/me", "/keys", "/second", "/arbitrate", "/qa", "/corrections",
    "/ahead", "/case/{n}",
    "/case/{n}/page/0", "/case/{n}/words/0", "/case/{n}/known?name=total", "/case/{n}/ditto?name=total",
    "/task/{t}/page/0?view=snippets", "/task/{t}/page/0?view=second", "/task/{t}/image?view=second",
    "/task/{t}/image?view=qa", "/task/99/image?view=snippets", "/task/{t}/page/0", "/nothing",
)  # fmt: skip


def test_who_keys_snippets_is_shown_one_field_and_nothing_of_its_document(half: tuple[Site, int]) -> None:
    """Criterion A11."""
    site, number = half
    picture(site, number)
    site.person("nick", "snippet")
    assert site.sign_in("nick").headers["location"] == "/snippets"
    page = site.browser.get("/snippets")
    task = task_of(site, "snippets")
    assert set(task) == {"id", "fence", "label", "hint", "kind", "draft", "image", "choices"}
    assert (task["label"], task["choices"], task["draft"]) == ("Total", [], "")
    answers = [page]
    for path in SNIPPET_PATHS:
        answer = site.browser.get(path.format(n=number, t=task["id"]), follow_redirects=False)
        assert answer.status_code == 404, path
        answers.append(answer)
    for act in ("take", "finish", "check", "skip", "hold", "reject", "reclassify", "heartbeat"):
        assert site.browser.post(f"/case/{number}/{act}", json={"fence": 1}).status_code in (404, 422)
    assert site.browser.post("/next").status_code == 404
    cut = site.browser.get(f"/task/{task['id']}/image?view=snippets")
    assert cut.status_code == 200 and cut.headers["content-type"] == "image/png"
    assert cut.headers["cache-control"] == "no-store"
    answers.append(site.browser.post(f"/task/{task['id']}/heartbeat?view=snippets", json={"fence": task["fence"]}))
    answers.append(
        site.browser.post(f"/task/{task['id']}/answer?view=snippets", json={"fence": task["fence"], "text": FIRST})
    )
    for answer in answers:
        told = answer.text + json.dumps(dict(answer.headers))
        for secret in ("acme", "bill.pdf", "R-17", "31.12.2025", "100.00", READ, f"/case/{number}", "Issued"):
            assert secret not in told, (secret, answer.url)
        if answer.request.method == "GET":
            assert FIRST not in told


def test_a_snippet_is_cut_and_encoded_anew(half: tuple[Site, int]) -> None:
    site, number = half
    picture(site, number)
    task = task_of(site, "snippets")
    path = cases.page_image(site.db, number, 0)
    assert path is not None
    with Image.open(path) as whole, Image.open(
        io.BytesIO(site.browser.get(f"/task/{task['id']}/image?view=snippets").content)
    ) as cut:  # fmt: skip
        assert cut.info == {} and cut.height < whole.height / 10 and cut.width < whole.width
        # the box is 0.2 of the page wide; half a height on each side belongs to it
        assert cut.width / cut.height == pytest.approx((0.2 * 800 + 0.02 * 1130) / (0.02 * 1130 * 1.4), rel=0.1)


def test_nobody_gets_the_picture_of_a_task_that_another_has(half: tuple[Site, int]) -> None:
    site, number = half
    picture(site, number)
    task = task_of(site, "second")
    assert site.browser.get(f"/task/{task['id']}/page/0?view=second").status_code == 200
    assert site.browser.get(f"/task/{task['id']}/page/7?view=second").status_code == 404
    site.sign_in("carl")
    for path in ("image", "page/0"):
        assert site.browser.get(f"/task/{task['id']}/{path}?view=second").status_code == 404


def test_a_person_gets_what_they_have_the_skill_for(half: tuple[Site, int]) -> None:
    site, _ = half
    skills.give(site.db, "bert", "kind", ["date"], by="root")
    assert screen(site, "second")["task"] is None
    skills.give(site.db, "bert", "kind", ["money"], by="root")
    assert task_of(site, "second")["label"] == "Total"


def test_a_supervisor_takes_the_tasks_of_a_document_back(half: tuple[Site, int]) -> None:
    site, number = half
    assert "1 field is keyed by others" in site.browser.get(f"/case/{number}").text
    assert site.browser.post(f"/case/{number}/take").status_code == 409
    assert site.browser.post(f"/case/{number}/withdraw", data={"why": "only me"}).status_code == 404
    site.person("boss", "supervisor")
    site.sign_in("boss")
    page = site.browser.post(f"/case/{number}/withdraw", data={"why": "there are two of us"}).text
    assert "keyed by others" not in page and "Take this document" in page and FIRST not in page
    assert sum(tasks.counts(site.db).values()) == 0


def test_an_administrator_limits_what_a_person_gets(half: tuple[Site, int]) -> None:
    site, _ = half
    assert site.browser.post("/people/bert/skills", data={"sort": "kind", "names": "date"}).status_code == 404
    site.person("root", "admin")
    site.sign_in("root")
    assert site.browser.post("/people/bert/skills", data={"sort": "kind", "names": "date, name"}).status_code == 200
    assert skills.of(site.db, "bert") == {"kind": {"date", "name"}}
    assert "kind: date, name" in site.browser.get("/people").text
    for wrong in ({"sort": "kind", "names": "height"}, {"sort": "size", "names": "big"}):
        assert site.browser.post("/people/bert/skills", data=wrong).status_code == 422
    assert site.browser.post("/people/nobody/skills", data={"sort": "kind"}).status_code == 422
    site.sign_in("bert")
    assert screen(site, "second")["task"] is None


def test_an_arbiter_of_another_client_gets_nothing(half: tuple[Site, int]) -> None:
    site, number = half
    say(site, "second", text=SECOND)
    site.person("otto", "senior", clients=("globex",))
    site.sign_in("otto")
    assert screen(site, "arbitrate")["task"] is None
    site.sign_in("sue")
    for answer in all_answers(site, number):  # it is shown two values in its view, and nowhere else
        if '"choices"' not in answer:
            assert FIRST not in answer and SECOND not in answer and READ not in answer
