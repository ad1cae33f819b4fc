"""What the pipeline made of reviewed documents it had not learned from: every value, its features, was it right.

    .venv/bin/python -m bench.outcomes SETS READINGS KEPT [TYPE ...]

For each document type: the documents of its sets in folds, no sender on both sides; a ranker learned from the other
folds reads each fold. Writes KEPT/TYPE.json, from which scripts/make_correctness.py and bench/promise.py go on.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import ModuleType

import doctypes
import extractors
import validators
from assurance.features import Features, features_of
from assurance.fitting import Known
from bench import senders, truth
from bench.senders import Sample
from documents.doctype import DocumentType
from documents.fields import Fields, base_name
from documents.kinds import written
from extractors import learning
from extractors.knowledge import Knowledge

#: Which sets teach and test a type; the lines of text of sroie only teach.
SETS = {
    "receipt": ("sroie",),
    "nda": ("kleister_nda",),
    "invoice": ("einvoice_scanned", "einvoice_xml"),
    "contract": ("cuad",),
}
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Made:
    """One value: where it is from, how sure extraction was, what was known of it, was it right."""

    set: str
    file: str
    group: str
    name: str
    confidence: float
    features: Features
    right: bool

    @property
    def known(self) -> Known:
        """As the correctness model takes it."""
        return Known(self.group, self.name, self.features, self.right)


def load(kept: Path, doctype: str) -> list[Made]:
    """The values kept for a type."""
    return [Made(**row) for row in json.loads((kept / f"{doctype}.json").read_text())]


def make(sets: Path, readings: Path, doctype: DocumentType) -> Iterator[Made]:
    """The values of every document, each read by a ranker that never saw its sender."""
    score = truth.score_of(sets)
    names = SETS[doctype.name]
    tested = [(name, sample) for name in names for sample in senders.load(sets, readings, name)]
    every = [sample for _, sample in tested] + (senders.load_text(sets) if doctype.name == "receipt" else [])
    known = {field for sample in every for field in sample.truth}
    group = senders.groups(every)
    for fold in senders.folds(every, FOLDS):
        began, held = time.monotonic(), set(fold)
        examples = [learning.Example(each.document, each.truth) for at, each in enumerate(every) if at not in held]
        ranker = Knowledge({doctype.name: learning.fit(doctype, examples)})
        learned = time.monotonic()
        for at in (at for at in fold if at < len(tested)):
            name, sample = tested[at]
            yield from _values(score, sample, doctype, ranker, known, {"set": name, "group": str(group[at])})
        print(
            f"{doctype.name}: learned in {learned - began:.0f} s, read in {time.monotonic() - learned:.0f} s",
            flush=True,
        )


def _values(
    score: ModuleType,
    sample: Sample,
    doctype: DocumentType,
    knowledge: Knowledge,
    known: set[str],
    of: Mapping[str, str],
) -> Iterator[Made]:
    fields = extractors.extract(sample.document, doctype, knowledge)
    seen = features_of(fields, sample.document, doctype, validators.evidence(fields, doctype))
    for name, right in judged(score, sample.row["fields"], fields, known):  # type: ignore[arg-type]
        yield Made(
            file=sample.file, name=name, confidence=fields[name].confidence, features=seen[name], right=right, **of
        )


def judged(
    score: ModuleType, gold: Mapping[str, Sequence[str]], fields: Fields, known: set[str]
) -> Iterator[tuple[str, bool]]:
    """Each value of the fields that the set knows: its name, and was it right, by the set's own measure."""
    found: dict[str, list[str]] = {}
    for name in fields:
        if base_name(name) in known:
            found.setdefault(base_name(name), []).append(name)
    for field, names in found.items():
        golds = gold.get(field, ())
        values = [{"value": written(fields[name].value)} for name in names]
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
