"""How long an obligation lasts: "for a period of two (2) years"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents.fields import Candidate
from documents.kinds import duration
from documents.layout import Document
from extractors.prose import Prose, prose

#: "two (2) years", "18 months", "an eighteen-month period".
LENGTH = re.compile(
    r"\b(?:(?:[a-z]+(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?)\s*\(\s*\d+(?:\.\d+)?\s*\)|\d+|one|"
    r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty|twenty-four|thirty|thirty-six|sixty|ninety)"
    r"[\s-]+(?:full |calendar |consecutive |additional )?(?:days?|weeks?|months?|years?)\b",
    re.IGNORECASE,
)

#: (what must stand in the sentence, its weight): the obligations whose length is meant, and those which are not.
_SPEAKS = (
    (re.compile(r"\bfor (?:a|the) (?:period|term|duration) of\b|\bterm of (?:this|the) agreement\b", re.I), 0.25),
    (re.compile(r"\b(?:obligations?|duty|duties|covenants?|restrictions?|undertakings?)\b", re.I), 0.2),
    (re.compile(r"\b(?:confidential|non-?disclos\w*|disclos\w*|secre\w*|proprietary)", re.I), 0.15),
    (
        re.compile(r"\b(?:expire|terminate|survive|remain in (?:full )?(?:force|effect)|continue|in effect)\w*", re.I),
        0.2,
    ),
    (re.compile(r"\b(?:from|after|following|of) the (?:date|effective date)\b", re.I), 0.2),
    (re.compile(r"\bagreement\b", re.I), 0.1),
    (re.compile(r"\b(?:solicit|hire|employ|compete|competition|non-?compet\w*|standstill|notice)\w*", re.I), -0.25),
    (
        re.compile(
            r"\b(?:within|prior|last|past|previous|preceding|at least|no less than|upon|days?'|years?')\b", re.I
        ),
        -0.15,
    ),
    (re.compile(r"\b(?:payment|invoice|salary|severance|vest\w*|option|paid|pay|interest|purchase)\b", re.I), -0.2),
)


#: How often the surest was the length meant, on 82 agreements: what speaks for a sentence says less than it seems.
_WORTH = 0.65


def find(document: Document, *, least: float = 0.55) -> Iterator[Candidate]:
    """Yield the lengths of time whose sentence speaks of such an obligation, `least` sure at the least."""
    read = prose(document)
    for found in read.search(LENGTH):
        value = duration(found[0])
        if value is None:
            continue
        belief = _belief(read, *found.span(), days=value.endswith("days"))
        if belief >= least:
            yield Candidate(found[0], read.between(*found.span()), belief * _WORTH, "term", value=value)


def _belief(read: Prose, start: int, end: int, *, days: bool) -> float:
    first, last = read.sentence(start, end, 350)
    sentence = read.text[first:last]
    weight = sum(points for pattern, points in _SPEAKS if pattern.search(sentence))
    return min(0.95, max(0.0, 0.2 + weight - (0.4 if days else 0.0)))
