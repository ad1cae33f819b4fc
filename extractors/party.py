"""Who makes a contract: from "between X and Y", from aliases ("Company"), from the signature block."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from documents.fields import Candidate
from documents.layout import Document, Line, Word
from extractors.names import COMPANY, ENDS_IN_FORM, key, looks_like_name, name_at_start, normal, tidy, without_office
from extractors.prose import Prose, prose

#: What a name elsewhere is still worth when the opening has listed the parties.
_ASIDE = 0.7
_OPENING = 5000  # letters in which a contract says who makes it
_LEAD = re.compile(
    r"\b(?:by\s+and\s+)?(?:between|among(?:st)?)\b(?:\s+and\s+among)?(?:\s+the\s+(?:following|undersigned)\s*(?:parties)?)?[:,]?\s+"
    r"|\bPARTIES:\s+|\bin\s+favou?r\s+of\s+",
    re.I,
)
_MADE = re.compile(r"\b(?:agreement|contract|made|entered|dated|effective|executed|parties|covenant)\b", re.I)
_END = re.compile(
    r"\b(?:TABLE\s+OF\s+CONTENTS|Table\s+of\s+Contents|Dated?:?\s+(?=[\dA-Z])|Source:)"
    r"|\b(?:WHEREAS|RECITALS?|W\s?I\s?T\s?N\s?E\s?S\s?S|NOW,?\s+THEREFORE|BACKGROUND|Background)\b"
    r"|\.\s+(?=(?:The|Each|For|In|Whereas|A\.|1\.|This|Collectively|It|As|You|I)\b)|\bin consideration of\b|\b1\.\s"
)
#: ("Fir", or the "Company"), (hereinafter Fir): what closes a party.
_ALIAS = re.compile(
    r"\(\s*(?:[^()]{0,90}?[\"']{1,2}[^\"'()]{1,60}[\"']{1,2}[^()]{0,120}|(?:hereinafter|herein|hereafter|the)\b[^()]{0,120}"
    r"|[A-Z][\w& ]{1,30})\)",
)
_BETWEEN_PARTIES = re.compile(
    r"^(?:\s|[.,;]|\band\b|\bor\b|on\s+(?:the\s+)?(?:one|other)\s+(?:hand|part)|(?:\(?[a-z0-9]{1,2}\)\s))+", re.I
)


#: The rest of the party before, up to its postal code: "12 Mill Lane, Elm, OH 44101 and".
_ADDRESS_AND = re.compile(r"^[^\"]{0,160}?\b\d{4,5}\b[^\"]{0,40}?\band\s+(?=[A-Z])")
#: A person and a company with nothing between them but "and".
_PERSON_AND = re.compile(
    r"((?:[A-Z][\w.'-]*\s+){1,3}[A-Z][\w'-]+),?\s+and\s+(?=(?:[A-Z][\w&.'-]*,?\s+){1,5}(?:Inc|INC|LLC|Ltd|LTD|L\.L\.C|Corp|CORP)\b)"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name where it may be a party's, and how much that place says for it (0 to 1)."""

    name: str
    words: tuple[Word, ...]
    weight: float


def mentioned(document: Document) -> Iterator[Candidate]:
    """Yield every name that may be a party's, at each place, the rules' weight of that place as its belief."""
    read = prose(document)
    for mention in (*_named_in_opening(read), *_signed(document), *_introduced(read)):
        yield Candidate(mention.name, mention.words, mention.weight, "mention")


def find(document: Document, *, normal_form: bool = False, least: float = 0.5, most: int = 6) -> Iterator[Candidate]:
    """Yield each party once, at its plainest mention.

    `normal_form` gives names in one spelling ("Inc.", "LLC", "and" for "&"), for registers; the text stays as
    printed. `least` is the belief below which a name is no party, `most` how many parties are believed at all.
    """
    read = prose(document)
    listed = list(_named_in_opening(read))
    known = len({key(mention.name) for mention in listed}) > 1
    others = (*_signed(document), *_introduced(read))
    mentions = [*listed, *(replace(each, weight=each.weight * _ASIDE) if known else each for each in others)]
    groups: dict[str, list[Mention]] = {}
    for mention in mentions:
        groups.setdefault(_home(key(mention.name), groups), []).append(mention)
    likeliest = sorted(groups.values(), key=lambda group: -_belief(group))[:most]
    for group in groups.values():
        belief = _belief(group)
        if belief >= least and group in likeliest:
            best = max(group, key=lambda mention: (mention.weight, len(mention.name)))
            name = normal(best.name) if normal_form else best.name
            yield Candidate(best.name, best.words, belief, "party", value=name)


def _home(name: str, groups: dict[str, list[Mention]]) -> str:
    """The group of the same name, or of a name that this one shortens or lengthens."""
    same = (known for known in groups if known.startswith(name) or name.startswith(known))
    return name if name in groups or len(name) < 4 else next(same, name)


def _belief(group: list[Mention]) -> float:
    doubt = 1.0
    for weight in {mention.weight for mention in group}:
        doubt *= 1 - weight
    return min(0.97, 1 - doubt)


def _named_in_opening(read: Prose) -> Iterator[Mention]:
    """The parties listed behind the first "between" or "among" of the agreement itself."""
    for lead in read.search(_LEAD, 0, _OPENING):
        before = read.text[max(0, lead.start() - 220) : lead.start()]
        if not _MADE.search(before) and not lead[0].upper().startswith("PARTIES"):
            continue
        end = _END.search(read.text, lead.end() + 10, lead.end() + 1800)
        found = list(_listed(read, lead.end(), end.start() if end else min(len(read.text), lead.end() + 900)))
        if found:
            yield from found
            return


def _listed(read: Prose, start: int, end: int) -> Iterator[Mention]:
    """Split a list of parties at their aliases; without any, at "and"."""
    text = read.text[start:end]
    cuts = [(alias.start(), alias.end()) for alias in _ALIAS.finditer(text)]
    closed = bool(cuts)
    if not closed:
        cuts = [(m.start(), m.end()) for m in re.finditer(r"\s+and\s+(?=[A-Z])", text)] + [(len(text), len(text))]
    else:
        cuts.append((len(text), len(text)))
    at = 0
    for number, (stop, after) in enumerate(cuts):
        last = number == len(cuts) - 1
        chunk = text[at:stop]
        if not (last and closed and number > 1):
            yield from _chunk(read, start + at, chunk, 0.8 if closed and not last else 0.6)
        at = after


def _chunk(read: Prose, start: int, chunk: str, weight: float) -> Iterator[Mention]:
    """The name that a stretch between two parties begins with; two if "and" joins two companies."""
    skipped = _ADDRESS_AND.match(chunk) or _BETWEEN_PARTIES.match(chunk)
    at = skipped.end() if skipped else 0
    rest = chunk[at:]
    joined = re.match(rf"({COMPANY.pattern}[^,(]*(?:,[^,(]{{3,80}}){{0,3}}?),?\s+(?:and|AND)\s+(?=[A-Z])", rest)
    joined = joined if joined and COMPANY.match(joined[1]) else _PERSON_AND.match(rest)
    parts = [(at, joined[1]), (at + joined.end(), rest[joined.end() :])] if joined else [(at, rest)]
    for offset, part in parts:
        name = name_at_start(part)
        place = part.find(name)
        if name and looks_like_name(name) and 0 <= place < 40:
            yield Mention(name, read.between(start + offset + place, start + offset + place + len(name)), weight)


_BY = re.compile(r"^(?:by|per)\s*[:/_]|^by$|^by\s+/s/", re.I)
_SIGNS = re.compile(r"/s/", re.I)
_SIGNED = re.compile(r"^(?:signature|signed)?\W{0,3}/s/", re.I)
#: What is printed under the line to sign on.
_SIGN_HERE = re.compile(r"\W*(?:signature|signed|\(?seal\)?|date\b.*)?\W*", re.I)
_NAMED = re.compile(r"^(?:(?:print(?:ed)?\s+)?name|by)\s*[:.]\s*", re.I)


def _signed(document: Document) -> Iterator[Mention]:
    """Companies printed over "By:", people printed by their own signature."""
    for page in document.pages:
        if not any(_SIGNS.search(w.text) or w.text.casefold().startswith("by") for w in page.words):
            continue
        lines = page.lines()
        for number, line in enumerate(lines):
            for segment in line.segments():
                text = segment.text
                if _BY.search(text):
                    yield from _over(lines[max(0, number - 4) : number], segment, 0.45)
                elif _ROLE.match(text):
                    yield from _under_role(lines[number + 1 : number + 6], segment)
                elif _SIGNED.match(text):
                    yield from _person(lines[number + 1 : number + 4], segment)
                elif found := _IN_ROLE.match(text):
                    yield from _in_role(found[1], segment)


#: Somebody who signs in a role of his own, printed over his signature.
_ROLE = re.compile(
    r"^(?:the )?(?:employee|executive|associate|consultant|contractor|director|participant|stockholder|grantee)s?\W*$",
    re.IGNORECASE,
)


#: "EMPLOYEE: Jo Doe (print name)".
_IN_ROLE = re.compile(
    r"^(?:employee|executive|consultant|contractor|director|participant)(?:\s+name)?\s*:\s+(.+)$", re.I
)


def _in_role(text: str, line: Line) -> Iterator[Mention]:
    """The person named on the line of the role."""
    name = tidy(re.sub(r"\(.*?\)|/s/", "", text))
    if 2 <= len(name.split()) <= 4 and looks_like_name(name) and not ENDS_IN_FORM.search(name):
        words = [word for word in line.words if word.text.strip(",.:()") and word.text.strip(",.:()") in text]
        yield Mention(name, tuple(words), 0.5)


def _under_role(lines: list[Line], role: Line) -> Iterator[Mention]:
    """The first person's name below "EMPLOYEE", in the same column."""
    for line in lines:
        for segment in line.segments():
            name = tidy(
                re.sub(r"^(?:by|(?:print(?:ed)? )?name|signature)?\s*[:.]?\s*(?:/s/)?", "", segment.text, flags=re.I)
            )
            near = abs(segment.box.left - role.box.left) < 0.12
            if near and 2 <= len(name.split()) <= 4 and looks_like_name(name) and not ENDS_IN_FORM.search(name):
                yield Mention(name, segment.words, 0.55)
                return


def _over(lines: list[Line], signature: Line, weight: float) -> Iterator[Mention]:
    """The nearest name above, in the same column."""
    for line in reversed(lines):
        for segment in line.segments():
            name = tidy(re.sub(r"^.{0,25}:\s+", "", segment.text))
            near = abs(segment.box.left - signature.box.left) < 0.12
            if near and looks_like_name(name) and (ENDS_IN_FORM.search(name) or name.isupper()):
                yield Mention(name, segment.words, weight)
                return


def _person(lines: list[Line], signature: Line) -> Iterator[Mention]:
    """Somebody who signs for himself: "/s/ Jo Doe" with no "By:" before it and no office under the name.

    Where no name is printed under it, the signature's own is taken.
    """
    signed = tidy(re.sub(r"\(.*?\)", "", _SIGNED.sub("", signature.text)))
    under = [
        segment for line in lines for segment in line.segments() if abs(segment.box.left - signature.box.left) < 0.1
    ]
    if any(_OFFICER.search(segment.text) for segment in under[:2]):
        return
    below = [segment for segment in under if not _SIGN_HERE.fullmatch(segment.text)]
    for segment in below[:1]:
        name = tidy(re.sub(r"\(.*?\)", "", _NAMED.sub("", segment.text)))
        if key(name)[-4:] == key(signed)[-4:] and looks_like_name(name):
            yield Mention(name, segment.words, 0.55)
            return
    if 2 <= len(signed.split()) <= 4 and looks_like_name(signed):
        yield Mention(signed, signature.words[1:], 0.3)


_OFFICER = re.compile(r"\b(?:president|officer|director|secretary|title|counsel|manager|partner|chair)", re.I)


_DEFINED = re.compile(r"[^.;]{0,120}?\(\s*(?:together|collectively|including)?[^()]{0,90}[\"']", re.I)


def _introduced(read: Prose) -> Iterator[Mention]:
    """Companies named early: with an alias behind the name, in a letter's head or address."""
    seen: dict[str, int] = {}
    for found in read.search(COMPANY, 0, 2500):
        words = _last_heading(read.between(*found.span()))
        name = without_office(tidy(" ".join(word.text for word in words)))
        if not looks_like_name(name) or _FORMERLY.search(read.text[max(0, found.start() - 20) : found.start()]):
            continue
        seen[key(name)] = seen.get(key(name), 0) + 1
        if seen[key(name)] == 1:
            defined = _DEFINED.match(read.text, found.end(), found.end() + 200)
            weight = 0.5 if defined else 0.3 if found.start() < 600 else 0.15
            yield Mention(name, words, weight)


def _last_heading(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Of words over several short lines (a letter's head) those of the last; running text is left whole."""
    for place in range(len(words) - 1, 0, -1):
        high, low = words[place - 1].box, words[place].box
        if not high.on_line_of(low) and (high.page != low.page or high.right < _FULL_LINE):
            return words[place:]
    return words


#: The share of the page's width that a full line of running text reaches.
_FULL_LINE = 0.75
_FORMERLY = re.compile(r"(?:f/k/a|formerly|d/b/a|a/k/a|known as)\W*$", re.IGNORECASE)
