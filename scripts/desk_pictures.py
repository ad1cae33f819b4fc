"""Make the pictures in docs/pictures/ anew: `python -m scripts.desk_pictures [FOLDER]`, from the top of the tree.

A desk over documents of sample_docs/, read by the real pipeline and seen in a real Chromium.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import uvicorn
from PIL import Image
from playwright.sync_api import Page, sync_playwright

import assurance
import capture
import doctypes
import extractors
import store
import validators
from assurance import Thresholds
from desk.app import make_app
from desk.settings import Settings
from documents.case import Case
from documents.doctype import DocumentType, FieldSpec
from documents.layout import Document
from scripts import field_pictures
from store import Database, cases, people, receipts
from tests.desk.chromium import FLAGS, chromium_path
from tests.desk.conftest import PASSWORD
from tests.desk.window import Served, ready, start

TOP = Path(__file__).parents[1]
SAMPLES = {
    "northwind": ("invoice_scan_06.pdf", "invoice_scan_01.pdf", "invoice_wrong_sum.pdf", "purchase_order_01.pdf"),
    "brandt": ("invoice_scan_02.pdf", "contract_02.pdf", "invoice_scan_04.pdf", "invoice_09.pdf"),
    "fuchs": ("batch_01_scan.pdf",),
}
#: A machine with other work to do may take its time over a page.
PATIENT = capture.Limits(seconds_base=600, stall=600, ocr_seconds=600)


class Strict:
    """Thresholds of a client who wants nearly everything seen: for the picture of a group."""

    model = "strict"

    def of(self, doctype: DocumentType, spec: FieldSpec) -> float:
        """The confidence that each field needs."""
        return 0.995

    def certified(self, doctype: DocumentType, spec: FieldSpec) -> bool:
        """Nothing was proved."""
        return False


@contextmanager
def served(tmp_path: Path) -> Iterator[str]:
    """The address of a desk with real documents, read by the real pipeline."""
    db = store.open_database(f"sqlite:///{tmp_path}/desk.db", tmp_path / "files")
    types = doctypes.load_all()
    for client, names in SAMPLES.items():
        for name in names:
            keep(db, types, client, TOP / "sample_docs/docs" / name, tmp_path / name)
    people.add(db, "anna", PASSWORD, {"supervisor", "admin"})
    with desk(db, types) as address:
        yield address
    store.close(db)


@contextmanager
def desk(db: Database, types: dict[str, DocumentType], settings: Settings | None = None) -> Iterator[str]:
    """A desk that answers; its address."""
    server = Served(uvicorn.Config(make_app(db, types, settings), port=0, log_level="error"))
    try:
        yield server.start()
    finally:
        server.should_exit = True


def keep(db: Database, types: dict[str, DocumentType], client: str, path: Path, images: Path) -> None:
    """The way of one document into the store."""
    images.mkdir(exist_ok=True)
    receipts.register(db, client=client, name=path.name, path=path)
    [receipt] = receipts.claim(db, worker="pictures")
    document = captured(path, images)
    cases.save(db, receipt, [read(part, types) for part in doctypes.split(document)], images)


@cache
def captured(path: Path, images: Path) -> Document:
    """The document, read once."""
    return capture.read(path, images=images, limits=PATIENT)


def read(document: Document, types: dict[str, DocumentType], thresholds: Thresholds = assurance.DECLARED) -> Case:
    """Classify, extract, validate, decide."""
    verdict = doctypes.classify(document, types)
    if verdict.doctype is None:
        return Case(document, None, {}, (), assurance.unclassified(verdict.reason))
    fields = extractors.extract(document, verdict.doctype)
    findings = validators.validate(fields, verdict.doctype)
    decision = assurance.decide(fields, findings, verdict.doctype, thresholds)
    return Case(document, verdict.doctype, fields, tuple(findings), decision)


@contextmanager
def served_strictly(tmp_path: Path) -> Iterator[str]:
    """The address of a desk with the same invoices for a client who wants nearly everything seen."""
    db = store.open_database(f"sqlite:///{tmp_path}/strict.db", tmp_path / "files")
    types = doctypes.load_all()
    people.add(db, "anna", PASSWORD, {"supervisor"})
    for name in (name for names in SAMPLES.values() for name in names if name.startswith("invoice_scan")):
        path, images = TOP / "sample_docs/docs" / name, tmp_path / name
        receipts.register(db, client="northwind", name=name, path=path)
        [receipt] = receipts.claim(db, worker="pictures")
        cases.save(db, receipt, [read(captured(path, images), types, Strict())], images)
    with desk(db, types, Settings(thresholds=Strict())) as address:
        yield address
    store.close(db)


def take(address: str, folder: Path) -> None:
    """Go through the desk as a person would, and take the pictures on the way."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS.split())
        page = browser.new_page(viewport={"width": 1440, "height": 900}, base_url=address, color_scheme="light")
        start(page)
        number = page.get_attribute("body", "data-ready")
        page.keyboard.press("Enter")  # one doubt is settled, the next is looked at
        picture(page, folder / "desk-keying.png")
        page.goto("/")
        picture(page, folder / "desk-queue.png")
        page.goto(f"/case/{number}")
        ready(page)
        page.focus("td:not([hidden]) input.value")
        picture(page, folder / "desk-table.png")
        page.set_viewport_size({"width": 640, "height": 360})
        page.focus('[data-name="issue_date"]')
        picture(page, folder / "desk-200.png")
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size({"width": 1280, "height": 720})
        picture(page, folder / "desk-dark.png")
        page.emulate_media(color_scheme="light")
        page.goto("/board")
        picture(page, folder / "desk-board.png")
        page.goto("/?client=fuchs")
        page.click("text=batch_01_scan.pdf >> nth=0")
        page.click("text=Take this document")
        ready(page)
        page.keyboard.press("Alt+p")
        page.wait_for_selector("body[data-ready] .leaf")
        picture(page, folder / "desk-pages.png")
        page.goto(f"/case/{number}")
        picture(page, folder / "desk-record.png")
        browser.close()


def take_group(address: str, folder: Path) -> None:
    """Equal values of several invoices."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS.split())
        page = browser.new_page(viewport={"width": 1280, "height": 720}, base_url=address, color_scheme="light")
        page.goto("/login")
        page.fill("#name", "anna")
        page.fill("#password", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_selector("text=Exception queue")
        page.goto("/group")
        page.wait_for_selector("body[data-ready]")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Space")
        picture(page, folder / "desk-group.png")
        browser.close()


def take_fields(address: str, folder: Path) -> None:
    """The views where single fields are worked on."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS.split())
        field_pictures.take(browser, address, folder, picture)
        browser.close()


def picture(page: Page, path: Path) -> None:
    """One picture of the window, small enough for a README."""
    page.wait_for_timeout(600)
    page.screenshot(path=path)
    with Image.open(path) as seen:
        small = seen.convert("RGB").quantize(200, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    small.save(path, optimize=True)


if __name__ == "__main__":
    into = Path(sys.argv[1]) if len(sys.argv) > 1 else TOP / "docs/pictures"
    into.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as work:
        with served(Path(work)) as address:
            take(address, into)
        with served_strictly(Path(work)) as address:
            take_group(address, into)
        with field_pictures.served(Path(work), keep) as address:
            take_fields(address, into)
