"""The ceiling of sroie's text lines: how many true values stand in them at all, by field.

    .venv/bin/python -m bench.findable SETS

The file lost what stood behind the first comma of each line. Counted twice: as the file has them, and with what the
truth gives back (bench/senders.py): what `bench.learning --text` tests on. A value is findable that stands in the
lines letter for letter (an amount and a date in any print); an address also where some run of lines or part of one
is alike to nine tenths, which score.py takes for right. Who finds every findable value and guesses the others has this
as precision and as recall; who leaves the others out has precision 1.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

import doctypes
from bench import senders
from bench.learning import few_of_each
from bench.senders import Sample
from documents.doctype import FieldSpec
from extractors.explain import was_read
from extractors.likeness import ADDRESS_ALIKE
from extractors.tokens import folded
from extractors.view import lines

#: An address stands in the first lines, over so many at most.
HEAD, LONGEST = 25, 8


def findable(sample: Sample, spec: FieldSpec, text: str) -> bool:
    """Does the value stand in the lines, as score.py would take it?"""
    if spec.kind != "address":
        return was_read(sample.document, spec, text)
    printed, wanted = [folded(line.text) for line in lines(sample.document)][:HEAD], folded(text)
    runs = ("".join(printed[at : at + size]) for at in range(len(printed)) for size in range(1, LONGEST + 1))
    if any(Levenshtein.normalized_similarity(run, wanted) >= ADDRESS_ALIKE for run in runs):
        return True
    whole = "".join(printed)
    part = fuzz.partial_ratio_alignment(wanted, whole)
    return part is not None and _alike(whole[part.dest_start : part.dest_end], wanted)


def _alike(part: str, wanted: str) -> bool:
    return Levenshtein.normalized_similarity(part, wanted) >= ADDRESS_ALIKE


def told(samples: Sequence[Sample], title: str) -> None:
    """Print the counts of one way to take the lines."""
    receipt = doctypes.load_all()["receipt"]
    truth, found = Counter[str](), Counter[str]()
    for sample in samples:
        for name, values in sample.row["fields"].items():  # type: ignore[attr-defined]
            spec = receipt.spec(name)
            if spec is not None and values:
                truth[name] += 1
                found[name] += findable(sample, spec, values[0])
    print(f"== {title}: {len(samples)} receipts")
    for name in [*sorted(truth), None]:
        count, of = (found[name], truth[name]) if name else (found.total(), truth.total())
        print(f"{name or 'ALL':<10}{of:>6}{count:>6} {count / of:.3f}", flush=True)


def main() -> None:
    """Parse the arguments and count both ways."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("sets", type=Path)
    given = parser.parse_args()
    for mend, title in ((False, "as in the file"), (True, "with what the truth gives back")):
        samples = senders.load_text(given.sets, mend=mend)
        told([samples[at] for at in few_of_each(samples, range(len(samples)))], title)


if __name__ == "__main__":
    main()
