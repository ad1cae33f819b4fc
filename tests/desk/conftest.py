"""A desk over a fresh SQLite store with recorded documents: no OCR, no browser."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

import assurance
import store
import validators
from desk.app import make_app
from desk.settings import Settings
from documents.case import Case
from documents.doctype import DocumentType, FieldSpec, Review, Rule, Step, TableSpec
from documents.fields import Field
from documents.kinds import KINDS
from documents.layout import Box, Document, Page, Source, Word
from documents.verdicts import Severity
from store import Database, cases, people, receipts
from tests.store.conftest import empty

HOST = "http://desk.test"
PASSWORD = "a long enough password"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c63f80f00010101001bb6ee56"
    "0000000049454e44ae426082"
)

BILL = DocumentType(
    name="bill",
    label="Bill",
    fields=(
        FieldSpec("number", "Number", "identifier"),
        FieldSpec("issued", "Issued", "date"),
        FieldSpec("net", "Net", "money"),
        FieldSpec("tax", "Tax", "money"),
        FieldSpec("total", "Total", "money"),
        FieldSpec("note", "Note", "text", required=False),
        FieldSpec("party", "Party", "name", required=False, repeated=True),
        FieldSpec("account", "Account", "identifier", required=False, review=Review.VERIFY),
    ),
    tables=(
        TableSpec(
            "lines",
            "Lines",
            (
                FieldSpec("lines.description", "Description", "text", required=False),
                FieldSpec("lines.amount", "Amount", "money"),
            ),
        ),
    ),
    rules=(
        Rule(Step("sum", {}), ("total", "net", "tax")),
        Rule(Step("lines_sum", {}), ("lines.amount", "net"), Severity.CONFIRM),
    ),
    index=("number",),
    declaration="d" * 64,
)
LETTER = DocumentType("letter", "Letter", (FieldSpec("subject", "Subject", "text", required=False),))
TYPES = {"bill": BILL, "letter": LETTER}

GOOD = {"number": "R-17", "issued": "31.12.2025", "net": "100.00", "tax": "19.00", "total": "119.00"}
LINES = {"lines.1.description": "Paper", "lines.1.amount": "60.00", "lines.2.amount": "40.00"}


def a_case(texts: dict[str, str], doubtful: tuple[str, ...] = ("total",), words: tuple[str, ...] = ()) -> Case:
    """A case as the flows would save it: these texts read from one OCR page, some of them unsurely."""
    boxes = {name: Box(0, 0.2, 0.05 + 0.05 * at, 0.4, 0.07 + 0.05 * at) for at, name in enumerate(texts)}
    printed = [Word(text, boxes[name], 0.9, "tesseract") for name, text in texts.items()]
    printed += [Word(text, Box(0, 0.6, 0.1, 0.7, 0.12), 0.9, "tesseract") for text in words]
    page = Page(0, 595, 842, tuple(printed), Source.OCR, image="page-0001.png")
    fields = {}
    for name, text in texts.items():
        spec = BILL.spec(name)
        assert spec is not None
        value = KINDS[spec.kind](text, False)
        assert value is not None
        sure = 0.6 if name in doubtful else 0.99
        fields[name] = Field(name, value, text, sure, "label", (boxes[name],), sure, 1.0)
    findings = validators.validate(fields, BILL)
    decision = assurance.decide(fields, findings, BILL)
    return Case(Document("0" * 64, "bill.pdf", (page,)), BILL, fields, tuple(findings), decision)


@dataclass
class Site:
    """A desk, its store, and a browser without a window."""

    db: Database
    tmp: Path
    browser: TestClient

    @property
    def app(self) -> Any:
        """The desk's web app."""
        return self.browser.app

    def save(self, case: Case, client: str = "acme", name: str = "bill.pdf", picture: bytes = PIXEL) -> int:
        """Keep a case as intake and flows would, each in a file of its own, with this picture of its page."""
        path = self.tmp / f"{len(list(self.tmp.iterdir()))}.bin"
        path.write_bytes(str(path).encode())
        images = self.tmp / "images"
        images.mkdir(exist_ok=True)
        (images / "page-0001.png").write_bytes(picture)
        receipts.register(self.db, client=client, name=name, path=path)
        [receipt] = receipts.claim(self.db, worker="test", count=1)
        document = replace(case.document, sha256=receipt.sha256, name=name)
        [number] = cases.save(self.db, receipt, [replace(case, document=document)], images)
        return number

    def person(self, name: str, role: str = "operator", clients: tuple[str, ...] = ("*",)) -> None:
        """Somebody who may sign in."""
        people.add(self.db, name, PASSWORD, {role}, set(clients))

    def sign_in(self, name: str, password: str = PASSWORD) -> Any:
        """Sign in, and keep the cookie."""
        return self.browser.post("/login", data={"name": name, "password": password}, follow_redirects=False)

    def take(self, number: int) -> int:
        """Lease the case to who is signed in; the fence."""
        assert self.browser.post(f"/case/{number}/take").status_code == 200
        found = re.search(r'"fence": (\d+)', self.browser.get(f"/case/{number}").text)
        assert found
        return int(found[1])

    def key(self, number: int, fence: int, name: str, text: str, **more: object) -> Any:
        """Save one field as the screen does."""
        edit = {"edit": f"{name}-{text}-{more}"[:60].ljust(8, "."), "fence": fence, "name": name, "text": text, **more}
        return self.browser.put(f"/case/{number}/field", json=edit)


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with its tables, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("store")
    store.close(store.open_database(f"sqlite:///{folder}/desk.db", folder))
    return folder / "desk.db"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests of a module that says `ON_BOTH = True` run on PostgreSQL too (slow)."""
    if "database" in metafunc.fixturenames and getattr(metafunc.module, "ON_BOTH", False):
        both = ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)]
        metafunc.parametrize("database", both, indirect=True)


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path, empty_store: Path) -> str:
    """The URL of a database with nothing in its tables."""
    if getattr(request, "param", "sqlite") == "postgresql":
        server: str = request.getfixturevalue("postgres")
        empty(server)
        return server
    shutil.copy(empty_store, tmp_path / "desk.db")
    return f"sqlite:///{tmp_path}/desk.db"


@pytest.fixture
def site(tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A desk with Anna, an operator, signed in."""
    cheap_passwords(monkeypatch)
    (tmp_path / "in").mkdir()
    db = store.open_database(database, tmp_path / "files")
    app = make_app(db, TYPES, Settings(page_size=5))
    with TestClient(app, base_url=HOST, headers={"Origin": HOST}, raise_server_exceptions=False) as browser:
        made = Site(db, tmp_path / "in", browser)
        made.person("anna")
        assert made.sign_in("anna").status_code == 303
        yield made
    store.close(db)


def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash as fast as the library can: tests sign in often."""
    from argon2 import PasswordHasher

    monkeypatch.setattr(people, "_hasher", lambda: PasswordHasher(1, 8, 1))
