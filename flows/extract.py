"""`paperdesk extract`: files to records without keeping anything. The face that measurements look at."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TextIO

from documents.counting import counted
from documents.errors import PaperdeskError
from flows.exit_codes import Exit
from flows.reading import Reading, all_types, read_cases
from flows.rows import Row, error_row, row_of
from flows.telling import told
from flows.workers import Crew


def extract(files: Sequence[Path], out: Path, *, reading: Reading, words: bool, jobs: int) -> Exit:
    """Write one row a document to `out` ("-" is standard output), in the order of the files. Shows progress."""
    failed = documents = 0
    with _opened(out) as target:
        for number, (file, rows) in enumerate(zip(files, _read_all(files, reading, words, jobs), strict=True), 1):
            for row in rows:
                target.write(json.dumps(row, ensure_ascii=False) + "\n")
            target.flush()
            documents += len(rows)
            failed += sum(not row["pages"] for row in rows)  # also a member of an archive
            told(f"{number} of {len(files)}  {file.name}: {_told(rows)}")
    told(f"{counted(len(files), 'file')}, {counted(documents, 'row')}, {failed} could not be read: {out}")
    return Exit.FAILED if failed else Exit.DONE


def rows_of(path: Path, reading: Reading, words: bool) -> list[Row]:
    """The rows of one file, one for each document in it; an error row when it cannot be read."""
    started = time.monotonic()
    try:
        cases = read_cases(path, all_types(), reading)
    except PaperdeskError as error:
        return [error_row(path.name, error, words=words, seconds=time.monotonic() - started)]
    spent = (time.monotonic() - started) / max(1, len(cases))
    return [row_of(case, words=words, seconds=spent) for case in cases]


def _read_all(files: Sequence[Path], reading: Reading, words: bool, jobs: int) -> Iterator[list[Row]]:
    seconds = max(900.0, reading.limits.seconds * 2)
    with ThreadPoolExecutor(jobs) as threads, Crew(min(jobs, len(files)), seconds=seconds) as crew:
        yield from threads.map(partial(_one, crew, reading, words), files)


def _one(crew: Crew, reading: Reading, words: bool, path: Path) -> list[Row]:
    started = time.monotonic()
    try:
        return crew.call(rows_of, path, reading, words)
    except PaperdeskError as error:
        return [error_row(path.name, error, words=words, seconds=time.monotonic() - started)]


@contextmanager
def _opened(out: Path) -> Iterator[TextIO]:
    """The target: standard output, or a file that takes its name only when it is whole."""
    if str(out) == "-":
        yield sys.stdout
        return
    unfinished = out.with_name(f".{out.name}.part")
    with unfinished.open("w", encoding="utf-8", errors="surrogateescape") as target:
        yield target
    unfinished.replace(out)


def _told(rows: Sequence[Row]) -> str:
    if rows and rows[0]["error"]:
        return f"{rows[0]['error']['code']}: {rows[0]['error']['message']}"
    taken = sum(field["accepted"] for row in rows for field in row["fields"])
    found = sum(len(row["fields"]) for row in rows)
    seconds = sum(row["seconds"] for row in rows)
    types = ", ".join(row["type"] if row["pages"] else "unreadable" for row in rows)
    return f"{types}, {taken} of {counted(found, 'field')} accepted, {seconds:.1f} s"
