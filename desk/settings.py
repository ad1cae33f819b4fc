"""How a desk is set up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import capture
import extractors
from assurance import DECLARED, Thresholds
from assurance.sampling import Plan
from documents.doctype import DocumentType
from documents.fields import Fields
from documents.layout import Document
from validators import LookUps


class Eyes(Protocol):
    """How the pages of a client are read."""

    @property
    def limits(self) -> capture.Limits:
        """What reading one may take."""
        ...

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of print."""
        ...

    @property
    def engine(self) -> str:
        """Which engine reads pictures."""
        ...


@dataclass(frozen=True, slots=True)
class Usual:
    """As `capture` reads where nobody asks for anything else."""

    limits: capture.Limits = field(default_factory=capture.Limits)
    languages: tuple[str, ...] = capture.LANGUAGES
    engine: str = capture.ENGINE


class Dropped(Protocol):
    """A file in the inbox that is not taken in yet."""

    @property
    def client(self) -> str:
        """Whose it is; "" where nobody knows."""
        ...

    @property
    def name(self) -> str:
        """Its path in the client's folder."""
        ...

    @property
    def since(self) -> datetime:
        """When it was last written to."""
        ...

    @property
    def why(self) -> str:
        """Why it waits."""
        ...


#: Extracts the values of a document of this client and type, sure as they then are, and says how sure they must be.
ReadAnew = Callable[[str, Document, DocumentType, LookUps], tuple[Fields, Thresholds]]


def usual(client: str) -> Eyes:
    """The same for every client."""
    return Usual()


def by_rules(client: str, document: Document, doctype: DocumentType, look_ups: LookUps) -> tuple[Fields, Thresholds]:
    """What is extracted without anything learned, and the declared thresholds."""
    return extractors.extract(document, doctype), DECLARED


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
    how many accepted values QA checks. `eyes` says by a client's name how its pages are read where the desk has one
    read again, `read_anew` what its documents hold once their type or their pages are others. `dropped` tells
    what waits in the inbox.
    """

    origins: frozenset[str] = frozenset()
    secure: bool = False
    lease: int = 600
    page_size: int = 50
    thresholds: Thresholds = DECLARED
    formats: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    again: Callable[[int, str, str], object] | None = None
    accept_rest: frozenset[str] = frozenset()
    machine_votes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    plan: Plan = field(default_factory=Plan)
    eyes: Callable[[str], Eyes] = usual
    read_anew: ReadAnew = by_rules
    dropped: Callable[[], Sequence[Dropped]] = tuple
