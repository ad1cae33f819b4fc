"""Files made to hurt: each ends in a clear outcome within its limits, and the next document is read as ever."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

import capture
from bench.hostile import descendants
from capture import Limits
from documents.errors import CaptureError
from tests.capture.bombs import BOMBS, make
from tests.capture.papers import text_pdf

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("bombs")]
#: Tighter than an installation's, so that the test is short; the kinds of limit are the same.
LIMITS = Limits(memory=1200, stall=4, seconds_base=20)
#: What is no bomb to us: all that it asks for is read, or there is nothing on it. Given time on a busy machine.
HARMLESS = {"fields.pdf": 10_000, "font.pdf": 1, "both.pdf": 3}
PATIENT = replace(LIMITS, stall=90, seconds_base=120)


@dataclass(slots=True)
class Scales:
    """The largest process below this one, in MiB, by the kernel's own high-water mark."""

    peak: int = 0

    def look(self) -> None:
        for pid in descendants(os.getpid()):
            try:
                said = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
            except OSError:
                continue
            self.peak = max(self.peak, int(said[1]) // 1024 if said else 0)


@contextmanager
def weighed() -> Iterator[Scales]:
    scales, ended = Scales(), threading.Event()

    def look() -> None:
        while not ended.wait(0.05):
            scales.look()

    thread = threading.Thread(target=look)
    thread.start()
    yield scales
    ended.set()
    thread.join()


@pytest.fixture(scope="module")
def told() -> Iterator[list[tuple[float, int]]]:
    """Seconds and peak of every bomb; their sum is printed."""
    bombs: list[tuple[float, int]] = []
    yield bombs
    spent, peak = sum(seconds for seconds, _ in bombs), max((peak for _, peak in bombs), default=0)
    print(f"{len(bombs)} bombs in {spent:.0f} s, largest process {peak} MiB")


def children() -> set[int]:
    """Processes below this one that are not its readers' parent."""
    return {pid for pid in descendants(os.getpid()) if parent(pid) != os.getpid()}


def parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
    except OSError:
        return os.getpid()


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_ends_in_an_outcome_and_leaves_nothing(name: str, tmp_path: Path, told: list[tuple[float, int]]) -> None:
    path, good = make(name, tmp_path), text_pdf(tmp_path / "good.pdf")
    capture.read(good)
    before, began, ended = children(), time.monotonic(), "read"
    with weighed() as scales:
        try:
            document = capture.read(path, limits=PATIENT if name in HARMLESS else LIMITS)
            assert len(document.words) == HARMLESS[name]
        except CaptureError as error:
            assert name not in HARMLESS and str(error).startswith(f"{name}: ") and str(error).endswith((".", "?"))
            assert error.fault_of_document and str(tmp_path) not in str(error)
            ended = error.code
    told.append((time.monotonic() - began, scales.peak))
    print(f"{name}: {ended}, {told[-1][0]:.1f} s, largest process {scales.peak} MiB")
    assert scales.peak <= LIMITS.memory
    assert told[-1][0] < (150 if name in HARMLESS else 60)
    assert capture.read(good).words
    assert children() <= before
