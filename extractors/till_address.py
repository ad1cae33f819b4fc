"""Where a till receipt says that the shop is: the lines between its name and its numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from documents.fields import Candidate
from documents.layout import Document, Line
from extractors.organisation import TOWN, company_in
from extractors.till import ENDS, REGISTER, head_of, named_at

ADDRESS_LINES, ADDRESS = 6, 0.85
#: What has fewer letters and digits than this is a part of an address at most.
SHORTEST = 10
_PHONE = re.compile(r"\s(?:[tfp][eo]l\S*\s)?:?\s?\+?\d{2,3}[-–]\s?\d{3,4}\s?\d{3,5}\W*$", re.IGNORECASE)
#: A register number in brackets before the address on its line.
_NUMBER_BEFORE = re.compile(r"\W*\([^()]{0,20}\d{6,}[^()]{0,4}\)\s+")
_LANDS = r"malaysia|singapore|deutschland|germany|usa|united kingdom|france"
_STATES = (
    r"selangor|johor|penang|pahang|perak|kedah|kelantan|perlis|melaka|sarawak|sabah|terengganu|negeri sembilan"
    r"|darul \w+|d\.? ?e\.?"
)
#: A country ends an address; a state does behind a postal code, unless the country follows.
_COUNTRY = re.compile(rf"\b(?:{_LANDS})\W*$", re.IGNORECASE)
_STATE = re.compile(rf"\b(?:{_STATES})\W*$", re.IGNORECASE)
_REGION_ALONE = re.compile(rf"\W*(?:(?:{_LANDS}|{_STATES})\W*)+", re.IGNORECASE)
_COMMA, _DIGIT = re.compile(","), re.compile(r"\d")
_POSTAL = re.compile(r"\b\d{5}\b")
#: A register number behind words: "BR No.: (124525-H)".
_NUMBERED = re.compile(r"\(?\b\d{5,}\s?[-·.]\s?[A-Z]\b|\(\s?\d{6,}|^\W*(?!lot|plot)[A-Z]{2,4} no\b", re.IGNORECASE)
#: What stands in brackets alone names the branch; behind the state a branch has its number.
_BRACKETED = re.compile(r"\W*\(.*\)\W*")
_BRANCH = re.compile(r"\W*\d|\(")
#: Goods and their prices; a telephone line without a word for it; a hotline under the shop's own word.
_NOT_OF_IT = re.compile(
    r"\d\.\d\d\b|\b\d\d[/.-]\d\d[/.-]\d{4}\b|^\W*[tfhm]\s?[:.]\s?\+?\(?\d|^\W*[a-z.]+\s*[:.]\s*\+?\d[\d -]{5,}\W*$",
    re.IGNORECASE,
)
_ROAD = (
    r"jalan|jln|lorong|lrg|persiaran|lebuh(?:raya)?|lingkaran|street|stra(?:ß|ss)e|road|ave(?:nue)?|rue|autoroute|boulevard"
    r"|parkway|lane|drive|weg"
)
#: Where an address surely stands: a postal code, a street's word, a house's number.
_PLACE = re.compile(
    rf"{_POSTAL.pattern}|\b(?:{_ROAD}|lot|taman|st|place|square|platz|sek(?:syen)?)\b|\bno\b\.?\s*\d"
    r"|^\W*\d{1,4}[A-Z]?(?:[-/&]\d{1,4})*\s?,\s?\w",
    re.IGNORECASE,
)
_STREET = re.compile(rf"\b(?:{_ROAD})\b|\w(?:stra(?:ß|ss)e|weg|platz)\b", re.IGNORECASE)
_BUILDING = re.compile(
    r"\b(?:mall|plaza|gallery|shopping|cent(?:re|er)|complex|kompleks|menara|wisma|bangunan|tower|building|airport)\b",
    re.IGNORECASE,
)
#: The number of a house, a floor or a plot, with which an address begins: no line before it that has no street.
_DOOR = re.compile(
    r"^\W*(?:(?:no|lot|unit|suite|level|block|ground floor|g/f)\b"
    r"|\d{1,4}[A-Z]?(?:\s?[-/&]\s?\d{1,4}[A-Z]?)*\s?[,.]\s?\D|[A-Z]{1,2}-?\d{1,3}[-,])",
    re.IGNORECASE,
)


def find(document: Document) -> Iterator[Candidate]:
    """Yield the shop's address: the first run of lines that has a place, behind its name if there is one."""
    head = head_of(document)
    for run in (*_runs(head[named_at(head) + 1 :]), *_runs(head)):
        if any(_PLACE.search(line.text) or TOWN.search(line.text) for line in run):
            words = tuple(word for line in _from_its_door(run) for word in line.words)
            words = words[: len(_PHONE.sub("", " ".join(word.text for word in words)).split())]
            led = _NUMBER_BEFORE.match(" ".join(word.text for word in words))
            words = words[len(led[0].split()) if led else 0 :]
            if sum(len(word.text) for word in words) >= SHORTEST:
                yield Candidate(" ".join(word.text for word in words), words, ADDRESS, "till")
            return


def _runs(rest: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines that follow each other up to the shop's numbers; register numbers between are left out."""
    run: list[Line] = []
    for number, line in enumerate(rest):
        if REGISTER.fullmatch(line.text):
            continue
        if _ends(line.text) or len(run) >= ADDRESS_LINES or (run and company_in(line.text)):
            yield run
            run = []
        elif run or _starts(line.text):
            run.append(line)
            if _is_last(run, rest[number + 1 : number + 2]):
                yield run
                run = []
    yield run


def _ends(text: str) -> bool:
    return bool(ENDS.search(text) or _NOT_OF_IT.search(text))


def _starts(text: str) -> bool:
    if company_in(text) or _NUMBERED.search(text) or _BRACKETED.fullmatch(text):
        return False
    return any(each.search(text) for each in (_PLACE, _BUILDING, _DIGIT))


def _is_last(run: Sequence[Line], following: Sequence[Line]) -> bool:
    """Is the address whole with its last line: a country, or a state behind a postal code?"""
    if _COUNTRY.search(run[-1].text):
        return True
    behind_code = bool(_STATE.search(run[-1].text)) and any(_POSTAL.search(line.text) for line in run)
    return behind_code and not any(_REGION_ALONE.fullmatch(each.text) or _BRANCH.match(each.text) for each in following)


def _from_its_door(run: list[Line]) -> list[Line]:
    """The run without a first line that names the branch: it has no street, and the number of the house is below."""
    if len(run) < 2 or not _DOOR.search(run[1].text):
        return run
    return run if any(each.search(run[0].text) for each in (_DOOR, _STREET, _BUILDING, _COMMA)) else run[1:]
