"""What the processes below another have spent and hold, read from /proc."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Spent:
    """A process: its parent, CPU seconds with those of children it waited for, bytes resident now."""

    parent: int
    cpu: float
    resident: int


def below(root: int) -> dict[int, Spent]:
    """All processes below this one."""
    found: dict[int, Spent] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        found[int(folder.name)] = Spent(int(stat[1]), sum(map(int, stat[11:15])) / _TICK, int(stat[21]) * _PAGE)
    return _descendants(found, root)


def _descendants(found: dict[int, Spent], root: int) -> dict[int, Spent]:
    kept: dict[int, Spent] = {}
    fresh = {root}
    while fresh:
        fresh = {pid for pid, spent in found.items() if spent.parent in fresh} - kept.keys()
        kept |= {pid: found[pid] for pid in fresh}
    return kept


class Watch:
    """Looks at the tree below this process again and again.

    `cpu` is the most CPU seconds seen; `peak` the most bytes that one child of ours held with all below it. Without
    roots those children themselves count for nothing, where they only start what is measured.
    """

    def __init__(self, without_roots: bool = False) -> None:
        self.peak, self.cpu = 0, 0.0
        self._without_roots = without_roots
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _look(self) -> None:
        root = os.getpid()
        while not self._stop.wait(0.1):
            tree = below(root)
            self.cpu = max(self.cpu, sum(spent.cpu for spent in tree.values()))
            for top in [pid for pid, spent in tree.items() if spent.parent == root]:
                held = sum(spent.resident for spent in _descendants(tree, top).values())
                self.peak = max(self.peak, held + (0 if self._without_roots else tree[top].resident))
