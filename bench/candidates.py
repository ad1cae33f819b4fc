"""Where values are lost on the public sets: reading, candidates, ranking, normal form; and the candidates' recall.

    .venv/bin/python -m bench.candidates SETS KEPT SET [SET ...] [--limit N]

By field: how many true values, how many of them were read at all, how many stand among the candidates (the recall
that the ranker cannot exceed, and its share of what was read), how many came out right with the shipped models.
Those learned from these very documents: bench.learning has the honest figures for ranking.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from pathlib import Path

import doctypes
import extractors
from bench import senders
from bench.learning import TYPES
from documents.losses import Loss
from extractors.explain import explain


def measure(sets: Path, kept: Path, name: str, limit: int | None) -> None:
    """Print the table of one set."""
    doctype = doctypes.load_all()[TYPES.get(name, "invoice")]
    samples = senders.load(sets, kept, name)[:limit]
    count: defaultdict[str, Counter[Loss]] = defaultdict(Counter)
    for sample in samples:
        fields = extractors.extract(sample.document, doctype)
        for field, losses in explain(sample.document, doctype, fields, sample.truth).items():
            count[field].update(losses)
    print(f"== {name}: {len(samples)} documents")
    print(f"{'field':<16}{'truth':>6}{'read':>6}{'among':>6}{'right':>6} of truth  of read   lost to")
    for field, counted in sorted(count.items()):
        truth = sum(counted.values()) - counted[Loss.INVENTED]
        if truth:
            read = truth - counted[Loss.READING]
            among = counted[Loss.RIGHT] + counted[Loss.RANKING]
            lost = ", ".join(f"{loss} {number}" for loss, number in counted.items() if loss is not Loss.RIGHT)
            recall = f"{among / truth:>9.3f}{among / max(read, 1):>9.3f}"
            print(f"{field:<16}{truth:>6}{read:>6}{among:>6}{counted[Loss.RIGHT]:>6}{recall}   {lost}", flush=True)


def main() -> None:
    """Parse the arguments and measure every set asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("sets", type=Path)
    parser.add_argument("kept", type=Path)
    parser.add_argument("names", nargs="+")
    parser.add_argument("--limit", type=int)
    given = parser.parse_args()
    for name in given.names:
        measure(given.sets, given.kept, name, given.limit)


if __name__ == "__main__":
    main()
