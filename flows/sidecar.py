"""The small file beside a document that gives its index values: NAME.json or NAME.csv."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from documents.errors import IntakeError

_MOST_BYTES = 64 * 1024
_MOST_VALUES = 100
_LONGEST = 1000


def read_sidecar(path: Path) -> dict[str, str]:
    """The index values: a JSON object of texts and numbers, or a CSV of a header line and one line of values.

    Raises IntakeError with the cause for anything else.
    """
    try:
        content = path.read_bytes()
        if len(content) > _MOST_BYTES:
            raise IntakeError(
                f"{path.name}: index values of {len(content)} bytes are too many (at most {_MOST_BYTES})."
            )
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise IntakeError(f"{path.name}: the index values cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise IntakeError(f"{path.name}: is not UTF-8 text (byte {error.start}); save it as UTF-8.") from error
    values = _from_json(text, path.name) if path.suffix.lower() == ".json" else _from_csv(text, path.name)
    for name, value in values.items():
        if not name.strip() or len(name) > _LONGEST or len(value) > _LONGEST:
            raise IntakeError(f"{path.name}: a name or value is empty or longer than {_LONGEST} characters.")
    if len(values) > _MOST_VALUES:
        raise IntakeError(f"{path.name}: {len(values)} index values are too many (at most {_MOST_VALUES}).")
    return values


def _from_json(text: str, name: str) -> dict[str, str]:
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise IntakeError(f"{name}: is not JSON ({error}).") from error
    if not isinstance(given, dict):
        raise IntakeError(f'{name}: an object such as {{"cost_centre": "4711"}} is wanted.')
    wrong = [key for key, value in given.items() if not isinstance(value, (str, int, float))]
    if wrong:
        raise IntakeError(f"{name}: {wrong[0]!r} is neither text nor number.")
    return {key: value if isinstance(value, str) else json.dumps(value) for key, value in given.items()}


def _from_csv(text: str, name: str) -> dict[str, str]:
    first = text.splitlines()[0] if text.strip() else ""
    separator = ";" if first.count(";") > first.count(",") else ","
    try:
        lines = [line for line in csv.reader(io.StringIO(text), delimiter=separator, strict=True) if line]
    except csv.Error as error:
        raise IntakeError(f"{name}: is not CSV ({error}).") from error
    if len(lines) != 2 or len(lines[0]) != len(lines[1]):
        raise IntakeError(f"{name}: a line of names and one line of as many values are wanted.")
    return dict(zip(lines[0], lines[1], strict=True))
