from __future__ import annotations

import re
from pathlib import Path

import pytest

import desk
from desk.keymap import KEYMAP, bindings
from store import people
from tests.desk.conftest import GOOD, PASSWORD, PIXEL, Site, a_case

NAUGHTY = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "</script><script>alert(1)</script>",
    "{{ 7 * 7 }}",
    "javascript:alert(1)",
)
STATIC = Path(desk.__file__).parent / "static"


def test_a_case_of_another_client_is_not_there(site: Site) -> None:
    number = site.save(a_case(GOOD), client="globex", name="theirs.pdf")
    site.person("carl", clients=("acme",))
    site.sign_in("carl")
    for path in ("", "/page/0", "/words/0"):
        assert site.browser.get(f"/case/{number}{path}").status_code == 404
    for act in ("take", "check", "heartbeat", "finish", "skip", "hold", "reject", "reclassify", "confirm", "undo"):
        body = (
            {"values": {}}
            if act == "check"
            else {
                "fence": 1,
                "reason": "unsure",
                "type": "letter",
                "finding": "!",
                "edit": "an-edit-name",
                "of": "another-name",
            }
        )
        more = {
            "reclassify": "reason type",
            "confirm": "reason finding edit",
            "undo": "of edit",
            "heartbeat": "",
            "finish": "",
        }
        body = (
            body
            if act in ("take", "check")
            else {key: body[key] for key in ("fence", *more.get(act, "reason").split())}
        )
        assert site.browser.post(f"/case/{number}/{act}", json=body).status_code == 404
    assert site.key(number, 1, "total", "1").status_code == 404
    assert site.browser.get("/?client=globex").status_code == 404
    assert "theirs.pdf" not in site.browser.get("/").text
    assert "theirs.pdf" not in site.browser.get("/search?q=R-17").text
    assert site.browser.post("/next", follow_redirects=False).headers["location"].startswith("/?word=empty")


def test_a_person_of_two_clients_sees_both(site: Site) -> None:
    for client in ("acme", "globex", "initech"):
        site.save(a_case(GOOD), client=client, name=f"{client}.pdf")
    site.person("dora", clients=("acme", "initech"))
    site.sign_in("dora")
    page = site.browser.get("/").text
    assert "acme.pdf" in page and "initech.pdf" in page and "globex" not in page and "2 documents wait" in page


@pytest.mark.parametrize(
    ("role", "may"),
    [("operator", True), ("senior", True), ("supervisor", True), ("admin", True), ("qa", False), ("auditor", False)],
)
def test_who_may_key(site: Site, role: str, may: bool) -> None:
    number = site.save(a_case(GOOD))
    site.person("emil", role=role)
    site.sign_in("emil")
    assert site.browser.get(f"/case/{number}").status_code == 200
    assert (site.browser.post(f"/case/{number}/take").status_code == 200) is may
    assert (site.browser.post("/next").status_code == 200) is may


def test_people_are_for_administrators(site: Site) -> None:
    assert site.browser.get("/people").status_code == 404
    site.person("root", role="admin")
    site.sign_in("root")
    assert "anna" in site.browser.get("/people").text
    new = {"name": "fritz", "password": PASSWORD, "role": "qa", "client": "*"}
    assert site.browser.post("/people", data=new).status_code == 200
    assert people.verify(site.db, "fritz", PASSWORD).roles == {"qa"}
    assert "choose another name" in site.browser.post("/people", data=new).text
    assert site.browser.post("/people", data=new | {"name": "x", "password": "short"}).status_code == 422
    assert site.browser.post("/people", data=new | {"name": "y", "role": "king"}).status_code == 422
    site.browser.post("/people/fritz/disable")
    assert {p.name for p in people.everybody(site.db) if p.disabled} == {"fritz"}
    assert "cannot shut yourself out" in site.browser.post("/people/root/disable").text


def test_an_administrator_of_some_clients_decides_over_nobody_else(site: Site) -> None:
    for client in ("acme", "globex"):
        site.save(a_case(GOOD), client=client)
    for name, their in (("carl", ("globex",)), ("dora", ("acme", "globex")), ("emil", ("acme",))):
        site.person(name, clients=their)
    site.person("root", role="admin", clients=("acme",))
    site.sign_in("root")
    page = site.browser.get("/people").text
    assert "emil" in page and "globex" not in page and "all clients" not in page
    assert not [name for name in ("anna", "carl", "dora") if name in page]
    new = {"name": "eve", "password": PASSWORD, "role": "admin"}
    for client in ("*", "globex", ""):
        assert site.browser.post("/people", data=new | {"client": client}).status_code == 422
    for name in ("anna", "carl", "dora", "nobody"):
        assert "Nobody of your clients" in site.browser.post(f"/people/{name}/disable").text
    assert site.browser.post("/people/emil/disable").status_code == 200
    assert site.browser.post("/people", data=new | {"client": "acme"}).status_code == 200
    assert people.verify(site.db, "eve", PASSWORD).clients == {"acme"}
    assert {one.name for one in people.everybody(site.db) if one.disabled} == {"emil"}


def test_the_picture_of_a_page_comes_as_it_is_and_is_not_kept(site: Site) -> None:
    number = site.save(a_case(GOOD))
    answer = site.browser.get(f"/case/{number}/page/0")
    assert (answer.content, answer.headers["content-type"]) == (PIXEL, "image/png")
    assert site.browser.get(f"/case/{number}/page/1").status_code == 404


def test_the_words_of_a_page_come_with_their_places(site: Site) -> None:
    number = site.save(a_case(GOOD))
    assert site.browser.get(f"/case/{number}/words/0").json()[0] == ["R-17", 0.2, 0.05, 0.4, 0.07]
    assert site.browser.get(f"/case/{number}/words/9").status_code == 404


def test_search_finds_words_and_values(site: Site) -> None:
    site.save(a_case(GOOD), name="found.pdf")
    assert "found.pdf" in site.browser.get("/search?q=R-17").text
    assert "found.pdf" in site.browser.get("/search?q=number:R-17").text
    assert "Nothing was found" in site.browser.get("/search?q=zebra").text
    site.save(a_case(GOOD), name="bill [copy] <2>.pdf")
    told = site.browser.get("/search?q=copy").text
    assert told.count("bill [copy] &lt;2&gt;.pdf") == 2  # its name, and what was found


@pytest.mark.parametrize("text", NAUGHTY)
def test_what_a_stranger_wrote_is_never_markup(site: Site, text: str) -> None:
    number = site.save(a_case(GOOD | {"note": text}, words=(text,)), name=text.replace("/", "_"))
    fence = site.take(number)
    site.key(number, fence, "note", text + "!")
    pages = [f"/case/{number}", "/", "/search?q=R-17", "/search", "/login"]
    found = [site.browser.get(path).text for path in pages]
    site.browser.post(f"/case/{number}/skip", json={"fence": fence, "reason": "unsure", "remark": text})
    found += [site.browser.get(f"/case/{number}").text, site.browser.get("/search", params={"q": text}).text]
    found.append(site.browser.post("/login", data={"name": text, "password": "x"}).text)
    for page in found:
        assert "<script>alert" not in page and "<img src=x" not in page and "49" not in re.findall(r">\s*49\s*<", page)


def test_the_read_view_shows_who_changed_what(site: Site) -> None:
    number = site.save(a_case(GOOD))
    fence = site.take(number)
    site.key(number, fence, "total", "119,00")
    site.browser.post(f"/case/{number}/finish", json={"fence": fence})
    page = site.browser.get(f"/case/{number}").text
    assert "approved" in page and "anna" in page and "Total" in page and "keyed by anna" in page


def test_the_help_lists_exactly_the_active_keys(site: Site) -> None:
    number = site.save(a_case(GOOD))
    site.take(number)
    page = site.browser.get(f"/case/{number}").text
    printed = re.findall(r"<dt><kbd>(.*?)</kbd></dt>", page)
    assert printed == [key.key for keys in KEYMAP.values() for key in keys]


def test_every_key_has_an_act_and_every_act_a_key_or_a_button() -> None:
    acts = {
        act
        for path in (*STATIC.glob("*_acts.js"), STATIC / "group.js", STATIC / "assemble.js")
        for act in re.findall(r"^ {2,4}(?:async )?(\w+)\([^)]*\) \{", path.read_text(), re.M)
    } - {"if", "for", "while"}
    bound = {str(one["act"]) for keys in bindings().values() for one in keys.values()}
    pages = (STATIC.parent / "templates").glob("*.html")
    buttons = {act for path in pages for act in re.findall(r'data-act="(\w+)"', path.read_text())}
    assert bound - acts == set() and acts - bound <= buttons | {"wider", "narrower"}


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.js")), ids=lambda path: path.name)
def test_scripts_never_make_markup_of_text_and_stay_short(path: Path) -> None:
    text = path.read_text()
    for sink in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "localStorage",
    ):
        assert sink not in text
    assert len(text.splitlines()) <= 300


def test_templates_have_no_inline_script_or_style_and_switch_no_escaping_off() -> None:
    for path in (STATIC.parent / "templates").glob("*.html"):
        text = path.read_text()
        assert not re.search(
            r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|\son\w+=|\sstyle=|<style|\|\s*safe", text
        ), path
