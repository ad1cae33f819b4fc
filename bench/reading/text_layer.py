"""How many pages a CPU second the text layers of ordinary PDFs are read at, words with boxes.

    .venv/bin/python -m bench.reading.text_layer SETS [SET ...] [--limit N]

Prints for each set pages per CPU second for the words alone, and with the proof that they are what is printed.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import pypdfium2 as pdfium

from bench.reading.machine import machine
from capture import text_layer, trust
from capture.limits import Limits
from capture.messages import Job
from capture.page_objects import objects_of
from capture.pdf import rendered
from capture.proof import Proof

_CHECK_DPI = 60


def measured(path: Path) -> tuple[int, float, float]:
    """Pages of the file, CPU seconds for their words, CPU seconds for what proves them."""
    job = Job(str(path), path.name, Limits(), ("eng", "deu"))
    words_cost = proof_cost = 0.0
    began = time.process_time()
    with pdfium.PdfDocument(path) as document:
        proof = Proof(job.languages)
        words_cost += time.process_time() - began
        for number in range(len(document)):
            began = time.process_time()
            page = document[number]
            words = text_layer.words_of(page, number)
            read = time.process_time()
            if words:
                trust.trusted(page, words, rendered(page, _CHECK_DPI, job), objects_of(page), proof)
            proved = time.process_time()
            page.close()
            words_cost += read - began
            proof_cost += proved - read
        return len(document), words_cost, proof_cost


def main() -> None:
    """Parse the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("sets", type=Path)
    parser.add_argument("names", nargs="*", default=["kleister_nda", "einvoice_xml", "cuad"])
    parser.add_argument("--limit", type=int, help="documents of each set")
    given = parser.parse_args()
    print(f"machine: {machine()}")
    for name in given.names:
        rows = (given.sets / name / "gold.jsonl").read_text(encoding="utf-8").splitlines()[: given.limit]
        costs = [measured(given.sets / name / json.loads(row)["file"]) for row in rows]
        pages, words, proof = (sum(column) for column in zip(*costs, strict=True))
        print(
            f"{name}: {len(rows)} documents, {pages} pages: {pages / words:.0f} pages per CPU second with boxes, "
            f"{pages / (words + proof):.0f} with the proof that they are what is printed"
        )


if __name__ == "__main__":
    main()
