"""From a watched folder into the store: every file is taken once, when it is complete, and none is ever lost.

    inbox/CLIENT/          what comes in
      work/CLAIM/NAME      claimed by an atomic move; CLAIM is unique and also names the receipt
      done/2025-01-31/     processed
      error/               refused or unreadable, with NAME.reason.txt
      duplicate/           the same bytes came before, with NAME.reason.txt

Everything follows from what lies in the folders and what the store knows, looked at again and again: whoever is killed
at any step, the next look of anybody goes on from there. docs/decisions/0081 tells why.
"""

from __future__ import annotations

import errno
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import capture
import store
from documents.case import ReceiptState
from documents.errors import Busy, Conflict, IntakeError, PaperdeskError
from documents.failpoints import reached
from documents.printing import printable
from flows import claims
from flows.looking import Found, Mark, Memory, look, patience
from flows.moves import move_in, shown, sync, write_new
from flows.paths import STATE_FOLDERS, is_temporary, reason_name
from flows.settings import Settings
from store import clients, receipts
from store.receipts import Receipt


@dataclass(slots=True)
class Looked:
    """What one look did: names registered, refused (with the reason), moved out; how many are not complete yet.

    `troubled` are names with what stands in their way: they stay where they are, and the next look tries them again.
    Whoever waits longer than a scan and the time to stay unchanged is among them.
    """

    registered: list[Receipt] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    settled: list[Path] = field(default_factory=list)
    troubled: list[tuple[str, str]] = field(default_factory=list)
    waiting: int = 0

    @property
    def is_quiet(self) -> bool:
        """Did nothing happen, and waits nothing?"""
        return not (self.registered or self.refused or self.settled or self.troubled or self.waiting)


class Inbox:
    """One client's folder. Several processes may watch it at once. `clock` counts seconds, as time.monotonic does.

    `refusal` says why nothing is taken from it: its name cannot be a client's, or its folders cannot be made.
    """

    def __init__(
        self, db: store.Database, settings: Settings, client: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        own = settings.client(client)
        self.db, self.settings, self.client = db, settings, client
        self.folder = settings.folders.inbox / client
        self.trigger = settings.watch.trigger if own.trigger is None else own.trigger
        self.stable = settings.watch.stable if own.stable is None else own.stable
        self._clock = clock
        self._memory = Memory()
        self.refusal = "" if clients.is_name(client) else f"{shown(str(self.folder))}: {clients.RULE}. Rename it."
        try:
            for name in () if self.refusal else STATE_FOLDERS:
                (self.folder / name).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self.refusal = f"{shown(str(error))}; give us the right to write there."

    def look(self) -> Looked:
        """One look: claim what is complete, register what was claimed and is still the same, move out what is done.

        What stands in the way of one file stops no other, and no other client's.
        Raises Busy when too little disk space is free; nothing is touched then.
        """
        refuse_without_room(self.settings)
        done = Looked()
        if self.refusal:
            done.troubled.append((shown(self.client), self.refusal))
            return done
        with _troubles(self.folder, done):
            self._look(done)
        return done

    def _look(self, done: Looked) -> None:
        now = self._clock()
        known: set[Path] = set()
        for found in look(self.folder, self.trigger, lambda path, error: _note(done, path, error)):
            known.add(found.path)
            with _troubles(found.path, done):
                if self._is_complete(found, now, done):
                    self._take(found, done)
                elif not found.lacks:
                    done.waiting += 1
        for claim in sorted((self.folder / "work").iterdir()):
            if claim.is_dir() and not claim.is_symlink():
                with _troubles(claim, done):
                    self._go_on(claim, now, known, done)
        self._memory.keep_only(known)

    def _is_complete(self, found: Found, now: float, done: Looked) -> bool:
        """May it be taken? What is not taken after the time that others need is told, with the reason."""
        marks = [found.mark]
        for companion in (found.sidecar, found.trigger):
            if companion is not None and (seen := claims.mark(companion)) is not None:
                marks.append(seen)
        unchanged = self._memory.unchanged_for(found.path, tuple(marks), now)
        wanted, why = self.stable, "somebody still writes to it"
        if unchanged >= self.stable:
            wanted, why = patience(found, self.stable)
            if unchanged >= wanted and (unchanged or not found.refusal):  # a move half done is no hard link
                return True
        if self._memory.known_for(found.path, now) >= self.stable > 0 and why:
            done.troubled.append((shown(found.path.name), why))
        return False

    def _take(self, found: Found, done: Looked) -> None:
        """Claim the file: exactly one of all who try gets it. The new folder is empty, so nothing is overwritten."""
        if found.refusal:
            self._refuse(found.path, IntakeError(f"{shown(found.path.name)}: {found.refusal}"), done)
            return
        claim = self.folder / "work" / uuid4().hex
        claim.mkdir()
        reached("intake.folder_made")
        companions = [path for path in (found.sidecar, found.trigger) if path is not None]
        claims.plan(claim, found.path.parent.relative_to(self.folder), companions)
        reached("intake.plan_written")
        try:
            found.path.rename(claim / found.path.name)
        except FileNotFoundError:  # another was faster, or its owner has taken it back
            claims.clear(claim, self.trigger)
            return
        reached("intake.document_claimed")
        claims.complete(claim, self.folder)
        reached("intake.claimed")
        sync(claim)
        sync(found.path.parent)
        done.waiting += 1

    def _go_on(self, claim: Path, now: float, known: set[Path], done: Looked) -> None:
        """Bring a claimed file one step further. Adds the path to remember to those `known`."""
        file = claims.document(claim, self.trigger)
        if file is None:  # a sidecar alone: its document was moved out before a crash
            claims.clear(claim, self.trigger)
            return
        receipt = receipts.by_claim(self.db, claim.name)
        if receipt is not None:
            self._settle(claim, file, receipt, done)
            return
        claims.complete(claim, self.folder)  # whoever took it was perhaps killed half-way
        known.add(file)
        mark = claims.mark(file)
        if mark is not None and self._memory.unchanged_for(file, (mark,), now) >= self.stable:
            self._register(claim, file, mark, done)
        else:
            done.waiting += 1

    def _register(self, claim: Path, file: Path, mark: Mark, done: Looked) -> None:
        """Give the file its receipt; one whose sidecar is wrong has failed with it."""
        reached("intake.registering")
        values, refusal = claims.index_values(claim, file)
        try:
            receipt = receipts.register(
                self.db,
                client=self.client,
                name=shown(file.name),
                path=file,
                claim=claim.name,
                index_values=values,
                business_date=datetime.now(self.settings.schedule.zone).date(),
                deadline=self.settings.deadline(self.client),
                refusal=refusal,
            )
        except Conflict:  # it changed under our hands: look again
            done.waiting += 1
            return
        reached("intake.registered")
        if refusal:
            done.refused.append((receipt.name, receipt.reason))
        else:
            done.registered.append(receipt)
        if claims.mark(file) != mark:
            done.waiting += 1  # still being written: _settle sends it back
        elif refusal:
            self._settle(claim, file, receipt, done)

    def _settle(self, claim: Path, file: Path, receipt: Receipt, done: Looked) -> None:
        """Move a file out of work/ when its receipt says how it ended."""
        if receipt.state in (ReceiptState.RECEIVED, ReceiptState.PROCESSING):
            return
        reached("intake.settling")
        if capture.sha256(file) != receipt.sha256:  # written to after it was registered: that is another document
            reached("intake.sending_back")
            done.settled.append(claims.send_back(claim, file, self.folder))
        elif receipt.state is ReceiptState.PROCESSED:
            day = (receipt.business_date or receipt.received_at.date()).isoformat()
            done.settled.append(move_in(file, self.folder / "done" / day))
        elif receipt.state is ReceiptState.DUPLICATE:
            first = receipts.get(self.db, receipt.duplicate_of) if receipt.duplicate_of else receipt
            came = f"{first.name}, receipt {first.id}, at {first.received_at:%Y-%m-%d %H:%M} UTC"
            told = f"{receipt.name}: the same bytes came before as {came}. Delete it, or ask the sender what was meant."
            done.settled.append(self._put_aside(file, "duplicate", "duplicate", told))
        else:
            if receipt.code == IntakeError.code:  # its values are not in the store: to be mended
                for sidecar in claims.sidecars(claim, file):
                    move_in(sidecar, self.folder / "error")
                reached("intake.sidecars_settled")
            number = f"receipt: {receipt.id}"
            done.settled.append(self._put_aside(file, "error", receipt.code, receipt.reason, number))
        reached("intake.settled")
        claims.clear(claim, self.trigger)  # index values are in the store, so they need not be kept

    def _refuse(self, path: Path, error: IntakeError, done: Looked) -> None:
        try:
            self._put_aside(path, "error", error.code, str(error))
        except FileNotFoundError:
            return  # another watcher was faster
        done.refused.append((shown(path.name), str(error)))

    def _put_aside(self, file: Path, folder: str, code: str, reason: str, *more: str) -> Path:
        lines = (f"code: {code}", f"reason: {reason}", *more, "more: docs/errors.md")

        def explain(target: Path) -> None:
            write_new(target.parent, reason_name(target.name), "".join(f"{printable(line)}\n" for line in lines))

        return move_in(file, self.folder / folder, explain)


def inboxes(db: store.Database, settings: Settings) -> Iterator[Inbox]:
    """One for each client that has a folder or is named in the settings."""
    inbox = settings.folders.inbox
    inbox.mkdir(parents=True, exist_ok=True)
    there = {entry.name for entry in inbox.iterdir() if entry.is_dir() and not entry.is_symlink()}
    for client in sorted(there | set(settings.clients)):
        if not client.startswith("."):
            yield Inbox(db, settings, client)


def strays(settings: Settings) -> Looked:
    """Files beside the clients' folders: nobody knows whose they are, so they are told of and left."""
    done = Looked()
    inbox = settings.folders.inbox
    for entry in sorted(inbox.iterdir()):
        if entry.is_file() and not is_temporary(entry.name):
            why = f"{shown(entry.name)} lies beside the clients' folders; move it into {inbox}/CLIENT/"
            done.troubled.append((shown(entry.name), why))
    return done


def refuse_without_room(settings: Settings) -> None:
    """Raise Busy when less disk space is free than the settings ask for."""
    wanted = settings.watch.free_megabytes
    for folder in (settings.folders.files, settings.folders.output):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        free = shutil.disk_usage(folder).free // 1_000_000
        if free < wanted:
            raise Busy(f"{folder}: {free} MB are free, {wanted} are wanted (watch.free_megabytes). Make room.")


@contextmanager
def _troubles(path: Path, done: Looked) -> Iterator[None]:
    """What stands in the way of one file is told, and it is tried again at the next look."""
    try:
        yield
    except FileNotFoundError:
        done.waiting += 1  # another watcher was faster, or its owner has taken it back: look again
    except (PaperdeskError, OSError) as error:
        _note(done, path, error)


def _note(done: Looked, path: Path, error: PaperdeskError | OSError) -> None:
    done.troubled.append((shown(path.name), shown(_why(error))))
    done.waiting += 1


def _why(error: PaperdeskError | OSError) -> str:
    """The same words at each look, so that they are told once: where a file was to go has another name each time."""
    if not isinstance(error, OSError) or not isinstance(error.filename, str):
        return str(error)
    if error.errno in (errno.EPERM, errno.EACCES, errno.EROFS):
        return f"{error.filename}: {error.strerror}. Give us the right to move it, and to write in its folder."
    return f"{error.filename}: {error.strerror}. It is tried again."
