"""A crew for tests that refuses every file."""

from __future__ import annotations

from documents.errors import Damaged
from flows.workers import Crew


class Refusing(Crew):
    """Reads nothing and starts no process."""

    def __init__(self) -> None:
        return

    def call(self, function, *given, **named):  # type: ignore[no-untyped-def]
        raise Damaged(f"{given[2].name}: is torn. Send it again.")
