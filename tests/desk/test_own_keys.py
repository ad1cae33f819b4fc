"""Help lists the keys in force, and a person's own keys stay theirs (A14)."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from desk.keymap import KEYMAP, active, misfit
from tests.desk.conftest import GOOD, Site, a_case


def help_of(site: Site, number: int) -> list[str]:
    """The keys that the help of the keying screen prints."""
    page = site.browser.get(f"/case/{number}").text
    return [unescape(key) for key in re.findall(r"<dt><kbd>(.*?)</kbd></dt>", page)]


def bound(site: Site, number: int) -> dict[str, dict[str, dict[str, object]]]:
    """What the screen obeys."""
    found = re.search(r'id="screen">(.*?)</script>', site.browser.get(f"/case/{number}").text, re.S)
    assert found
    keys: dict[str, dict[str, dict[str, object]]] = json.loads(found[1])["keys"]
    return keys


def test_another_key_persists_for_its_person_and_help_shows_it(site: Site) -> None:
    number = site.save(a_case(GOOD))
    site.take(number)
    assert site.browser.post("/keys", data={"line": "F8", "key": "Ctrl+E"}).status_code == 200
    assert "Ctrl+E" in help_of(site, number) and "F8" not in help_of(site, number)
    assert bound(site, number)[""]["Ctrl+E"]["act"] == "ditto" and "F8" not in bound(site, number)[""]
    site.sign_in("anna")
    assert bound(site, number)[""]["Ctrl+E"]["act"] == "ditto"
    site.browser.post("/keys", data={"line": "F8", "key": "F8"})
    assert help_of(site, number) == [key.key for keys in KEYMAP.values() for key in keys]
    site.browser.post("/keys", data={"line": "image:Enter", "key": "F7"})
    site.browser.post("/keys/reset")
    assert bound(site, number)["image"]["Enter"]["act"] == "takeWords"
    site.person("bert")
    site.sign_in("bert")
    site.browser.post(f"/case/{number}/skip", json={"fence": 1, "reason": "unsure"})
    assert "F8" in site.browser.get("/keys").text


@pytest.mark.parametrize(
    ("line", "key", "why"),
    [
        ("F8", "F9", "taken"),
        ("F8", "Ctrl+T", "browser"),
        ("F8", "Ctrl+Alt+Q", "browser"),
        ("F8", "Tab", "browser"),
        ("F8", "<b>", "no key"),
        ("Tab", "F7", "no such line"),
        ("nothing", "F7", "no such line"),
    ],
)
def test_a_key_that_cannot_be_is_refused_with_words(site: Site, line: str, key: str, why: str) -> None:
    answer = site.browser.post("/keys", data={"line": line, "key": key})
    assert answer.status_code == 422 and why in answer.text and "<b>" not in answer.text


def test_a_plain_character_never_acts_while_somebody_types() -> None:
    """WCAG 2.1.4, whatever a person chooses."""
    table = active({"F8": "Q"})
    assert misfit({}, "F8", "Q") == ""
    assert [key.typing for keys in table.values() for key in keys if key.key in ("Q", "?")] == [False, False]
    assert all(key.typing or key.where or key.key == "?" for keys in KEYMAP.values() for key in keys)


def test_side_and_width_of_the_page_are_kept(site: Site) -> None:
    number = site.save(a_case(GOOD))
    site.take(number)
    assert site.browser.put("/layout", json={"side": "right", "share": 48}).status_code == 204
    assert 'data-side="right" data-share="48"' in site.browser.get(f"/case/{number}").text
    assert site.browser.put("/layout", json={"side": "top", "share": 48}).status_code == 422
