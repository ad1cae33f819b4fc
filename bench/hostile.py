"""Put damaged, encrypted, crafted and huge files through `paperdesk extract` and watch what it does.

    .venv/bin/python -m bench.hostile SETS/hostile/docs [--out ROWS.jsonl]

Prints rows against files, the slowest, the largest child, and processes left behind. Ends with 1 when a file has no
row, one took more than 120 s, a child held more than 2 GiB, or a process was left.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

PAPERDESK = Path(sys.executable).parent / "paperdesk"
PAGE = 4096


def descendants(root: int) -> dict[int, int]:
    """Resident bytes of every process below `root`, by process id."""
    parents: dict[int, int] = {}
    resident: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state = (folder / "stat").read_text().rsplit(")", 1)[1].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        parents[int(folder.name)] = int(state[1])
        resident[int(folder.name)] = int(state[21]) * PAGE
    below: set[int] = set()
    fresh = {root}
    while fresh:
        fresh = {child for child, parent in parents.items() if parent in fresh} - below
        below |= fresh
    return {process: resident[process] for process in below}


def watch(running: subprocess.Popen[bytes]) -> tuple[int, set[int]]:
    """The largest resident set of any child while it ran, and every process that was seen."""
    largest = 0
    seen: set[int] = set()
    while running.poll() is None:
        now = descendants(running.pid)
        seen |= set(now)
        largest = max(largest, *now.values()) if now else largest
        time.sleep(0.1)
    time.sleep(1)
    return largest, {process for process in seen if lives(process)}


def lives(process: int) -> bool:
    """Is it still there, other than as an entry that its parent has not yet read?"""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def main() -> None:
    """Run, watch, tell."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, default=Path("output/bench/hostile.jsonl"))
    given = parser.parse_args()
    given.out.parent.mkdir(parents=True, exist_ok=True)
    files = sorted(path for path in given.folder.iterdir() if path.is_file())
    running = subprocess.Popen([PAPERDESK, "extract", *files, "--out", given.out], stdout=subprocess.DEVNULL)
    largest, left = watch(running)
    rows = [json.loads(row) for row in given.out.read_text().splitlines()]
    missing = {path.name for path in files} - {row["file"] for row in rows}
    slowest = max(rows, key=lambda row: row["seconds"])
    outcomes = Counter(row["error"]["code"] if row["error"] else f"read as {row['type']}" for row in rows)
    print(f"{len(files)} files, {len(rows)} rows, exit code {running.returncode}")
    print(f"slowest {slowest['file']}: {slowest['seconds']:.1f} s; largest child {largest / 2**20:.0f} MiB")
    print(f"no row: {sorted(missing) or 'none'}; processes left: {sorted(left) or 'none'}")
    for outcome, count in outcomes.most_common():
        print(f"{count:5} {outcome}")
    sys.exit(bool(missing or left or slowest["seconds"] > 120 or largest > 2 * 2**30))


if __name__ == "__main__":
    main()
