"""Make the sample documents anew.

Usage: .venv/bin/python sample_docs/generate.py [--out DIR] [--seed N] [--only NAME ...]

The same seed gives the same bytes. A whole run also removes documents that nobody makes any more; `--only` makes the
named documents and no others, into another folder.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from generator.recipes import RECIPES
from generator.writing import clear, write_forms, write_master, write_samples

SEED = 2026
HERE = Path(__file__).parent


def main() -> None:
    """Read the command line and write the set."""
    parser = argparse.ArgumentParser(description="Make the sample documents, their truth and the master records.")
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write into (default: this one)")
    parser.add_argument("--seed", type=int, default=SEED, help=f"another seed gives other documents (default {SEED})")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="make only these files; needs --out")
    asked = parser.parse_args()
    if asked.only and asked.out == HERE:
        parser.error("--only would leave half a set here: name another folder with --out")
    unknown = sorted(set(asked.only or ()) - set(RECIPES))
    if unknown:
        parser.error(f"no such sample: {', '.join(unknown)}; the names are those of sample_docs/docs")
    names = asked.only or list(RECIPES)
    clear(asked.out)
    write_samples((RECIPES[name](asked.seed) for name in names), asked.out)
    write_master(asked.out, asked.seed)
    write_forms(asked.out)
    print(f"{len(names)} documents in {asked.out / 'docs'}")


if __name__ == "__main__":
    main()
