"""Which files are meant by the paths on the command line, and which names a watched folder never takes."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

#: Folders that intake keeps inside a client's inbox.
STATE_FOLDERS = ("work", "done", "error", "duplicate")
#: Beside a document, files of these endings give its index values.
SIDECARS = (".json", ".csv")
#: What a writer calls a file that is not complete yet.
TEMPORARY = (".tmp", ".part", ".partial", ".filepart", ".crdownload", ".download", ".swp")
REASON = ".reason.txt"


def reason_name(name: str) -> str:
    """The name of the file that says why a file of this name was refused; cut where it would be too long."""
    return os.fsdecode(os.fsencode(name)[: 255 - len(REASON)]) + REASON


def is_temporary(name: str) -> bool:
    """Is this a name for files that are hidden, or still being written?

    >>> is_temporary(".hidden.pdf"), is_temporary("~$letter.pdf"), is_temporary("scan.PDF.part"), is_temporary("a.pdf")
    (True, True, True, False)
    """
    return name.startswith((".", "~$")) or name.lower().endswith(TEMPORARY) or name.endswith("~")


def is_sidecar(name: str, names: Collection[str]) -> bool:
    """Does a file of this name stand beside a document of the same stem (`a.json` or `a.pdf.json` beside `a.pdf`)?

    >>> is_sidecar("a.json", ["a.json", "a.pdf"]), is_sidecar("a.pdf.csv", ["a.pdf"]), is_sidecar("b.json", ["b.json"])
    (True, True, False)
    """
    path = Path(name)
    if path.suffix.lower() not in SIDECARS:
        return False
    documents = [Path(other) for other in names if Path(other).suffix.lower() not in SIDECARS]
    return any(path.stem in (other.stem, other.name) for other in documents)


def expand(paths: Iterable[Path], takes: Callable[[str], bool]) -> list[Path]:
    """The files meant: a file as it is, a folder as all below it that `takes` knows by name, sorted.

    Left out of folders: hidden and temporary files, sidecars, reason files, and the state folders of an inbox. A file
    that is named itself is always meant, also when there is none (reading it then says so).
    """
    found: dict[Path, None] = {}
    for path in paths:
        for file in _below(path, takes) if path.is_dir() else (path,):
            found.setdefault(file)
    return list(found)


def _below(folder: Path, takes: Callable[[str], bool]) -> Iterator[Path]:
    entries = sorted(folder.iterdir())
    names = [entry.name for entry in entries]
    inbox = set(STATE_FOLDERS) <= set(names)
    for entry in entries:
        name = entry.name
        if is_temporary(name) or name.endswith(REASON) or entry.is_symlink():
            continue
        if entry.is_dir():
            if not (inbox and name in STATE_FOLDERS):
                yield from _below(entry, takes)
        elif takes(name) and not is_sidecar(name, names):
            yield entry
