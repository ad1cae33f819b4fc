"""What commands show. Nothing else prints: names, reasons and words of documents reach no terminal but through here."""

from __future__ import annotations

import sys
import traceback

from documents.printing import printable


def say(*lines: str) -> None:
    """Show an answer, a line each, on standard output."""
    print(*map(printable, lines), sep="\n")


def told(*lines: str) -> None:
    """Show progress or trouble, a line each, on standard error."""
    print(*map(printable, lines), sep="\n", file=sys.stderr, flush=True)


def trace(error: BaseException) -> list[str]:
    """The lines of a defect's trace."""
    return [line for part in traceback.format_exception(error) for line in part.rstrip("\n").split("\n")]
