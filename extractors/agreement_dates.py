"""The dates of a contract: made on, in force from, in force until."""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents.calendar import MONTHS, day
from documents.fields import Candidate
from documents.layout import Document
from extractors.prose import Prose, prose

#: The names of months, the longer ones first.
MONTH = "|".join(sorted((name for name in MONTHS if len(name) > 2), key=len, reverse=True))
#: A date as contracts write it.
DATE = re.compile(
    rf"\b(?:\d{{1,2}}\s*(?:st|nd|rd|th)?\.?\s*(?:day\s+)?(?:of\s+)?(?:{MONTH})\b\.?[\s,]*\d{{4}}"
    rf"|(?:{MONTH})\b\.?\s*\d{{1,2}}\s*(?:st|nd|rd|th)?\s*[,.]?\s*\d{{4}}"
    r"|\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2})\b",
    re.IGNORECASE,
)

#: What stands before each sort of date (in the 90 letters before it), with how often such a date was the one meant.
_LEADS: dict[str, tuple[tuple[re.Pattern[str], float], ...]] = {
    "effective": (
        (re.compile(r"\beffective\b[^.;]{0,50}$", re.I), 0.9),
        (re.compile(r"\b(?:made|entered\s+into|dated?|executed)\b[^.;]{0,60}$", re.I), 0.75),
        (re.compile(r"\bas\s+of\b[^.;]{0,20}$", re.I), 0.65),
    ),
    "agreement": (
        (re.compile(r"\b(?:made|entered\s+into|dated?|executed)\b[^.;]{0,60}$", re.I), 0.85),
        (re.compile(r"\bas\s+of\b[^.;]{0,20}$", re.I), 0.75),
        (re.compile(r"\beffective\b[^.;]{0,50}$", re.I), 0.6),
    ),
    "expiration": (
        (re.compile(r"\b(?:expir\w+|terminat\w+|end\w*)\s+(?:on|at|as of|upon)\b[^.;]{0,40}$", re.I), 0.8),
        (re.compile(r"\b(?:until|through|expir\w+|ending)\b[^.;]{0,30}$", re.I), 0.6),
    ),
}
#: Another contract's date: "pursuant to the Merger Agreement dated as of May 1".
_OTHER = re.compile(
    r"\b(?:certain|pursuant to|under the|amend\w*|reference|the \w+ (?:purchase|merger) agreement)\b[^.;]{0,70}$",
    re.I,
)
#: A contract that is in force from the day it was made.
_FROM_ITS_DATE = re.compile(
    r"\b(?:effective|in(?:to)? force|commenc\w+|begins?)\b[^.;]{0,50}"
    r"\b(?:date (?:first|hereof|noted|written|of (?:its|this|the last|execution|signature|signing))"
    r"|(?:its|the) (?:execution|sign\w+))\b",
    re.I,
)
_OPENING = 2500  # letters: where a contract names its parties and its date
_SIGNED = re.compile(r"/s/|\bby:|in witness whereof|\bname:|\bsignature\b", re.I)


def find(
    document: Document, *, which: str = "effective", month_first: bool = True, named: bool = False
) -> Iterator[Candidate]:
    """Yield the dates that the words before them make the `which` date: effective, agreement or expiration.

    With `named` only those that are called so in print, or any where the contract says that it holds from its date: one
    that says when it was made need not say from when it holds.
    """
    read = prose(document)
    named = named and not _FROM_ITS_DATE.search(read.text)
    for found in read.search(DATE):
        value = day(found[0], month_first)
        belief = _belief(read, found.start(), which)
        if value and belief and (not named or _is_named(read, found, which)):
            yield Candidate(found[0], read.between(*found.span()), belief, "agreement_dates", value=value)


def _is_named(read: Prose, found: re.Match[str], which: str) -> bool:
    """Is it called so close before it, or by the name it is given behind it: (the "Effective Date")?"""
    before = read.text[max(0, found.start() - 60) : found.start()]
    alias = re.match(r"[^.;\d]{0,70}\(\s*[^()]{0,40}[\"'][^()\"']*", read.text[found.end() : found.end() + 160])
    called = re.compile(rf"\b{which}\b", re.I)
    return bool(called.search(re.split(r"[.;]", before)[-1])) or bool(alias and called.search(alias[0]))


def _belief(read: Prose, start: int, which: str) -> float:
    before = read.text[max(0, start - 90) : start]
    if _OTHER.search(before) and start > _OPENING / 4:
        return 0.0
    lead = next((belief for pattern, belief in _LEADS[which] if pattern.search(before)), 0.0)
    if which == "expiration":
        return lead
    if start < _OPENING:
        return lead or 0.4
    if _SIGNED.search(read.text[max(0, start - 400) : start]):
        return max(0.3, lead * 0.7)
    return lead * 0.45 if which == "effective" else lead * 0.25
