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
from assurance.accuracy import Judged, area, brier, figures, risk_coverage
from assurance.shipped import MODELS, Shipped
from assurance.threshold import Item
from bench import outcomes

ERRORS = (0.005, 0.01, 0.02, 0.03, 0.05)
SEED = 1


def teaching(name: str, values: Sequence[outcomes.Made]) -> list[outcomes.Made]:
    """What teaches the model of a type: the sets as they came, and the print of electronic invoices.

    Receipts as lines of text do not: nothing of them was read, so nothing of them was read wrongly.
    """
    return [each for each in values if each.set != outcomes.TEXT]


def made(name: str, values: Sequence[outcomes.Made], lists: Sequence[outcomes.Made]) -> Shipped:
    """The shipped model of a type, from the values kept for it; its thresholds from the sets as they came."""
    known = [each.known for each in values]
    model = fitting.fit(name, known, SEED)
    odds = fitting.out_of_fold(known, SEED)
    sure = [model.calibration(each) for each in odds]
    told(name, values, sure)
    tested = {id(each) for each in outcomes.tested(values, name)}
    items = [Item(round(p, 5), each.right) for p, each in zip(sure, values, strict=True) if id(each) in tested]
    found = {error: threshold.find(items, error) for error in ERRORS}
    complete = fitting.fit_lists(name, [each.known for each in lists]) if lists else None
    return Shipped(model, {error: one for error, one in found.items() if one}, complete)


def told(name: str, values: Sequence[outcomes.Made], sure: Sequence[float]) -> None:
    """Print how good P(right) is, by set: place times reading, and the model out of fold."""
    for part in sorted({each.set for each in values}):
        mine = [(each, one) for each, one in zip(values, sure, strict=True) if each.set == part]
        right = [each.right for each, _ in mine]
        for title, said in (
            ("place x reading", [each.confidence for each, _ in mine]),
            ("model", [p for _, p in mine]),
        ):
            judged = [Judged(name, "", 0, p, False, was) for p, was in zip(said, right, strict=True)]
            one = figures(part, judged)
            print(
                f"{name}, {part}: {title:<15} n {len(judged)}, {sum(right)} right, Brier {brier(judged):.4f}, "
                f"ECE {one.ece:.4f}, AUROC {auroc(said, right):.3f}, area {area(risk_coverage(judged)):.4f}"
            )


def auroc(said: Sequence[float], right: Sequence[bool]) -> float:
    """How often a right value is said to be surer than a wrong one; equal ones count half."""
    good, bad = ([p for p, was in zip(said, right, strict=True) if was is wanted] for wanted in (True, False))
    if not good or not bad:
        return 0.5
    return sum((p > q) + (p == q) / 2 for p in good for q in bad) / (len(good) * len(bad))


def main() -> None:
    """Parse the arguments and write one file a type."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("kept", type=Path)
    parser.add_argument("types", nargs="*", default=["receipt", "invoice", "nda"])
    parser.add_argument("--out", type=Path, default=MODELS, help="the folder for the models")
    given = parser.parse_args()
    given.out.mkdir(exist_ok=True)
    for name in given.types:
        values = teaching(name, outcomes.load(given.kept, name))
        shipped = made(name, values, outcomes.load_lists(given.kept, name))
        path = given.out / f"{name}.json"
        path.write_text(json.dumps(shipped.to_plain(), indent=None, separators=(",", ":")) + "\n", encoding="utf-8")
        share = {f"{e:g}": f"{one.checked / len(values):.0%}" for e, one in shipped.proved.items()}
        print(f"{path}: {len(values)} values, {shipped.model.calibration.method}, proved for {share}")


if __name__ == "__main__":
    main()
