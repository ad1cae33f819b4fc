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
from documents.counting import counted
from documents.printing import printable
from flows.auditing import Audited, Chain, House
from flows.exit_codes import Exit
from flows.reading import all_types
from flows.releasing import exit_of_refused
from flows.settings import Settings
from store import ledger, receipts
from store.balance import Balance
from store.ledger import Export
from store.receipts import Receipt


@dataclass(frozen=True, slots=True)
class ClientReport:
    """One client's part. `files` and `exports` are those of the business date, `audited` is of all there is."""

    client: str
    files: tuple[Receipt, ...]
    exports: tuple[Export, ...]
    refused: tuple[tuple[str, str], ...]
    audited: Audited

    @property
    def balance(self) -> Balance:
        """The sums."""
        return self.audited.balance

    @property
    def exit(self) -> Exit:
        """The exit code that this client alone would ask for."""
        states = {receipt.state for receipt in self.files}
        unsent = exit_of_refused(self.refused)
        if self.audited.wrong or unsent is Exit.UNBALANCED:
            return Exit.UNBALANCED
        if unsent or states & {ReceiptState.RECEIVED, ReceiptState.PROCESSING}:
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
                "wrong": list(balance.sentences),
            },
            "audit": self.audited.chain.plain,
            "found": list(self.audited.found),
        }


def client_report(
    db: store.Database,
    client: str,
    day: date,
    refused: tuple[tuple[str, str], ...],
    audited: Audited,
) -> ClientReport:
    """The client's part for this business date."""
    files = [receipt for receipt in receipts.of(db, client=client) if receipt.business_date == day]
    exports = [export for export in ledger.of(db, client=client) if export.business_date == day]
    return ClientReport(client, tuple(files), tuple(exports), refused, audited)


def header(settings: Settings, day: date) -> dict[str, Any]:
    """For which day, and by which rules."""
    return {
        "business_date": day.isoformat(),
        "timezone": settings.schedule.timezone,
        "paperdesk": version("paperdesk"),
        "declarations": {name: doctype.declaration for name, doctype in sorted(all_types().items())},
    }


def markdown(day: date, reports: Sequence[ClientReport], house: House) -> str:
    """The report as a page to read. `house` is what belongs to no client."""
    lines = [f"# {day}", "", "| client | files | failed | documents | to review | exported | balances | audit chain |"]
    lines.append("|---|---|---|---|---|---|---|---|")
    for report in reports:
        failed = sum(receipt.state is ReceiptState.FAILED for receipt in report.files)
        balance = report.balance
        review = balance.documents[CaseState.REVIEW]
        says = "yes" if balance.balances else "NO"
        counts = f"{len(report.files)} | {failed} | {balance.became} | {review} | {balance.exported} | {says}"
        lines.append(f"| {report.client} | {counts} | {_holds(report.audited.chain)} |")
    lines += ["", "Files and failed are those of the day; documents, to review and exported are of all days."]
    for report in reports:
        lines += [f"- {report.client}: {sentence}" for sentence in report.audited.wrong]
        lines += [f"- {report.client}: not exported {name}: {reason}" for name, reason in report.refused]
    lines += ["", f"Audit chain of sign-ins and people: {_holds(house.chain)}"]
    lines += [f"- {sentence}" for sentence in house.wrong]
    return "".join(f"{printable(line)}\n" for line in lines)


def _holds(chain: Chain) -> str:
    """In a few words: the hash is what somebody may note down elsewhere."""
    if not chain.entries and not chain.wrong:
        return "empty"
    return f"{'BROKEN' if chain.wrong else 'holds'}, {counted(chain.entries, 'entry', 'entries')}, {chain.hash[:16]}"
