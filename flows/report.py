"""The nightly report: what came in and where it stands, by client; counts, numbers and codes, never a value.

Nothing in it depends on when it was made, so that a night that is run again writes the same report.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from typing import Any

import store
from documents.case import CaseState, ReceiptState
from flows.exit_codes import Exit
from flows.reading import all_types
from flows.settings import Settings
from store import audit, ledger, receipts
from store.balance import Balance
from store.ledger import Export
from store.receipts import Receipt


@dataclass(frozen=True, slots=True)
class Chain:
    """An audit chain: how many entries, the last one's hash, and what is wrong with it (nothing: it holds)."""

    entries: int
    hash: str
    wrong: tuple[str, ...]

    @property
    def plain(self) -> dict[str, Any]:
        """What a report says of it; the next night compares."""
        return {"entries": self.entries, "hash": self.hash, "wrong": list(self.wrong)}


def chain_of(db: store.Database, client: str, anchor: tuple[int, str] | None = None) -> Chain:
    """The client's chain, checked; client "" has the deeds that belong to none, such as sign-ins.

    `anchor` is what an earlier report kept of it: with that a tail that was cut off shows.
    """
    return Chain(*audit.head(db, client), tuple(audit.verify(db, client, anchor)))


@dataclass(frozen=True, slots=True)
class ClientReport:
    """One client's part. `files` and `exports` are those of the business date, balance and chain of all there is."""

    client: str
    files: tuple[Receipt, ...]
    exports: tuple[Export, ...]
    refused: tuple[tuple[str, str], ...]
    balance: Balance
    chain: Chain

    @property
    def exit(self) -> Exit:
        """The exit code that this client alone would ask for."""
        states = {receipt.state for receipt in self.files}
        if not self.balance.balances or self.refused or self.chain.wrong:
            return Exit.UNBALANCED
        if states & {ReceiptState.RECEIVED, ReceiptState.PROCESSING}:
            return Exit.TRY_AGAIN
        if ReceiptState.FAILED in states:
            return Exit.FAILED
        return Exit.REVIEW if self.balance.documents[CaseState.REVIEW] else Exit.DONE

    @property
    def plain(self) -> dict[str, Any]:
        """What the report says of this client, as JSON."""
        balance = self.balance
        return {
            "files": dict(sorted(Counter(receipt.state.value for receipt in self.files).items())),
            "failed": [
                {"receipt": receipt.id, "code": receipt.code}
                for receipt in self.files
                if receipt.state is ReceiptState.FAILED
            ],
            "exports": [
                {"name": each.name, "state": each.state.value, "records": each.records, "sha256": each.sha256}
                for each in self.exports
            ],
            "not_exported": [{"name": name, "reason": reason} for name, reason in self.refused],
            "balance": {
                "balances": balance.balances,
                "received": balance.received,
                "files": {str(state): count for state, count in balance.files.items()},
                "became": balance.became,
                "documents": {str(state): count for state, count in balance.documents.items()},
                "exported": balance.exported,
                "wrong": list(balance.wrong),
            },
            "audit": self.chain.plain,
        }


def client_report(
    db: store.Database,
    client: str,
    day: date,
    refused: tuple[tuple[str, str], ...],
    anchor: tuple[int, str] | None = None,
) -> ClientReport:
    """The client's part for this business date."""
    files = [receipt for receipt in receipts.of(db, client=client) if receipt.business_date == day]
    exports = [export for export in ledger.of(db, client=client) if export.business_date == day]
    chain = chain_of(db, client, anchor)
    return ClientReport(client, tuple(files), tuple(exports), refused, ledger.reconcile(db, client), chain)


def header(settings: Settings, day: date) -> dict[str, Any]:
    """For which day, and by which rules."""
    return {
        "business_date": day.isoformat(),
        "timezone": settings.schedule.timezone,
        "paperdesk": version("paperdesk"),
        "declarations": {name: doctype.declaration for name, doctype in sorted(all_types().items())},
    }


def markdown(day: date, reports: Sequence[ClientReport], house: Chain) -> str:
    """The report as a page to read. `house` is the chain of the deeds that belong to no client."""
    lines = [f"# {day}", "", "| client | files | failed | documents | to review | exported | balances | audit chain |"]
    lines.append("|---|---|---|---|---|---|---|---|")
    for report in reports:
        failed = sum(receipt.state is ReceiptState.FAILED for receipt in report.files)
        balance = report.balance
        review = balance.documents[CaseState.REVIEW]
        says = "yes" if balance.balances else "NO"
        counts = f"{len(report.files)} | {failed} | {balance.became} | {review} | {balance.exported} | {says}"
        lines.append(f"| {report.client} | {counts} | {_holds(report.chain)} |")
    lines += ["", "Files and failed are those of the day; documents, to review and exported are of all days."]
    for report in reports:
        lines += [f"- {report.client}: {sentence}" for sentence in (*report.balance.wrong, *report.chain.wrong)]
        lines += [f"- {report.client}: not exported {name}: {reason}" for name, reason in report.refused]
    lines += ["", f"Audit chain of sign-ins and people: {_holds(house)}"]
    lines += [f"- {sentence}" for sentence in house.wrong]
    return "\n".join(lines) + "\n"


def _holds(chain: Chain) -> str:
    """In a few words: the hash is what somebody may note down elsewhere."""
    if not chain.entries and not chain.wrong:
        return "empty"
    return f"{'BROKEN' if chain.wrong else 'holds'}, {chain.entries} entries, {chain.hash[:16]}"
