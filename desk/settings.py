"""How a desk is set up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from assurance import DECLARED, Thresholds
from assurance.sampling import Plan


@dataclass(frozen=True, slots=True)
class Settings:
    """What an installation may choose.

    `origins` are the addresses (`https://desk.example.com`) that pages of this desk have; empty: whatever host was
    asked. `secure` says that browsers reach it by https only: the cookie then never travels in the clear. `lease`
    is how long (seconds) a document stays with a person who does nothing, `page_size` how many rows a list shows.
    `thresholds` say how sure a machine's value must be; the same as in the flows. `formats` are the exports that a
    client wants instead of those that the types declare. `again` lets a file that failed wait again: it is given the
    number of the receipt, the person and why; without it the board offers no such thing. `machine_votes`: of these
    types ("*": all) of a client, what was read counts as one of the voices of a field that two people key. `plan` says
    how many accepted values QA checks.
    """

    origins: frozenset[str] = frozenset()
    secure: bool = False
    lease: int = 600
    page_size: int = 50
    thresholds: Thresholds = DECLARED
    formats: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    again: Callable[[int, str, str], object] | None = None
    accept_rest: frozenset[str] = frozenset()
    languages: tuple[str, ...] = ("eng", "deu")
    machine_votes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    plan: Plan = field(default_factory=Plan)
