"""Named points at which a test lets the program die, fail, run out of disk, or wait. They cost nothing unless armed.

`PAPERDESK_FAULT=NAME:N:MODE` arms the N-th passing of a point in a process; several stand with commas between them.
With `PAPERDESK_FAULT_FOLDER` each fault strikes once, whichever process comes first, and leaves a file of its name
there. docs/failpoints.md has all points, and how they are walked.
"""

from __future__ import annotations

import errno
import os
import signal
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from documents.errors import SettingsError

#: Every point, and what has just been done when it is passed.
POINTS: Mapping[str, str] = MappingProxyType(
    {
        "intake.folder_made": "the claim's empty folder is there; the file still lies in the inbox",
        "intake.plan_written": "the claim says what belongs to the file and where it came from",
        "intake.document_claimed": "the document lies in its claim, its sidecar still in the inbox",
        "intake.claimed": "document and sidecar lie in the claim; the folders are not synced",
        "intake.registering": "the claimed file was stable; it has no receipt yet",
        "intake.registered": "the receipt is committed; the file still lies in its claim",
        "intake.settling": "the receipt says how it ended; the file is about to leave its claim",
        "intake.sidecars_settled": "a refused document's sidecars lie in error/, the document still in its claim",
        "intake.settled": "the file lies in done/, error/ or duplicate/; its claim is not cleared",
        "intake.sending_back": "the file was written to after it was registered; it is about to go back to the inbox",
        "move.linked": "the file has its new name, and still its old one",
        "move.unlinked": "the file has its new name only; the folder is not synced",
        "note.written": "a reason or report is written under a temporary name",
        "note.linked": "a reason or report has its name; the folder is not synced",
        "original.copied": "the copy is written under a temporary name, not synced",
        "original.synced": "the copy is synced, under its temporary name",
        "original.linked": "the copy has its final name; the folder is not synced",
        "original.kept": "the copy is durable; no row names it yet",
        "receipt.inserted": "the receipt's row stands in an open transaction",
        "receipt.audited": "the receipt and its audit entry stand in an open transaction",
        "receipt.committed": "the receipt is committed",
        "receipt.claimed": "the lease stands in an open transaction",
        "receipt.begun": "the try is counted in an open transaction",
        "receipt.failed": "the failure stands in an open transaction",
        "receipt.given_back": "the giving back stands in an open transaction",
        "process.claimed": "files are leased; nobody works on them yet",
        "process.reading": "the worker process has the file; it is not read yet",
        "process.read": "the file is read; nothing is judged",
        "process.judged": "the cases are judged; nothing is saved",
        "process.saved": "the cases are committed; nobody was told",
        "process.concluded": "the outcome is known; the next file is not begun",
        "save.pictures_kept": "the page images are in the content store; no row names them",
        "save.receipt_ended": "the receipt's end stands in an open transaction, no case yet",
        "save.case_inserted": "a case's rows stand in an open transaction",
        "save.audited": "all cases and the audit entry stand in an open transaction",
        "keyed.value_added": "a keyed value stands in an open transaction",
        "keyed.audited": "a keyed value and its audit entry stand in an open transaction",
        "decided.case_moved": "a person's decision has moved the case, in an open transaction",
        "decided.audited": "decision, history and audit entry stand in an open transaction",
        "finished.judged": "the rounds of double keying are opened in an open transaction; the case has not moved",
        "finished.audited": "a finished case, its decision and its audit entry stand in an open transaction",
        "export.inserted": "the export's row stands in an open transaction, no case yet",
        "export.begun": "export and cases are committed; no file is written",
        "export.recorded": "the records are made; no file is written",
        "export.files_published": "the files are there; the manifest is not",
        "export.published": "files and manifest are there; the ledger does not know",
        "export.marked": "the mark stands in an open transaction, no case is released",
        "export.released": "mark, releases and audit entry stand in an open transaction",
        "export.written": "the export is committed as written",
        "publish.written": "a file of an export is written under a temporary name, not synced",
        "publish.synced": "a file of an export is synced, under its temporary name",
        "publish.linked": "a file of an export has its final name; the folder is not synced",
        "webhook.sending": "the request to an export's address is made up; nothing is sent",
        "webhook.answered": "the address has answered; the ledger does not know",
        "export.acknowledged": "the acknowledgement stands in an open transaction",
        "restated.moved": "a released case is back in review, in an open transaction; what it said is not fixed yet",
        "restated.inserted": "an export of restated cases stands in an open transaction, no case yet",
        "nightly.begun": "the night's lock is held; nothing is taken in",
        "nightly.taken": "all complete files have receipts",
        "nightly.processed": "all files that wait were worked off",
        "nightly.settled": "what is done has left work/",
        "nightly.released": "a client's exports are written",
        "nightly.reported": "the report's JSON is there, its page is not",
        "recover.swept": "temporary files of the dead are removed",
        "recover.companion_claimed": "a sidecar that a crash left behind lies in its document's claim",
        "recover.taken_over": "the lease of a dead process has been ended",
        "recover.reaped": "leases that ran out were ended, in an open transaction",
        "recover.export_found": "an export that was begun and not finished is about to be written again",
        "recover.file_put_back": "a failed file lies in work/ again; its receipt still says failed",
        "recover.put_back": "the receipt of a failed file waits again, in an open transaction",
    }
)
MODES = ("kill", "raise", "enospc", "sleep")
#: Seconds that a fault of mode `sleep` lasts.
SLEEP = 2.0
ARMED_BY, FOLDER_BY = "PAPERDESK_FAULT", "PAPERDESK_FAULT_FOLDER"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is to happen at the n-th passing of a point."""

    point: str
    n: int
    mode: str

    def __str__(self) -> str:
        return f"{self.point}:{self.n}:{self.mode}"


def reached(point: str) -> None:
    """The program has come to this point. Returns at once, unless a fault is armed here."""
    if _armed:
        _strike(point)


def arm(environment: Mapping[str, str] = os.environ) -> tuple[Fault, ...]:
    """Take up what the environment says. Raises SettingsError for an unknown point or mode."""
    global _armed, _folder
    written = [one for one in environment.get(ARMED_BY, "").split(",") if one]
    folder = environment.get(FOLDER_BY)
    _armed, _folder = tuple(map(_fault, written)), Path(folder) if folder else None
    _passed.clear()
    return _armed


def _fault(written: str) -> Fault:
    point, n, mode = ([*written.split(":"), "", ""])[:3]
    if point not in POINTS or not n.isdecimal() or mode not in MODES:
        raise SettingsError(
            f"{ARMED_BY}: {written!r} is no fault; write POINT:N:MODE, a point of docs/failpoints.md and one of "
            f"{', '.join(MODES)}."
        )
    return Fault(point, int(n), mode)


def _strike(point: str) -> None:
    _passed[point] += 1
    for fault in _armed:
        if fault.point == point and fault.n == _passed[point] and _is_first(fault):
            _happen(fault)


def _is_first(fault: Fault) -> bool:
    """Has the fault not struck yet, in any process? Leaves the file that says so."""
    if _folder is None:
        return True
    try:
        (_folder / str(fault)).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def _happen(fault: Fault) -> None:
    if fault.mode == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if fault.mode == "sleep":
        time.sleep(SLEEP)
        return
    number = errno.ENOSPC if fault.mode == "enospc" else errno.EIO
    raise OSError(number, f"{os.strerror(number)}, let happen at {fault.point}")


_passed: Counter[str] = Counter()
_armed: tuple[Fault, ...] = ()
_folder: Path | None = None
arm()
