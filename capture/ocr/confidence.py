"""How sure is a word that several engines have read?"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a word, and against it.

    `worst` and `mean` are P(right) of its letters by the engine that read it, `worst_of_line` by tiny of the line.
    """

    text: str
    worst: float
    mean: float
    worst_of_line: float
    is_read_twice: bool
    tiny_agrees: bool
    is_read_thrice: bool
    third_agrees: bool


def confidence(evidence: Evidence) -> float:
    """P(the word is right)."""
    return round(evidence.worst, 3)
