"""A claimed file in its folder work/CLAIM: which is the document, what belongs to it, and where it came from."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path, PurePath

from documents.errors import IntakeError
from flows.looking import Mark
from flows.moves import move_in, remove_empty
from flows.paths import SIDECARS
from flows.sidecar import read_sidecar

#: In a claim, names the folder below the inbox that the document lay in.
_HOME = ".home"


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
        return {}, (error.code, str(error))
    return values, None


def mark(path: Path) -> Mark | None:
    """The file's mark; None when it is gone."""
    try:
        return Mark.of(path.lstat())
    except FileNotFoundError:
        return None


def remember_home(claim: Path, home: PurePath) -> None:
    """Keep the folder, relative to the inbox, that the document was taken from."""
    if home.parts:
        (claim / _HOME).write_bytes(os.fsencode(home))


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
    with suppress(FileNotFoundError):
        home = PurePath(os.fsdecode((claim / _HOME).read_bytes()))
        if not home.is_absolute() and ".." not in home.parts:
            return home
    return PurePath()


def _is_taken(target: Path, file: Path) -> bool:
    """Is there another file of this name? The same file under both names was moved half-way before a crash."""
    try:
        return not os.path.samestat(target.lstat(), file.lstat())
    except FileNotFoundError:
        return False
