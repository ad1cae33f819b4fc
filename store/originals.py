"""Files by content: originals and page images, each kept once under its SHA-256, written durably and read back."""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from documents.errors import Conflict, StoreError
from documents.failpoints import reached
from store.database import Database


def put(db: Database, path: Path) -> str:
    """Copy a file into the content store and return its SHA-256; what is there already is not written again.

    Durable when it returns: the copy is synced, linked to its final name (never over another), the folder synced, and
    the copy read back. Raises StoreError when the disk refuses, Conflict when the file changes meanwhile; nothing
    half-written stays under a final name.
    """
    try:
        wanted = sha256_of(path)
        target = _place(db, wanted)
        if not target.exists():
            _write(path, target, wanted)
        else:
            sync(target.parent)  # who linked it may have been killed before this
        reached("original.kept")
        return wanted
    except OSError as error:
        where = f"{path}: cannot be copied to {db.files}"
        raise StoreError(f"{where}: {error}; make room or mend the disk, then repeat") from error


def get(db: Database, sha256: str) -> Path:
    """The stored file with this SHA-256. Raises StoreError when there is none. Never write to it."""
    path = _place(db, sha256)
    if not path.exists():
        raise StoreError(f"{db.files}: no file {sha256}; restore it from the backup")
    return path


def is_there(db: Database, sha256: str) -> bool:
    """Is there a file under this SHA-256?"""
    return _place(db, sha256).exists()


def is_whole(db: Database, sha256: str) -> bool:
    """Is the file there, with the bytes it came with?"""
    path = _place(db, sha256)
    return path.exists() and sha256_of(path) == sha256


def temporary(folder: Path) -> list[Path]:
    """Copies below this content store that are not finished; old ones were left by whoever was killed."""
    return sorted((folder / "sha256").glob("*/.*.part"))


def _place(db: Database, sha256: str) -> Path:
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise StoreError(f"{sha256!r} is no SHA-256")
    return db.files / "sha256" / sha256[:2] / sha256[2:]


def _write(path: Path, target: Path, sha256: str) -> None:
    folder = target.parent
    if not folder.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        sync(folder.parent)
        sync(folder.parent.parent)
    temporary = folder / f".{uuid4().hex}.part"
    try:
        with path.open("rb") as source, temporary.open("xb") as copy:
            shutil.copyfileobj(source, copy, 1 << 20)
            copy.flush()
            reached("original.copied")
            os.fsync(copy.fileno())
        reached("original.synced")
        temporary.chmod(0o400)
        if sha256_of(temporary) != sha256:
            raise Conflict(f"{path}: changed while it was copied; take it again when it is complete")
        with suppress(FileExistsError):  # another process was faster with the same bytes
            os.link(temporary, target)
        reached("original.linked")
        sync(folder)
    finally:
        temporary.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Have a file or a folder's names on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
