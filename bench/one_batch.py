"""Hostile files and good ones in one batch, through the night: every good one is exported, every bad one says why not.

    .venv/bin/python -m bench.one_batch [SETS/hostile/docs ...] [--bombs] [--jobs 2] [--house FOLDER]

Bad are all files of the folders (`--bombs`: those too that the tests make), good the samples that must become
records; they are mixed evenly. What the machine doubts of the good ones a person releases as it stands; then a second
night exports it. Prints what became of all, the largest process, processes and temporary files left behind,
and ends with 1 when a good file is not exported, a bad one has no reason, or the audit finds anything wrong. `--house`
goes on with the folder of a run that was stopped.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import store
from bench import night
from bench.hostile import watch
from documents.case import ReceiptState
from documents.verdicts import Route
from flows.auditing import audit_client, audit_house
from flows.paths import REASON, is_sidecar, reason_name
from flows.reading import all_types
from flows.settings import Settings, load_settings
from store import cases, queue, receipts
from store.receipts import Receipt

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "sample_docs"
CLIENT, PERSON = "acme", "anna"


@dataclass(slots=True)
class Batch:
    """What was dropped: by the name in the inbox, whether it is good. `became` counts the ends of the bad ones."""

    good: dict[str, bool] = field(default_factory=dict)
    became: Counter[str] = field(default_factory=Counter)


def good_samples() -> list[Path]:
    """The samples that must become records."""
    told = {path: json.loads(path.read_text()) for path in sorted((SAMPLES / "truth").glob("*.json"))}
    names = [path.name.removesuffix(".json") for path, truth in told.items() if truth["outcome"] == "record"]
    return [SAMPLES / "docs" / name for name in names]


def drop(inbox: Path, bad: Sequence[Path], good: Sequence[Path]) -> Batch:
    """Put them into the inbox, evenly mixed; numbers before the names keep that order."""
    placed = [((number + 0.5) / len(paths), path) for paths in (bad, good) for number, path in enumerate(paths)]
    batch, fine = Batch(), set(good)
    inbox.mkdir(parents=True, exist_ok=True)
    for number, (_, path) in enumerate(sorted(placed)):
        name = f"{number:04d}-{path.name}"
        shutil.copy(path, inbox / name)
        batch.good[name] = path in fine
    return batch


def release_what_waits(db: store.Database, good: Mapping[str, bool]) -> int:
    """A person looks at the good documents that the machine doubts, and lets them go as they are; returns how many."""
    names = {receipt.id: receipt.name for receipt in receipts.of(db, client=CLIENT)}
    mine = {number for one, name in names.items() if good.get(name) for number in cases.of_receipt(db, one)}
    waiting = [item.case_id for item in queue.waiting(db, limit=len(good) * 100) if item.case_id in mine]
    for number in waiting:
        lease = queue.claim(db, number, person=PERSON)
        case = cases.load(db, number, all_types())
        decision = replace(case.decision, route=Route.RELEASE, reasons=())
        told = {"fields": case.fields, "findings": (), "decision": decision, "person": PERSON, "why": "as it stands"}
        cases.decide(db, number, fence=lease.fence, **told)  # type: ignore[arg-type]  # as they are
    return len(waiting)


def wrong(db: store.Database, settings: Settings, batch: Batch) -> Iterator[str]:
    """What is not as it must be, a sentence each."""
    came = {receipt.name: receipt for receipt in receipts.of(db, client=CLIENT)}
    yield from (f"{name}: has no receipt" for name in sorted(batch.good.keys() - came.keys()))
    out = _exported(settings.folders.output / "export" / CLIENT)
    for name, receipt in came.items():
        numbers = cases.of_receipt(db, receipt.id)
        if not batch.good[name]:
            yield from _reason(db, settings.folders.inbox / CLIENT, receipt, batch)
        elif receipt.state is not ReceiptState.PROCESSED or not numbers:
            yield f"{name}: is good, and {receipt.state} ({receipt.code}): {receipt.reason}"
        else:
            missing = [number for number in numbers if out[number] != 1]
            yield from (f"{name}: case {number} was exported {out[number]} times" for number in missing)
    yield from audit_client(db, settings, CLIENT, grace=60).wrong
    yield from audit_house(db, settings, grace=60).wrong


def _reason(db: store.Database, inbox: Path, receipt: Receipt, batch: Batch) -> Iterator[str]:
    """A bad file has failed and says why, in the store and beside itself; or a person is told what is in doubt."""
    if receipt.state is ReceiptState.PROCESSED:
        for number in cases.of_receipt(db, receipt.id):
            case = cases.load(db, number, all_types())
            batch.became[f"{cases.state(db, number)}: {case.doctype.name if case.doctype else 'unclassified'}"] += 1
            if case.decision.route is Route.REVIEW and not case.decision.reasons:
                yield f"{receipt.name}: waits for a person, and nobody says why"
        return
    is_duplicate = receipt.state is ReceiptState.DUPLICATE
    batch.became["duplicate" if is_duplicate else f"{receipt.state}: {receipt.code}"] += 1
    reason = inbox / ("duplicate" if is_duplicate else "error") / reason_name(receipt.name)
    if not reason.exists():
        yield f"{receipt.name}: is {receipt.state}, and {reason.name} is not there"
    if not is_duplicate and not (receipt.code and receipt.reason):
        yield f"{receipt.name}: is {receipt.state}, and the store does not know why"


def _exported(folder: Path) -> Counter[int]:
    rows = (json.loads(line) for path in folder.glob("*.jsonl") for line in path.read_text("utf-8").splitlines())
    return Counter(row["case"] for row in rows)


def spend(house: Path) -> tuple[int, int, set[int], float]:
    """A night; its exit code, the largest process below it (bytes), processes left behind, seconds."""
    (house / "tmp").mkdir(exist_ok=True)
    started = time.monotonic()
    running = night.begin(house, TMPDIR=str(house / "tmp"))
    largest, left = watch(running)
    return running.returncode, largest, left, time.monotonic() - started


def _bad(folders: Sequence[Path], bombs: Path | None) -> list[Path]:
    found = [path for folder in folders for path in sorted(folder.iterdir()) if path.is_file()]
    if bombs:
        from tests.capture.bombs import BOMBS, make

        (bombs / "bombs").mkdir()
        found += [make(name, bombs / "bombs") for name in BOMBS]
    names = [path.name for path in found]
    return [path for path in found if not is_sidecar(path.name, names)]


def _dropped_before(house: Path) -> Batch:
    """What lies in the house, by the names that `drop` gave."""
    good = {path.name for path in good_samples()}
    lying = (path for path in (house / "inbox" / CLIENT).rglob("*") if path.is_file() and path.name[:4].isdecimal())
    names = [path.name for path in lying if not path.name.endswith(REASON)]
    return Batch({name: name[5:] in good for name in names})


def main() -> int:
    """Two nights, and what came of them."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folders", nargs="*", type=Path)
    asked.add_argument("--bombs", action="store_true")
    asked.add_argument("--jobs", type=int, default=2)
    asked.add_argument("--house", type=Path)
    given = asked.parse_args()
    house = given.house or Path(tempfile.mkdtemp(prefix="paperdesk-batch-"))
    if given.house:
        batch = _dropped_before(house)
    else:
        batch = drop(house / "inbox" / CLIENT, _bad(given.folders, house if given.bombs else None), good_samples())
    written = night.settle(house, given.jobs)
    good = sum(batch.good.values())
    first = spend(house)
    settings = load_settings(written, {})
    db = store.open_database(settings.database, settings.folders.files)
    keyed = release_what_waits(db, batch.good)
    second = spend(house)
    found = list(wrong(db, settings, batch))
    found += [f"process {process} was left behind" for process in sorted(first[2] | second[2])]
    found += [f"{path} was left behind" for path in (house / "tmp").iterdir()]
    print(f"{good} good and {len(batch.good) - good} bad files, {given.jobs} workers", flush=True)
    for number, (code, largest, _, seconds) in enumerate((first, second), 1):
        print(f"night {number}: exit code {code}, {seconds:.0f} s, largest process {largest / 2**20:.0f} MiB")
    print(f"of the good ones' documents {keyed} were released by a person, all others went through unseen")
    for what, count in batch.became.most_common():
        print(f"{count:5} bad: {what}")
    for sentence in found:
        print(f"  {sentence}")
    print(f"{len(found)} wrong{f'; the house is kept in {house}' if found else ''}")
    if not found:
        shutil.rmtree(house)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
