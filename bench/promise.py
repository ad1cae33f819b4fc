"""How often is the promise broken, and what share of the values goes through? A simulation on real documents.

    .venv/bin/python -m bench.promise KEPT [TYPE ...] [--orders 300] [--out FILE.json] [--truth SETS FILE] [--singly]

KEPT holds what bench.outcomes made: values read by a pipeline that never saw their sender. Their scores come from a
correctness model that never saw it either. A run draws documents at random, as they would come and be reviewed, and
chooses a threshold from them; the promise is broken when more than the promised share of *all* the set's values
above that threshold are wrong. Drawn with replacement, so that the whole set is the world whose error is known.
Beside it, without replacement: the first half of a random order chooses, the second half is what goes through.

`--singly` draws as many values, each by itself from all documents, as QA draws from what goes through: values of one
document are often wrong together, and the exact test counts on draws that know nothing of each other.

`--truth` holds the values against another truth than the published one: FILE has rows as a set's gold.jsonl has them,
keyed by people who read the documents and saw neither (docs/decisions/0155); SETS is where score.py is found.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from math import log
from pathlib import Path
from statistics import fmean
from types import ModuleType

from assurance import fitting, threshold
from assurance.threshold import Item
from bench import outcomes
from bench.outcomes import Made
from bench.truth import score_of

ERRORS = (0.01, 0.02, 0.05)
#: How many documents are reviewed, as a multiple of those that the set has.
REVIEWED = (0.5, 1.0, 2.0, 4.0)
Rule = Callable[[Sequence[Item], float], float | None]


def certified(items: Sequence[Item], error: float) -> float | None:
    """Ours: fixed-sequence testing."""
    found = threshold.find(items, error)
    return found.score if found else None


def naive(items: Sequence[Item], error: float) -> float | None:
    """The laxest threshold above which no more than the promised share was seen to be wrong."""
    best, wrong = None, 0
    for count, item in enumerate(sorted(items, key=lambda each: -each.score), 1):
        wrong += not item.right
        best = item.score if wrong <= error * count else best
    return best


def fixed(items: Sequence[Item], error: float) -> float | None:
    """Whatever is surer than 0.8, as everybody does (the odds of 0.8: scores here are odds)."""
    return log(0.8 / 0.2)


RULES: dict[str, Rule] = {"fixed sequence": certified, "naive": naive, "fixed 0.8": fixed}
Documents = Sequence[Sequence[Item]]
#: The true values by file and field.
Truth = Mapping[str, Mapping[str, Sequence[str]]]


def keyed(score: ModuleType, truth: Truth, made: Sequence[Made]) -> Iterator[Made]:
    """The values of the documents that this truth has, right or wrong by it."""
    known = {field for fields in truth.values() for field in fields}
    for file, of_file in groupby(made, key=lambda each: each.file):
        values = {each.name: each for each in of_file}
        if file in truth:
            texts = {name: each.text for name, each in values.items()}
            for name, right in outcomes.judged(score, truth[file], texts, known):
                yield replace(values[name], right=right)


def documents_of(made: Sequence[Made]) -> list[list[Item]]:
    """The scored values of a type, document by document."""
    known = [each.known for each in made]
    scores = fitting.out_of_fold(known)  # odds: calibrating them would not change their order
    found: dict[tuple[str, str], list[Item]] = {}
    for each, score in zip(made, scores, strict=True):
        found.setdefault((each.set, each.file), []).append(Item(score, each.right))
    return list(found.values())


def through(documents: Documents, score: float | None) -> tuple[int, int]:
    """How many values go through at this threshold, and how many of them are wrong."""
    if score is None:
        return 0, 0
    taken = [item for document in documents for item in document if item.score >= score]
    return len(taken), sum(not item.right for item in taken)


def drawn(
    documents: Documents, rule: Rule, error: float, count: int, orders: int, singly: bool = False
) -> dict[str, float]:
    """Runs with `count` documents (or as many values) drawn with replacement: how often broken, the share through."""
    chance = random.Random(4)
    every = sum(map(len, documents))
    units = [[item] for document in documents for item in document] if singly else documents
    broken, shares, proved = 0, [], 0
    for _ in range(orders):
        size = count * len(units) // len(documents)
        sample = [item for unit in chance.choices(units, k=size) for item in unit]
        score = rule(sample, error)
        taken, wrong = through(documents, score)
        broken += wrong > error * taken
        proved += score is not None
        shares.append(taken / every)
    return {"broken": broken / orders, "through": fmean(shares), "proved": proved / orders}


def halves(documents: Documents, rule: Rule, error: float, orders: int) -> dict[str, float]:
    """Random orders: the first half chooses, the second goes through. Wrong values of all orders together."""
    chance = random.Random(5)
    order, taken, wrong, every = list(documents), 0, 0, 0
    for _ in range(orders):
        chance.shuffle(order)
        half = len(order) // 2
        score = rule([item for document in order[:half] for item in document], error)
        count, bad = through(order[half:], score)
        taken, wrong, every = taken + count, wrong + bad, every + sum(map(len, order[half:]))
    return {"through": taken / every, "error": wrong / taken if taken else 0.0}


def simulate(name: str, documents: Documents, orders: int, singly: bool = False) -> list[dict[str, object]]:
    """All rules, errors and numbers of documents for one type.

    Prints a line for each rule: by the number of documents reviewed the share through, and in which share of runs the
    promise was broken (with 300 runs, 2.7 % seen are at most 4.8 % at 95 %).
    """
    values = sum(map(len, documents))
    right = sum(item.right for document in documents for item in document)
    print(f"== {name}: {len(documents)} documents, {values} values, {right / values:.1%} right, {orders} orders")
    rows: list[dict[str, object]] = []
    for error in ERRORS:
        best = naive([item for document in documents for item in document], error)
        oracle = through(documents, best)[0] / values
        print(f"promised {error:.0%}; whoever knew the truth would let {oracle:.0%} through")
        for title, rule in RULES.items():
            told = []
            for times in REVIEWED:
                count = round(times * len(documents))
                found = drawn(documents, rule, error, count, orders, singly)
                rows.append({"type": name, "error": error, "rule": title, "reviewed": count, "oracle": oracle, **found})
                told.append(f"{count}: {found['through']:.0%}/{found['broken']:.1%}")
            half = halves(documents, rule, error, orders)
            rows.append({"type": name, "error": error, "rule": title, "halves": half})
            told.append(f"halves: {half['through']:.0%}, {half['error']:.2%} wrong")
            print(f"  {title:<15} {'  '.join(told)}", flush=True)
    return rows


def main() -> None:
    """Parse the arguments and simulate every type asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("kept", type=Path)
    parser.add_argument("types", nargs="*", default=["receipt", "nda", "invoice"])
    parser.add_argument("--orders", type=int, default=300)
    parser.add_argument("--out", type=Path, help="also write the figures as JSON")
    parser.add_argument(
        "--truth", type=Path, nargs=2, metavar=("SETS", "FILE"), help="hold the values against this one"
    )
    parser.add_argument("--singly", action="store_true", help="draw values, not documents")
    given = parser.parse_args()
    rows: list[dict[str, object]] = []
    for name in given.types:
        made = outcomes.tested(outcomes.load(given.kept, name), name)
        if given.truth:
            sets, file = given.truth
            truth = {row["file"]: row["fields"] for row in map(json.loads, file.read_text().splitlines())}
            made = list(keyed(score_of(sets), truth, made))
        rows += simulate(name, documents_of(made), given.orders, given.singly)
    if given.out:
        given.out.write_text(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()
