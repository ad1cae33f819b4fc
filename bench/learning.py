"""Learn and test on the public sets by cross-validation over senders: tables as score.py has them, learning curves.

    .venv/bin/python -m bench.learning SETS KEPT SET [SET ...] [--folds 5] [--curve] [--text [--cut]] [--out FOLDER]

SETS is the folder of the sets with score.py beside it, KEPT the readings that bench.readings made. A sender never
teaches and tests at once (bench/senders.py groups them). `sroie` learns from its text lines too; `--text` tests on
those lines instead of on pixels. `--curve` learns from 10, 25, 50, 100, 200 documents. `--out` writes the records.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import doctypes
import extractors
from bench import senders
from bench.senders import Sample
from documents.doctype import DocumentType
from documents.fields import base_name, rows
from documents.kinds import written
from extractors.design import Case
from extractors.knowledge import RULES_ALONE, Knowledge
from extractors.learning import Example, case_of, fit_cases
from extractors.likeness import texts

TYPES = {"sroie": "receipt", "kleister_nda": "nda", "cuad": "contract"}
CURVE = (10, 25, 50, 100, 200)
#: Fields that the shipped rankers leave to the rules: by cross-validation over senders the rules are righter there.
RULED = {"receipt": frozenset({"address"})}
#: A sender with many documents teaches with so many of them, that it does not drown the others.
OF_ONE = 3

Cases = list[dict[str, Case | None]]


def record(sample: Sample, doctype: DocumentType, knowledge: Knowledge) -> dict[str, object]:
    """The row of one document as score.py reads it; accepted is what its declared threshold lets through."""
    found = extractors.extract(sample.document, doctype, knowledge)
    specs = {name: spec for name in found if (spec := doctype.spec(name)) is not None}
    return {
        "file": Path(sample.file).name,
        "type": doctype.name,
        "fields": [
            {
                "name": base_name(name),
                "value": written(field.value),
                "confidence": field.confidence,
                "accepted": field.confidence >= specs[name].threshold,
            }
            for name, field in found.items()
            if name in specs
        ],
        "lines": [{c: written(cell.value) for c, cell in row.items()} for row in rows(found, "lines")],
    }


def taught(samples: Sequence[Sample], doctype: DocumentType) -> Cases:
    """What each sample teaches, by field, those of RULED left out."""
    known = {name for sample in samples for name in texts(sample.truth)} - RULED.get(doctype.name, frozenset())
    fields = [spec for spec in doctype.fields if spec.name in known]
    return [
        {spec.name: case_of(doctype, spec, Example(sample.document, sample.truth)) for spec in fields}
        for sample in samples
    ]


def learned(doctype: DocumentType, cases: Cases, chosen: Iterable[int]) -> Knowledge:
    """What the chosen samples teach together."""
    together: dict[str, list[Case]] = {}
    for at in chosen:
        for name, case in cases[at].items():
            if case is not None:
                together.setdefault(name, []).append(case)
    return Knowledge({doctype.name: fit_cases(doctype, together)})


def few_of_each(samples: Sequence[Sample], chosen: Iterable[int], most: int = OF_ONE) -> list[int]:
    """The chosen samples, so many of each sender at most."""
    group = senders.groups(samples)
    count: dict[int, int] = {}
    kept = []
    for at in chosen:
        count[group[at]] = count.get(group[at], 0) + 1
        if count[group[at]] <= most:
            kept.append(at)
    return kept


def validated(
    samples: Sequence[Sample], tested: int, doctype: DocumentType, count: int, most: int | None = None
) -> list[dict[str, object]]:
    """The records of the first `tested` samples, each by what the other folds teach; at most so many of them."""
    cases = taught(samples, doctype)
    found: list[dict[str, object]] = []
    seconds = 0.0
    for fold in senders.folds(samples, count):
        others = sorted(set(range(len(samples))) - set(fold))
        random.Random(0).shuffle(others)
        began = time.process_time()
        knowledge = learned(doctype, cases, few_of_each(samples, others)[:most])
        seconds += time.process_time() - began
        found += [record(samples[at], doctype, knowledge) for at in fold if at < tested]
    print(f"{doctype.name}: {count} fits, {seconds / count:.1f} CPU seconds each", flush=True)
    return found


def scorer(sets: Path) -> ModuleType:
    """score.py, which stands beside the sets."""
    found = importlib.util.spec_from_file_location("score", sets.parent / "score.py")
    if found is None or found.loader is None:
        raise SystemExit(f"{sets.parent / 'score.py'} is not there; name the folder of the sets")
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def table(score: ModuleType, samples: Sequence[Sample], records: Sequence[Mapping[str, object]], title: str) -> None:
    """Print score.py's figures by field."""
    by_field, docs, groups, _ = score.score([s.row for s in samples], {str(r["file"]): r for r in records})
    print(f"== {title}: {len(samples)} documents, wholly right {docs['whole_right']}")
    whole = score.Tally()
    for name in [*sorted(by_field), None]:
        tally = by_field[name] if name else whole
        if name:
            for part in ("gold", "found", "right", "accepted", "wrong_accepted"):
                setattr(whole, part, getattr(whole, part) + getattr(tally, part))
            whole.scores += tally.scores
        precision, recall, f1 = score.f1(tally.right, tally.found, tally.gold)
        counted = f"{tally.gold:>5}{tally.found:>5}{tally.right:>5}"
        sure = f"{tally.accepted:>5} accepted, {tally.wrong_accepted} wrong"
        print(f"{name or 'ALL':<16}{counted} {precision:.3f} {recall:.3f} {f1:.3f}{sure}")
    lines = groups["lines"]
    if lines["gold"]:
        print(
            "lines           ", *(f"{number:.3f}" for number in score.f1(lines["right"], lines["found"], lines["gold"]))
        )
    print(end="", flush=True)


def beside(sets: Path, kept: Path, name: str) -> list[Sample]:
    """What may teach besides the set itself: receipts as lines of text; the print of electronic invoices."""
    if name == "sroie":
        return senders.load_text(sets)
    other = {"einvoice_scanned": "einvoice_xml", "einvoice_xml": "einvoice_scanned"}.get(name)
    samples = senders.load(sets, kept, other) if other else []
    return [replace(sample, document=replace(sample.document, e_invoice=None)) for sample in samples]


def measure(sets: Path, kept: Path, name: str, given: argparse.Namespace) -> None:
    """One set: by rules alone, then cross-validated, then the curve."""
    score = scorer(sets)
    doctype = doctypes.load_all()[TYPES.get(name, "invoice")]
    samples = senders.load_text(sets, mend=not given.cut) if given.text else senders.load(sets, kept, name)
    samples = [samples[at] for at in few_of_each(samples, range(len(samples)))] if given.text else samples
    more = [] if given.text else beside(sets, kept, name)
    table(score, samples, [record(sample, doctype, RULES_ALONE) for sample in samples], f"{name}, rules alone")
    for most in (*(CURVE if given.curve else ()), None):
        records = validated([*samples, *more], len(samples), doctype, given.folds, most)
        table(score, samples, records, f"{name}, {most or 'all'} documents learned")
    if given.out:
        (given.out / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in records))


def main() -> None:
    """Parse the arguments and measure every set asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("sets", type=Path)
    parser.add_argument("kept", type=Path)
    parser.add_argument("names", nargs="+")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--curve", action="store_true")
    parser.add_argument("--text", action="store_true")
    parser.add_argument("--cut", action="store_true", help="the text lines as the file has them, cut at a comma")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    for name in given.names:
        measure(given.sets, given.kept, name, given)


if __name__ == "__main__":
    main()
