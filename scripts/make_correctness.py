"""Make assurance/models/ anew: fit the shipped correctness models to values that the pipeline had not learned from.

    .venv/bin/python -m bench.outcomes SETS READINGS KEPT
    .venv/bin/python -m scripts.make_correctness KEPT

The thresholds are those that fixed-sequence testing proves on the same values, each scored by a model that never saw
its sender. The seed is fixed: the same values make the same files.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from assurance import fitting, threshold
from assurance.shipped import MODELS, Shipped
from assurance.threshold import Item
from bench import outcomes

ERRORS = (0.005, 0.01, 0.02, 0.03, 0.05)
SEED = 1


def made(name: str, values: Sequence[outcomes.Made]) -> Shipped:
    """The shipped model of a type, from the values kept for it."""
    known = [each.known for each in values]
    model = fitting.fit(name, known, SEED)
    odds = fitting.out_of_fold(known, SEED)
    items = [Item(round(model.calibration(each), 5), one.right) for each, one in zip(odds, known, strict=True)]
    found = {error: threshold.find(items, error) for error in ERRORS}
    return Shipped(model, {error: one for error, one in found.items() if one})


def main() -> None:
    """Parse the arguments and write one file a type."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("kept", type=Path)
    parser.add_argument("types", nargs="*", default=["receipt", "invoice", "nda"])
    parser.add_argument("--out", type=Path, default=MODELS, help="the folder for the models")
    given = parser.parse_args()
    given.out.mkdir(exist_ok=True)
    for name in given.types:
        values = outcomes.load(given.kept, name)
        shipped = made(name, values)
        path = given.out / f"{name}.json"
        path.write_text(json.dumps(shipped.to_plain(), indent=None, separators=(",", ":")) + "\n", encoding="utf-8")
        share = {f"{e:g}": f"{one.checked / len(values):.0%}" for e, one in shipped.proved.items()}
        print(f"{path}: {len(values)} values, {shipped.model.calibration.method}, proved for {share}")


if __name__ == "__main__":
    main()
