"""Pictures of the views where single fields are worked on: second keying, snippets, arbitration, QA."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, Page, ViewportSize

import doctypes
import store
from desk.app import make_app
from documents.doctype import DocumentType, Review
from documents.fields import Field
from documents.verdicts import Decision, Route
from store import Database, cases, drafts, finishing, history, people, queue, tasks
from store.keyings import Asked
from store.qa import Draw
from store.voices import Sort, Voice
from tests.desk.conftest import PASSWORD
from tests.desk.window import Served, moved_to

TOP = Path(__file__).parents[1]
FIELD = "gross_total"
PEOPLE = {"anna": "operator", "bert": "operator", "sue": "senior", "quinn": "qa", "nick": "snippet"}
Keep = Callable[[Database, dict[str, DocumentType], str, Path, Path], None]


@contextmanager
def served(tmp_path: Path, keep: Keep) -> Iterator[str]:
    """The address of a desk whose invoices' totals two people key, some of them keyed by the first."""
    db = store.open_database(f"sqlite:///{tmp_path}/fields.db", tmp_path / "files")
    types = doctypes.load_all()
    invoice = types["invoice"]
    blind = tuple(replace(one, review=Review.BLIND) if one.name == FIELD else one for one in invoice.fields)
    types["invoice"] = replace(invoice, fields=blind)
    for name, role in PEOPLE.items():
        people.add(db, name, PASSWORD, {role})
    for name in ("invoice_scan_01.pdf", "invoice_scan_02.pdf", "invoice_scan_04.pdf", "invoice_scan_06.pdf"):
        keep(db, types, "northwind", TOP / "sample_docs/docs" / name, tmp_path / name)
    waiting = [item.case_id for item in queue.waiting(db)]
    if len(waiting) < 4:
        raise RuntimeError(f"{len(waiting)} of four invoices wait at the desk; choose others, which are in doubt")
    first, second, third, fourth = waiting
    for number in (first, second, third):
        _keyed(db, number, types)
    _disputed(db, types)
    _checked(db, fourth, types)
    server = Served(uvicorn.Config(make_app(db, types), port=0, log_level="error"))
    yield server.start()
    server.should_exit = True
    store.close(db)


def _total(db: Database, number: int, types: dict[str, DocumentType]) -> Field:
    return cases.load(db, number, types).fields[FIELD]


def _keyed(db: Database, number: int, types: dict[str, DocumentType]) -> None:
    """Anna keys the total of a document unseen, and finishes it."""
    read = _total(db, number, types)
    voice = Voice(Sort.KEYED, "anna", read.value, read.text, read.boxes)
    fence = queue.claim(db, number, person="anna").fence
    drafts.keep(db, number, name=FIELD, voice=voice, fence=fence)
    finishing.finish(
        db,
        number,
        asked=[Asked(FIELD, "Total", "blind", "money", voice, read)],
        fields=cases.load(db, number, types).fields,
        findings=(),
        decision=Decision(Route.RELEASE),
        person="anna",
        fence=fence,
        seen=history.newest(db, number),
        drafted=drafts.newest(db, number, "anna"),
    )


def _disputed(db: Database, types: dict[str, DocumentType]) -> None:
    """Bert keys the first of them otherwise, as two digits are swapped in a hurry."""
    task = tasks.next(db, person="bert", kinds=["key"])
    if task is None:
        raise RuntimeError("there is nothing to key second")
    text = str(_total(db, task.case_id, types).value)
    text = f"{text[0]}{text[2]}{text[1]}{text[3:]}"
    said = Voice(Sort.KEYED, "bert", Decimal(text), text, task.boxes)
    tasks.answer(db, task.id, fence=task.fence, voice=said)


def _checked(db: Database, number: int, types: dict[str, DocumentType]) -> None:
    """A document is approved, and its total drawn for QA."""
    case = cases.load(db, number, types)
    cases.decide(
        db,
        number,
        fields=case.fields,
        findings=(),
        decision=Decision(Route.RELEASE),
        person="anna",
        fence=queue.claim(db, number, person="anna").fence,
        drawn=[Draw(FIELD, "money", 0.05)],
    )


def take(browser: Browser, address: str, folder: Path, picture: Callable[[Page, Path], None]) -> None:
    """One picture of each view, as its people see it; the arbiter's also in the dark."""
    for view, person in (("second", "bert"), ("arbitrate", "sue"), ("qa", "quinn"), ("snippets", "nick")):
        _seen(browser, address, view, person, folder, picture)
    _seen(browser, address, "arbitrate", "sue", folder, picture, dark=True)


def _seen(
    browser: Browser,
    address: str,
    view: str,
    person: str,
    folder: Path,
    picture: Callable[[Page, Path], None],
    dark: bool = False,
) -> None:
    size: ViewportSize = {"width": 1280, "height": 720}
    page = browser.new_page(viewport=size, base_url=address, color_scheme="dark" if dark else "light")
    page.goto("/login")
    moved_to(page, "name")
    page.keyboard.type(person)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "login" not in url)
    page.goto(f"/{view}")
    page.wait_for_selector("body[data-task]")
    page.wait_for_function("() => document.getElementById('cut').naturalWidth > 50")
    picture(page, folder / f"desk-{view}{'-dark' if dark else ''}.png")
    page.close()
