"""Hand approved cases to whoever asked for them: as JSON, JSON Lines, CSV or XLSX, with a manifest.

Adding a format: a file with a function from records to the contents of its files, a line in RELEASES, a line in
docs/records.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from documents.errors import ReleaseError
from documents.failpoints import reached
from release import to_csv, to_json, to_jsonl, to_xlsx
from release.checking import MANIFEST, Checked, check, manifests
from release.manifest import control_totals, is_same, listing
from release.publishing import publish
from release.records import Record, record, reversal
from release.webhook import Address, send

__all__ = [
    "MANIFEST",
    "RELEASES",
    "Address",
    "Checked",
    "Record",
    "Written",
    "check",
    "control_totals",
    "manifests",
    "record",
    "reversal",
    "send",
    "write",
]

#: Every format by name: from records to the contents of its files, by what their names end in; the main one first.
RELEASES: dict[str, Callable[[Sequence[Record]], Mapping[str, bytes]]] = {
    "csv": to_csv.exact,
    "csv_safe": to_csv.safe,
    "json": to_json.contents,
    "jsonl": to_jsonl.contents,
    "xlsx": to_xlsx.contents,
}


@dataclass(frozen=True, slots=True)
class Written:
    """An export that is on disk, whole. `path` and `sha256` are of its main file, `count` is of cases."""

    path: Path
    sha256: str
    count: int
    manifest: Path
    files: tuple[Path, ...]


def write(records: Sequence[Record], folder: Path, name: str, format: str) -> Written:
    """Write the records as FOLDER/NAME.ENDING, and last the manifest FOLDER/NAME.ENDING.manifest.json.

    The same records under the same name, written again, change nothing: so a run that was killed is simply repeated.
    Raises ReleaseError when there is other content under one of the names, or the folder cannot be written.
    """
    if format not in RELEASES:
        raise ReleaseError(f"no format {format!r}; known: {', '.join(RELEASES)}")
    if not name or name.startswith(".") or "/" in name or "\0" in name:
        raise ReleaseError(f"{name!r} is no name for an export; use letters, digits, - and _")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ReleaseError(f"{folder}: cannot be made: {error.strerror}; name another folder") from error
    files = {f"{name}{ending}": content for ending, content in RELEASES[format](records).items()}
    for file, content in files.items():
        publish(folder / file, content)
    reached("export.files_published")
    main = next(iter(files))
    listed = folder / f"{main}.manifest.json"
    publish(listed, listing(records, files, format), is_same)
    paths = tuple(folder / file for file in files)
    return Written(paths[0], sha256(files[main]).hexdigest(), len(records), listed, paths)
