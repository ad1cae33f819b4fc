"""Non-disclosure and service agreements: the facts in them, and their wording from prose/."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from generator.truth import Truth

PROSE = Path(__file__).parent / "prose"


@dataclass(frozen=True, slots=True)
class Signatory:
    """A party: its name, what it is (“a Delaware corporation”), its address, and who signs for it."""

    name: str
    is_a: str
    place: str
    signs: str
    office: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """What one agreement says. `wording` names a file in prose/; `clauses` are the optional ones that it has."""

    wording: str
    parties: tuple[Signatory, Signatory]
    signed: date
    day_style: str
    law: str
    law_full: str
    purpose: str
    term: str = ""
    term_clause: str = ""
    expires: date | None = None
    title: str = ""
    clauses: frozenset[str] = frozenset()
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph: `role` is title, heading or text."""

    role: str
    text: str


def passages(agreement: Agreement, printed_day: str, printed_end: str) -> list[Passage]:
    """The agreement's paragraphs in order; clauses that it does not have are left out and the rest renumbered.

    In prose/ a line `= ` is the title, `# ` a heading, `# ?NAME ` the heading of an optional clause.
    """
    first, second = agreement.parties
    facts = {
        "date": printed_day, "end": printed_end, "first": first.name, "first_is": first.is_a,
        "first_place": first.place, "second": second.name, "second_is": second.is_a, "second_place": second.place,
        "law_full": agreement.law_full, "purpose": agreement.purpose, "term_clause": agreement.term_clause,
        "title": agreement.title, **agreement.more,
    }  # fmt: skip
    found: list[Passage] = []
    number, keeping = 0, True
    for block in (PROSE / f"{agreement.wording}.txt").read_text(encoding="utf-8").strip().split("\n\n"):
        head, _, body = block.partition("\n")
        if head.startswith("= "):
            found.append(Passage("title", head[2:].format(**facts)))
            continue
        if head.startswith("# "):
            name, heading = _heading(head[2:])
            keeping = not name or name in agreement.clauses
            if keeping:
                number += "{n}" in heading
                found.append(Passage("heading", heading.format(n=number, **facts)))
                found.extend(Passage("text", line.format(n=number, **facts)) for line in body.splitlines())
        elif keeping:
            found.extend(Passage("text", line.format(n=number, **facts)) for line in block.splitlines())
    return [passage for passage in found if passage.text]


def _heading(text: str) -> tuple[str, str]:
    """The name of the optional clause (empty for one that always stands) and the heading."""
    if not text.startswith("?"):
        return "", text
    name, _, heading = text[1:].partition("|")
    return name.strip(), heading.strip()


#: The optional clauses that the truth of a contract tells of.
CLAUSES = (
    "Anti-Assignment", "Cap on Liability", "Non-Compete", "Audit Rights", "Termination for Convenience", "Insurance",
    "Governing Law",
)  # fmt: skip


def truth_of_agreement(agreement: Agreement) -> Truth:
    """What a reader must find."""
    names: list[str] = [party.name for party in agreement.parties]
    if agreement.wording.startswith("nda"):
        fields: dict[str, str | list[str]] = {
            "party": names, "effective_date": agreement.signed.isoformat(), "jurisdiction": agreement.law,
        }  # fmt: skip
        return Truth("nda", fields | ({"term": agreement.term} if agreement.term else {}))
    fields = {"title": agreement.title, "party": names, "agreement_date": agreement.signed.isoformat()}
    if agreement.expires:
        fields["expiration_date"] = agreement.expires.isoformat()
    if agreement.law:
        fields["governing_law"] = agreement.law
    clauses = {name: "Yes" if name in agreement.clauses else "No" for name in CLAUSES}
    return Truth("contract", fields, clauses=clauses)
