"""Make the sample documents anew.

Usage: .venv/bin/python sample_docs/generate.py [--out DIR] [--seed N] [--only NAME ...]

The same seed gives the same bytes. `--only` makes the named documents and no others.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from generator.recipes import RECIPES
from generator.writing import write_forms, write_master, write_samples

SEED = 2026


def main() -> None:
    """Read the command line and write the set."""
    parser = argparse.ArgumentParser(description="Make the sample documents, their truth and the master records.")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="folder to write into")
    parser.add_argument("--seed", type=int, default=SEED, help=f"another seed gives other documents (default {SEED})")
    parser.add_argument("--only", nargs="*", metavar="NAME", help="make only these files, for a look")
    asked = parser.parse_args()
    unknown = sorted(set(asked.only or ()) - set(RECIPES))
    if unknown:
        parser.error(f"no such sample: {', '.join(unknown)}; the names are those of sample_docs/docs")
    names = asked.only or list(RECIPES)
    write_samples((RECIPES[name](asked.seed) for name in names), asked.out)
    write_master(asked.out, asked.seed)
    write_forms(asked.out)
    print(f"{len(names)} documents in {asked.out / 'docs'}")


if __name__ == "__main__":
    main()
