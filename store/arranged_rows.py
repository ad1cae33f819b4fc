"""The rows that change when the pages of a file are put together otherwise: documents, pictures, words, values."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from documents.case import Case, CaseState
from documents.counting import counted
from documents.errors import Conflict, IllegalMove
from documents.fields import Field
from documents.layout import Document
from documents.plain import to_noun, to_plain
from documents.verdicts import Decision
from store import case_rows, index, originals, values
from store.database import Database, now
from store.tables import case_documents, cases, page_images, receipts


def snapshot(connection: Connection, number: int) -> dict[str, Any]:
    """What a case is: enough to put it back. Raises IllegalMove when it is not in review."""
    row = case_rows.found(connection, number)
    if row.state != CaseState.REVIEW:
        raise IllegalMove(f"case {number} is {row.state}: only the pages of a case in review can be put otherwise")
    if row.open_keyings:
        fields = counted(row.open_keyings, "field is", "fields are")
        raise Conflict(f"case {number}: {fields} keyed by others; wait, or withdraw them")
    decision, _ = case_rows.last_decision(connection, number)
    return {
        "type": row.type,
        "exports": row.exports,
        "business_key_names": row.business_key_names,
        "document": to_plain(case_rows.document(connection, number)),
        "pictures": [[one.number, one.sha256] for one in _pictures_of(connection, number)],
        "fields": [to_plain(field) for field in values.current(connection, number).values()],
        "decision": to_plain(decision),
    }


def restore(connection: Connection, number: int, plain: dict[str, Any], person: str, why: str) -> None:
    """Put back what `snapshot` kept."""
    document, decision = to_noun(Document, plain["document"]), to_noun(Decision, plain["decision"])
    kept = {name: plain[name] for name in ("type", "exports", "business_key_names")}
    own = cases.c.id == number
    connection.execute(update(cases).where(own).values(**kept, **case_rows.summary(decision)))
    fields = {one["name"]: to_noun(Field, one) for one in plain["fields"]}
    _pages(connection, number, document)
    row = case_rows.found(connection, number)
    of = {"client": row.client, "case_id": number}
    connection.execute(delete(page_images).where(page_images.c.case_id == number))
    if plain["pictures"]:
        connection.execute(
            insert(page_images), [{**of, "number": n, "sha256": digest} for n, digest in plain["pictures"]]
        )
    _values(connection, row, fields, person, why)
    case_rows.decided(connection, of, plain["type"], (), decision, at=now(connection), person=person, why=why)


def another(connection: Connection, opened: Row[Any], case: Case) -> int:
    """A row for a document more of the file; its number."""
    most = connection.scalar(select(func.max(cases.c.part)).where(cases.c.receipt_id == opened.receipt_id)) or 0
    moment = now(connection)
    row = {
        "client": opened.client,
        "receipt_id": opened.receipt_id,
        "part": most + 1,
        "name": case.document.name,
        "state": CaseState.REVIEW,
        "straight": False,
        "pages": len(case.document.pages),
        "priority": opened.priority,
        "deadline": opened.deadline,
        "created_at": moment,
        "moved_at": moment,
        **case_rows.declared(case.doctype),
        **case_rows.summary(case.decision),
    }
    number: int = connection.execute(insert(cases).values(**row).returning(cases.c.id)).scalar_one()
    of = {"client": opened.client, "case_id": number}
    case_rows.put_document(connection, of, case.document)
    index.put_name(connection, of, case.document.name)
    return number


def put(connection: Connection, number: int, case: Case, *, person: str, why: str, is_new: bool) -> None:
    """Let a case be this document, with these values and what was decided of them."""
    kept = case_rows.declared(case.doctype) | case_rows.summary(case.decision)
    connection.execute(update(cases).where(cases.c.id == number).values(**kept))
    _pages(connection, number, case.document)
    row = case_rows.found(connection, number)
    of = {"client": row.client, "case_id": number}
    _values(connection, row, dict(case.fields), "" if is_new else person, "" if is_new else why)
    moment, judged = now(connection), (case.findings, case.decision)
    case_rows.decided(connection, of, case.type_name, *judged, at=moment, person=person, why=why)


def _pages(connection: Connection, number: int, document: Document) -> None:
    before, row = case_rows.document(connection, number), case_rows.found(connection, number)
    of = {"client": row.client, "case_id": number}
    connection.execute(delete(case_documents).where(case_documents.c.case_id == number))
    case_rows.put_document(connection, of, document)
    more = {"pages": len(document.pages), "arrangement": row.arrangement + 1}
    connection.execute(update(cases).where(cases.c.id == number).values(**more))
    index.replace_pages(connection, of, before, document)


def _values(connection: Connection, row: Row[Any], fields: dict[str, Field], person: str, why: str) -> None:
    of = {"client": row.client, "case_id": row.id}
    values.replace(connection, of, fields, at=now(connection), person=person, why=why)
    key = case_rows.business_key(row.business_key_names, fields)
    connection.execute(update(cases).where(cases.c.id == row.id).values(business_key=key))
    told = connection.scalar(select(receipts.c.index_values).where(receipts.c.id == row.receipt_id))
    index.put_values(connection, of, fields, told or {})


def _pictures_of(connection: Connection, number: int) -> list[Row[Any]]:
    query = select(page_images.c.number, page_images.c.sha256).where(page_images.c.case_id == number)
    return list(connection.execute(query.order_by(page_images.c.number)))


def pictures_of_file(connection: Connection, opened: Row[Any]) -> dict[int, str]:
    """The picture of each page of a file, whichever of its cases has it."""
    joined = select(page_images.c.number, page_images.c.sha256).join(cases, cases.c.id == page_images.c.case_id)
    rows = connection.execute(joined.where(case_rows.of_file(opened)).order_by(cases.c.moved_at))
    return {row.number: row.sha256 for row in rows}


def illustrate(
    db: Database,
    connection: Connection,
    number: int,
    client: str,
    case: Case,
    pictures: Mapping[int, str],
    images: Path | None,
) -> None:
    """The pictures of the case's pages: those made anew, else those that the file's pages had."""
    own = {row.number: row.sha256 for row in _pictures_of(connection, number)}
    wanted = {}
    for page in case.document.pages:
        anew = images / page.image if images and page.image else None
        if anew is not None and anew.exists():
            wanted[page.number] = originals.put(db, anew)
        elif page.number in own or page.number in pictures:
            wanted[page.number] = own.get(page.number) or pictures[page.number]
    connection.execute(delete(page_images).where(page_images.c.case_id == number))
    if wanted:
        rows = [{"client": client, "case_id": number, "number": n, "sha256": digest} for n, digest in wanted.items()]
        connection.execute(insert(page_images), rows)


def count(connection: Connection, receipt_id: int, more: int) -> None:
    """The file became so many documents more."""
    if more:
        connection.execute(
            update(receipts).where(receipts.c.id == receipt_id).values(parts=func.coalesce(receipts.c.parts, 0) + more)
        )
