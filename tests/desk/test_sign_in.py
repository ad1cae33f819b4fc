from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from documents.errors import AccessError
from store import people
from tests.desk.conftest import GOOD, HOST, Site, a_case


def test_nobody_gets_in_without_signing_in(site: Site) -> None:
    number = site.save(a_case(GOOD))
    site.browser.cookies.clear()
    for path in ("/", "/search", "/people", f"/case/{number}", f"/case/{number}/page/0", f"/case/{number}/words/0"):
        answer = site.browser.get(path, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    assert site.browser.post(f"/case/{number}/finish", json={"fence": 1}).status_code == 401


def test_the_cookie_is_for_our_pages_only(site: Site) -> None:
    cookie = site.sign_in("anna").headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie


def test_by_https_the_cookie_never_travels_in_the_clear(site: Site) -> None:
    site.browser.base_url = "https://desk.test"
    site.browser.headers["Origin"] = "https://desk.test"
    cookie = site.sign_in("anna").headers["set-cookie"]
    assert cookie.startswith("__Host-paperdesk=") and "Secure" in cookie
    assert site.browser.get("/", follow_redirects=False).status_code == 200


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(site: Site) -> None:
    wrong, unknown = site.sign_in("anna", "not her password"), site.sign_in("nobody", "not her password")
    assert wrong.status_code == unknown.status_code == 401
    assert people.REFUSAL in wrong.text and people.REFUSAL in unknown.text


def test_signing_out_ends_the_session_in_the_store(site: Site) -> None:
    cookies = dict(site.browser.cookies)
    site.browser.post("/logout")
    site.browser.cookies.update(cookies)
    assert site.browser.get("/", follow_redirects=False).status_code == 303


def test_a_disabled_person_is_out_at_once(site: Site) -> None:
    people.disable(site.db, "anna", by="root")
    assert site.browser.get("/", follow_redirects=False).status_code == 303


@pytest.mark.parametrize("origin", ["http://evil.test", "null", "https://desk.test", "http://desk.test:81", ""])
def test_what_comes_from_elsewhere_is_refused(site: Site, origin: str) -> None:
    assert site.browser.post("/next", headers={"Origin": origin}).status_code == 403


def test_a_request_without_an_origin_is_refused(site: Site) -> None:
    del site.browser.headers["Origin"]
    assert site.browser.post("/next").status_code == 403
    assert site.browser.put("/case/1/field", json={}).status_code == 403


def test_what_the_browser_calls_cross_site_is_refused(site: Site) -> None:
    headers = {"Origin": HOST, "Sec-Fetch-Site": "cross-site"}
    assert site.browser.post("/next", headers=headers).status_code == 403


def test_a_body_beyond_all_measure_is_refused(site: Site) -> None:
    assert site.browser.post("/login", content=b"x" * 1_000_001).status_code == 413


def test_every_answer_says_what_a_browser_may_do_with_it(site: Site) -> None:
    number = site.save(a_case(GOOD))
    for path in ("/", "/login", f"/case/{number}", f"/case/{number}/page/0", "/nowhere", "/static/desk.css"):
        headers = site.browser.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "script-src 'self'" in policy and "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == ("no-cache" if path.startswith("/static") else "no-store")


def test_there_are_no_api_pages(site: Site) -> None:
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert site.browser.get(path).status_code == 404


def test_an_error_is_a_page_with_words_and_no_stack(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in ("/nowhere", "/case/1", "/case/x", "/case/-1", f"/case/{10**30}", "/?page=0"):
        answer = site.browser.get(path)
        assert answer.status_code == 404 and "There is no such page" in answer.text

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret inside")

    monkeypatch.setattr("store.tallies.documents", broken)
    answer = site.browser.get("/")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.status_code == 500 and "Something went wrong on our side" in answer.text
    assert "secret" not in answer.text and "Traceback" not in answer.text


def test_two_passwords_at_a_time_are_hashed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each takes 64 MiB: a crowd at the door must not take all memory."""
    inside: list[str] = []
    most: list[int] = []

    def slowly(db: object, name: str, password: str) -> str:
        inside.append(name)
        most.append(len(inside))
        time.sleep(0.05)
        inside.remove(name)
        raise AccessError("no")

    monkeypatch.setattr(people, "sign_in", slowly)
    with ThreadPoolExecutor(6) as crowd:
        codes = list(crowd.map(lambda number: site.sign_in(f"p{number}").status_code, range(12)))
    assert codes == [401] * 12 and max(most) == 2
