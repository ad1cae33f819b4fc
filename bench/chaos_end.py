"""The end of the chaos: what is left is worked off, then the audit, the senders' own list and every save are looked at.

What is not at its end yet is told apart from what is wrong: its sentence begins with UNFINISHED.
"""

from __future__ import annotations

import json
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import store
from bench import house
from bench.chaos_notes import Notes, lying
from bench.house_end import arrived
from documents.case import CaseState, ReceiptState
from flows.auditing import audit_client, audit_house, sweep
from flows.command_again import put_back
from flows.releasing import FOLDER
from flows.settings import Settings
from store import cases, destinations, history, ledger, queue, receipts
from store.receipts import Receipt

CLIENTS = ("acme", "beta")
UNFINISHED = "unfinished: "
#: The house stands still when nothing has moved for so many seconds; no lease and no pause of it is as long.
STILL = 150.0
#: However slowly it moves, it is looked at after so many seconds.
LONGEST = 1800.0
_NOT_READ = (ReceiptState.RECEIVED, ReceiptState.PROCESSING)
#: How a file of each kind may end.
ENDS = {
    "good": {ReceiptState.PROCESSED, ReceiptState.DUPLICATE},
    "review": {ReceiptState.PROCESSED},
    "torn": {ReceiptState.FAILED},
}


def worked_off(folder: Path, url: str, notes: Path) -> None:
    """Wait until everything is worked off, or nothing moves any more.

    What we killed three readers over is poison to the house, and rightly so: a supervisor has it tried again.
    """
    settings = house.settings_of(folder, url)
    db = store.open_database(settings.database, settings.folders.files)
    quiet, before, moved = 0, {"": 0}, time.monotonic()
    end = moved + LONGEST
    while quiet < 4 and time.monotonic() < min(end, moved + STILL):
        time.sleep(0.25)
        for client in CLIENTS:
            destinations.succeeded(db, client, FOLDER)  # the disk has room again: nobody has to wait
        for poison in (one for one in receipts.of(db, states=(ReceiptState.FAILED,)) if one.code == "poison"):
            put_back(db, settings, poison.id, person="the supervisor", why="its readers were killed from outside")
            Notes(notes).add("replayed", poison.id)
        now = left(db, settings)
        quiet = 0 if any(now.values()) else quiet + 1
        if now != before:
            before, moved = now, time.monotonic()


def left(db: store.Database, settings: Settings) -> dict[str, int]:
    """What there is still to do, by kind."""
    return {
        "files in the inbox or in work/": len(lying(settings.folders.inbox)),
        "files not read": len(receipts.of(db, states=_NOT_READ)),
        "cases in review": len(queue.waiting(db)),
        "exports due": len(ledger.due(db)),
        "exports begun": len(ledger.unfinished(db)),
    }


def looked(folder: Path, url: str, notes: Path) -> list[str]:
    """All that is lost, double, not as it must be, or unfinished."""
    settings = house.settings_of(folder, url)
    sweep(settings, grace=0)
    time.sleep(0.01)
    db = store.open_database(settings.database, settings.folders.files)
    lines = [line.split() for line in notes.read_text().splitlines()]
    still = {what: count for what, count in left(db, settings).items() if count}
    found = [f"{UNFINISHED}{count} {what}" for what, count in still.items()]
    if still:
        found.append(f"{UNFINISHED}{shutil.disk_usage(folder).free // 1_000_000} MB are free")
    grace = 1e6 if still else 0.0  # what is unfinished was told
    found += audit_house(db, settings, grace=grace).wrong
    for client in CLIENTS:
        found += audit_client(db, settings, client, grace=grace).wrong
        found += _dropped(db, settings, client, [line[2:] for line in lines if line[:2] == ["dropped", client]])
    if (notes.parent / "received").exists():
        found += arrived(db, notes.parent / "received")
    found += sorted({f"audited meanwhile: {' '.join(line[1:])}" for line in lines if line[0] == "accused"})
    found += _saved(db, {(int(line[1]), line[2]) for line in lines if line[0] == "saved"})
    return found


def _dropped(db: store.Database, settings: Settings, client: str, dropped: list[list[str]]) -> Iterator[str]:
    """Every file that was dropped has one receipt, has ended, and was exported once to each format if it is good."""
    by_name: dict[str, list[Receipt]] = {}
    for receipt in receipts.of(db, client=client):
        by_name.setdefault(receipt.name, []).append(receipt)
    there = {Path(path).name for path in lying(settings.folders.inbox / client)}
    out = _exported(settings.folders.output / "export" / client)
    for name, kind, number in dropped:
        mine = by_name.pop(name, [])
        content = sha256(f"{kind} {number}".encode()).hexdigest()
        if not mine and name in there:
            yield f"{UNFINISHED}{client}/{name}: is not registered"
        elif len(mine) != 1 or mine[0].sha256 != content:
            yield f"{client}/{name}: {len(mine)} receipts, {sorted(one.state for one in mine)}"
        else:
            yield from _ended(db, f"{client}/{name}", mine[0], kind, out)
    yield from (f"{client}/{name}: has a receipt, and nobody dropped it" for name in by_name)


def _ended(db: store.Database, file: str, receipt: Receipt, kind: str, out: Counter[int]) -> Iterator[str]:
    """What is not as it must be about one file's end."""
    if receipt.state in _NOT_READ:
        yield f"{UNFINISHED}{file}: is {receipt.state}"
    elif receipt.state not in ENDS[kind]:
        yield f"{file}: is {receipt.state} ({receipt.code}): {receipt.reason}"
    times = 1 if receipt.state is ReceiptState.PROCESSED else 0
    for number in cases.of_receipt(db, receipt.id):
        if out[number] < times and (state := cases.state(db, number)) is not CaseState.RELEASED:
            yield f"{UNFINISHED}{file}: case {number} is {state}"
        elif out[number] != times:
            yield f"{file}: case {number} was exported {out[number]} times"


def _exported(folder: Path) -> Counter[int]:
    counts: Counter[int] = Counter()
    for path in folder.glob("*.jsonl"):
        counts.update(json.loads(line)["case"] for line in path.read_text().splitlines())
    return counts


def _saved(db: store.Database, told: set[tuple[int, str]]) -> list[str]:
    """Every save that somebody was told is kept stands in the history."""
    lost = [(number, edit) for number, edit in sorted(told) if not history.knows(db, number, edit)]
    return [f"case {number}: the save {edit} was acknowledged, and is not kept" for number, edit in lost]
