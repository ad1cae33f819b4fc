"""The night's work: take in everything, process, release, reconcile, report. Running it twice does nothing twice."""

from __future__ import annotations

import fcntl
import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from documents.errors import Busy
from documents.failpoints import reached
from flows.auditing import House, anchors, audit_client, audit_house, sweep
from flows.exit_codes import Exit
from flows.improving import improve
from flows.intake import Inbox, inboxes, strays
from flows.moves import shown, write_new
from flows.outcome import Outcome
from flows.process import RunChunks, process_waiting
from flows.releasing import release_approved
from flows.report import ClientReport, client_report, header, markdown
from flows.settings import Settings
from flows.work import Work
from store import audit, clients, ledger


@dataclass(frozen=True, slots=True)
class Night:
    """What a night came to. `paths` are the report's files."""

    day: date
    exit: Exit
    paths: tuple[Path, ...]
    markdown: str
    outcomes: tuple[Outcome, ...]


def run_night(work: Work, run_chunks: RunChunks, day: date | None = None, client: str | None = None) -> Night:
    """One night, of all clients or one. `day` is the business date (None: today in the schedule's time zone).

    A client whose totals do not balance exports nothing. Raises Busy when another night's work is under way.
    """
    day = day or datetime.now(work.settings.schedule.zone).date()
    with _alone(work.settings):
        reached("nightly.begun")
        sweep(work.settings)
        reached("recover.swept")
        for told in improve(work.db, work.settings, client):
            work.tell(told)
        mine = [inbox for inbox in inboxes(work.db, work.settings) if client in (None, inbox.client)]
        take_all(mine)
        reached("nightly.taken")
        outcomes = process_waiting(work, run_chunks)
        reached("nightly.processed")
        for inbox in mine:
            for name, reason in inbox.look().troubled:  # what is done leaves work/
                work.tell(f"{shown(inbox.client)}: {name} waits: {reason}")
        for _, reason in strays(work.settings).troubled:
            work.tell(reason)
        reached("nightly.settled")
        names = [name for name in clients.names(work.db) if client in (None, name)]
        known = anchors(work.settings)
        reports = [_client(work, name, day, known.get(name)) for name in names]
        house = audit_house(work.db, work.settings, anchor=known.get(""))
        return _written(work.settings, day, reports, house, outcomes)


def take_all(mine: Sequence[Inbox], patience: float | None = None) -> None:
    """Look until every file that is complete is registered; one that is still being written waits for the next night.

    `patience` are the seconds to wait for files to stay unchanged (None: what the settings ask for, twice and more).
    The time that the looks themselves take is no waiting: thousands of files are moved and copied in it.
    """
    longest = max((inbox.stable for inbox in mine), default=0.0)
    left, pause = longest * 8 + 2 if patience is None else patience, min(1.0, longest / 2 + 0.05)
    while sum(inbox.look().waiting for inbox in mine) and left > 0:
        time.sleep(pause)
        left -= pause


def _client(work: Work, name: str, day: date, anchor: tuple[int, str] | None) -> ClientReport:
    refused: tuple[tuple[str, str], ...] = ()
    if ledger.reconcile(work.db, name, reread=False).balances and not audit.verify(work.db, name, anchor):
        refused = release_approved(work.db, work.settings, name, day, patient=False).refused
        reached("nightly.released")
    return client_report(work.db, name, day, refused, audit_client(work.db, work.settings, name, anchor=anchor))


def _written(
    settings: Settings, day: date, reports: list[ClientReport], house: House, outcomes: list[Outcome]
) -> Night:
    code = max((report.exit for report in reports), default=Exit.DONE)
    code = max(code, Exit.UNBALANCED) if house.wrong else code
    content = header(settings, day) | {
        "exit": int(code),
        "balanced": code is not Exit.UNBALANCED,
        "clients": {report.client: report.plain for report in reports},
        "audit": house.chain.plain,
        "found": list(house.found),
    }
    folder = settings.folders.output / "report"
    page = markdown(day, reports, house)
    listed = write_new(folder, f"{day}.json", json.dumps(content, indent=1, ensure_ascii=False) + "\n")
    reached("nightly.reported")
    readable = write_new(folder, f"{day}.md", page)
    return Night(day, code, (listed, readable), page, tuple(outcomes))


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """One night's work at a time on this machine; the lock goes with the process, however it ends."""
    settings.folders.output.mkdir(parents=True, exist_ok=True)
    with (settings.folders.output / "nightly.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy("another nightly run is at work; wait for its end.") from error
        yield
