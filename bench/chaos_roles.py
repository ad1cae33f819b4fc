"""Who works in the chaos: readers of the inbox, people at the desk, exporters. Each goes on for ever, as `watch` does.

Each is a fork in a session of its own, so that it can be killed with all it started. What it was told is kept goes
into a file beside the house, which is no part of it: the end is held against that.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import store
from bench import house
from bench.chaos_notes import Notes, lying
from documents.errors import PaperdeskError
from documents.verdicts import Route
from flows import process, work
from flows.auditing import audit_client, audit_house
from flows.intake import inboxes
from flows.process import process_waiting
from flows.releasing import release_approved
from flows.settings import Settings
from flows.work import Work
from store import cases, history, queue

#: Seconds that a lease on a file lasts here: shorter than the sleep of a fault, so that the late come back.
LEASE = 1.0
#: So many files wait at most: a slow machine shall not have to work off for an hour what came in a minute.
BACKLOG = 150
#: How often anybody looks.
PAUSE = 0.02


@dataclass(frozen=True, slots=True)
class Role:
    """Somebody's work, what the points begin with that they pass, and the fault by which they come back too late."""

    live: Callable[[], None]
    points: tuple[str, ...]
    late: str = ""


READING = ("intake.", "move.", "note.", "original.", "receipt.", "process.", "save.", "recover.taken", "recover.reaped")


def reader(folder: Path, url: str, notes: Notes) -> None:
    """Take files in, and read what waits."""
    settings, db = _opened(folder, url)
    mine = Work(settings, db, house.Inline(), tell=lambda line: None)

    def step() -> None:
        for inbox in inboxes(db, settings):
            looked = inbox.look()
            for name, _ in looked.refused:
                notes.add("refused", name)
        for outcome in process_waiting(mine, house.one_by_one):  # type: ignore[arg-type]  # outcomes
            notes.add("stale" if outcome.code == "lease_lost" else "read", outcome.receipt_id)

    _for_ever(step, notes)


def person(folder: Path, url: str, notes: Notes, name: str) -> None:
    """Key what waits, and finish it."""
    _, db = _opened(folder, url)

    def step() -> None:
        lease = queue.next(db, person=name, seconds=LEASE * 5)
        if lease is None:
            return
        number, fence = lease.case_id, lease.fence
        for n in range(3):
            value = Decimal(f"{120 + n}.00")
            edit = f"{name}-{number}-{fence}-{n}"
            told = {"name": "gross_total", "value": value, "text": str(value), "boxes": (house.BOX,), "edit": edit}
            history.correct(db, number, person=name, fence=fence, **told)  # type: ignore[arg-type]  # as they are
            notes.add("saved", number, edit)
        case = cases.load(db, number, {house.TYPE.name: house.TYPE})
        decision = replace(case.decision, route=Route.RELEASE, reasons=())
        cases.decide(db, number, fields=case.fields, findings=(), decision=decision, person=name, fence=fence)
        notes.add("decided", number)

    _for_ever(step, notes)


def exporter(folder: Path, url: str, notes: Notes) -> None:
    """Release what is approved."""
    settings, db = _opened(folder, url)

    def step() -> None:
        for export in release_approved(db, settings).exports:
            notes.add("exported", export.name)

    _for_ever(step, notes)


def auditor(folder: Path, url: str, notes: Notes) -> None:
    """Ask whether all is well, while it happens: what is only unfinished is no finding, and files may move away."""
    settings, db = _opened(folder, url)

    def step() -> None:
        try:
            found = [*audit_house(db, settings).wrong]
            for client in ("acme", "beta"):
                found += audit_client(db, settings, client).wrong
        except FileNotFoundError as error:
            found = [repr(error)]
        for sentence in found:
            notes.add("accused", sentence)
        notes.add("audited")
        time.sleep(1)

    _for_ever(step, notes)


def dropper(folder: Path, notes: Notes, seed: int, seconds: float) -> None:
    """Drop files for so long: good ones, torn ones, ones to review, ones that came before."""
    chance, number, end = random.Random(seed), 0, time.monotonic() + seconds
    while time.monotonic() < end:
        if len(lying(folder / "inbox")) > BACKLOG:
            time.sleep(0.1)
            continue
        number += 1
        client = chance.choice(("acme", "beta"))
        kind = chance.choices(("good", "review", "torn", "again"), (5, 3, 1, 1))[0]
        content = f"good {client}-1" if kind == "again" else f"{kind} {client}-{number}"
        inbox = folder / "inbox" / client
        try:
            inbox.mkdir(parents=True, exist_ok=True)
            temporary = inbox / f".{number}.part"
            temporary.write_text(content)
            temporary.rename(inbox / f"{number:05d}.xml")
        except OSError:  # the disk is full: the sender tries again
            number -= 1
            time.sleep(0.1)
            continue
        notes.add("dropped", client, f"{number:05d}.xml", *content.split())
        time.sleep(chance.uniform(0.01, 0.12))


def _opened(folder: Path, url: str) -> tuple[Settings, store.Database]:
    vars(process).update(read=house.read, judge=house.judge, LEASE=LEASE, PASS=4)  # no parser
    vars(work).update(LEASE=LEASE)
    settings = house.settings_of(folder, url)
    while True:
        try:
            return settings, store.open_database(settings.database, settings.folders.files)
        except (PaperdeskError, OSError):  # the database is away
            time.sleep(PAUSE * 5)


def _for_ever(step: Callable[[], None], notes: Notes) -> None:
    while True:
        try:
            step()
        except (PaperdeskError, OSError) as error:
            notes.add("trouble", type(error).__name__, " ".join(str(error).split())[:160])
            time.sleep(PAUSE)
        time.sleep(PAUSE)
