"""What a sender's earlier documents are worth: fields found after 0, 1, 2, 3 of them were confirmed.

    .venv/bin/python -m bench.templates SETS KEPT [einvoice_scanned einvoice_xml] [--rules] [--wrong]

KEPT holds kept readings (bench.readings). Who sent a document is told by the truth's seller. Each document of a seller
with several is tested after the k next ones of the same seller (in a circle) were confirmed, from the print alone:
an electronic invoice inside is put aside. What is no invoice by its print (a credit note) is another type in the
house, with templates of its own, and left out.

`--rules` leaves the shipped rankers out, `--wrong` prints what is wrong.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType

import doctypes
import extractors
from bench import readings
from bench.truth import Row, confirmed, record, score_of, truth_of
from documents.doctype import DocumentType
from documents.fields import Fields
from documents.kinds import written
from documents.layout import Document
from extractors.knowledge import RULES_ALONE, SHIPPED, Knowledge
from extractors.template import Templates
from extractors.tokens import folded

SETS = ("einvoice_scanned", "einvoice_xml")


@dataclass
class Tally:
    """What came out after so many confirmed documents; `said` counts what templates said, and whether rightly."""

    rows: list[Row] = field(default_factory=list)
    records: dict[str, Row] = field(default_factory=dict)
    said: Counter[bool] = field(default_factory=Counter)
    known: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)
    largest: int = 0


@dataclass(frozen=True)
class Bench:
    """One set: its documents, their truth, and the fields that the set knows."""

    score: ModuleType
    doctype: DocumentType
    documents: Mapping[str, Document]
    names: frozenset[str]
    knowledge: Knowledge

    def found(self, file: str, templates: Templates | None) -> Fields:
        """The fields of a document."""
        return extractors.extract(self.documents[file], self.doctype, replace(self.knowledge, templates=templates))

    def taught(self, rows: Sequence[Row]) -> Templates:
        """Templates after these documents were confirmed, in this order."""
        templates = Templates()
        for row in rows:
            truth = {name: row["fields"].get(name, []) for name in self.names}
            fields = confirmed(self.score, truth, self.doctype, self.found(row["file"], None))
            templates = templates.learn(self.documents[row["file"]], self.doctype, fields)
        return templates

    def test(self, row: Row, teachers: Sequence[Row], tally: Tally) -> None:
        """One document after its teachers."""
        templates = self.taught(teachers)
        document = self.documents[row["file"]]
        began = time.process_time()
        fields = self.found(row["file"], templates)
        tally.seconds += time.process_time() - began
        tally.rows.append(row)
        tally.records[Path(row["file"]).name] = record(row["file"], self.doctype, fields)
        tally.known += templates.match(document, self.doctype) is not None
        tally.largest = max([tally.largest, *(len(json.dumps(each)) for each in templates.to_plain().values())])
        for name, said in templates.find(document, self.doctype):
            if name in self.names and said.value is not None:
                golds = row["fields"].get(name, [])
                right = any(self.score.same(name, written(said.value), gold) for gold in golds)
                tally.said[right] += 1
                if not right:
                    tally.wrong.append(f"template {row['file']} {name}: {written(said.value)} want {golds}")


def by_sender(rows: Sequence[Row]) -> list[list[Row]]:
    """The documents of each seller who has several."""
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[folded(row["fields"]["seller_name"][0])].append(row)
    return [each for each in found.values() if len(each) > 1]


def measure(sets: Path, kept: Path, name: str, knowledge: Knowledge, wrong: bool) -> None:
    """Print a line for each number of confirmed documents."""
    read = readings.load(kept, name)
    documents = {file: replace(document, e_invoice=None) for file, document in read.items()}
    types = doctypes.load_all()
    doctype = types["invoice"]
    every = [row for row in truth_of(sets, name) if row["file"] in read]
    rows = [row for row in every if doctypes.classify(documents[row["file"]], types).doctype is doctype]
    print(f"{name}: {len(every) - len(rows)} of {len(every)} documents are of another type, and left out")
    known = frozenset(each for row in rows for each in row["fields"])
    bench = Bench(score_of(sets), doctype, documents, known, knowledge)
    for count in range(4):
        tally = Tally()
        for sent in by_sender(rows):
            for at, row in enumerate(sent if len(sent) > count else []):
                bench.test(row, [sent[(at + step) % len(sent)] for step in range(1, count + 1)], tally)
        told(name, count, bench.score, tally, wrong)


def told(name: str, count: int, score: ModuleType, tally: Tally, wrong: bool) -> None:
    """The lines of one number of confirmed documents."""
    fields, documents, groups, errors = score.score(tally.rows, tally.records)
    found, right, gold = (sum(getattr(each, part) for each in fields.values()) for part in ("found", "right", "gold"))
    precision, recall, f1 = score.f1(right, found, gold)
    lines = groups["lines"]
    print(
        f"{name}: after {count} confirmed, {len(tally.rows)} documents, {tally.known} of a known template: "
        f"P {precision:.3f} R {recall:.3f} F1 {f1:.3f}, wholly right {documents['whole_right']}, "
        f"lines F1 {score.f1(lines['right'], lines['found'], lines['gold'])[2]:.3f}; templates alone "
        f"{tally.said[True]} of {tally.said.total()} right; {tally.seconds / max(1, len(tally.rows)):.3f} s each; "
        f"largest template {tally.largest} bytes",
        flush=True,
    )
    if wrong:
        print(*tally.wrong, *(f"{file} {each}: {got} want {want}" for each, file, got, want in errors), sep="\n  ")


def main() -> None:
    """Parse the arguments and measure each set."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("sets", type=Path)
    parser.add_argument("kept", type=Path)
    parser.add_argument("names", nargs="*", default=SETS)
    parser.add_argument("--rules", action="store_true")
    parser.add_argument("--wrong", action="store_true")
    given = parser.parse_args()
    for name in given.names:
        measure(given.sets, given.kept, name, RULES_ALONE if given.rules else SHIPPED, given.wrong)


if __name__ == "__main__":
    main()
