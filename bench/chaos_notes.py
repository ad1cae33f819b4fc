"""What is known of a chaos from outside the house: who did what, and which files lie where."""

from __future__ import annotations

import os
from pathlib import Path


class Notes:
    """What happened, a line each, where no fault reaches it."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def add(self, *words: object) -> None:
        """One line; one write, so that lines of several processes do not mix."""
        os.write(self._file, (" ".join(map(str, words)) + "\n").encode())


def lying(inbox: Path) -> set[str]:
    """Names of the files that are not put away, while others move them: pathlib's glob does not bear that."""
    found: set[str] = set()
    for folder, below, names in os.walk(inbox):  # what has gone meanwhile is passed over
        below[:] = [name for name in below if name not in ("done", "error", "duplicate")]
        found |= {f"{folder}/{name}" for name in names if name[0] != "."}
    return found
