"""Pages a minute: the whole of `paperdesk extract` against `xargs -P2 tesseract`, on the same pictures."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.reading.machine import environment
from bench.reading.processes import Watch

_PAPERDESK = Path(sys.executable).parent / "paperdesk"
_MAY_END = (0, 4, 8)  # docs/exit_codes.md: done, some in review, some refused


@dataclass(frozen=True)
class Pace:
    """Pages a minute by the clock, and CPU seconds a page: on a busy machine only the second says anything."""

    pages_per_minute: float
    cpu: float


def paces(pictures: Sequence[Path], processes: int, limited: bool) -> dict[str, Pace]:
    """Both ways over the same files, one after the other."""
    with tempfile.TemporaryDirectory(prefix="reading-") as name:
        folder = Path(name)
        copies = [_linked(picture, folder, number) for number, picture in enumerate(pictures)]
        rows = folder / "rows.jsonl"
        extract = [str(_PAPERDESK), "extract", *map(str, copies), "--out", str(rows), "--jobs", str(processes)]
        xargs = ["xargs", "-0", f"-P{processes}", "-I{}", "tesseract", "{}", "{}"]
        with environment(limited):
            ours = _paced(extract, len(copies))
            theirs = _paced(xargs, len(copies), "\0".join(map(str, copies)))
    return {"paperdesk extract": ours, f"xargs -P{processes} tesseract": theirs}


def _linked(picture: Path, folder: Path, number: int) -> Path:
    """Under a name of its own: two sets may use one name, and tesseract writes beside the file."""
    link = folder / f"{number:04d}{picture.suffix}"
    link.symlink_to(picture.resolve())
    return link


def _paced(command: list[str], pages: int, stdin: str = "") -> Pace:
    began = time.monotonic()
    with Watch() as watch:
        done = subprocess.run(
            command, input=stdin.encode(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
        )
    if done.returncode not in _MAY_END:
        raise SystemExit(f"{command[0]} ended with {done.returncode}")
    return Pace(pages * 60 / (time.monotonic() - began), watch.cpu / pages)
