"""Is memory flat over 2,000 documents? They go through a night as it is, and every process is weighed all the while.

    .venv/bin/python -m bench.flat_memory [--documents 2000] [--jobs 2] [--seed 1]

The documents come from the sample generator, each of its own seed: printed invoices and e-invoices, and one scan in
fifty. Prints by role (the command itself, its workers, the readers below them, Prefect's server) the largest process
in the first, the middle and the last tenth of the documents, and what a document adds, by least squares from the
first tenth on. Ends with 1 when that adds up to more than a fifth of what there was, or a document did not end well.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from statistics import linear_regression, median

from bench import night
from bench.hostile import descendants

ROOT = Path(__file__).parents[1]
PRINTED = [f"invoice_{number:02d}.pdf" for number in range(1, 17)]
DATA = ["invoice_xml_01_cii.xml", "invoice_xml_02_ubl.xml", "invoice_facturx_01.pdf"]
SCANNED = "invoice_scan_01.pdf"
#: By what its command line holds, who a process is.
ROLES = {
    "capture.fork_server": "readers",
    "flows.prefect_server": "Prefect's server",
    "multiprocessing": "workers",
    "flows.cli": "the command",
}
#: More than this share of what there was at first, added over all documents, is not flat.
FLAT = 0.2


@dataclass(slots=True)
class Weighed:
    """The largest process of a role, in MiB, by how many documents were done."""

    done: list[int] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)

    def tenths(self, documents: int) -> Iterator[float]:
        """The median in the first, the middle and the last tenth of the documents."""
        for first in (0.0, 0.45, 0.9):
            span = first * documents, (first + 0.1) * documents
            inside = [one for done, one in zip(self.done, self.megabytes, strict=True) if span[0] <= done <= span[1]]
            yield median(inside) if inside else 0.0

    def slope(self, documents: int) -> float:
        """MiB a document, from the first tenth on."""
        points = [(x, y) for x, y in zip(self.done, self.megabytes, strict=True) if x >= documents / 10]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return linear_regression(xs, ys).slope if len(set(xs)) > 1 else 0.0


def fill(inbox: Path, documents: int, seed: int) -> None:
    """Make the documents; what one is follows from its number, what it says from its seed."""
    sys.path.insert(0, str(ROOT / "sample_docs"))
    recipes = import_module("generator.recipes").RECIPES
    inbox.mkdir(parents=True)
    for number in range(documents):
        mixed = PRINTED if number % 10 else DATA
        name = SCANNED if number % 50 == 25 else mixed[number // 10 % len(mixed)]
        made = recipes[name](seed * 1_000_000 + number)
        (inbox / f"{number:05d}{Path(name).suffix}").write_bytes(made.content)


def roles(running: subprocess.Popen[bytes]) -> dict[str, float]:
    """By role, the largest of its processes in MiB."""
    found: dict[str, float] = {}
    for pid, resident in {**descendants(running.pid), running.pid: _resident(running.pid)}.items():
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
        except OSError:
            continue
        who = next((role for word, role in ROLES.items() if word in words), "others")
        found[who] = max(found.get(who, 0.0), resident / 2**20)
    return found


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def weigh(running: subprocess.Popen[bytes], database: Path) -> dict[str, Weighed]:
    """Every second until it ends."""
    found: dict[str, Weighed] = {}
    while running.poll() is None:
        done = ended(database)
        for role, megabytes in roles(running).items() if done else ():
            weighed = found.setdefault(role, Weighed())
            weighed.done.append(done)
            weighed.megabytes.append(megabytes)
        time.sleep(1)
    return found


def ended(database: Path, states: Sequence[str] = ("processed", "failed", "duplicate")) -> int:
    """How many files stand in these states."""
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=30)) as connection:
            marks = ",".join("?" * len(states))
            [(count,)] = connection.execute(f"SELECT count(*) FROM receipts WHERE state IN ({marks})", states)
            return int(count)
    except sqlite3.OperationalError:  # it is not made yet
        return 0


def main() -> int:
    """Make, run, weigh, tell."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--documents", type=int, default=2000)
    asked.add_argument("--jobs", type=int, default=2)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    house = Path(tempfile.mkdtemp(prefix="paperdesk-flat-"))
    fill(house / "inbox" / "acme", given.documents, given.seed)
    night.settle(house, given.jobs)
    database, started = house / "output" / "paperdesk.db", time.monotonic()
    running = night.begin(house)
    weighed = weigh(running, database)
    spent, count = time.monotonic() - started, given.documents
    processed, not_well = ended(database, ("processed",)), ended(database, ("failed", "duplicate"))
    print(f"{count} documents, {given.jobs} workers, seed {given.seed}: {spent:.0f} s, exit code {running.returncode}")
    print(f"{processed} processed, {not_well} failed or duplicate")
    print("| largest process, MiB | first tenth | middle | last tenth | KiB a document | over all |")
    is_flat = True
    for role, one in sorted(weighed.items()):
        first, middle, last = one.tenths(count)
        rise = one.slope(count) * count
        is_flat &= rise <= FLAT * first
        print(f"| {role} | {first:.0f} | {middle:.0f} | {last:.0f} | {one.slope(count) * 1024:.2f} | {rise:+.0f} |")
    is_well = processed == count and running.returncode in (0, 4)
    print(f"{'flat' if is_flat else 'NOT FLAT'}{'' if is_well else f'; NOT ALL WELL: the house is kept in {house}'}")
    if is_well:
        shutil.rmtree(house)
    return 0 if is_flat and is_well else 1


if __name__ == "__main__":
    sys.exit(main())
