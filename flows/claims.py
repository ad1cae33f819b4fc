"""A claimed file in its folder work/CLAIM: which is the document, what belongs to it, and where it came from."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath

from documents.errors import IntakeError
from documents.failpoints import reached
from flows.looking import Mark
from flows.moves import move_in, remove_empty
from flows.paths import SIDECARS
from flows.sidecar import read_sidecar

#: In a claim, names the folder below the inbox that the document lay in, and the files that belong to it.
_HOME = ".home"
#: Between the parts of that file: the one byte besides / that no name has.
_APART = b"\0"


def document(claim: Path, trigger: str) -> Path | None:
    """The document among the files of a claim."""
    return next((path for path in sorted(claim.iterdir()) if not _belongs(path, trigger)), None)


def sidecars(claim: Path, file: Path) -> list[Path]:
    """The files of index values that came with the document."""
    return [path for path in sorted(claim.iterdir()) if path != file and path.suffix.lower() in SIDECARS]


def index_values(claim: Path, file: Path) -> tuple[dict[str, str], tuple[str, str] | None]:
    """What the file's sidecars say; or none, and the code and reason to refuse it."""
    values: dict[str, str] = {}
    try:
        for path in sidecars(claim, file):
            values |= read_sidecar(path)
    except IntakeError as error:
        return {}, (error.code, f"{error} Mend it, and drop both again.")
    return values, None


def mark(path: Path) -> Mark | None:
    """The file's mark; None when it is gone."""
    try:
        return Mark.of(path.lstat())
    except FileNotFoundError:
        return None


def plan(claim: Path, home: PurePath, companions: Sequence[Path]) -> None:
    """Write into a new claim where its document comes from (relative to the inbox) and what belongs to it.

    Whoever is killed while taking leaves this, and the next look takes what is missing: see `complete`.
    """
    lines = [os.fsencode(home)]
    for path in companions:
        if (seen := mark(path)) is not None:
            lines.append(b"%d:%d:%s" % (seen.inode, seen.changed, os.fsencode(path.name)))
    (claim / _HOME).write_bytes(_APART.join(lines))


def complete(claim: Path, inbox: Path) -> None:
    """Take in what the plan names and still lies where the document came from; a newer file of the name is left."""
    home = inbox / _home(claim)
    for inode, changed, name in _companions(claim):
        path = home / name
        seen = mark(path)
        if seen is not None and (seen.inode, seen.changed) == (inode, changed):
            path.rename(claim / name)
            reached("recover.companion_claimed")


def send_back(claim: Path, file: Path, inbox: Path) -> Path:
    """Move the document, with all that belongs to it, to where it was taken from; returns where it is.

    The document goes last: killed before, it still lies in its claim, and goes next time. Where a name is taken by
    another file, all go together into a folder of their own, so that they still belong to each other.
    """
    home = inbox / _home(claim)
    others = [path for path in sorted(claim.iterdir()) if path != file and path.name != _HOME]
    if any(_is_taken(home / path.name, path) for path in (*others, file)):
        home = home / claim.name
    for path in others:
        move_in(path, home)
    return move_in(file, home)


def clear(claim: Path, trigger: str) -> None:
    """Remove what belonged to a document that has left, and the claim; never a document."""
    for path in claim.iterdir():
        if _belongs(path, trigger):
            path.unlink(missing_ok=True)
    remove_empty(claim)


def _belongs(path: Path, trigger: str) -> bool:
    is_trigger = bool(trigger and path.name.endswith(trigger))
    return is_trigger or path.name == _HOME or path.suffix.lower() in SIDECARS


def _home(claim: Path) -> PurePath:
    home = PurePath(os.fsdecode(_planned(claim)[0]))
    return PurePath() if home.is_absolute() or ".." in home.parts else home


def _companions(claim: Path) -> Iterator[tuple[int, int, str]]:
    """Inode, time of change and name of each file that belongs to the document."""
    for line in _planned(claim)[1:]:
        inode, changed, name = line.split(b":", 2)
        if b"/" not in name:
            yield int(inode), int(changed), os.fsdecode(name)


def _planned(claim: Path) -> list[bytes]:
    try:
        return (claim / _HOME).read_bytes().split(_APART)
    except FileNotFoundError:
        return [b""]


def _is_taken(target: Path, file: Path) -> bool:
    """Is there another file of this name? The same file under both names was moved half-way before a crash."""
    try:
        return not os.path.samestat(target.lstat(), file.lstat())
    except FileNotFoundError:
        return False
