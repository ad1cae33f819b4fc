"""A case: what the store keeps of one document, its states and the moves allowed between them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from documents.doctype import DocumentType
from documents.fields import Fields
from documents.layout import Document
from documents.verdicts import Decision, Finding


class CaseState(StrEnum):
    """Where a case stands. Every case is in exactly one."""

    REVIEW = "review"  # waits for a person at the desk
    APPROVED = "approved"  # complete; the next release takes it
    RELEASED = "released"  # exported, once
    REJECTED = "rejected"  # a person said that this is nothing to book


#: From each state, where a case may go.
MOVES: dict[CaseState, frozenset[CaseState]] = {
    CaseState.REVIEW: frozenset({CaseState.REVIEW, CaseState.APPROVED, CaseState.REJECTED}),
    CaseState.APPROVED: frozenset({CaseState.RELEASED, CaseState.REVIEW}),
    CaseState.RELEASED: frozenset({CaseState.REVIEW}),  # to be restated: see store/restating.py
    CaseState.REJECTED: frozenset({CaseState.REVIEW}),
}


class ReceiptState(StrEnum):
    """Where a received file stands. Reconciliation counts every file in exactly one."""

    RECEIVED = "received"  # registered, not yet read
    PROCESSING = "processing"  # a worker has it on lease
    PROCESSED = "processed"  # it became one case or several
    FAILED = "failed"  # it cannot be read; error/ holds it with the reason
    DUPLICATE = "duplicate"  # the same bytes came before from this client
    CLOSED = "closed"  # it failed, and a person said that nothing more will come of it


RECEIPT_MOVES: dict[ReceiptState, frozenset[ReceiptState]] = {
    ReceiptState.RECEIVED: frozenset({ReceiptState.PROCESSING, ReceiptState.DUPLICATE, ReceiptState.FAILED}),
    ReceiptState.PROCESSING: frozenset(
        {ReceiptState.PROCESSED, ReceiptState.FAILED, ReceiptState.RECEIVED, ReceiptState.PROCESSING}
    ),
    ReceiptState.PROCESSED: frozenset(),
    ReceiptState.FAILED: frozenset({ReceiptState.RECEIVED, ReceiptState.CLOSED}),
    ReceiptState.DUPLICATE: frozenset({ReceiptState.RECEIVED}),
    ReceiptState.CLOSED: frozenset({ReceiptState.RECEIVED}),
}


@dataclass(frozen=True, slots=True)
class Case:
    """One document and all that was made of it. `doctype` is None while it is unclassified."""

    document: Document
    doctype: DocumentType | None
    fields: Fields
    findings: tuple[Finding, ...]
    decision: Decision

    @property
    def type_name(self) -> str:
        """The name of its type, or "unclassified"."""
        return self.doctype.name if self.doctype else "unclassified"
