"""What lies in a client's inbox, and whether it is complete: looks at names, sizes and times, moves nothing."""

from __future__ import annotations

import math
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from flows.paths import REASON, SIDECARS, STATE_FOLDERS, TEMPORARY, is_sidecar, is_temporary

#: A file that is empty or lacks its end may be one whose writer is at work: it must stay unchanged this much longer.
PATIENCE_WITH_HALF = 6
#: How files begin that have an end, and what stands in their last bytes when they are whole.
_ENDS = {
    b"%PDF": b"%%EOF",
    b"\x89PNG": b"IEND",
    b"\xff\xd8\xff": b"\xff\xd9",
    b"PK\x03\x04": b"PK\x05\x06",
}
_TAIL = 66_000  # bytes: an archive's end may have a comment of 65,535 behind it
#: A sidecar whose document has not come after so many seconds is refused.
PATIENCE_WITH_SIDECAR = 3600.0


@dataclass(frozen=True, slots=True)
class Mark:
    """By what we know that a file is unchanged."""

    size: int
    changed: int  # mtime in nanoseconds
    inode: int

    @classmethod
    def of(cls, seen: os.stat_result) -> Mark:
        """The mark of a file as just looked at."""
        return cls(seen.st_size, seen.st_mtime_ns, seen.st_ino)


@dataclass(frozen=True, slots=True)
class Found:
    """A document in an inbox, with the files that belong to it.

    `refusal` says why it can never be taken, `lacks` is the ending of the trigger file that it waits for.
    """

    path: Path
    mark: Mark
    sidecar: Path | None = None
    trigger: Path | None = None
    refusal: str = ""
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class Sight:
    """A mark, since when (seconds of the monotonic clock) it has been the same, and when the file was first seen."""

    mark: tuple[Mark, ...]
    since: float
    first: float


class Memory:
    """What was seen at earlier looks."""

    def __init__(self) -> None:
        self._sights: dict[Path, Sight] = {}

    def unchanged_for(self, path: Path, mark: tuple[Mark, ...], now: float) -> float:
        """Seconds that the file has been as it is; 0 when it is new or has changed."""
        before = self._sights.get(path)
        if before is None or before.mark != mark:
            self._sights[path] = Sight(mark, now, before.first if before else now)
            return 0.0
        return now - before.since

    def known_for(self, path: Path, now: float) -> float:
        """Seconds since the file was first seen."""
        before = self._sights.get(path)
        return now - before.first if before else 0.0

    def keep_only(self, paths: set[Path]) -> None:
        """Forget files that are gone."""
        for path in set(self._sights) - paths:
            del self._sights[path]


def look(folder: Path, trigger: str, note: Callable[[Path, OSError], None]) -> Iterator[Found]:
    """All documents that lie in a client's folder and below it, state folders left out, oldest name first.

    A folder that cannot be looked into goes to `note`.
    """
    yield from _look(folder, trigger, note, top=True)


def unfinished(folder: Path) -> Iterator[Path]:
    """Files in a client's folder, state folders left out, whose name says that their writer is at work."""
    for here, folders, names in os.walk(folder):
        ours = STATE_FOLDERS if Path(here) == folder else ()
        folders[:] = sorted(name for name in folders if name not in ours and not name.startswith("."))
        for name in sorted(names):
            if name.lower().endswith(TEMPORARY) and not name.startswith(".") and Path(here, name).is_file():
                yield Path(here, name)


def _look(folder: Path, trigger: str, note: Callable[[Path, OSError], None], top: bool) -> Iterator[Found]:
    try:
        with os.scandir(folder) as listing:
            entries = {entry.name: entry for entry in listing}
    except FileNotFoundError:
        return
    except OSError as error:
        note(folder, error)
        return
    for name in sorted(entries):
        entry = entries[name]
        if entry.is_dir(follow_symlinks=False):
            if not (top and name in STATE_FOLDERS) and not name.startswith("."):
                yield from _look(Path(entry.path), trigger, note, top=False)
        elif not _is_left(name, entries, trigger):
            found = _found(entry, entries, trigger)
            if found is not None:
                yield found


def _is_left(name: str, names: dict[str, os.DirEntry[str]], trigger: str) -> bool:
    """Is this no document: temporary, a reason file, a trigger, or a sidecar (taken with its document)?"""
    if is_temporary(name) or name.endswith(REASON):
        return True
    return bool(trigger and name.endswith(trigger)) or is_sidecar(name, names)


def _found(entry: os.DirEntry[str], names: dict[str, os.DirEntry[str]], trigger: str) -> Found | None:
    path = Path(entry.path)
    try:
        seen = entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return None
    started = _beside(path, names, (trigger,)) if trigger else None
    lacks = trigger if started is None else ""
    return Found(path, Mark.of(seen), _beside(path, names, SIDECARS), started, _refusal(path, seen), lacks)


def _refusal(path: Path, seen: os.stat_result) -> str:
    if stat.S_ISLNK(seen.st_mode):
        return "it is a symbolic link, which is never followed. Drop the file itself."
    if not stat.S_ISREG(seen.st_mode):
        return "it is no regular file (a pipe, a socket or a device). Drop a file."
    if seen.st_nlink > 1:
        return "it is the same file as one elsewhere (a hard link), which could change later. Drop a copy."
    if path.suffix.lower() in SIDECARS:
        return "index values without their document. Drop both together: NAME.pdf with NAME.json."
    return ""


def _beside(path: Path, names: dict[str, os.DirEntry[str]], endings: tuple[str, ...]) -> Path | None:
    """The file that belongs to this one: NAME.json or NAME.pdf.json beside NAME.pdf."""
    wanted = (stem + ending for stem in (path.name, path.stem) for ending in endings)
    found = next((name for name in wanted if name in names and name != path.name), None)
    return path.with_name(found) if found else None


def patience(found: Found, stable: float) -> tuple[float, str]:
    """Seconds that this file must stay unchanged before it is taken; and why it waits when that is long."""
    if found.lacks:
        return math.inf, f"its trigger file is not there (NAME{found.lacks}); nothing else makes it complete"
    if found.path.suffix.lower() in SIDECARS and found.refusal:
        longest = max(stable, PATIENCE_WITH_SIDECAR)
        return longest, f"index values without their document; refused when it has not come after {longest:g} s"
    if found.trigger or found.refusal or not (why := _half(found)):
        return stable, ""
    longest = stable * PATIENCE_WITH_HALF
    return longest, f"{why}, so it may be half-written; it is taken when nobody has written for {longest:g} s"


def _half(found: Found) -> str:
    """Why this file seems to be half-written; nothing when it does not."""
    if not found.mark.size:
        return "it is empty"
    try:  # a link or a pipe may have taken its place
        handle = os.open(found.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:  # whoever takes it finds out, and says so
        return ""
    try:
        begin = os.pread(handle, 8, 0)
        end = next((end for start, end in _ENDS.items() if begin.startswith(start)), b"")
        tail = os.pread(handle, _TAIL, max(0, found.mark.size - _TAIL)) if end else b""
    except OSError:  # it is a pipe or a folder by now: the next look sees that
        return ""
    finally:
        os.close(handle)
    return "" if end in tail else "it lacks its end"
