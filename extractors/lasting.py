"""How long a contract runs: what it renews for, the notice that stops it, and the end that follows from its length."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from documents.fields import Candidate
from documents.kinds import duration
from documents.layout import Document
from extractors import agreement_dates
from extractors.prose import Prose, prose
from extractors.term import LENGTH

#: "shall be renewed for additional, successive periods of one (1) year": up to the length.
_RENEWS = re.compile(
    r"\b(?:renew\w*|exten(?:ded?|sions?)|additional (?:terms?|periods?)|roll over)\b"
    r"(?:(?!\b(?:notice|notif\w+|prior|before|within|least|than|initial|expir\w+)\b)[^.;]){0,110}$",
    re.I,
)
#: What makes a sentence on renewing one on the contract's own.
_OWN = re.compile(r"\b(?:agreements?|terms?|contract|franchise|lease|party|parties|periods?)\b", re.I)
_SUCCESSIVE = re.compile(
    r"\b(?:success\w+|consecutive|subsequent|year[- ]to[- ]year|each anniversary|(?:periods|terms)\b(?! and))", re.I
)
#: The same of other rights and duties: not the contract's own length.
_OTHER = re.compile(
    r"\b(?:warrant\w+|confidential\w*|insurance|surviv\w+|letter of credit|option to purchase|sell-?off|cure)\b", re.I
)
#: What stands before and behind the length of a notice.
_AT_LEAST = re.compile(r"\b(?:at least|not? (?:less|later|fewer) than|minimum of|upon|by giving|with|within)\W+$", re.I)
_BEFORE_END = re.compile(
    r"^(?:\W|s\b)*(?:(?:advance|prior|written|in|calendar)\W+)*(?:notice|prior|before|advance)\b", re.I
)
#: A notice that speaks of the end of the term, where the sentence itself does not renew.
_ENDS = re.compile(
    r"\b(?:non-?renew\w*|not to renew|intent\w* (?:not )?to (?:renew|extend)|"
    r"(?:expir\w+|end) of (?:the|any|each|such|its) (?:\w+[ -]){0,3}term)\b",
    re.I,
)
#: The contract runs so long: what stands before the length, in the same sentence.
_RUNS = re.compile(
    r"\b(?:this (?:\w+ )?agreement|the (?:initial |contract )?(?:term|period)|initial term|it)\b[^.;]{0,170}"
    r"\b(?:(?:for|of|be|until|is|have|has)(?: (?:a|an|the))?(?: (?:initial|fixed|total|minimum))?"
    r"(?: (?:period|term|duration))?(?: of)?|expires?|terminates?)\W+$",
    re.I,
)
#: Spoken of the time behind the end, of a renewal, of something else within the contract.
_NOT_ITS_TERM = re.compile(
    r"\b(?:renew\w*|additional|successive|exten\w+|thereafter|during the|notice|surviv\w+|following|after|within|"
    r"warrant\w+|confidential\w*|prior)\b[^.;]{0,130}$",
    re.I,
)
#: From when: the date of the contract or nothing said; another event's date is not known to us.
_FROM_OTHER = re.compile(
    r"^(?:\W|s\b)*(?:term\W+|period\W+)?(?:\([^()]{0,60}\)\W*)?"
    r"(?:of (?:\w+),? ?\d|after|following|thereafter|prior|before|notice"
    r"|from (?!(?:the|such|its|this)\b (?:effective|agreement|execution|signing|commencement|date)|(?:the )?date))",
    re.I,
)

#: How often each was right, on contracts that were looked at.
_RENEWAL, _NOTICE, _NOTICE_NEAR, _END = 0.75, 0.8, 0.6, 0.6
#: A date must be believed so much to reckon from it.
_BEGINS = 0.5


def find(document: Document, *, which: str = "renewal") -> Iterator[Candidate]:
    """Yield what the contract renews for ("successive 1 year"), or with `which` = "notice" the time to say no before.

    Each value once, at its surest place: said twice it is no surer.
    """
    found = sorted(_spoken(document, which), key=lambda candidate: -candidate.belief)
    yield from {candidate.value: candidate for candidate in reversed(found)}.values()


def _spoken(document: Document, which: str) -> Iterator[Candidate]:
    read = prose(document)
    for found in read.search(LENGTH):
        start, end = read.sentence(*found.span(), 400)
        sentence = read.text[start:end]
        if _OTHER.search(sentence) or not _OWN.search(sentence):
            continue
        before, behind = read.text[start : found.start() + _led(found[0])], read.text[found.end() : end]
        renews = bool(_RENEWS.search(before))
        if which == "renewal" and renews and not _BEFORE_END.match(behind):
            again = "successive " if _SUCCESSIVE.search(read.text[start : found.end() + 60]) else ""
            yield from _candidate(read, found, again, _RENEWAL)
        elif which == "notice" and _is_notice(before, behind):
            if re.search(r"\brenew\w*", sentence, re.I):
                yield from _candidate(read, found, "", _NOTICE)
            elif _ENDS.search(sentence):
                yield from _candidate(read, found, "", _NOTICE_NEAR)


def find_end(document: Document) -> Iterator[Candidate]:
    """Yield the day on which the contract ends by its length, reckoned from the day it is in force or was made.

    The text is the length as printed. A person looks at it: the day itself stands nowhere.
    """
    begins = _begins(document)
    read = prose(document)
    seen: set[date] = set()
    for found in read.search(LENGTH) if begins else ():
        start, end = read.sentence(*found.span(), 300)
        before, behind = read.text[start : found.start() + _led(found[0])], read.text[found.end() : end]
        if not _RUNS.search(before) or _NOT_ITS_TERM.search(before) or _FROM_OTHER.search(behind):
            continue
        ends = _later(begins, duration(found[0])) if begins and not _OTHER.search(before) else None
        if ends is not None and ends not in seen:
            seen.add(ends)
            yield Candidate(found[0], read.between(*found.span()), _END, "end_of_term", value=ends)


#: "is six (6) months": a word that is no ten belongs to what stands before the length.
_LED = re.compile(
    r"(?!(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b)[a-z]+\s+"
    r"(?=(?:one|two|three|four|five|six|seven|eight|nine)\b)",
    re.I,
)


def _led(length: str) -> int:
    """How many letters of a found length are a word before it: "of " in "of two (2) years"."""
    led = _LED.match(length)
    return led.end() if led else 0


def _is_notice(before: str, behind: str) -> bool:
    return bool(_BEFORE_END.match(behind)) or bool(
        _AT_LEAST.search(before) and re.match(r"\W*(?:prior|before|written|notice)", behind, re.I)
    )


def _candidate(read: Prose, found: re.Match[str], again: str, belief: float) -> Iterator[Candidate]:
    """The length as "1 year", "90 days"; nothing where its number is not known ("several years")."""
    if length := duration(found[0]):
        count, unit = length.split("_")
        value = f"{again}{count} {unit.removesuffix('s') if count == '1' else unit}"
        yield Candidate(found[0], read.between(*found.span()), belief, "lasting", value=value)


def _begins(document: Document) -> date | None:
    """The day in force, else the day made, as the likeliest of its candidates says."""
    for which in ("effective", "agreement"):
        days = list(agreement_dates.find(document, which=which))
        best = max(days, key=lambda day: day.belief, default=None)
        if best is not None and best.belief >= _BEGINS and isinstance(best.value, date):
            return best.value
    return None


def _later(begins: date, length: str | None) -> date | None:
    """So much later; the last day of a shorter month. None for a length that is none, or beyond the calendar."""
    count, _, unit = (length or "").partition("_")
    if not count or int(count) > 1200:
        return None
    if unit in ("days", "weeks"):
        return begins + timedelta(days=int(count) * (7 if unit == "weeks" else 1))
    months = begins.month - 1 + int(count) * (12 if unit == "years" else 1)
    year, month = begins.year + months // 12, months % 12 + 1
    return date(year, month, min(begins.day, monthrange(year, month)[1])) if year <= date.max.year else None
