"""The command `run`: process files named on the command line and show what became of them."""

from __future__ import annotations

import argparse
import shutil
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import capture
from documents.case import CaseState, ReceiptState
from documents.counting import counted
from flows.exit_codes import Exit
from flows.intake import refuse_without_room
from flows.moves import shown
from flows.outcome import Outcome, table, worst
from flows.paths import expand
from flows.releasing import Released, release_approved
from flows.server import server
from flows.starting import settings_for_work
from flows.telling import say
from flows.work import Work, at_work
from store import receipts, tallies


def run(asked: argparse.Namespace) -> Exit:
    """Register copies of the files, process what is new, release what needs nobody, show the table."""
    settings = settings_for_work(asked.settings)
    settings = replace(settings, jobs=asked.jobs or settings.jobs)
    refuse_without_room(settings)
    files = expand(asked.paths, capture.takes)
    with at_work(settings) as work:
        new, before, outcomes = register_all(work, files, asked.client)
        work.tell(_registered(len(files), len(new), before))
        started = time.monotonic()
        released = Released()
        if _has_work(work):
            with server(settings.folders.output / "prefect", temporary=True):
                processes = counted(settings.jobs, "process", "processes")
                work.tell(f"ready after {time.monotonic() - started:.0f} s; reading with {processes}")
                done, released = _process_and_release(work)
                outcomes += done
        return _report(work, outcomes, before, released, time.monotonic() - started)


def register_all(
    work: Work, files: Sequence[Path], client: str
) -> tuple[list[int], list[receipts.Receipt], list[Outcome]]:
    """Keep a copy of every file that is new. Returns the new receipts, those of files known before, and refusals."""
    known = {(receipt.name, receipt.sha256): receipt for receipt in receipts.of(work.db, client=client)}
    new: list[int] = []
    before: list[receipts.Receipt] = []
    outcomes: list[Outcome] = []
    for file in files:
        name = shown(file.name)
        try:
            sha256 = capture.sha256(file)
            if earlier := known.get((name, sha256)):
                before.append(earlier)
                continue
            day = datetime.now(work.settings.schedule.zone).date()
            due = work.settings.deadline(client)
            made = receipts.register(
                work.db, client=client, name=name, path=file, sha256=sha256, business_date=day, deadline=due
            )
        except OSError as error:
            outcomes.append(Outcome(0, name, ReceiptState.FAILED, code="unreadable_file", reason=_told(error)))
            continue
        known[name, sha256] = made
        new.append(made.id)
        if made.state is ReceiptState.DUPLICATE:
            outcomes.append(_duplicate(work, made))
    return new, before, outcomes


def _process_and_release(work: Work) -> tuple[list[Outcome], Released]:
    from flows import prefect_flows

    outcomes = prefect_flows.process()
    return outcomes, release_approved(work.db, work.settings)


def _has_work(work: Work) -> bool:
    return bool(receipts.of(work.db, states=(ReceiptState.RECEIVED, ReceiptState.PROCESSING)))


def _duplicate(work: Work, made: receipts.Receipt) -> Outcome:
    first = receipts.get(work.db, made.duplicate_of) if made.duplicate_of else made
    reason = f"the same bytes came before as {first.name} (receipt {first.id})"
    return Outcome(made.id, made.name, made.state, code="duplicate", reason=reason)


def _told(error: OSError) -> str:
    return f"cannot be opened ({error.strerror or type(error).__name__}); look at path and rights"


def _registered(files: int, new: int, before: Sequence[receipts.Receipt]) -> str:
    again = f", {counted(len(before), 'is', 'are')} known from before" if before else ""
    return f"{counted(files, 'file')}: {counted(new, 'is', 'are')} new{again}"


def _report(
    work: Work,
    outcomes: Sequence[Outcome],
    before: Sequence[receipts.Receipt],
    released: Released,
    seconds: float,
) -> Exit:
    if outcomes:
        width = shutil.get_terminal_size((150, 24)).columns
        say(*table(sorted(outcomes, key=lambda outcome: outcome.receipt_id), max(100, width)).split("\n"), "")
    elsewhere = len(receipts.of(work.db, states=(ReceiptState.PROCESSING,)))
    if elsewhere:
        told = counted(elsewhere, "file is", "files are")
        say(f"{told} at work in another process; run the command again when it is done.")
    elif before and not outcomes:
        told = counted(len(before), "file was", "files were")
        say(f"Nothing new: {told} processed before, so nothing was done twice.")
    for path in released.paths:
        say(f"exported {path}")
    for name, reason in released.refused:
        say(f"not exported {name}: {reason}")
    if outcomes:
        told = counted(len(outcomes), "file")
        say(f"{told} in {seconds:.0f} s. Records are in {work.settings.folders.output / 'export'}")
    say(_waiting(work))
    codes = (released.exit, Exit.TRY_AGAIN if elsewhere else Exit.DONE)
    return max(worst(outcomes), *codes)


def _waiting(work: Work) -> str:
    waiting = sum(tally.documents for tally in tallies.documents(work.db) if tally.state is CaseState.REVIEW)
    desk = work.settings.desk
    return (
        f"{counted(waiting, 'document waits', 'documents wait')} for a person at the desk: "
        f"`paperdesk user add NAME`, then `paperdesk desk`, then http://{desk.host}:{desk.port}"
    )
