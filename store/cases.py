"""Cases: saved whole, loaded whole, and moved on by what a person decides."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from documents.case import Case, CaseState, ReceiptState
from documents.doctype import DocumentType
from documents.errors import Conflict, StoreError
from documents.failpoints import reached
from documents.fields import Fields
from documents.languages import language
from documents.layout import Document
from documents.verdicts import Decision, Finding, Route
from store import audit, case_rows, index, originals, qa, rearranging, receipt_rows, restating, values
from store.columns import NEVER
from store.database import Database, now, reading, writing
from store.qa import Draw
from store.receipt_rows import Receipt
from store.tables import cases, page_images
from store.tables import receipts as receipts_table


def save(
    db: Database,
    receipt: Receipt,
    made: Sequence[Case],
    images: Path | None = None,
    drawn: Sequence[Sequence[Draw]] = (),
) -> list[int]:
    """Keep all that was made of one file, in one transaction, and return the numbers of its cases.

    `images` is the folder with the page pictures that the pages name; `drawn` are, for each case, the values that QA
    shall check. The receipt becomes processed by the same
    transaction. Saving again what this lease saved returns the same numbers. Raises LeaseLost when another has the
    lease, StoreError when there is no case at all: a file becomes one at least.
    """
    if not made:
        raise StoreError(f"receipt {receipt.id} ({receipt.name}) became no case; a file becomes at least one, or fails")
    pictures = [_pictures(db, case.document, images) for case in made]
    reached("save.pictures_kept")
    with writing(db) as connection:
        if before := _saved(connection, receipt):
            return before
        ended = {"state": ReceiptState.PROCESSED, "finished_at": now(connection), "parts": len(made)}
        receipt_rows.held(connection, receipt, **ended)
        reached("save.receipt_ended")
        every = zip(made, pictures, drawn or [()] * len(made), strict=True)
        numbers = [_insert(connection, receipt, *each) for each in every]
        thing, why = f"receipt:{receipt.id}", f"cases {', '.join(map(str, numbers))}"
        audit.note(connection, client=receipt.client, person="", action="receipt.processed", thing=thing, why=why)
        reached("save.audited")
    return numbers


def load(db: Database, case_id: int, types: Mapping[str, DocumentType], document: Document | None = None) -> Case:
    """The case with the values in force. Raises StoreError when there is none, or its type is not among `types`.

    `document` is the case's own, if it was loaded before: it never changes, and unpacking a long one takes seconds.
    """
    with reading(db) as connection:
        row = case_rows.found(connection, case_id)
        if row.type not in types and row.type != "unclassified":
            raise StoreError(f"case {case_id} is of type {row.type!r}, which is not declared; put its file back")
        decision, findings = case_rows.last_decision(connection, case_id)
        fields = values.current(connection, case_id)
        document = document or case_rows.document(connection, case_id)
        return Case(document, types.get(row.type), fields, findings, decision)


def state(db: Database, case_id: int) -> CaseState:
    """Where the case stands. Raises StoreError when there is none."""
    with reading(db) as connection:
        return CaseState(case_rows.found(connection, case_id).state)


def of_receipt(db: Database, receipt_id: int) -> list[int]:
    """The numbers of the cases that a file became, by part."""
    with reading(db) as connection:
        return _of_receipt(connection, receipt_id)


def page_image(db: Database, case_id: int, number: int) -> Path | None:
    """The picture of the page with this number in the file; None when none was made."""
    one = (page_images.c.case_id == case_id) & (page_images.c.number == number)
    with reading(db) as connection:
        sha256 = connection.scalar(select(page_images.c.sha256).where(one))
    return None if sha256 is None else originals.get(db, sha256)


def decide(
    db: Database,
    case_id: int,
    *,
    fields: Fields,
    findings: Sequence[Finding],
    decision: Decision,
    person: str,
    fence: int | None,
    why: str = "",
    seen: int | None = None,
    unseen: Collection[str] = (),
    drawn: Sequence[Draw] = (),
) -> CaseState:
    """Keep what was decided after a person's review, and move the case: approved, or in review as before.

    `fence` None: the person has it not on lease, and no other may (values of many documents settled at once).

    Fields that differ from those in force become history. A case that stays in review stays on lease.
    `seen` is `history.newest` from before the case was loaded: a value saved since would be undone unseen.
    `unseen` are the fields whose values nobody may see yet: they are left out of the search. `drawn` are the values
    that QA shall check, if the case is approved.
    Raises LeaseLost when the person does not hold it any more, IllegalMove when it is not in review, Conflict when
    the history went on after `seen`.
    """
    with writing(db) as connection:
        to = case_rows.STATES[decision.route]
        held = case_rows.unheld(connection, person) if fence is None else case_rows.lease(connection, person, fence)
        row = case_rows.move(connection, case_id, CaseState.REVIEW, to, held, **case_rows.summary(decision))
        reached("decided.case_moved")
        if seen is not None and values.last(connection, case_id) != seen:
            raise Conflict(f"case {case_id}: a value was saved meanwhile; reload the page, look, and finish again")
        put_decision(connection, row, fields, findings, decision, person, why, unseen)
        if to is CaseState.APPROVED:
            qa.draw(connection, row, drawn, fields, decision, now(connection))
        _noted(connection, row, f"case.{to}", person, why)
        reached("decided.audited")
    return to


def reclassify(
    db: Database,
    case_id: int,
    doctype: DocumentType | None,
    *,
    fields: Fields,
    findings: Sequence[Finding],
    decision: Decision,
    person: str,
    fence: int,
    why: str,
    unseen: Collection[str] = (),
) -> CaseState:
    """Give the case another type and the fields read as that type; what it had before stays in its history.

    Moves and errors are those of `decide`.
    """
    with writing(db) as connection:
        to = case_rows.STATES[decision.route]
        held = case_rows.lease(connection, person, fence)
        kept = case_rows.summary(decision) | case_rows.declared(doctype)
        rearranging.keep(connection, [case_id], person=person, act="reclassify", why=why)
        row = case_rows.move(connection, case_id, CaseState.REVIEW, to, held, **kept)
        put_decision(connection, row, fields, findings, decision, person, why, unseen)
        _noted(connection, row, "case.reclassified", person, f"{row.type}: {why}")
    return to


def reject(db: Database, case_id: int, *, person: str, why: str, fence: int) -> None:
    """A person says that this is nothing to book, and why. Raises LeaseLost or IllegalMove as `decide`."""
    _explained(why, f"rejecting case {case_id}")
    with writing(db) as connection:
        held = case_rows.lease(connection, person, fence)
        row = case_rows.move(connection, case_id, CaseState.REVIEW, CaseState.REJECTED, held)
        _noted(connection, row, "case.rejected", person, why)


def reopen(db: Database, case_id: int, *, person: str, why: str) -> None:
    """Put an approved or rejected case back into review.

    Raises Conflict when an export holds it already; of a restated one, its newest version.
    """
    _explained(why, f"reopening case {case_id}")
    with writing(db) as connection:
        start = CaseState(case_rows.found(connection, case_id).state)
        row = case_rows.move(connection, case_id, start, CaseState.REVIEW)
        if start is CaseState.RELEASED or restating.is_told(connection, case_id):
            raise Conflict(f"case {case_id} is in an export already; correct it on its page or by `paperdesk restate`")
        rearranging.refuse_merged(connection, row)
        _noted(connection, row, "case.reopened", person, why)


def _insert(
    connection: Connection, receipt: Receipt, case: Case, pictures: Mapping[int, str], drawn: Sequence[Draw]
) -> int:
    moment = now(connection)
    row = {
        "client": receipt.client,
        "receipt_id": receipt.id,
        "part": case.document.part,
        "name": case.document.name,
        "state": case_rows.STATES[case.decision.route],
        "straight": case.decision.route is Route.RELEASE,
        "pages": len(case.document.pages),
        "language": language(word.text for word in case.document.words),
        "business_key": case_rows.business_key(case.doctype.business_key if case.doctype else (), case.fields),
        "priority": receipt.priority,
        "deadline": receipt.deadline or NEVER,
        "created_at": moment,
        "moved_at": moment,
        **case_rows.declared(case.doctype),
        **case_rows.summary(case.decision),
        "first_reason": case_rows.first_reason(case),
    }
    kept = connection.execute(cases.insert().values(**row).returning(cases)).one()
    case_id: int = kept.id
    of = {"client": receipt.client, "case_id": case_id}
    case_rows.put_document(connection, of, case.document)
    if pictures:
        images = [{**of, "number": number, "sha256": sha256} for number, sha256 in pictures.items()]
        connection.execute(insert(page_images), images)
    values.add(connection, of, case.fields, at=moment)
    case_rows.decided(connection, of, case.type_name, case.findings, case.decision, at=moment)
    index.put_name(connection, of, case.document.name)
    index.put_pages(connection, of, case.document)
    index.put_values(connection, of, case_rows.seen_by_all(case), receipt.index_values)
    qa.draw(connection, kept, drawn, case.fields, case.decision, moment)
    reached("save.case_inserted")
    return case_id


def put_decision(
    connection: Connection,
    row: Row[Any],
    fields: Fields,
    findings: Sequence[Finding],
    decision: Decision,
    person: str,
    why: str,
    unseen: Collection[str] = (),
) -> None:
    """Put these fields in force, and keep the decision and findings, in a transaction of somebody else's."""
    of = {"client": row.client, "case_id": row.id}
    moment = now(connection)
    values.replace(connection, of, fields, at=moment, person=person, why=why)
    case_rows.decided(connection, of, row.type, findings, decision, at=moment, person=person, why=why)
    key = case_rows.business_key(row.business_key_names, fields)
    connection.execute(cases.update().where(cases.c.id == row.id).values(business_key=key))
    told = connection.execute(select(receipts_table.c.index_values).where(receipts_table.c.id == row.receipt_id))
    shown = {name: field for name, field in fields.items() if name not in unseen}
    index.put_values(connection, of, shown, told.scalar_one())


def _pictures(db: Database, document: Document, images: Path | None) -> dict[int, str]:
    if images is None:
        return {}
    return {page.number: originals.put(db, images / page.image) for page in document.pages if page.image}


def _saved(connection: Connection, receipt: Receipt) -> list[int]:
    mine = (receipts_table.c.id == receipt.id) & (receipts_table.c.fence == receipt.fence)
    done = connection.scalar(select(receipts_table.c.state).where(mine)) == ReceiptState.PROCESSED
    return _of_receipt(connection, receipt.id) if done else []


def _of_receipt(connection: Connection, receipt_id: int) -> list[int]:
    query = select(cases.c.id).where(cases.c.receipt_id == receipt_id).order_by(cases.c.part)
    return list(connection.scalars(query))


def _explained(why: str, deed: str) -> None:
    if not why.strip():
        raise StoreError(f"{deed} needs a reason; say why")


def _noted(connection: Connection, row: Row[Any], action: str, person: str, why: str) -> None:
    audit.note(connection, client=row.client, person=person, action=action, thing=f"case:{row.id}", why=why)
