"""What several people (and the machine) said of one field, and what follows: agreed, one more, or a third decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from documents.fields import Value
from documents.kinds import same
from documents.layout import Box

#: The review of a round that checks an accepted value; the others are those of documents.doctype.Review.
QA = "qa"


class Sort(StrEnum):
    """Whose voice it is."""

    KEYED = "keyed"  # a person who saw no other value
    MACHINE = "machine"  # what was read
    ACCEPTED = "accepted"  # the value that QA checks
    CHECKED = "checked"  # a person of QA, who saw no other value either
    ARBITRATED = "arbitrated"  # a third person, who saw two


class Outcome(StrEnum):
    """What follows from the voices of a round."""

    AGREED = "agreed"
    ARBITRATED = "arbitrated"
    MORE = "more"  # somebody else has to key it
    DISPUTED = "disputed"  # a third person decides
    UNCLEAR = "unclear"  # who checked it could not read it


@dataclass(frozen=True, slots=True)
class Voice:
    """One word on one field: a value, or None with `why` ("blank: ...", "unreadable: ...").

    `text` is what was typed or read, `person` "" for the machine.
    """

    sort: Sort
    person: str
    value: Value | None
    text: str = ""
    boxes: tuple[Box, ...] = ()
    why: str = ""

    @property
    def is_unreadable(self) -> bool:
        """Does it say that nobody can read it?"""
        return self.value is None and self.why.startswith("unreadable")


def agree(kind: str, one: Voice, other: Voice) -> bool:
    """Do they say the same, after normalisation? Of no value: that there is none, or that it cannot be read.

    A record may have an amount with another sign than its print (a discount is positive); who checks types the print.

    >>> blank, faint = (Voice(Sort.KEYED, "a", None, why=why) for why in ("blank: left_empty", "unreadable: faint"))
    >>> agree("text", blank, Voice(Sort.KEYED, "b", None, why="blank: not_printed")), agree("text", blank, faint)
    (True, False)
    >>> print_ = [Voice(Sort.KEYED, "", Decimal(value), "-9,07") for value in ("9.07", "-9.07")]
    >>> agree("money", *print_), agree("money", print_[0], Voice(Sort.KEYED, "b", Decimal("-9.07"), "9,07-"))
    (True, False)
    """
    if one.value is None or other.value is None:
        return one.value is other.value and one.is_unreadable == other.is_unreadable
    return same(kind, one.value, other.value) or _signed_otherwise(one, other)


def _signed_otherwise(one: Voice, other: Voice) -> bool:
    if not (isinstance(one.value, Decimal) and isinstance(other.value, Decimal)):
        return False
    return one.value == -other.value and "".join(one.text.split()) == "".join(other.text.split())


def outcome(review: str, kind: str, voices: Sequence[Voice], *, machine: bool = False) -> tuple[Outcome, Voice | None]:
    """What follows, and the voice that holds (None while none does).

    `review` is verify (one person, and the machine's reading as the second voice, if it read anything), blind (two
    people, and with `machine` its reading too: any two that agree are enough) or qa (the value in force, and who
    checks it).
    """
    of = {sort: [voice for voice in voices if voice.sort is sort] for sort in Sort}
    if of[Sort.ARBITRATED]:
        return Outcome.ARBITRATED, of[Sort.ARBITRATED][0]
    if review == QA:
        return _checked(kind, of[Sort.ACCEPTED][0], of[Sort.CHECKED])
    keyed = of[Sort.KEYED]
    if review == "verify":
        return _verified(kind, keyed, of[Sort.MACHINE])
    heard = [*keyed, *(of[Sort.MACHINE] if machine else [])]
    pairs = ((one, other) for at, one in enumerate(heard) for other in heard[at + 1 :])
    holds = next((one for one, other in pairs if agree(kind, one, other)), None)
    if holds is not None:
        return Outcome.AGREED, holds
    return (Outcome.MORE if len(keyed) < 2 else Outcome.DISPUTED), None


def _verified(kind: str, keyed: Sequence[Voice], machine: Sequence[Voice]) -> tuple[Outcome, Voice | None]:
    if not keyed:
        return Outcome.MORE, None
    if not machine or agree(kind, keyed[0], machine[0]):
        return Outcome.AGREED, keyed[0]
    return Outcome.DISPUTED, None


def _checked(kind: str, accepted: Voice, checked: Sequence[Voice]) -> tuple[Outcome, Voice | None]:
    if not checked:
        return Outcome.MORE, None
    if checked[0].is_unreadable:
        return Outcome.UNCLEAR, None
    return (Outcome.AGREED, accepted) if agree(kind, accepted, checked[0]) else (Outcome.DISPUTED, None)


def two(voices: Sequence[Voice]) -> tuple[Voice, Voice]:
    """The two voices that an arbiter is shown: people before the machine."""
    order = (Sort.ACCEPTED, Sort.KEYED, Sort.CHECKED, Sort.MACHINE)
    heard = sorted((voice for voice in voices if voice.sort in order), key=lambda voice: order.index(voice.sort))
    return heard[0], heard[1]
