"""JSON Lines: one record a line, with the same keys as JSON."""

from __future__ import annotations

from collections.abc import Sequence

from release.records import Record
from release.to_json import dumped, nested


def contents(records: Sequence[Record]) -> dict[str, bytes]:
    """The file `.jsonl`, UTF-8, each line ended by a line feed."""
    return {".jsonl": "".join(dumped(nested(record)) + "\n" for record in records).encode()}
