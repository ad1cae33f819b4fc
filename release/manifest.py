"""The manifest of an export: written last, so that who finds it finds everything that it names, whole."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from documents.kinds import written
from release.records import Record
from release.to_json import dumped


def listing(records: Sequence[Record], files: Mapping[str, bytes], format: str) -> bytes:
    """What the export holds: files with their SHA-256 and size, cases, rows, and control totals.

    A total is the sum of one amount field over all cases of one currency; `unknown` are the amounts of cases that name
    no currency, or several.
    """
    return (dumped(_content(records, files, format), indent=2) + "\n").encode()


def is_same(old: bytes, new: bytes) -> bool:
    """Do the two manifests say the same of the export? Another version of the software may have written it."""
    try:
        was, now = json.loads(old), json.loads(new)
    except ValueError:
        return False
    return isinstance(was, dict) and was | {"software": ""} == now | {"software": ""}


def control_totals(records: Sequence[Record]) -> dict[str, dict[str, str]]:
    """By currency, by amount field: the sum, as a plain decimal."""
    sums: dict[str, dict[str, Decimal]] = {}
    for record in records:
        of_currency = sums.setdefault(record.currency or "unknown", {})
        for name, amount in record.amounts():
            of_currency[name] = of_currency.get(name, Decimal(0)) + amount
    return {
        code: {name: written(total) for name, total in sorted(totals.items())}
        for code, totals in sorted(sums.items())
        if totals
    }


def _content(records: Sequence[Record], files: Mapping[str, bytes], format: str) -> dict[str, Any]:
    return {
        "format": format,
        "files": [
            {"name": name, "sha256": sha256(content).hexdigest(), "bytes": len(content)}
            for name, content in files.items()
        ],
        "count": len(records),
        "rows": sum(len(record.rows) for record in records),
        "cases": [record.case for record in records],
        "totals": control_totals(records),
        "software": _software(),
    }


def _software() -> str:
    try:
        return f"paperdesk {version('paperdesk')}"
    except PackageNotFoundError:  # run from a tree that was never installed
        return "paperdesk, not installed"
