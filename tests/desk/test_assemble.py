"""Pages put together otherwise: documents, values and pictures follow, with a reason, and it is undone (A12)."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Page as Window

from documents.case import Case, CaseState
from documents.layout import Box, Page, Source, Word
from store import audit, balance, cases, queue, receipts
from tests.desk.conftest import GOOD, PIXEL, TYPES, Site, a_case
from tests.desk.window import chromium, desk, moved_to, page, painted, start

__all__ = ["chromium", "desk", "page"]
ON_BOTH = True


def of_pages(count: int, name: str = "bill.pdf") -> Case:
    """A case with its values on the first of so many pages."""
    made = a_case(GOOD)
    [first] = made.document.pages
    words = [(Word(f"sheet{n}", Box(n, 0.1, 0.1, 0.3, 0.12), 0.9, "tesseract"),) for n in range(count)]
    more = [Page(n, 595, 842, words[n], Source.OCR, image="page-0001.png") for n in range(1, count)]
    return replace(made, document=replace(made.document, pages=(first, *more), name=name))


def ask(site: Site, number: int, fence: int, documents: list[dict[str, object]], **more: object) -> Any:
    """Put the pages together so."""
    told = {"fence": fence, "documents": documents, "reason": "several", **more}
    return site.browser.post(f"/case/{number}/pages", json=told)


def bundle(case: int | None, *pages: int, type: str = "") -> dict[str, object]:
    """A document as the page sends it."""
    return {"case": case, "type": type, "pages": [{"number": page} for page in pages]}


def pages_of(site: Site, number: int) -> list[int]:
    """The pages that a case has."""
    return [one.number for one in cases.load(site.db, number, TYPES).document.pages]


def done(site: Site) -> list[str]:
    """What the audit says was done to pages."""
    acts = [f"{one.action} {one.why}" for one in reversed(audit.entries(site.db, "acme", 300))]
    return [act for act in acts if act.startswith("case.") and ("assemble" in act or "undone" in act)]


def test_a_file_of_two_documents_is_split_and_put_back(site: Site) -> None:
    number = site.save(of_pages(3))
    fence = site.take(number)
    site.key(number, fence, "note", "keyed", boxes=[[0, 0.1, 0.1, 0.2, 0.2]])
    before = cases.load(site.db, number, TYPES)
    asked = [bundle(number, 0), bundle(None, 1, 2, type="letter")]
    assert ask(site, number, fence, asked, reason="because").status_code == 422
    assert ask(site, number, fence, asked).json() == {"next": f"/case/{number}"}
    new = number + 1
    assert (pages_of(site, number), pages_of(site, new)) == ([0], [1, 2])
    assert cases.load(site.db, number, TYPES).fields["note"].text == "keyed"
    assert cases.load(site.db, new, TYPES).type_name == "letter"
    assert site.browser.get(f"/case/{new}/page/1").status_code == 200
    assert "sheet1" in site.browser.get("/search?q=sheet1").text
    assert balance.reconcile(site.db).balances
    assert done(site) == ["case.split assemble: several"]
    back = site.browser.post(f"/case/{number}/restore", json={"fence": fence})
    assert back.json() == {"next": f"/case/{number}"}
    after = cases.load(site.db, number, TYPES)
    assert (after.document, after.fields) == (before.document, before.fields)
    assert cases.state(site.db, new) is CaseState.REJECTED and balance.reconcile(site.db).balances
    assert done(site)[-1] == "case.split_undone assemble: several"


def test_two_documents_are_merged_and_the_one_given_up_cannot_be_booked_again(site: Site) -> None:
    number = site.save(of_pages(2))
    fence = site.take(number)
    ask(site, number, fence, [bundle(number, 0), bundle(None, 1, type="bill")])
    assert ask(site, number, fence, [bundle(number, 0, 1)], reason="torn").status_code == 200
    assert pages_of(site, number) == [0, 1] and cases.state(site.db, number + 1) is CaseState.REJECTED
    assert done(site)[-1] == "case.merge assemble: torn"
    site.person("susi", "supervisor")
    site.sign_in("susi")
    answer = site.browser.post(f"/case/{number + 1}/reopen", data={"reason": "mistake"})
    assert answer.status_code == 409 and "in another document" in answer.text
    site.sign_in("anna")
    site.browser.post(f"/case/{number}/restore", json={"fence": fence})
    assert (pages_of(site, number), pages_of(site, number + 1)) == ([0], [1])
    site.browser.post(f"/case/{number}/restore", json={"fence": fence})
    assert pages_of(site, number) == [0, 1] and balance.reconcile(site.db).balances


@pytest.mark.parametrize(
    ("pages", "reason", "act"),
    [((1, 0), "order", "reorder"), ((0,), "empty", "leave_out"), ((1,), "foreign", "leave_out")],
)
def test_pages_are_ordered_and_left_out(site: Site, pages: tuple[int, ...], reason: str, act: str) -> None:
    number = site.save(of_pages(2))
    fence = site.take(number)
    ask(site, number, fence, [bundle(number, *pages)], reason=reason)
    assert pages_of(site, number) == list(pages)
    assert done(site) == [f"case.{act} assemble: {reason}"]
    site.browser.post(f"/case/{number}/restore", json={"fence": fence})
    assert pages_of(site, number) == [0, 1]


def test_nothing_else_is_taken_for_an_arrangement(site: Site) -> None:
    number, other = site.save(of_pages(2)), site.save(of_pages(2))
    fence = site.take(number)
    wrong = (
        [bundle(number, 0, 0)],
        [bundle(number, 7)],
        [bundle(other, 0, 1)],
        [bundle(number, 0), bundle(number, 1)],
        [bundle(number, 0), bundle(other, 1)],
        [bundle(None, 0, 1)],
        [bundle(number, 0, 1, type="novel")],
    )
    for documents in wrong:
        assert ask(site, number, fence, documents).status_code == 422
    assert ask(site, number, fence - 1, [bundle(number, 1, 0)]).status_code == 409
    assert ask(site, number, fence, [bundle(number, 0, 1)]).status_code == 200  # nothing to do
    assert pages_of(site, number) == [0, 1] and done(site) == []


def test_what_another_works_on_is_not_taken_away(site: Site) -> None:
    number = site.save(of_pages(3))
    fence = site.take(number)
    ask(site, number, fence, [bundle(number, 0, 1), bundle(None, 2, type="bill")])
    queue.claim(site.db, number + 1, person="bert")
    answer = ask(site, number, fence, [bundle(number, 0, 1, 2)])
    assert answer.status_code == 409 and "another works on it" in answer.json()["words"]
    assert site.browser.post(f"/case/{number}/restore", json={"fence": fence}).status_code == 409


def test_after_the_export_nothing_is_put_back(site: Site) -> None:
    number = site.save(of_pages(2))
    fence = site.take(number)
    ask(site, number, fence, [bundle(number, 1, 0)], reason="order")
    site.key(number, fence, "total", "119.00")
    site.key(number, fence, "number", "R-1")
    for name, text in GOOD.items():
        site.key(number, fence, name, text, edit=f"again-{name}")
    assert site.browser.post(f"/case/{number}/finish", json={"fence": fence}).json()["state"] == "approved"
    answer = site.browser.post(f"/case/{number}/restore", json={"fence": fence})
    assert answer.status_code == 409 and pages_of(site, number) == [1, 0]


def upside_down() -> bytes:
    """A scan that lies on its head, as a PNG."""
    sheet = Image.new("L", (1240, 1754), 255)
    font = ImageFont.load_default(40)
    for line in range(8):
        ImageDraw.Draw(sheet).text((150, 200 + 90 * line), f"Invoice number 4711 line {line} amount", fill=0, font=font)
    kept = BytesIO()
    sheet.rotate(180).save(kept, "PNG")
    return kept.getvalue()


@pytest.mark.slow
def test_a_page_is_turned_and_read_again(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "lying.png"
    path.write_bytes(upside_down())
    images = tmp_path / "images"
    images.mkdir()
    (images / "page-0001.png").write_bytes(PIXEL)
    receipts.register(site.db, client="acme", name="lying.png", path=path)
    [receipt] = receipts.claim(site.db, worker="test", count=1)
    made = a_case(GOOD)
    document = replace(made.document, sha256=receipt.sha256, name="lying.png")
    [number] = cases.save(site.db, receipt, [replace(made, document=document)], images)
    fence = site.take(number)
    documents = [{"case": number, "type": "", "pages": [{"number": 0, "turn": 180}]}]
    answer = site.browser.post(
        f"/case/{number}/pages", json={"fence": fence, "documents": documents, "reason": "lying"}
    )
    assert answer.status_code == 200, answer.text
    [turned] = cases.load(site.db, number, TYPES).document.pages
    assert turned.turned == 180 and "4711" in {word.text for word in turned.words}
    assert site.browser.get(f"/case/{number}/page/0").headers["content-type"] == "image/jpeg"
    assert done(site) == ["case.rotate assemble: lying"]
    site.browser.post(f"/case/{number}/restore", json={"fence": fence})
    assert cases.load(site.db, number, TYPES).document == document
    assert site.browser.get(f"/case/{number}/page/0").content == PIXEL


@pytest.mark.slow
def test_the_strip_is_worked_by_key(desk: Site, page: Window) -> None:
    number = desk.save(of_pages(4))
    start(page)
    page.keyboard.press("Alt+p")
    page.wait_for_selector("body[data-ready] #strip .leaf")
    painted(page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("s")
    page.wait_for_selector("text=2 documents")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Alt+ArrowLeft")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Delete")
    page.wait_for_selector("text=1 left out")
    page.keyboard.press("r")  # a page that is left out is not turned
    page.wait_for_selector("#told:has-text('Take the page in first')")
    page.keyboard.press("Control+z")
    page.wait_for_selector("text=1 left out", state="detached")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("t")
    page.wait_for_selector("text=Which type is it?")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=Why put the pages together so?")
    page.keyboard.press("1")
    page.wait_for_url(f"**/case/{number}")
    moved_to(page, "number")
    assert pages_of(desk, number) == [0] and pages_of(desk, number + 1) == [2, 1, 3]
    page.keyboard.press("Alt+p")
    page.wait_for_selector("body[data-ready] >> text=Undo what was done before")  # a key before that is lost
    painted(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("m")
    page.wait_for_selector("text=1 document")
    page.keyboard.press("Escape")
    moved_to(page, "number")
    assert pages_of(desk, number) == [0]
