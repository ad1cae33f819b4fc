"""Whose law governs a contract."""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents.fields import Candidate
from documents.layout import Document
from extractors.places import PLACE, place
from extractors.prose import prose

#: What stands before the place in a governing-law sentence, and how often the place that follows was the answer
#: on the contracts that we measured.
_LAW = (
    (re.compile(r"\b(?:govern|constru|interpret|enforce)\w*\b(?:(?!\.\s+[A-Z]).){0,160}?\blaws?\b", re.I), 0.96),
    (
        re.compile(
            r"\b(?:subject to|under|according to|in accordance with|pursuant to|by) the (?:\w+ ){0,2}laws?\b", re.I
        ),
        0.6,
    ),
    (re.compile(r"\b(?:courts?|jurisdiction|venue)\b[^.]{0,60}?\b(?:located in|sitting in|in|of)\b", re.I), 0.55),
    (re.compile(r"\blaws? of\b", re.I), 0.3),
)
#: How far behind the word "law" its place may stand, in letters: "laws of the State of".
_REACH = 90
#: "a corporation organised under the laws of" says where a party lives.
_FOUNDED = re.compile(
    r"\b(?:organi[sz]ed|incorporated|existing|registered|formed|established|duly)\b[^.;]{0,60}$", re.I
)


def find(document: Document) -> Iterator[Candidate]:
    """Yield each place named in a governing-law sentence, the plainest statement with the greatest belief."""
    read = prose(document)
    seen: set[int] = set()
    for pattern, belief in _LAW:
        for law in read.search(pattern):
            named = PLACE.search(read.text, law.end(), law.end() + _REACH)
            if named is None or named.start() in seen or _FOUNDED.search(read.text[: law.end()][-90:]):
                continue
            between = read.text[law.end() : named.start()]
            if re.search(r"\.\s+[A-Z(]", between):  # the next sentence's business
                continue
            seen.add(named.start())
            words = read.between(*named.span())
            yield Candidate(named[0], words, belief, "jurisdiction", value=place(named[0]))
