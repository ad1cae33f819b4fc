"""Where is my file? What lies in the inbox and is not taken in yet, and why; no table knows of it."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import TextIO

import store
from documents.errors import Busy
from flows import claims
from flows.intake import refuse_without_room
from flows.looking import look, patience, unfinished
from flows.moves import shown
from flows.paths import is_temporary
from flows.settings import Settings
from store import clients, receipts

#: Whoever watches the inbox holds this file's lock, as long as he lives.
_LOCK = "watch.lock"
_NOBODY = "nobody watches the inbox on this machine; `paperdesk watch`, `serve` or `nightly` takes it in"


@dataclass(frozen=True, slots=True)
class Dropped:
    """A file that is not taken in yet: whose ("" where nobody knows), its path there, last written when, and why."""

    client: str
    name: str
    since: datetime
    why: str


def dropped(db: store.Database, settings: Settings, client: str | None = None) -> list[Dropped]:
    """All that waits in the inbox, of a client or of all; the oldest first."""
    inbox = settings.folders.inbox
    entries = sorted(inbox.iterdir()) if inbox.is_dir() else []
    in_the_way = cache(partial(_in_the_way, settings))  # the same for all clients
    found: list[Dropped] = []
    for entry in entries:
        if entry.is_dir() and not entry.is_symlink() and not entry.name.startswith("."):
            if client in (None, entry.name):
                found += _of_client(db, settings, entry, in_the_way)
        elif client is None and entry.is_file() and not is_temporary(entry.name):
            found += _one("", entry, inbox, f"it lies beside the clients' folders; move it into {inbox}/CLIENT/")
    return sorted(found, key=lambda one: one.since)


@contextmanager
def watched_by_us(settings: Settings) -> Iterator[bool]:
    """Hold the lock of whoever watches; is nobody else on this machine? It goes with the process, however it ends.

    All who watch share it, so that it is held as long as one of them lives.
    """
    settings.folders.output.mkdir(parents=True, exist_ok=True)
    with (settings.folders.output / _LOCK).open("w") as lock:
        is_first = _is_free(lock)
        fcntl.flock(lock, fcntl.LOCK_SH)
        yield is_first


def _of_client(
    db: store.Database, settings: Settings, folder: Path, in_the_way: Callable[[], str]
) -> Iterator[Dropped]:
    client, own = folder.name, settings.client(folder.name)
    trigger = settings.watch.trigger if own.trigger is None else own.trigger
    stable = settings.watch.stable if own.stable is None else own.stable
    blocked = in_the_way() if clients.is_name(client) else f"{clients.RULE}. Rename the folder."
    usual = blocked or f"taken in when nobody has written to it for {stable:g} s"
    shut: list[str] = []
    for found in look(folder, trigger, lambda path, error: shut.append(f"{path.name}: {error.strerror}")):
        why = patience(found, stable)[1] or found.refusal
        yield from _one(client, found.path, folder, "; ".join(filter(None, (why, blocked))) or usual)
    for path in unfinished(folder):
        yield from _one(client, path, folder, "its name says that somebody still writes to it")
    for claim in sorted((folder / "work").glob("*/")):
        with suppress(FileNotFoundError):  # it is settled in this moment
            file = claims.document(claim, trigger)
            if file is not None and receipts.by_claim(db, claim.name) is None:
                yield from _one(client, file, claim, usual)
    for trouble in shut:
        yield from _one(client, folder, folder.parent, f"cannot be looked into ({trouble}); give us the right to")


def _in_the_way(settings: Settings) -> str:
    """What keeps all files from being taken in; nothing when nothing does."""
    try:
        refuse_without_room(settings)
    except (Busy, OSError) as error:
        return str(error)
    return "" if _is_watched(settings) else _NOBODY


def _is_watched(settings: Settings) -> bool:
    try:
        with (settings.folders.output / _LOCK).open() as lock:
            return not _is_free(lock)
    except FileNotFoundError:
        return False


def _is_free(lock: TextIO) -> bool:
    """Does nobody share the lock? Then it is ours alone until we share or close it: whoever comes meanwhile waits."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _one(client: str, path: Path, below: Path, why: str) -> Iterator[Dropped]:
    try:
        since = datetime.fromtimestamp(path.lstat().st_mtime, UTC)
    except FileNotFoundError:
        return  # taken in this moment
    yield Dropped(client, shown(str(path.relative_to(below))), since, why)
