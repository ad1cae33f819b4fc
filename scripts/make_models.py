"""Learn the shipped rankers anew from the public sets: extractors/models/TYPE.json, the same bytes for the same data.

    .venv/bin/python -m scripts.make_models SETS KEPT [TYPE ...]

SETS is the folder of the public sets, KEPT the readings of them that bench.readings made (`make models` does both).
Learned from, see DATA: sroie (CC BY 4.0; 626 receipts as lines of text, 111 read from pixels), kleister_nda (254
agreements). The seed is that of fit_cases, 0; at most three documents of one sender teach. Nothing of the sets' text
is kept but single words that announce values. A receipt's address is left to the rules (bench.learning.RULED).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import doctypes
from bench import senders
from bench.learning import few_of_each, learned, taught
from bench.senders import Sample
from extractors.knowledge import MODELS

#: What each shipped model is learned from.
DATA = {
    "receipt": ("sroie", "sroie text"),
    "nda": ("kleister_nda",),
}


def samples_of(sets: Path, kept: Path, name: str) -> list[Sample]:
    """The documents of one of the data sets."""
    if name == "sroie text":
        return senders.load_text(sets)
    return senders.load(sets, kept, name)


def make(sets: Path, kept: Path, name: str) -> Path:
    """Learn one type's ranker and write it."""
    samples = [sample for part in DATA[name] for sample in samples_of(sets, kept, part)]
    chosen = few_of_each(samples, range(len(samples)))
    doctype = doctypes.load_all()[name]
    ranker = learned(doctype, taught(samples, doctype), chosen).rankers[name]
    path = MODELS / f"{name}.json"
    path.write_bytes(ranker.to_bytes())
    print(f"{path}: version {ranker.version}, {len(chosen)} documents, {path.stat().st_size // 1024} KiB", flush=True)
    return path


def main() -> None:
    """Parse the arguments and make every model asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("sets", type=Path)
    parser.add_argument("kept", type=Path)
    parser.add_argument("types", nargs="*", default=list(DATA))
    given = parser.parse_args()
    for name in given.types:
        make(given.sets, given.kept, name)


if __name__ == "__main__":
    main()
