"""What the pipeline made of reviewed documents it had not learned from: every value, its features, was it right.

    .venv/bin/python -m bench.outcomes SETS READINGS KEPT [TYPE ...]

For each document type: the documents of its sets in folds, no sender on both sides. Each fold is read by what would be
shipped had the others been all there was: a ranker learned from the other folds, kept and loaded as shipped ones are,
or the rules alone where the type ships without a ranker. Writes KEPT/TYPE.json, from which scripts/make_correctness.py
and bench/promise.py go on.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import ModuleType

import assurance
import doctypes
import extractors
import validators
from assurance import completeness
from assurance.features import Features, features_of
from assurance.fitting import Known
from bench import senders, truth
from bench.learning import Cases, few_of_each, learned, taught
from bench.senders import Sample
from documents.doctype import DocumentType
from documents.fields import base_name
from documents.kinds import written
from extractors.knowledge import RULES_ALONE, Knowledge
from extractors.ranker import Ranker
from scripts.make_models import DATA

#: The sets that test a type, as they came.
SETS = {
    "receipt": ("sroie",),
    "nda": ("kleister_nda",),
    "invoice": ("einvoice_scanned", "einvoice_xml"),
    "contract": ("cuad",),
}
#: What teaches besides: receipts as lines of text; the print of electronic invoices, their data put aside.
TEXT, PRINT = "sroie text", "einvoice_xml print"
BESIDE = {"receipt": TEXT, "invoice": PRINT}
FOLDS = 5
#: The truth of these types is the data of electronic invoices: what those leave out may well stand on the paper, so a
#: value they are silent on is not judged.
SILENT = ("invoice",)
#: What the name of a list begins with, as against that of its first value.
LIST = "*"


@dataclass(frozen=True, slots=True)
class Made:
    """One value: where it is from, how sure extraction was, what was known of it, was it right, how it reads."""

    set: str
    file: str
    group: str
    name: str
    confidence: float
    features: Features
    right: bool
    text: str = ""

    @property
    def known(self) -> Known:
        """As the correctness model takes it."""
        return Known(self.group, self.name, self.features, self.right)


def load(kept: Path, doctype: str) -> list[Made]:
    """The values kept for a type."""
    return [made for made in _load(kept, doctype) if not made.name.startswith(LIST)]


def load_lists(kept: Path, doctype: str) -> list[Made]:
    """The lists kept for a type, each as one value that is right when it lacks none."""
    return [replace(made, name=made.name.removeprefix(LIST)) for made in _load(kept, doctype) if made.name[:1] == LIST]


def tested(made: Sequence[Made], doctype: str) -> list[Made]:
    """Those that test a type: of its sets as they came, and read from print; data of e-invoices are no question."""
    return [each for each in made if each.set in SETS[doctype] and not each.features["exact"]]


def _load(kept: Path, doctype: str) -> list[Made]:
    return [Made(**row) for row in json.loads((kept / f"{doctype}.json").read_text())]


def samples_of(sets: Path, readings: Path, doctype: str) -> list[tuple[str, Sample]]:
    """The documents of a type, each with the set that it is from."""
    found = [(name, sample) for name in SETS[doctype] for sample in senders.load(sets, readings, name)]
    if BESIDE.get(doctype) == TEXT:
        found += [(TEXT, sample) for sample in senders.load_text(sets)]
    if BESIDE.get(doctype) == PRINT:
        printed = senders.load(sets, readings, "einvoice_xml")
        invoice = doctypes.load_all()[doctype]
        same = [each for each in printed if not is_of_another(each, invoice)]
        print(f"{doctype}: {len(printed) - len(same)} prints are of another invoice than their data, and left out")
        found += [(PRINT, replace(each, document=replace(each.document, e_invoice=None))) for each in same]
    return found


def is_of_another(sample: Sample, invoice: DocumentType) -> bool:
    """Does the print show another invoice than the data, so that these are no truth for it?"""
    return any(found.rule == "print_differs" for found in assurance.on_paper(sample.document, {}, invoice))


def make(sets: Path, readings: Path, doctype: DocumentType) -> Iterator[Made]:
    """The values of every document, each read by what never saw its sender."""
    score = truth.score_of(sets)
    named = samples_of(sets, readings, doctype.name)
    every = [sample for _, sample in named]
    known = {field for sample in every for field in sample.truth}
    group = senders.groups(every)
    cases = taught(every, doctype) if doctype.name in DATA else []
    for fold in senders.folds(every, FOLDS):
        began = time.process_time()
        knowledge = as_shipped(doctype, cases, every, sorted(set(range(len(every))) - set(fold)))
        fitted = time.process_time()
        for at in fold:
            yield from _values(score, every[at], doctype, knowledge, known, {"set": named[at][0], "group": group[at]})
        told = f"learned in {fitted - began:.0f} CPU s, {len(fold)} read in {time.process_time() - fitted:.0f}"
        print(f"{doctype.name}: {told}", flush=True)


def as_shipped(doctype: DocumentType, cases: Cases, every: Sequence[Sample], chosen: list[int]) -> Knowledge:
    """What scripts/make_models would ship from these samples alone: a ranker kept and loaded again, or the rules."""
    if not cases:
        return RULES_ALONE
    random.Random(0).shuffle(chosen)
    ranker = learned(doctype, cases, few_of_each(every, chosen)).rankers[doctype.name]
    return Knowledge({doctype.name: Ranker.from_bytes(ranker.to_bytes())})


def _values(
    score: ModuleType,
    sample: Sample,
    doctype: DocumentType,
    knowledge: Knowledge,
    known: set[str],
    of: Mapping[str, object],
) -> Iterator[Made]:
    fields = extractors.extract(sample.document, doctype, knowledge)
    seen = features_of(fields, sample.document, doctype, validators.evidence(fields, doctype))
    gold: Mapping[str, Sequence[str]] = sample.row["fields"]  # type: ignore[assignment]  # as the sets have it
    where = {"set": str(of["set"]), "file": sample.file, "group": str(of["group"])}
    texts = {name: written(field.value) for name, field in fields.items()}
    right = dict(judged(score, gold, texts, known))
    if doctype.name in SILENT:
        right = {name: was for name, was in right.items() if gold.get(base_name(name))}
    for name, is_right in right.items():
        sure, text = fields[name].confidence, texts[name]
        yield Made(name=name, confidence=sure, features=seen[name], right=is_right, text=text, **where)
    for name, found in completeness.lists(doctype, fields).items():
        if name in known:
            whole = len(found) >= len(gold.get(name, ()))
            told = completeness.features_of_list(name, found, sample.document)
            yield Made(name=LIST + name, confidence=1.0, features=told, right=whole, **where)


def judged(
    score: ModuleType, gold: Mapping[str, Sequence[str]], texts: Mapping[str, str], known: set[str]
) -> Iterator[tuple[str, bool]]:
    """Each value of the fields that the set knows: its name, and was it right, by the set's own measure."""
    found: dict[str, list[str]] = {}
    for name in texts:
        if base_name(name) in known:
            found.setdefault(base_name(name), []).append(name)
    for field, names in found.items():
        golds = gold.get(field, ())
        values = [{"value": texts[name]} for name in names]
        if field == "party":
            yield from zip(names, score.match(field, values, golds), strict=True)
        else:
            yield names[0], any(score.same(field, values[0]["value"], each) for each in golds)


def main() -> None:
    """Parse the arguments and write every type asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("sets", type=Path)
    parser.add_argument("readings", type=Path)
    parser.add_argument("kept", type=Path)
    parser.add_argument("types", nargs="*", default=["receipt", "invoice", "nda"])
    given = parser.parse_args()
    given.kept.mkdir(parents=True, exist_ok=True)
    types = doctypes.load_all()
    for name in given.types:
        made = [asdict(each) for each in make(given.sets, given.readings, types[name])]
        (given.kept / f"{name}.json").write_text(json.dumps(made))
        print(f"{name}: {len(made)} values, {sum(each['right'] for each in made)} right", flush=True)


if __name__ == "__main__":
    main()
