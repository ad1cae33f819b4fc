"""Moving files between folders so that nothing is ever overwritten or lost, whenever the power fails."""

from __future__ import annotations

import ctypes
import errno
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from documents.failpoints import reached

#: A link is refused: the file is another owner's (fs.protected_hardlinks), or the file system knows no links.
_NO_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP})
_HERE, _NEVER_OVER_ANOTHER = -100, 1  # AT_FDCWD and RENAME_NOREPLACE of Linux
_LONGEST_NAME = 255  # bytes, on every file system that we know


def move_in(file: Path, folder: Path, note: Callable[[Path], object] | None = None) -> Path:
    """Move the file into the folder under its own name, or NAME-2, NAME-3 where that is taken. Returns where it is.

    `note` is told the new name while the file still has its old one: what it writes is there before the file has left.

    A link that refuses an existing name, then an unlink: a crash between the two leaves the file under both names,
    and the next call finds that it is the same file and finishes. A link or a pipe is moved as it is, never followed.
    Where links are refused, the kernel's rename that refuses an existing name does the same.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for target in _names(folder, file.name):
        try:
            os.link(file, target, follow_symlinks=False)
        except FileExistsError:
            if not os.path.samestat(target.lstat(), file.lstat()):
                continue
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            if note is not None and not os.path.lexists(target):
                note(target)
            if not _renamed(file, target):
                continue
            sync(file.parent)
            sync(folder)
            return target
        reached("move.linked")
        if note is not None:
            note(target)
        sync(folder)
        file.unlink()
        reached("move.unlinked")
        sync(file.parent)
        return target
    raise AssertionError("the names never end")


def _renamed(file: Path, target: Path) -> bool:
    """Rename, unless the name is taken. Raises OSError when the system cannot."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        raise OSError(errno.EOPNOTSUPP, "neither links nor renames that keep what is there", str(file))
    if rename(_HERE, os.fsencode(file), _HERE, os.fsencode(target), _NEVER_OVER_ANOTHER) == 0:
        return True
    number = ctypes.get_errno()
    if number == errno.EEXIST:
        return False
    raise OSError(number, os.strerror(number), str(file))


def write_new(folder: Path, name: str, content: str) -> Path:
    """Write a text file under this name, or the next free one: whole, durably and never over another."""
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f".{token_hex(8)}.part"
    try:
        with temporary.open("x", encoding="utf-8", errors="backslashreplace") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        reached("note.written")
        return _named(temporary, folder, name)
    finally:
        temporary.unlink(missing_ok=True)


def _named(temporary: Path, folder: Path, name: str) -> Path:
    """Give a written file its name, or the next that is free or has the same content."""
    content = temporary.read_bytes()
    for target in _names(folder, name):
        try:
            os.link(temporary, target)
        except FileExistsError:
            if not target.is_file() or target.read_bytes() != content:
                continue
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            if not _renamed(temporary, target) and target.read_bytes() != content:
                continue
        reached("note.linked")
        sync(folder)
        return target
    raise AssertionError("the names never end")


def sync(folder: Path) -> None:
    """Make the folder's entries durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove_empty(folder: Path) -> None:
    """Remove the folder if nothing is in it."""
    with suppress(OSError):
        folder.rmdir()


def shown(name: str) -> str:
    r"""A file's name as text that every database and terminal takes; bytes that are no UTF-8 as escapes.

    >>> shown("a\udcff.pdf"), shown("plain.pdf")
    ('a\\xff.pdf', 'plain.pdf')
    """
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _names(folder: Path, name: str) -> Iterator[Path]:
    """The name, then NAME-2.pdf, NAME-3.pdf, ...; cut where it would be too long."""
    path = Path(name)
    endings = path.suffix if len(os.fsencode(path.suffix)) < 40 else ""
    stem = name.removesuffix(endings) if endings else name
    number = 1
    while True:
        tail = endings if number == 1 else f"-{number}{endings}"
        room = _LONGEST_NAME - len(os.fsencode(tail))
        yield folder / (os.fsdecode(os.fsencode(stem)[:room]) + tail)
        number += 1
