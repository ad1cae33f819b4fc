"""How the day of bench/house.py must have ended, whatever struck: the audit, and every file's own end."""

from __future__ import annotations

import time
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import store
from bench.house import DROPPED, MORE, TYPE, settings_of
from bench.receiver import requests
from documents.case import CaseState, ReceiptState
from flows.auditing import audit_client, audit_house, sweep
from store import cases, ledger, receipts


@dataclass(frozen=True, slots=True)
class End:
    """How a file must have ended: its receipt's state and code, and the total that was exported."""

    state: ReceiptState
    code: str = ""
    total: str = ""


ENDS = {
    ("acme", "a.xml"): End(ReceiptState.PROCESSED, total="119.00"),
    ("acme", "again.xml"): End(ReceiptState.DUPLICATE),
    ("acme", "late.xml"): End(ReceiptState.PROCESSED, total="119.00"),
    ("acme", "later.xml"): End(ReceiptState.PROCESSED, total="119.00"),
    ("acme", "review.xml"): End(ReceiptState.PROCESSED, total="120.00"),
    ("acme", "torn.xml"): End(ReceiptState.FAILED, "damaged"),
    ("acme", "values.xml"): End(ReceiptState.FAILED, "intake"),
    ("beta", "good.xml"): End(ReceiptState.PROCESSED, total="120.00"),
}


def wrong(folder: Path, url: str = "") -> list[str]:
    """What is not as it must be at the end of the day: the audit's findings, and every file's own end."""
    settings = settings_of(folder, url)
    sweep(settings, grace=0)
    time.sleep(0.01)
    db = store.open_database(settings.database, settings.folders.files)
    found = list(audit_house(db, settings, grace=0).wrong)
    for client in ("acme", "beta"):
        found += audit_client(db, settings, client, grace=0).wrong
    for (client, name), end in ENDS.items():
        found += _end(db, client, name, end)
    found += [f"{path} was left in the inbox" for path in _left(settings.folders.inbox)]
    if (folder / "receiver").exists():
        found += arrived(db, folder / "received")
    store.close(db)
    return found


def _end(db: store.Database, client: str, name: str, end: End) -> list[str]:
    """The original as it last was, or its duplicate, has ended as it must."""
    content = next(each for owner, path, each in DROPPED if owner == client and path.endswith(name))
    finals = {content + MORE, content} if name == "late.xml" else {content}
    hashes = {sha256(each).hexdigest() for each in finals}
    # a.xml and again.xml have the same bytes: whichever was taken first is no duplicate
    mine = [one for one in receipts.of(db, client=client) if one.sha256 in hashes]
    same = ("a.xml", "again.xml")
    if client == "acme" and name in same:
        states = sorted(one.state for one in mine)
        if states != sorted((ReceiptState.PROCESSED, ReceiptState.DUPLICATE)):
            return [f"{client}/{name}: its two receipts are {states}"]
        if {tuple(one.index_values.items()) for one in mine if one.name == "a.xml"} != {(("box", "B17"),)}:
            return ["acme/a.xml: its index values are lost"]
        return []
    if not mine or {(one.state, one.code) for one in mine} != {(end.state, end.code)}:
        return [f"{client}/{name}: has ended as {[(str(one.state), one.code) for one in mine]}, not as {end}"]
    if name == "late.xml" and sha256(content + MORE).hexdigest() not in {one.sha256 for one in mine}:
        return ["acme/late.xml: what was written late has no receipt"]
    made = [number for one in mine for number in cases.of_receipt(db, one.id)]
    if end.total and (len(made) != len(mine) or any(_total(db, number) != end.total for number in made)):
        return [f"{client}/{name}: became {len(made)} cases, {[_total(db, number) for number in made]}"]
    return []


def arrived(db: store.Database, received: Path) -> list[str]:
    """What was acknowledged has arrived, once and as it was written."""
    there = received / "kept"
    came = [line for line in requests(received) if line[0] != "error"]
    found = [" ".join(line) for line in came if line[0] == "CHANGED" or line[-1] == "refused"]
    for export in ledger.of(db, client="acme", state=ledger.ExportState.ACKNOWLEDGED):
        kept = there / export.key.replace("/", "_")
        if not kept.exists() or sha256(kept.read_bytes()).hexdigest() != export.sha256:
            found.append(f"{export.name} is acknowledged, and did not arrive as it was written")
    return found


def _total(db: store.Database, number: int) -> str:
    if cases.state(db, number) is not CaseState.RELEASED:
        return str(cases.state(db, number))
    return str(cases.load(db, number, {TYPE.name: TYPE}).fields["gross_total"].value)


def _left(inbox: Path) -> list[Path]:
    """Files outside the folders of ended files; in error/ the torn one, the one of wrong values, and these."""
    left = [path for path in inbox.rglob("*") if path.is_file()]
    ended = {"done", "error", "duplicate"}
    return [path for path in left if not ended & set(path.relative_to(inbox).parts) or path.name.startswith(".")]
