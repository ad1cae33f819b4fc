"""Read an export again where it lies, and say whether it is what its manifest promises."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from pathlib import Path
from typing import Any

from documents.counting import counted
from documents.errors import ReleaseError

MANIFEST = ".manifest.json"
_REMEDY = "find out who changed it, and take the original from the backup"


@dataclass(frozen=True, slots=True)
class Checked:
    """An export as it lies in its folder. `cases` and `sha256` (of the main file) are the manifest's."""

    manifest: Path
    format: str
    cases: tuple[int, ...]
    sha256: str
    wrong: tuple[str, ...]


def manifests(folder: Path) -> dict[str, Path]:
    """The manifests of a folder by the name of their export."""
    found = sorted(folder.glob(f"*{MANIFEST}")) if folder.is_dir() else []
    return {path.name.split(".")[0]: path for path in found if not path.name.startswith(".")}


def check(manifest: Path) -> Checked:
    """Compare the files with their manifest: there, bytes, SHA-256, number of cases, control totals.

    Raises ReleaseError when the manifest itself cannot be read.
    """
    try:
        said = json.loads(manifest.read_bytes())
        format, cases, listed = said["format"], tuple(said["cases"]), said["files"]
        main = listed[0]["sha256"]
    except (OSError, ValueError, KeyError, IndexError, TypeError) as error:
        raise ReleaseError(f"{manifest}: is no manifest ({type(error).__name__}); {_REMEDY}") from error
    wrong = [sentence for each in listed for sentence in _file(manifest.parent / each["name"], each)]
    if not wrong:
        wrong = list(_content(manifest.parent / listed[0]["name"], listed, said))
    return Checked(manifest, format, cases, main, tuple(wrong))


def _file(path: Path, said: Mapping[str, Any]) -> Iterator[str]:
    if not path.is_file():
        yield f"{path}: its manifest names it, and it is not there; write it again from the backup, or ask who took it"
    elif sha256(path.read_bytes()).hexdigest() != said["sha256"]:
        yield f"{path}: its bytes are not those that its manifest names; {_REMEDY}"


def _content(main: Path, listed: list[Mapping[str, Any]], said: Mapping[str, Any]) -> Iterator[str]:
    read = _READERS.get(said["format"])
    if read is None:  # its SHA-256 vouches for it
        return
    numbers, sums = read([main.parent / each["name"] for each in listed])
    if sorted(numbers) != sorted(said["cases"]) or len(numbers) != said["count"]:
        yield f"{main}: holds {counted(len(numbers), 'case')}, its manifest names {said['count']}; {_REMEDY}"
    totals: dict[str, Decimal] = {}
    for of_currency in said["totals"].values():
        for name, total in of_currency.items():
            totals[name] = totals.get(name, Decimal(0)) + Decimal(total)
    for name, total in totals.items():
        if sums.get(name, Decimal(0)) != total:
            yield f"{main}: {name} adds up to {sums.get(name, 0)}, its manifest says {total}; {_REMEDY}"


#: The numbers of the cases in a file, and the sum of every column of amounts.
Read = tuple[list[int], dict[str, Decimal]]


def _json(files: list[Path]) -> Read:
    return _nested(json.loads(files[0].read_bytes()))


def _jsonl(files: list[Path]) -> Read:
    return _nested([json.loads(line) for line in files[0].read_text(encoding="utf-8").splitlines()])


def _nested(records: list[dict[str, Any]]) -> Read:
    sums: dict[str, Decimal] = {}
    for record in records:
        for name, value in record["fields"].items():
            for each in value if isinstance(value, list) else [value]:
                _add(sums, name.split(".")[0], each)
        for table, rows in record["tables"].items():
            for row in rows:
                for column, value in row.items():
                    _add(sums, f"{table}.{column}", value)
    return [record["case"] for record in records], sums


def _csv(files: list[Path]) -> Read:
    numbers: list[int] = []
    sums: dict[str, Decimal] = {}
    for path in files:
        for row in csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")):
            table = row.get("case.table")
            numbers += [] if table else [int(row["case.id"])]
            for name, value in row.items():
                if not name.startswith("case.") and value:
                    _add(sums, f"{table}.{name}" if table else name.split(".")[0], value)
    return numbers, sums


def _add(sums: dict[str, Decimal], name: str, text: str) -> None:
    try:
        sums[name] = sums.get(name, Decimal(0)) + Decimal(text)
    except InvalidOperation:  # no amount: no total names it
        return


_READERS = {"json": _json, "jsonl": _jsonl, "csv": _csv}
