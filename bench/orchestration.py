"""What Prefect costs: CPU seconds of the flow `process` on sample_docs against the plain functions alone.

    .venv/bin/python -m bench.orchestration [--documents FOLDER] [--limit N] [--jobs N]

Counts the CPU seconds of this process, of all workers below it and of Prefect's server, each by itself. The server's
start is shown apart: it is paid once, and many nights share one. Nothing else is timed, so a busy machine does no harm.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from flows.command_run import register_all
from flows.outcome import Outcome
from flows.paths import expand
from flows.process import in_threads, process_waiting
from flows.server import server
from flows.settings import Folders, Settings
from flows.work import Work, at_work

_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Cost:
    """CPU seconds: of this process, of Prefect's server, of the workers."""

    own: float
    server: float
    workers: float

    def since(self, before: Cost) -> Cost:
        """What was spent between the two."""
        return Cost(self.own - before.own, self.server - before.server, self.workers - before.workers)


def cost() -> Cost:
    """Spent until now, by all processes below this one that live or were waited for by one that lives."""
    spent: dict[int, tuple[int, str, float]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text().rsplit(")", 1)[1].split()
                command = (entry / "cmdline").read_bytes().decode(errors="replace")
            except OSError:
                continue
            spent[int(entry.name)] = (int(stat[1]), command, sum(map(int, stat[11:15])) / _TICK)
    own = os.times()
    servers = workers = 0.0
    for pid, (_, command, seconds) in spent.items():
        if pid != os.getpid() and _is_below(pid, spent):
            if "flows.prefect_server" in command:
                servers += seconds
            else:
                workers += seconds
    return Cost(own.user + own.system, servers, workers)


def _is_below(pid: int, spent: dict[int, tuple[int, str, float]]) -> bool:
    while pid in spent:
        if pid == os.getpid():
            return True
        pid = spent[pid][0]
    return False


def measure(settings: Settings, files: list[Path], process: Callable[[Work], list[Outcome]]) -> tuple[Cost, int]:
    """The cost of processing all files in a house of their own, and how many there were."""
    with at_work(settings) as work:
        register_all(work, files, "bench")
        work.tell = lambda line: None
        work.crew.call(os.getpid)  # the workers have started
        before = cost()
        outcomes = process(work)
        return cost().since(before), len(outcomes)


def settings_in(folder: Path, jobs: int) -> Settings:
    """Settings with all folders below this one."""
    folders = Folders(folder / "inbox", folder / "output", folder / "output" / "files")
    return replace(Settings(), database=f"sqlite:///{folder}/paperdesk.db", folders=folders, jobs=jobs)


def main() -> None:
    """Measure both ways and print the shares."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--documents", type=Path, default=Path("sample_docs/docs"))
    parser.add_argument("--limit", type=int)
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    files = expand([given.documents], lambda name: True)[: given.limit]
    with tempfile.TemporaryDirectory() as folder:
        plain, n = measure(
            settings_in(Path(folder) / "plain", given.jobs), files, lambda work: process_waiting(work, in_threads)
        )
        home = Path(folder) / "prefect"
        before = cost()
        with server(home, temporary=True):
            from flows.prefect_flows import process

            started = cost().since(before)
            flow, _ = measure(settings_in(Path(folder) / "flow", given.jobs), files, lambda work: process())
    _print(plain, started, flow, n)


def _print(plain: Cost, started: Cost, flow: Cost, n: int) -> None:
    extra = flow.server + flow.own - plain.own
    total = flow.own + flow.server + flow.workers
    print(f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {sys.version.split()[0]}, n = {n}")
    print(f"{'CPU seconds':<22}{'this process':>14}{'server':>10}{'workers':>10}")
    rows = (("plain functions", plain), ("start of Prefect", started), ("flow `process`", flow))
    for label, each in rows:
        print(f"{label:<22}{each.own:>14.2f}{each.server:>10.2f}{each.workers:>10.2f}")
    print(f"orchestration in the steady state: {extra:.2f} s of {total:.1f} s = {extra / total:.1%} (at most 5 %)")


if __name__ == "__main__":
    main()
