"""Walk all fail-points: let a fault strike, begin again, work off what is left, and look whether anything is wrong.

    python -m bench.failpoints [--modes kill,raise,enospc,sleep] [--most 99] [--compound] [--row 8] [--postgresql]

Each run is a fork of this process, so that it costs a tenth of a second; what it does is a day of bench/house.py.
A point is passed n = 1, 2, 3, ... until a run ends without the fault; `--compound` lets a second one strike while the
day is begun again. `--row 8` is the short way: every point once in each mode, so many in a row a day, each striking
while the one before is mended. `--postgresql` makes a database of its own. Exit code 1 when anything was lost, doubled
or left wrong.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from bench.receiver import receiving
from documents.errors import PaperdeskError
from documents.failpoints import ARMED_BY, FOLDER_BY, MODES, POINTS, arm

#: How a day ends.
DONE, REFUSED, BROKEN = 0, 3, 4
#: What strikes while the day is begun again, in `--compound`: a point of each way of recovering.
AGAIN = (
    *(name for name in POINTS if name.startswith("recover.")),
    *("intake.settled", "receipt.audited", "save.audited", "export.released", "publish.linked", "nightly.processed"),
)


@dataclass(slots=True)
class Walk:
    """What a walk came to. `reached` are the points at which a fault struck; `wrong` names fault and finding."""

    struck: int = 0
    runs: int = 0
    reached: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)


class House:
    """A furnished house with an empty database, copied for every run. `url` is a PostgreSQL that is emptied.

    `receiver` is the address of a receiver of exports (bench/receiver.py).
    """

    def __init__(self, folder: Path, url: str = "", receiver: str = "") -> None:
        from bench import house, house_end

        self.house, self.end = house, house_end
        self.folder, self.url, self.receiver = folder, url, receiver
        self.template = folder / "template"
        self.template.mkdir(parents=True)
        house.furnish(self.template)
        self._forked(lambda: self._open(self.template), {})

    def _open(self, folder: Path) -> None:
        import store

        settings = self.house.settings_of(folder, self.url)
        store.close(store.open_database(settings.database, settings.folders.files))

    def run(self, *stages: str) -> tuple[set[str], list[str]]:
        """Live the day with the faults of each stage in turn, then without; returns which struck, and what is wrong.

        The faults of one stage stand with commas between them, and strike in the order in which they are reached.
        """
        folder = self.folder / "run"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.template, folder)
        self._empty()
        if self.receiver:
            there = folder / "received"
            (folder / "receiver").write_text(f"{self.receiver.partition('/in')[0]}/at{there}")
        marks = folder / "faults"
        marks.mkdir()
        wrong: list[str] = []
        for stage in (*stages, ""):
            wrong += self._live(folder, stage, marks)
        found = self._look(folder)
        if found:  # what was given back for a while is tried at the next look, as `watch` does for ever
            if self._forked(lambda: self.house.day(folder, self.url), {}) != DONE:
                wrong.append("the day after it did not end")
            wrong += self._look(folder)
        return {path.name for path in marks.iterdir()}, wrong

    def _live(self, folder: Path, stage: str, marks: Path) -> list[str]:
        """Live the day, again after every strike, until it ends."""
        while True:
            before = len(list(marks.iterdir()))
            armed = {ARMED_BY: stage, FOLDER_BY: str(marks)} if stage else {}
            code = self._forked(lambda: self.house.day(folder, self.url), armed)
            if code == DONE:
                return []
            if code == BROKEN or len(list(marks.iterdir())) == before:
                return [f"the day {f'with {stage}' if stage else 'after it'} ended with {code}"]

    def _look(self, folder: Path) -> list[str]:
        told = folder / "wrong"
        told.unlink(missing_ok=True)
        self._forked(lambda: told.write_text("\n".join(self.end.wrong(folder, self.url))), {})
        return told.read_text().splitlines() if told.exists() else ["nobody could look"]

    def _empty(self) -> None:
        if self.url:
            from tests.store.conftest import empty

            self._forked(lambda: empty(self.url), {})

    def _forked(self, live: Callable[[], object], environment: Mapping[str, str]) -> int:
        """Run it in a fork of this process; its exit code, 128 and its signal when it was killed."""
        sys.stdout.flush()
        pid = os.fork()
        if pid == 0:
            os._exit(_lived(live, environment))
        status = os.waitpid(pid, 0)[1]
        return os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status)


def _lived(live: Callable[[], object], environment: Mapping[str, str]) -> int:
    """How it ended. A defect, which no fault may bring about, shows its trace."""
    code = BROKEN
    try:
        arm(environment)
        live()
        code = DONE
    except (OSError, PaperdeskError):
        code = REFUSED
    finally:
        if code == BROKEN:
            traceback.print_exc()
        sys.stderr.flush()
        os._exit(code)


def faults(points: Sequence[str], modes: Sequence[str], most: int) -> Iterator[list[str]]:
    """By point and mode, the faults n = 1 to `most`."""
    for point in points:
        for mode in modes:
            yield [f"{point}:{n}:{mode}" for n in range(1, most + 1)]


def walk(house: House, points: Sequence[str], modes: Sequence[str], most: int, second: Sequence[str] = ()) -> Walk:
    """Strike at every point, in every mode, until a run ends without the fault. `second`: strikes in the recovery."""
    done = Walk()
    for ladder in faults(points, modes, most):
        for fault in ladder:
            struck, wrong = house.run(fault, *second)
            done.runs += 1
            done.struck += len(struck)
            done.reached |= {each.split(":")[0] for each in struck}
            done.wrong += [f"{','.join((fault, *second))}: {each}" for each in wrong]
            if fault not in struck:
                break
    return done


def chained(house: House, points: Sequence[str], mode: str, length: int) -> Walk:
    """Strike once at every point, several in a row a day: each of a chain strikes while the one before is mended."""
    done, left, count = Walk(), set(points), -(-len(points) // length)
    chains = [[f"{point}:1:{mode}" for point in points[first::count]] for first in range(count)]
    for chain in [*chains, *([f"{point}:1:{mode}"] for point in points)]:
        if not {fault.split(":")[0] for fault in chain} & left:
            continue
        struck, wrong = house.run(",".join(chain))
        done.runs, done.struck = done.runs + 1, done.struck + len(struck)
        left -= {fault.split(":")[0] for fault in struck}
        done.wrong += [f"{','.join(chain)}: {each}" for each in wrong]
    done.reached = set(points) - left
    return done


def _walks(house: House, points: Sequence[str], given: argparse.Namespace) -> Iterator[Walk]:
    modes = given.modes.split(",")
    if given.row:
        yield from (chained(house, points, mode, given.row) for mode in modes)
        return
    seconds: list[tuple[str, ...]] = [(f"{name}:1:kill",) for name in AGAIN] if given.compound else [()]
    yield from (walk(house, points, modes, given.most, second) for second in seconds)


def _database() -> AbstractContextManager[str]:
    from tests.postgres import cluster

    return cluster()


def main() -> int:
    """Walk, and print what came of it."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--modes", default=",".join(MODES[:3]))
    asked.add_argument("--most", type=int, default=99)
    asked.add_argument("--points", default="", help="only those whose name begins so")
    asked.add_argument("--compound", action="store_true")
    asked.add_argument("--row", type=int, default=0)
    asked.add_argument("--postgresql", action="store_true")
    given = asked.parse_args()
    points = [name for name in POINTS if name.startswith(given.points)]
    started, total = time.monotonic(), Walk()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="paperdesk-failpoints-"))
        receiver = stack.enter_context(receiving(Path(folder) / "there", "turns"))
        house = House(Path(folder) / "house", stack.enter_context(_database()) if given.postgresql else "", receiver)
        for done in _walks(house, points, given):
            total.struck, total.runs = total.struck + done.struck, total.runs + done.runs
            total.reached |= done.reached
            total.wrong += done.wrong
            for sentence in done.wrong:
                print(sentence)
    spent = time.monotonic() - started
    missed = sorted(set(points) - total.reached)
    counts = f"{total.runs} runs, {total.struck} faults struck, {len(total.wrong)} wrong"
    print(f"{len(points)} points, {counts}, {spent:.0f} s")
    if missed:
        print(f"no fault struck at: {', '.join(missed)}")
    return 1 if total.wrong or missed else 0


if __name__ == "__main__":
    sys.exit(main())
