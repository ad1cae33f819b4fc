"""Put a file where others look for it: whole or not at all, never over another, and there after a power cut.

The order is: write under a temporary name in the same folder, fsync the file, give it its name (a hard link, which
refuses to overwrite), remove the temporary name, fsync the folder.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from secrets import token_hex

from documents.errors import ReleaseError
from documents.failpoints import reached


def publish(path: Path, content: bytes, same: Callable[[bytes, bytes], bool] = bytes.__eq__) -> None:
    """Write the file, or find that it is there already. Raises ReleaseError.

    `same` tells whether what is there (first) is what we would write (second). Anything else is left untouched.
    """
    try:
        if path.exists():
            _must_be_same(path, content, same)
            _sync_folder(path.parent)  # it may be there since a run that was killed before this
            return
        _write(path, content, same)
    except OSError as error:
        raise ReleaseError(f"{path}: cannot be written: {error.strerror}; {_remedy(error)}") from error


def _remedy(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "make room and run again"
    if error.errno in (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK):
        return "the folder's file system has no hard links, without which nothing is safe from being overwritten"
    return "see that the folder is there and may be written, and run again"


def _write(path: Path, content: bytes, same: Callable[[bytes, bytes], bool]) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.{token_hex(4)}.part")
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            reached("publish.written")
            os.fsync(file.fileno())
        reached("publish.synced")
        try:
            os.link(temporary, path)
        except FileExistsError:  # another run was faster
            _must_be_same(path, content, same)
        reached("publish.linked")
    finally:
        temporary.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _must_be_same(path: Path, content: bytes, same: Callable[[bytes, bytes], bool]) -> None:
    if path.is_symlink() or not path.is_file() or not same(path.read_bytes(), content):
        raise ReleaseError(
            f"{path}: is there already with other content, and nothing is overwritten; "
            "find out who wrote it, move it away and run again"
        )


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
