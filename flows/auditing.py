"""Is everything that came in still there, once, and as it was? Sums, rows, originals, folders and exports read again.

`paperdesk audit` asks at any time, the nightly run at its end. What is wrong is a sentence: what, where, what to do.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import capture
import release
import store
from documents.case import ReceiptState
from documents.errors import IntakeError, ReleaseError
from flows import claims
from flows.looking import PATIENCE_WITH_SIDECAR
from flows.moves import shown
from flows.paths import REASON, SIDECARS, STATE_FOLDERS, is_temporary, reason_name
from flows.settings import Settings
from store import audit, clients, invariants, ledger, originals, receipts
from store.balance import Balance
from store.ledger import ExportState

#: Seconds that something unfinished may lie about before it is told of.
GRACE = 3600.0
#: Kinds of temporary folders, and after so many seconds nobody works in one: no file may take as long to read.
_TEMPORARY, _FORSAKEN = ("pages", "parts", "read"), 6 * 3600.0
_UNFINISHED = "a temporary file that nobody finished; the next nightly run removes it"


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


@dataclass(frozen=True, slots=True)
class Audited:
    """What an audit came to, of one client. `found` is what is wrong beside the sums and the audit chain."""

    client: str
    balance: Balance
    chain: Chain
    found: tuple[str, ...]

    @property
    def wrong(self) -> tuple[str, ...]:
        """All that is wrong, a sentence each."""
        return (*self.balance.sentences, *self.chain.wrong, *self.found)


@dataclass(frozen=True, slots=True)
class House:
    """What an audit came to, of all that belongs to no client."""

    chain: Chain
    found: tuple[str, ...]

    @property
    def wrong(self) -> tuple[str, ...]:
        """All that is wrong, a sentence each."""
        return (*self.chain.wrong, *self.found)


def chain_of(db: store.Database, client: str, anchor: tuple[int, str] | None = None) -> Chain:
    """The client's chain, checked; client "" has the deeds that belong to none, such as sign-ins.

    `anchor` is what an earlier report kept of it: with that a tail that was cut off shows.
    """
    return Chain(*audit.head(db, client), tuple(audit.verify(db, client, anchor)))


def anchors(settings: Settings) -> dict[str, tuple[int, str]]:
    """By client, where the audit chains ended by the newest report that names the client; the house's under ""."""
    found: dict[str, tuple[int, str]] = {}
    folder = settings.folders.output / "report"
    for path in sorted(folder.glob("????-??-??*.json"), key=lambda path: path.stat().st_mtime_ns):
        content = json.loads(path.read_text(encoding="utf-8"))
        chains = {name: client["audit"] for name, client in content["clients"].items()} | {"": content["audit"]}
        found |= {name: (chain["entries"], chain["hash"]) for name, chain in chains.items()}
    return found


def audit_client(
    db: store.Database,
    settings: Settings,
    client: str,
    *,
    anchor: tuple[int, str] | None = None,
    grace: float = GRACE,
) -> Audited:
    """Everything of one client. What was begun less than `grace` seconds ago may be unfinished."""
    inbox, output = settings.folders.inbox / client, settings.folders.output / "export" / client
    found = [
        *invariants.broken(db, client, grace=grace),
        *_claimed(db, inbox, settings.watch.trigger, grace),
        *_put_aside(db, inbox, client),
        *_exports(db, client, output),
        *(f"{path}: {_UNFINISHED}" for path in left_over(output, grace)),
    ]
    return Audited(client, ledger.reconcile(db, client), chain_of(db, client, anchor), tuple(found))


def audit_house(
    db: store.Database, settings: Settings, *, anchor: tuple[int, str] | None = None, grace: float = GRACE
) -> House:
    """What belongs to no client: the chain of sign-ins, temporary files, files beside the clients' folders."""
    inbox, places = settings.folders.inbox, (settings.folders.files, settings.folders.output / "report")
    found = [f"{path}: {_UNFINISHED}" for folder in places for path in left_over(folder, grace)]
    for path in sorted(inbox.glob("*")) if inbox.is_dir() else []:
        if path.is_file() and not is_temporary(path.name) and _age(path) > grace:
            found.append(f"{shown(str(path))}: lies beside the clients' folders; move it into {inbox}/CLIENT/")
    return House(chain_of(db, "", anchor), tuple(found))


def names(db: store.Database, settings: Settings) -> list[str]:
    """All clients: those of the store, and those that only have a folder."""
    inbox = settings.folders.inbox
    there = {path.name for path in inbox.iterdir() if path.is_dir()} if inbox.is_dir() else set()
    return sorted({*clients.names(db), *settings.clients, *(name for name in there if clients.is_name(name))})


def left_over(folder: Path, grace: float) -> list[Path]:
    """Temporary files of ours below this folder that nobody has touched for so many seconds."""
    found = [*originals.temporary(folder), *folder.glob(".*.part")] if folder.is_dir() else []
    return [path for path in dict.fromkeys(found) if _age(path) > grace]


def sweep(settings: Settings, grace: float = GRACE) -> list[Path]:
    """Remove temporary files whose writer was killed; returns which."""
    export = settings.folders.output / "export"
    folders = [settings.folders.files, settings.folders.output / "report"]
    folders += [path for path in export.glob("*") if path.is_dir()]
    for inbox in settings.folders.inbox.glob("*"):
        folders += [inbox / name for name in STATE_FOLDERS]
    gone = [path for folder in folders for path in left_over(folder, grace)]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone + _forsaken()


def _forsaken() -> list[Path]:
    """Remove our temporary folders (pages, parts of archives) so old that whoever made them was killed."""
    found = [path for which in _TEMPORARY for path in Path(tempfile.gettempdir()).glob(f"paperdesk-{which}-*")]
    gone = []
    for path in found:
        with suppress(FileNotFoundError):
            seen = path.lstat()
            if stat.S_ISDIR(seen.st_mode) and seen.st_uid == os.geteuid() and _age(path) > _FORSAKEN:
                shutil.rmtree(path, ignore_errors=True)
                gone.append(path)
    return gone


def _claimed(db: store.Database, inbox: Path, trigger: str, grace: float) -> Iterator[str]:
    """Files that were claimed and do not move on, and files that nobody takes."""
    for claim in sorted((inbox / "work").glob("*")):
        file = _document(claim, trigger)
        if file is None or _age(claim) <= grace:
            continue
        receipt = receipts.by_claim(db, claim.name)
        where = shown(str(file))
        if receipt is None:
            yield f"{where}: was claimed and has no receipt; start `paperdesk watch`, which goes on with it"
        elif receipt.finished_at is not None and _since(receipt.finished_at) > grace:
            yield f"{where}: receipt {receipt.id} is {receipt.state}; start `paperdesk watch`, which moves it"
    for path in sorted(inbox.glob("*")):
        if path.is_file() and not is_temporary(path.name) and _age(path) > grace + PATIENCE_WITH_SIDECAR:
            yield f"{shown(str(path))}: lies in the inbox and nobody takes it; `paperdesk watch` says what it waits for"


def _document(claim: Path, trigger: str) -> Path | None:
    """The claim's document; None when it has moved on meanwhile."""
    try:
        return claims.document(claim, trigger) if claim.is_dir() and not claim.is_symlink() else None
    except FileNotFoundError:
        return None


def _put_aside(db: store.Database, inbox: Path, client: str) -> Iterator[str]:
    """Every file put aside has its reason; every file that has a receipt has the bytes of one."""
    done = [path for path in sorted((inbox / "done").glob("*/*")) if path.is_file()]
    aside = [path for folder in ("error", "duplicate") for path in sorted((inbox / folder).glob("*"))]
    aside = [path for path in aside if path.is_file() and not _is_ours(path)]
    if not done and not aside:
        return
    came = receipts.of(db, client=client)
    known: set[str | None] = {one.sha256 for one in came if one.state is not ReceiptState.FAILED} | {None}
    for path in done:
        if _bytes_of(path) not in known:
            yield f"{shown(str(path))}: no receipt knows its bytes; drop it into the inbox again"
    known = {one.sha256 for one in came} | {None}
    for path in aside:
        reason = path.with_name(reason_name(path.name))
        if not _is_moving(path) and not reason.exists():
            yield f"{shown(str(path))}: has no {REASON} that says why it lies there; look at it and drop it again"
        elif not _is_refused(reason) and _bytes_of(path) not in known:
            yield f"{shown(str(path))}: was written to after it was put aside; drop it into the inbox again"


def _is_moving(path: Path) -> bool:
    """Is the file on its way, in or out? Its reason is written before it has left where it lay (flows/moves.py)."""
    try:
        return path.lstat().st_nlink > 1
    except FileNotFoundError:
        return True


def _bytes_of(path: Path) -> str | None:
    """The file's SHA-256; None when it has moved on meanwhile."""
    try:
        return capture.sha256(path)
    except FileNotFoundError:
        return None


def _is_ours(path: Path) -> bool:
    """Is it no document: a reason, a temporary file, index values beside the document whose fault they are?"""
    return path.name.endswith(REASON) or is_temporary(path.name) or path.suffix.lower() in SIDECARS


def _is_refused(reason: Path) -> bool:
    """Was the file refused at the door (a link, a file whose index values are wrong)?"""
    with suppress(FileNotFoundError):
        return f"code: {IntakeError.code}\n" in reason.read_text(encoding="utf-8", errors="replace")
    return False


def _exports(db: store.Database, client: str, folder: Path) -> Iterator[str]:
    """Every export that the ledger knows lies there as it was written, and nothing else does, and no case twice.

    The ledger is asked first: who exports meanwhile adds files that it did not know then, and does know after.
    """
    entered, there = ledger.of(db, client=client), release.manifests(folder)
    told: dict[tuple[str, int, int], list[str]] = {}
    for export in entered:
        manifest = there.pop(export.name, None)
        if manifest is None:
            if export.state is ExportState.WRITTEN:
                yield (
                    f"{folder}: export {export.name} is not there, and nobody acknowledged it; put its files "
                    f"back, or say that it arrived: `paperdesk acknowledge {export.name}`"
                )
            continue
        try:
            checked = release.check(manifest)
        except ReleaseError as error:
            yield str(error)
            continue
        yield from checked.wrong
        ours, theirs = (export.case_ids, export.sha256), (tuple(dict.fromkeys(checked.cases)), checked.sha256)
        if export.state is not ExportState.BEGUN and theirs != ours:
            yield f"{manifest}: names other cases or bytes than the ledger; stop and compare them"
        for number in export.case_ids:
            which = (checked.format, number, export.versions.get(number, 1))
            told.setdefault(which, []).append(export.name)
    after = {export.name for export in ledger.of(db, client=client)} if there else set()
    for name in (name for name in there if name not in after):
        yield f"{there[name]}: the ledger knows no export {name}; find out who wrote it, and move it away"
    for (format, number, _), exports in told.items():
        if len(exports) > 1:
            yield f"case {number} stands in {' and '.join(exports)}, all {format}; tell the receiver, and report it"


def _since(moment: datetime) -> float:
    return (datetime.now(UTC) - moment).total_seconds()


def _age(path: Path) -> float:
    """Seconds since it was last changed; 0 when it is gone."""
    try:
        return time.time() - path.lstat().st_mtime
    except FileNotFoundError:
        return 0.0
