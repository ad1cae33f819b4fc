"""Chaos: readers, people and exporters at work while everything fails around them; then nothing may be lost or double.

    python -m bench.chaos [--seconds 60 | --minutes 10] [--seed N] [--postgresql] [--disk]

Every so often somebody is killed (kill -9 of the process group) or begins with a fault armed at a random fail-point;
PostgreSQL is stopped at once (`--postgresql`), the disk is full for a while (`--disk`, a small tmpfs, as root); the
receiver of acme's exports loses answers, is late, refuses. Then the faults end, the house works off what is left, and
the audit and the senders' own list are held against it. Exit code 1 when anything was lost, doubled or left wrong, 3
when nothing was and something is unfinished: the house stands still, or the machine is too slow.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from bench import chaos_roles
from bench.chaos_end import UNFINISHED, looked, worked_off
from bench.chaos_notes import Notes
from bench.chaos_roles import Role
from bench.receiver import SECRET, receiving, requests
from documents.failpoints import ARMED_BY, FOLDER_BY, MODES, POINTS, arm

#: The house's disk in `--disk`, in megabytes: it is filled by us, never by what the house keeps.
DISK = 512
#: Seconds between two kills: of eight, each lives long enough to do something, and to come back too late.
BETWEEN = (0.1, 0.7)


@dataclass(slots=True)
class Chaos:
    """A house under fire. `counts` are the faults that were let happen, by kind."""

    folder: Path
    url: str
    seed: int
    counts: Counter[str] = field(default_factory=Counter)
    alive: dict[int, Role] = field(default_factory=dict)
    chance: random.Random = field(init=False)
    notes: Path = field(init=False)
    marks: Path = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.notes, self.marks = self.folder / "notes", self.folder / "marks"
        self.marks.mkdir(parents=True)
        self.house.mkdir(exist_ok=True)

    @property
    def house(self) -> Path:
        """Where the house stands; the notes lie beside it."""
        return self.folder / "house"

    def roles(self) -> list[Role]:
        """Three readers, two people, two exporters, and one who audits all the while: eight processes."""
        given = (self.house, self.url, Notes(self.notes))
        readers = [Role(partial(chaos_roles.reader, *given), chaos_roles.READING, "process.read:1:sleep")] * 3
        people = [Role(partial(chaos_roles.person, *given, name), ("keyed.", "decided.")) for name in ("anna", "bert")]
        exporters = [Role(partial(chaos_roles.exporter, *given), ("export.", "publish."))] * 2
        return [*readers, *people, *exporters, Role(partial(chaos_roles.auditor, *given), ())]

    def start(self, role: Role, armed: bool) -> None:
        """Begin somebody's work; `armed`: with a fault at a random point that they pass."""
        environment = {}
        if armed and role.points:
            points = [name for name in POINTS if name.startswith(role.points)]
            fault = f"{self.chance.choice(points)}:{self.chance.choice((1, 1, 1, 2, 3))}:{self.chance.choice(MODES)}"
            if role.late and self.chance.random() < 0.5:
                fault = role.late
            marks = self.marks / str(len(list(self.marks.iterdir())))
            marks.mkdir()
            environment = {ARMED_BY: fault, FOLDER_BY: str(marks)}
        pid = os.fork()
        if pid == 0:
            _live(role.live, environment)
        self.alive[pid] = role

    def bury(self) -> None:
        """Replace whoever has died of an armed fault."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not pid:
                return
            role = self.alive.pop(pid, None)
            if role is None:
                continue
            if os.waitstatus_to_exitcode(status) != -signal.SIGKILL:
                self.counts["DEFECT"] += 1
                assert self.counts["DEFECT"] <= 20, "too many defects: the traces stand above"
            self.start(role, armed=self.chance.random() < 0.8)

    def kill(self) -> None:
        """Kill somebody with all that they started."""
        pid = self.chance.choice(list(self.alive))
        role = self.alive.pop(pid)
        _kill(pid)
        self.counts["kill -9"] += 1
        self.start(role, armed=self.chance.random() < 0.8)

    def end(self) -> None:
        """Stop everybody."""
        for pid in self.alive:
            _kill(pid)
        self.alive.clear()

    def struck(self) -> int:
        """Faults that struck at fail-points."""
        return sum(1 for folder in self.marks.iterdir() for _ in folder.iterdir())


def _kill(pid: int) -> None:
    """End a process with all that it started; one that was just begun is no group yet."""
    for kill in (os.killpg, os.kill):
        with suppress(ProcessLookupError):
            kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def _live(role: Callable[[], None], environment: dict[str, str]) -> None:
    try:
        os.setsid()
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: nobody outlives the chaos
        arm(environment)
        role()
    finally:
        traceback.print_exc()
        os._exit(4)


def rage(chaos: Chaos, seconds: float, *, disk: bool) -> None:
    """Let it all happen for so long."""
    sender = os.fork()
    if sender == 0:
        drop = partial(chaos_roles.dropper, chaos.house, Notes(chaos.notes), chaos.seed, seconds)
        drop()
        os._exit(0)
    for role in chaos.roles():
        chaos.start(role, armed=True)
    end, stop, full = time.monotonic() + seconds, time.monotonic() + 3, time.monotonic() + 2
    while (now := time.monotonic()) < end:
        time.sleep(chaos.chance.uniform(*BETWEEN))
        chaos.bury()
        chaos.kill()
        if chaos.url and now > stop:
            _stop_at_once(chaos)
            stop = time.monotonic() + chaos.chance.uniform(2, 6)
        if disk and now > full:
            _fill(chaos)
            full = time.monotonic() + chaos.chance.uniform(1, 4)
    chaos.end()
    with suppress(ChildProcessError):
        os.waitpid(sender, 0)


def drain(chaos: Chaos) -> float:
    """Work off what is left, without faults; seconds that it took."""
    (chaos.house / "receiver").unlink()
    chaos_roles.LEASE = 60.0  # on a machine that is busy with others, nobody shall be late
    for role in chaos.roles():
        chaos.start(role, armed=False)
    started = time.monotonic()
    _forked(lambda: worked_off(chaos.house, chaos.url, chaos.notes))
    chaos.end()
    return time.monotonic() - started


def _stop_at_once(chaos: Chaos) -> None:
    """PostgreSQL's immediate stop, and its start: it recovers from its log as after a power cut."""
    from tests.postgres import _run, binaries

    programs, folder = binaries(), Path(chaos.url.partition("host=")[2])
    assert programs is not None
    _run(programs / "pg_ctl", "-D", folder / "cluster", "-m", "immediate", "-w", "-l", folder / "log", "restart")
    chaos.counts["PostgreSQL stopped at once"] += 1


def _fill(chaos: Chaos) -> None:
    """Fill the house's disk for a moment."""
    ballast = chaos.house / "ballast"
    with suppress(OSError), ballast.open("wb") as file:
        free = shutil.disk_usage(chaos.house).free
        os.posix_fallocate(file.fileno(), 0, free)
        file.seek(0, os.SEEK_END)
        while True:  # somebody has made room meanwhile
            file.write(bytes(1 << 12))
            file.flush()
    time.sleep(chaos.chance.uniform(0.2, 0.8))
    ballast.unlink()
    chaos.counts["disk full"] += 1


def main() -> int:
    """Let it rage, drain, and look."""
    given = _asked()
    os.nice(5)  # eight at work, and others on the machine
    seconds = given.minutes * 60 or given.seconds
    print(f"seed {given.seed}, {seconds:g} s, {'PostgreSQL' if given.postgresql else 'SQLite'}", flush=True)
    if given.disk and not given.inside:
        again = [sys.executable, "-m", "bench.chaos", *sys.argv[1:], "--seed", str(given.seed), "--inside"]
        return subprocess.run(["unshare", "-m", *again]).returncode
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="paperdesk-chaos-")))
        url = ""
        if given.postgresql:
            from tests.postgres import cluster

            url = stack.enter_context(cluster())
        chaos = Chaos(folder, url, given.seed)
        if given.inside:
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}m", "none", str(chaos.house)], check=True)
            stack.callback(subprocess.run, ["umount", "-l", str(chaos.house)], check=True)
        address = stack.enter_context(receiving(folder / "there", "any", late=1.0)).partition("/in")[0]
        (chaos.house / "receiver").write_text(f"{address}/at{folder / 'received'}")
        (chaos.house / "secret").write_bytes(SECRET)
        (chaos.house / "secret").chmod(0o600)
        return report(chaos, seconds, disk=given.inside)


def report(chaos: Chaos, seconds: float, *, disk: bool) -> int:
    """Run it all and print what came of it."""
    rage(chaos, seconds, disk=disk)
    spent = drain(chaos)
    found = _looked(chaos)
    unfinished = [sentence for sentence in found if sentence.startswith(UNFINISHED)]
    wrong = len(found) - len(unfinished)
    lines = chaos.notes.read_text().splitlines()
    happened = Counter(line.split()[0] for line in lines)
    late = happened["stale"] + sum(line.startswith("trouble LeaseLost") for line in lines)
    lost = sum(line[0] != "take" for line in requests(chaos.folder / "received"))
    faults = {**chaos.counts, "at fail-points": chaos.struck(), "answers lost, late or wrong": lost}
    told = ", ".join(f"{count} {kind}" for kind, count in faults.items())
    print(f"faults: {told}; {sum(faults.values())} in all")
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(happened.items()))
    print(f"notes: {told}; {late} came too late and were refused; drained in {spent:.0f} s")
    for sentence in found:
        print(f"  {sentence}")
    if found:
        print(f"the house is kept in {shutil.copytree(chaos.folder, f'{chaos.folder}-kept')}")
    print(f"{wrong} wrong, {len(unfinished)} unfinished")
    return 1 if wrong or chaos.counts["DEFECT"] else 3 if unfinished else 0


def _looked(chaos: Chaos) -> list[str]:
    told = chaos.folder / "wrong"
    _forked(lambda: told.write_text("\n".join(looked(chaos.house, chaos.url, chaos.notes))))
    return told.read_text().splitlines() if told.exists() else ["nobody could look"]


def _forked(step: Callable[[], object]) -> None:
    """Do it in a process of its own, and wait for its end: this one never opens the database."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            step()
            code = 0
        finally:
            traceback.print_exc() if code else None
            os._exit(code)
    assert os.waitpid(pid, 0)[1] == 0, "who looks at the house has died: its trace stands above"


def _asked() -> argparse.Namespace:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--seconds", type=float, default=60)
    asked.add_argument("--minutes", type=float, default=0)
    asked.add_argument("--seed", type=int, default=random.randrange(10**6))
    asked.add_argument("--postgresql", action="store_true")
    asked.add_argument("--disk", action="store_true")
    asked.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    return asked.parse_args()


if __name__ == "__main__":
    sys.exit(main())
