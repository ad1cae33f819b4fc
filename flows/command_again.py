"""What a supervisor may say of what is decided: `retry` or `close` a file that failed, `reopen` a case."""

from __future__ import annotations

import argparse
import stat
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import fields
from pathlib import Path

import capture
import store
from documents.case import ReceiptState
from documents.counting import counted
from documents.errors import AccessError, Conflict, SettingsError
from documents.failpoints import reached
from flows.exit_codes import Exit
from flows.moves import sync
from flows.paths import reason_name
from flows.settings import Settings, load_settings
from flows.table import refuse_unknown
from flows.telling import say
from store import cases, people, receipts, restating
from store.receipts import Receipt


def retry(asked: argparse.Namespace) -> Exit:
    """Put failed files (or a duplicate that is none) back among those that wait."""
    settings = load_settings(asked.settings)
    limits = limits_of(asked.limit) if asked.limit else None
    db = store.open_database(settings.database, settings.folders.files)
    try:
        refuse_others(db, asked.by)
        for number in asked.receipt or _failed(db, asked.client):
            try:
                receipt = put_back(db, settings, number, person=asked.by, why=asked.why, limits=limits)
            except Conflict as error:  # it came again, and whole: nothing is left to do
                say(str(error))
                continue
            say(f"{receipt.client}: {receipt.name}, receipt {receipt.id}, waits again")
        waiting = len(receipts.of(db, states=(ReceiptState.RECEIVED,)))
    finally:
        store.close(db)
    say(f"{counted(waiting, 'file waits', 'files wait')}; `paperdesk watch`, `serve` or `nightly` works off what waits")
    return Exit.DONE


def close(asked: argparse.Namespace) -> Exit:
    """Close failed files that nobody will send again: they stay in error/, and `status` counts them as closed."""
    settings = load_settings(asked.settings)
    db = store.open_database(settings.database, settings.folders.files)
    try:
        refuse_others(db, asked.by)
        for number in asked.receipt:
            receipt = receipts.close(db, number, person=asked.by, why=asked.why)
            say(f"{receipt.client}: {receipt.name}, receipt {receipt.id}, is closed")
    finally:
        store.close(db)
    return Exit.DONE


def limits_of(written: Sequence[str]) -> dict[str, int]:
    """The limits written as NAME=NUMBER. Raises SettingsError for a name that is none, or no positive number.

    >>> limits_of(["seconds=3600", "memory=4000"])
    {'seconds': 3600, 'memory': 4000}
    """
    found: dict[str, int] = {}
    for each in written:
        name, _, number = each.partition("=")
        refuse_unknown([name], [limit.name for limit in fields(capture.Limits)], "--limit")
        if not number.isdecimal() or not int(number):
            raise SettingsError(f"--limit {each}: a positive whole number is wanted, such as {name}=3600.")
        found[name] = int(number)
    return found


def restate(asked: argparse.Namespace) -> Exit:
    """Put a released case back into review; its next release takes back what was exported, and says the new."""
    settings = load_settings(asked.settings)
    db = store.open_database(settings.database, settings.folders.files)
    try:
        refuse_others(db, asked.by)
        made = restating.restate(db, asked.case, person=asked.by, why=asked.why)
    finally:
        store.close(db)
    told = f"its version {made.version} is exported when it is finished there, if anything in it changed"
    say(f"case {made.case_id} waits at the desk; {told}")
    return Exit.DONE


def reopen(asked: argparse.Namespace) -> Exit:
    """Put an approved or rejected case back into review."""
    settings = load_settings(asked.settings)
    db = store.open_database(settings.database, settings.folders.files)
    try:
        refuse_others(db, asked.by)
        cases.reopen(db, asked.case, person=asked.by, why=asked.why)
    finally:
        store.close(db)
    say(f"case {asked.case} waits at the desk")
    return Exit.DONE


def refuse_others(db: store.Database, name: str) -> None:
    """Raise AccessError unless this person may put something back.

    No password is asked: whoever runs the command may read and write the database anyway. The name is for the audit.
    """
    person = next((one for one in people.everybody(db) if one.name == name and not one.disabled), None)
    if person is None:
        raise AccessError(f"nobody called {name!r} may sign in; name a person of the desk with --by.")
    if people.SUPERVISING.isdisjoint(person.roles):
        raise AccessError(
            f"{name} is {', '.join(sorted(person.roles))}; a supervisor or an administrator has to do it."
        )


def put_back(
    db: store.Database,
    settings: Settings,
    number: int,
    *,
    person: str,
    why: str,
    limits: Mapping[str, int] | None = None,
) -> Receipt:
    """Let a failed file wait again, with `limits` of its own if they are given.

    What lies of it in error/ or duplicate/ goes back to work/, and so to its new end.

    Raises IllegalMove for a file that neither failed nor is a duplicate, Conflict for one that came again meanwhile.
    """
    before = receipts.get(db, number)
    if before.state in (ReceiptState.FAILED, ReceiptState.DUPLICATE, ReceiptState.CLOSED):
        _bring_back(settings, before)  # first: killed now, the next look puts it aside again
    reached("recover.file_put_back")
    receipt = receipts.retry(db, number, person=person, why=why, limits=limits)
    _bring_back(settings, receipt)  # a look may have come between
    return receipt


def _bring_back(settings: Settings, receipt: Receipt) -> None:
    inbox = settings.folders.inbox / receipt.client
    found = (file for folder in ("error", "duplicate") for file in (inbox / folder).glob("*") if _is(file, receipt))
    if file := next(found, None):
        claim = inbox / "work" / receipt.claim
        for _ in range(2):  # whoever watches may have cleared the empty folder away
            claim.mkdir(parents=True, exist_ok=True)
            with suppress(FileNotFoundError):
                file.rename(claim / file.name)
        sync(claim)
        file.with_name(reason_name(file.name)).unlink(missing_ok=True)


def _is(file: Path, receipt: Receipt) -> bool:
    """Is this the file of the receipt? By its bytes: its name may have got a number."""
    seen = file.lstat()
    return stat.S_ISREG(seen.st_mode) and seen.st_size == receipt.size and capture.sha256(file) == receipt.sha256


def _failed(db: store.Database, client: str | None) -> list[int]:
    return [receipt.id for receipt in receipts.of(db, client=client, states=(ReceiptState.FAILED,))]
