"""The end of the chaos: the audit, the senders' own list, and every save that was told to be kept."""

from __future__ import annotations

import json
import time
from collections import Counter
from hashlib import sha256
from pathlib import Path

import store
from bench import house
from bench.house_end import arrived
from documents.case import ReceiptState
from flows.auditing import audit_client, audit_house, sweep
from flows.settings import Settings
from store import cases, history, receipts
from store.receipts import Receipt

CLIENTS = ("acme", "beta")
#: How a file of each kind may end.
ENDS = {
    "good": {ReceiptState.PROCESSED, ReceiptState.DUPLICATE},
    "review": {ReceiptState.PROCESSED},
    "torn": {ReceiptState.FAILED},
}


def wrong(folder: Path, url: str, notes: Path) -> list[str]:
    """All that is lost, double, or not as it must be."""
    settings = house.settings_of(folder, url)
    sweep(settings, grace=0)
    time.sleep(0.01)
    db = store.open_database(settings.database, settings.folders.files)
    lines = [line.split() for line in notes.read_text().splitlines()]
    found = list(audit_house(db, settings, grace=0).wrong)
    for client in CLIENTS:
        found += audit_client(db, settings, client, grace=0).wrong
        found += _dropped(db, settings, client, [line[2:] for line in lines if line[:2] == ["dropped", client]])
    if (notes.parent / "received").exists():
        found += arrived(db, notes.parent / "received")
    found += _saved(db, {(int(line[1]), line[2]) for line in lines if line[0] == "saved"})
    return found


def _dropped(db: store.Database, settings: Settings, client: str, dropped: list[list[str]]) -> list[str]:
    """Every file that was dropped has one receipt, has ended, and was exported once to each format if it is good."""
    found: list[str] = []
    by_name: dict[str, list[Receipt]] = {}
    for receipt in receipts.of(db, client=client):
        by_name.setdefault(receipt.name, []).append(receipt)
    out = _exported(settings.folders.output / "export" / client)
    for name, kind, number in dropped:
        mine = by_name.pop(name, [])
        content = sha256(f"{kind} {number}".encode()).hexdigest()
        if len(mine) != 1 or mine[0].sha256 != content:
            found.append(f"{client}/{name}: {len(mine)} receipts, {sorted(one.state for one in mine)}")
            continue
        [receipt] = mine
        if receipt.state not in ENDS[kind]:
            found.append(f"{client}/{name}: is {receipt.state} ({receipt.code}): {receipt.reason}")
        times = 1 if receipt.state is ReceiptState.PROCESSED else 0
        for number_of_case in cases.of_receipt(db, receipt.id):
            if out[number_of_case] != times:
                found.append(f"{client}/{name}: case {number_of_case} was exported {out[number_of_case]} times")
    found += [f"{client}/{name}: has a receipt, and nobody dropped it" for name in by_name]
    return found


def _exported(folder: Path) -> Counter[int]:
    counts: Counter[int] = Counter()
    for path in folder.glob("*.jsonl"):
        counts.update(json.loads(line)["case"] for line in path.read_text().splitlines())
    return counts


def _saved(db: store.Database, told: set[tuple[int, str]]) -> list[str]:
    """Every save that somebody was told is kept stands in the history."""
    lost = [(number, edit) for number, edit in sorted(told) if not history.knows(db, number, edit)]
    return [f"case {number}: the save {edit} was acknowledged, and is not kept" for number, edit in lost]
