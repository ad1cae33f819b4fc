"""How many keys and clicks a document takes at the desk, against keying everything.

    .venv/bin/python -m bench.desk_keystrokes

Twenty documents of sample_docs/ are read by the real pipeline and go through the desk in a real Chromium. A person is
played who knows the truth (sample_docs/gold.jsonl) and works by key: what the desk asks about and is right is
accepted, what is wrong is keyed, what the paper does not say is marked blank, what a check asks is confirmed, and a
document that the desk does not take twice is rejected. Every key that goes down (Ctrl and Alt too) and every click is
counted in the page. What needs nobody takes none. Keying everything is each value of the form typed, a key to leave
each field, and two to finish.
"""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

import doctypes
import store
from bench.desk_speed import TOP, serving
from documents.case import CaseState
from documents.doctype import DocumentType
from documents.kinds import KINDS, same
from scripts.desk_pictures import keep
from store import Database, cases, people, queue
from tests.desk.chromium import FLAGS, chromium_path
from tests.desk.conftest import PASSWORD
from tests.desk.window import start

#: Six of them are scans or photos, about as many as of all.
FILES = (
    "invoice_01.pdf", "invoice_03.pdf", "invoice_05.pdf", "invoice_08.pdf", "invoice_09.pdf", "invoice_11.pdf",
    "invoice_12.pdf", "invoice_15.pdf", "invoice_wrong_sum.pdf", "invoice_facturx_01.pdf", "invoice_scan_01.pdf",
    "invoice_scan_04.pdf", "invoice_photo_01.jpg", "credit_note_01.pdf", "receipt_01.pdf", "receipt_02_photo.jpg",
    "purchase_order_01.pdf", "purchase_order_04_scan.pdf", "contract_02.pdf", "registration_form_03_scan.pdf",
)  # fmt: skip
COUNT = "window.pressed = 0; window.clicked = 0; addEventListener('keydown', () => { pressed += 1; }, true);"
CLICKS = "addEventListener('pointerdown', () => { clicked += 1; }, true);"
#: The focus, how the field there stands, its text, and whether a check asks for a confirmation.
LOOK = """() => { const on = document.activeElement, frame = on.closest('[data-row]');
  return { name: on.dataset.name || on.id, text: on.value || '', state: frame ? frame.dataset.state : '',
           rule: frame ? frame.dataset.rule : '', ready: document.body.dataset.ready || '' }; }"""
#: Another document stands there, or none; or it is said why not.
LEFT = """number => document.body.dataset.ready !== number
  || /^(Not|This)/.test(document.getElementById('told').textContent)"""
MOST = 120  # acts for one document


@dataclass(frozen=True)
class Truth:
    """What stands on one document: values by the name of their field."""

    doctype: DocumentType
    values: dict[str, str]

    def fits(self, name: str, text: str) -> bool:
        """Is this text what the paper says?"""
        spec, true = self.doctype.spec(name), self.values.get(name, "")
        if spec is None or not true or not text:
            return not true and not text
        read = KINDS[spec.kind]
        return same(spec.kind, read(text, spec.month_first), read(true, False))


def main() -> int:
    """Print a line a document, then the means."""
    types = doctypes.load_all()
    with tempfile.TemporaryDirectory() as folder:
        url, files = f"sqlite:///{folder}/desk.db", Path(folder) / "files"
        db = store.open_database(url, files)
        people.add(db, "anna", PASSWORD, {"operator"})
        for name in FILES:
            keep(db, types, "acme", TOP / "sample_docs/docs" / name, Path(folder) / name)
        with serving(url, files) as address:
            worked(db, address, types)
        store.close(db)
    return 0


def truths(types: dict[str, DocumentType]) -> dict[str, Truth]:
    """What stands on each document, by its name."""
    found = {}
    for line in (TOP / "sample_docs/gold.jsonl").read_text().splitlines():
        told = json.loads(line)
        if told["type"] in types:
            found[Path(told["file"]).name] = Truth(types[told["type"]], dict(_values(told)))
    return found


def _values(told: dict[str, Any]) -> list[tuple[str, str]]:
    values = [(name, str(text)) for name, texts in told["fields"].items() for text in _several(texts)[:1]]
    values += [(f"{name}.{n}", str(t)) for name, texts in told["fields"].items() for n, t in _rest(texts)]
    values += [(name, str(mark)) for name, mark in told["marks"].items()]
    cells = [(f"lines.{n}.{column}", str(t)) for n, line in enumerate(told["lines"], 1) for column, t in line.items()]
    return values + cells


def _several(texts: Any) -> list[Any]:
    return texts if isinstance(texts, list) else [texts]


def _rest(texts: Any) -> list[tuple[int, Any]]:
    return list(enumerate(_several(texts)[1:], 2))


def worked(db: Database, address: str, types: dict[str, DocumentType]) -> None:
    """Key what waits, and print what it took."""
    known = truths(types)
    waiting = {item.case_id: item.name for item in queue.waiting(db)}
    print(f"{len(FILES)} documents, {len(FILES) - len(waiting)} went straight through")
    taken = [(0, 0, everything(known[name])) for name in FILES if name not in waiting.values() and name in known]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS.split())
        page = browser.new_page(viewport={"width": 1440, "height": 900}, base_url=address)
        page.set_default_timeout(120_000)
        page.add_init_script(COUNT + CLICKS)
        start(page)
        while number := str(page.evaluate("document.body.dataset.ready || ''")):
            name = waiting[int(number)]
            keys, clicks = keyed(page, known[name], number)
            state = cases.state(db, int(number))
            whole = everything(known[name])
            print(f"{name:34} {state:9} keys {keys:4}  clicks {clicks}  keying everything {whole:5}")
            if state in (CaseState.APPROVED, CaseState.REJECTED):
                taken.append((keys, clicks, whole))
        browser.close()
    count = len(taken)
    keys, clicks, whole = (sum(one[at] for one in taken) for at in range(3))
    print(
        f"a document: {keys / count:.1f} keys, {clicks / count:.1f} clicks; keying everything {whole / count:.0f} keys"
    )
    print(f"n {count}, {100 * keys / whole:.1f} % of the keys")


def everything(truth: Truth) -> int:
    """The keys of keying all values of a form."""
    return sum(len(text) + 1 for text in truth.values.values()) + 2


def keyed(page: Page, truth: Truth, number: str) -> tuple[int, int]:
    """Do one document; its keys and clicks. One that is not taken the second time is rejected: the paper is wrong."""
    page.evaluate("window.pressed = window.clicked = 0")
    tried: set[tuple[str, str]] = set()
    asked = 0
    for _ in range(MOST):
        seen = page.evaluate(LOOK)
        if seen["ready"] != number:
            break
        counted = page.evaluate("[pressed, clicked]")
        is_stuck = seen["state"] == "error" and (seen["name"], seen["text"]) in tried
        if seen["name"] == "finish" or is_stuck:
            finish(page, number, asked == 2)
            asked += 1
            continue
        act(page, truth, seen, tried)
        settled(page)
    else:
        page.keyboard.press("Alt+s")
        page.keyboard.press("2")
        page.wait_for_function("before => document.body.dataset.ready !== before", arg=number)
    return counted[0] + (2 if seen["ready"] != number else 0), counted[1]


def finish(page: Page, number: str, is_wrong: bool) -> None:
    """Finish the document, or reject it."""
    page.keyboard.press("Alt+r" if is_wrong else "Control+Enter")
    if is_wrong:
        page.keyboard.press("1")
    page.wait_for_function(LEFT, arg=number)
    settled(page)


def act(page: Page, truth: Truth, seen: dict[str, str], tried: set[tuple[str, str]]) -> None:
    """What a person who knows the truth does with the field in focus."""
    name, is_right = seen["name"], truth.fits(seen["name"], seen["text"])
    once = (name, seen["text"])
    if seen["rule"] and is_right and once in tried:
        page.keyboard.press("Alt+Enter")
        page.keyboard.press("1")
    elif not truth.values.get(name) and not seen["text"]:
        page.keyboard.press("Control+b")
        page.keyboard.press("1")
    elif is_right:
        page.keyboard.press("Enter")
    else:
        page.keyboard.press("Control+a")
        page.keyboard.type(truth.values.get(name) or " ")
        page.keyboard.press("Enter")
    tried.add(once)


def settled(page: Page) -> None:
    """Wait until the desk has answered and the focus rests."""
    is_saved = "() => document.getElementById('saved')?.textContent ?? 'saved'"
    page.wait_for_function(f"() => ({is_saved})() === 'saved'")
    page.wait_for_timeout(60)


if __name__ == "__main__":
    sys.exit(main())
