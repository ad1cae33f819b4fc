"""Where line items are lost: each true line that was not found rightly, by cause, from kept readings.

    .venv/bin/python -m bench.line_losses SETS KEPT [einvoice_scanned einvoice_xml] [--show]

An electronic invoice inside is put aside, so einvoice_xml shows geometry without the doubts of reading. A line counts
as score.py counts it. Causes, the first that holds:

    no table       nothing was found on the document
    unread         an amount or quantity of the line stands nowhere in the reading
    row missing    no row has its amount or its text
    amount         a row has its text, another amount (wrong column, wrong row)
    quantity       a row has its text and amount, another quantity
    description    a row has its amount and quantity, another text
    extra          a row that the truth does not have (counted apart: it costs precision)
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import doctypes
import extractors
from bench import readings
from bench.truth import Row, record, score_of, truth_of
from documents.doctype import DocumentType
from documents.layout import Document
from extractors.amounts import readings as numbers
from extractors.knowledge import RULES_ALONE

SETS = ("einvoice_scanned", "einvoice_xml")


def right(score: ModuleType, found: Row, true: Row) -> bool:
    """Is the row that line, as score.py judges?"""
    return _same(score, "line_total", found, true) and _counted(score, found, true) and _told(score, found, true)


def _same(score: ModuleType, name: str, found: Row, true: Row) -> bool:
    return bool(score.same(name, found.get(name), true[name]))


def _counted(score: ModuleType, found: Row, true: Row) -> bool:
    return not true.get("quantity") or _same(score, "quantity", found, true)


def _told(score: ModuleType, found: Row, true: Row) -> bool:
    said, wanted = (score.plain(row.get("description") or "")[:60] for row in (found, true))
    return bool(score.ratio(said, wanted) >= 0.6)


def cause(score: ModuleType, true: Row, rows: Sequence[Row], printed: set[float]) -> str:
    """Why a true line is not among the rows; `printed` are all numbers of the reading."""
    if not rows:
        return "no table"
    wanted = [score.amount(true[name]) for name in ("line_total", "quantity") if true.get(name)]
    if any(round(abs(number), 2) not in printed for number in wanted if number is not None and number != 1):
        return "unread"
    said = [row for row in rows if _told(score, row, true)]
    summed = [row for row in rows if _same(score, "line_total", row, true)]
    if not said and not summed:
        return "row missing"
    if not summed:
        return "amount"
    if any(row in said for row in summed):
        return "quantity" if not any(_counted(score, row, true) for row in summed if row in said) else "row missing"
    return "description"


def lost(score: ModuleType, true: Sequence[Row], found: Sequence[Row], document: Document) -> list[tuple[str, Row]]:
    """Each true line that is not found with its cause, and each row too many."""
    left, over = list(true), []
    for row in found:
        hit = next((line for line in left if right(score, row, line)), None)
        if hit is None:
            over.append(row)
        else:
            left.remove(hit)
    printed = {round(abs(float(value)), 2) for word in document.words for value in numbers(word.text)}
    causes = [(cause(score, line, over, printed) if found else "no table", line) for line in left]
    return causes + [("extra", row) for row in over]


def measure(sets: Path, kept: Path, name: str, doctype: DocumentType, show: bool) -> None:
    """Print the causes of one set."""
    score, counts, whole = score_of(sets), Counter[str](), Counter[str]()
    read = readings.load(kept, name)
    for row in truth_of(sets, name):
        if not row.get("lines") or row["file"] not in read:
            continue
        document = replace(read[row["file"]], e_invoice=None)
        found = record(row["file"], doctype, extractors.extract(document, doctype, RULES_ALONE))["lines"]
        losses = lost(score, row["lines"], found, document)
        counts.update(each for each, _ in losses)
        missed = sum(each != "extra" for each, _ in losses)
        whole.update(gold=len(row["lines"]), found=len(found), right=len(row["lines"]) - missed)
        whole.update(tables=1, tables_right=not losses)
        if show and losses:
            print(row["file"], *(f"{each}: {line}" for each, line in losses), sep="\n    ")
    precision, recall, f1 = score.f1(whole["right"], whole["found"], whole["gold"])
    print(f"{name}: {whole['gold']} lines, P {precision:.3f} R {recall:.3f} F1 {f1:.3f}, ", end="")
    print(f"tables wholly right {whole['tables_right']} of {whole['tables']}; {dict(counts.most_common())}", flush=True)


def main() -> None:
    """Parse the arguments and measure each set."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("sets", type=Path)
    parser.add_argument("kept", type=Path)
    parser.add_argument("names", nargs="*", default=SETS)
    parser.add_argument("--show", action="store_true", help="print each line that is lost")
    given = parser.parse_args()
    doctype = doctypes.load(doctypes.HERE / "invoice.toml")
    for name in given.names:
        measure(given.sets, given.kept, name, doctype, given.show)


if __name__ == "__main__":
    main()
