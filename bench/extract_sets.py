"""Read the public document sets through `paperdesk extract` and hold the rows against the truth.

    .venv/bin/python -m bench.extract_sets SETS [SET ...] [--limit N] [--out FOLDER]

SETS is the folder of the sets with `score.py` beside it (the shipped package works without either).
Prints, for each set, score.py's table, wall seconds and pages.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

PAPERDESK = Path(sys.executable).parent / "paperdesk"
SETS = ("einvoice_xml", "kleister_nda", "einvoice_scanned", "sroie")


def extract(documents: list[Path], rows: Path) -> float:
    """Run the command; wall seconds. (The readers outlive it as another's children: their CPU seconds are not ours.)"""
    began = time.monotonic()
    command: list[str | Path] = [PAPERDESK, "extract", *documents, "--out", rows, "--jobs", "2"]
    code = subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode
    if code not in (0, 4, 8):
        raise SystemExit(f"paperdesk extract ended with {code}")
    return time.monotonic() - began


def measure(sets: Path, name: str, out: Path, limit: int | None) -> None:
    """One set: extract, then score."""
    truth = (sets / name / "gold.jsonl").read_text().splitlines()[:limit]
    gold, rows = out / name / "gold.jsonl", out / f"{name}.jsonl"
    gold.parent.mkdir(parents=True, exist_ok=True)
    gold.write_text("\n".join(truth) + "\n")
    documents = [sets / name / json.loads(row)["file"] for row in truth]
    wall = extract(documents, rows)
    pages = sum(json.loads(row).get("pages") or 0 for row in rows.read_text().splitlines())
    subprocess.run([sys.executable, sets.parent / "score.py", gold, rows], check=True)
    print(f"{name}: {len(documents)} documents, {pages} pages, {wall:.0f} s wall", flush=True)


def main() -> None:
    """Parse the arguments and measure every set asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("sets", type=Path)
    parser.add_argument("names", nargs="*", default=SETS)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--out", type=Path, default=Path("output/bench"))
    given = parser.parse_args()
    for name in given.names:
        print(f"== {name}", flush=True)
        measure(given.sets, name, given.out, given.limit)


if __name__ == "__main__":
    main()
