"""Small cases for the tests, made up."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, create_engine, text, update

from documents.case import Case
from documents.doctype import DocumentType, FieldSpec
from documents.fields import Candidate, Field
from documents.layout import Box, Document, Page, Word
from documents.verdicts import Decision, Doubt, Finding, Reason, Route, Severity
from store import Database, cases, receipts
from store.columns import metadata
from store.database import now, writing
from store.receipts import Receipt

BOX = Box(0, 0.1, 0.1, 0.3, 0.12)
INVOICE = DocumentType(
    "invoice",
    "Invoice",
    (FieldSpec("invoice_number", "Number", "identifier"), FieldSpec("total", "Total", "money")),
    business_key=("invoice_number",),
    exports=("jsonl",),
    declaration="d1",
)
RECEIPT = DocumentType("receipt", "Receipt", (FieldSpec("total", "Total", "money"),), exports=("jsonl", "csv"))
TYPES = {"invoice": INVOICE, "receipt": RECEIPT}
REVIEW = Decision(
    Route.REVIEW, (Reason("total", Doubt.READING, "read at 0.40"),), frozenset({"invoice_number"}), {"total": 0.9}, "d1"
)
RELEASE = Decision(Route.RELEASE, (), frozenset({"invoice_number", "total"}), {"total": 0.9}, "d1", "m1")
WARNING = Finding("adds_up", ("total",), Severity.MUST_FIX, "The sum does not hold.")


def document(part: int = 0, words: str = "Muster GmbH Rechnung R-17 Total 119.00") -> Document:
    """A page of words on one line."""
    printed = tuple(
        Word(word, Box(0, n / 10, 0.1, (n + 0.9) / 10, 0.12), 0.9, "tesseract") for n, word in enumerate(words.split())
    )
    return Document("ab" * 32, "a.pdf", (Page(0, 595, 842, printed, image="1.webp"),), part)


def fields(number: str = "R-17", total: str = "119.00") -> dict[str, Field]:
    """Of an invoice."""
    made = (
        Field(
            "invoice_number", number, number, 0.99, "label", (BOX,), 0.99, 1.0, (Candidate("R-1", (), 0.2, "label"),)
        ),
        Field("total", Decimal(total), total, 0.4, "label", (BOX,), 0.9, 0.44),
        Field("issued", date(2025, 1, 31), "31.01.2025", 0.9, "label"),
    )
    return {field.name: field for field in made}


def case(
    decision: Decision = REVIEW, part: int = 0, number: str = "R-17", doctype: DocumentType | None = INVOICE
) -> Case:
    """An invoice in review, or as the decision says."""
    findings = (WARNING,) if decision.route is Route.REVIEW else ()
    return Case(document(part), doctype, fields(number), findings, decision)


def received(db: Database, folder: Path, content: str = "x", client: str = "acme", **settings: object) -> Receipt:
    """A file registered."""
    path = folder / f"{uuid4().hex}.pdf"
    path.write_text(content)
    return receipts.register(db, client=client, name=path.name, path=path, **settings)  # type: ignore[arg-type]  # any


def claimed(db: Database, folder: Path, content: str = "x", client: str = "acme", **settings: object) -> Receipt:
    """A file registered and claimed."""
    received(db, folder, content, client, **settings)
    [receipt] = receipts.claim(db, worker="w", count=1, seconds=60)
    return receipt


def saved(db: Database, folder: Path, *made: Case, content: str = "x", client: str = "acme") -> list[int]:
    """The cases of a file, in the database."""
    return cases.save(db, claimed(db, folder, content, client), made or (case(),))


def expire(db: Database) -> None:
    """Let every lease have run out an hour ago."""
    for table in ("receipts", "cases"):
        with writing(db) as connection:
            past = now(connection) - timedelta(hours=1)
            column = metadata.tables[table].c.lease_until
            connection.execute(update(column.table).where(column.is_not(None)).values(lease_until=past))


def vandalise(db: Database, statement: str) -> None:
    """Do what nobody may: with the owner's rights, and without triggers and foreign keys."""
    engine = create_engine(db.engine.url)
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        for trigger in triggers(connection):
            connection.execute(text(f"DROP TRIGGER {trigger}"))
        connection.execute(text(statement))
    engine.dispose()


def triggers(connection: Connection) -> list[str]:
    """The names of SQLite's triggers."""
    if connection.dialect.name == "postgresql":
        return []
    return list(connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")))
