"""The public sets as documents with their truth, grouped by sender: a company never teaches and tests at once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from bench import readings
from documents.layout import Box, Document, Page, Source, Word
from extractors.likeness import Truth
from extractors.names import key
from extractors.tokens import folded

#: Names so alike (0 to 100) are one sender's.
ALIKE = 85
#: The fields that say who a document is from, by set.
WHO = {
    "sroie": ("company",),
    "kleister_nda": ("party",),
    "cuad": ("party",),
    "einvoice_scanned": ("seller_name", "seller_vat_id"),
    "einvoice_xml": ("seller_name", "seller_vat_id"),
}


@dataclass(frozen=True, slots=True)
class Sample:
    """One document with its truth: `row` as score.py wants it, `senders` the names it is grouped by."""

    file: str
    document: Document
    truth: Truth
    row: Mapping[str, object]
    senders: tuple[str, ...]


def load(sets: Path, kept: Path, name: str) -> list[Sample]:
    """The documents of a set that could be read, with their truth."""
    read = readings.load(kept, name)
    rows = [json.loads(row) for row in (sets / name / "gold.jsonl").read_text().splitlines()]
    return [
        Sample(row["file"], read[row["file"]], row["fields"], row, _senders(name, row["fields"]))
        for row in rows
        if row["file"] in read and row.get("fields")
    ]


def load_text(sets: Path, mend: bool = True) -> list[Sample]:
    """The receipts of sroie that come as lines of text with their boxes; `mend` gives back what the truth still has."""
    rows = [json.loads(row) for row in (sets / "sroie" / "train_text.jsonl").read_text().splitlines()]
    return [_from_lines(row, mend) for row in rows]


def _from_lines(row: Mapping[str, Any], mend: bool) -> Sample:
    wide, high = row["size"]
    fields = {name: [text] for name, text in row["fields"].items() if text}
    printed = mended(row["lines"], fields) if mend else row["lines"]
    placed = zip(printed, row["boxes"], strict=True)
    words = tuple(word for text, box in placed for word in _words(text, box, wide, high))
    page = Page(0, float(wide), float(high), words, Source.OCR)
    file = str(row["file"])
    truth = {"file": file, "type": "receipt", "fields": fields}
    return Sample(file, Document("0" * 64, file, (page,)), fields, truth, _senders("sroie", fields))


def mended(lines: Sequence[str], fields: Mapping[str, Sequence[str]]) -> list[str]:
    """The lines with what the set's file lost behind a comma, where a true value still has it.

    Its lines end at their first comma ("NO.2" of "NO.2, JALAN HARMONI 3/2,"); the truth's text between the end of
    such a line and the beginning of the next belongs to it. What no truth has stays lost. Lines are found in the truth
    by letters and digits alone: the two were typed with other spaces.
    """
    kept = list(lines)
    for text in (text for values in fields.values() for text in values if "," in text):
        end = 0
        for number, line in enumerate(kept):
            found = _where(text, line, end)
            if found is None or found.start - end > 3:
                continue
            end = found.stop
            if _is_cut(text, end):
                following = (
                    _where(text, other, end) for other in kept[number + 1 : number + 6] if len(folded(other)) > 2
                )
                stop = min((each.start for each in following if each), default=len(text))
                kept[number] = line.rstrip(" .,") + text[end:stop].rstrip()
                end = stop
    return kept


def _where(text: str, line: str, start: int) -> range | None:
    """Where a line stands in the truth, preferably before a comma, at which the file has cut it, or at the end."""
    wanted = folded(line)
    spans = [span for at in range(start, len(text)) if (span := _span(text, at, wanted))]
    cut = [span for span in spans if _is_cut(text, span.stop) or not folded(text[span.stop :])]
    return next(iter(cut), None) or (spans[0] if spans and len(wanted) > 2 else None)


def _is_cut(text: str, end: int) -> bool:
    return text[end:].lstrip(" .").startswith(",")


def _span(text: str, at: int, wanted: str) -> range | None:
    """The words of the truth from `at` on that have just these letters and digits."""
    if not wanted or not text[at].isalnum() or text[at - 1 : at].isalnum():
        return None
    left = len(wanted)
    for end in range(at, len(text)):
        left -= text[end].isalnum()
        if not left:
            whole = folded(text[at : end + 1]) == wanted and not text[end + 1 : end + 2].isalnum()
            return range(at, end + 1) if whole else None
    return None


def _words(text: str, box: Sequence[int], wide: int, high: int) -> Iterator[Word]:
    """The words of a line, each as wide as its letters."""
    left, top, right, bottom = box
    step = (right - left) / max(len(text), 1)
    at = 0
    for part in text.split():
        start = text.index(part, at)
        at = start + len(part)
        edges = min((left + step * start) / wide, 1.0), min((left + step * at) / wide, 1.0)
        yield Word(part, Box(0, edges[0], min(top, bottom) / high, max(edges), max(top, bottom) / high), 1.0, "truth")


def _senders(name: str, fields: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    return tuple(key(value.replace("_", " ")) or folded(value) for who in WHO[name] for value in fields.get(who, ()))


def groups(samples: Sequence[Sample]) -> list[int]:
    """The number of each sample's group: samples that share a sender, also over a third, are one group."""
    home = list(range(len(samples)))

    def root(at: int) -> int:
        while home[at] != at:
            at = home[at]
        return at

    first: dict[str, int] = {}
    for at, sample in enumerate(samples):
        for sender in sample.senders:
            near = sender if sender in first else next((k for k in first if _one(k, sender)), None)
            if near is None:
                first[sender] = at
            else:
                home[root(at)] = root(first[near])
    return [root(at) for at in range(len(samples))]


def _one(name: str, other: str) -> bool:
    return abs(len(name) - len(other)) < 8 and fuzz.ratio(name, other) >= ALIKE


def folds(samples: Sequence[Sample], count: int) -> list[list[int]]:
    """The samples' positions in `count` folds of about equal size, no group in two of them."""
    of_group: dict[int, list[int]] = {}
    for at, group in enumerate(groups(samples)):
        of_group.setdefault(group, []).append(at)
    made: list[list[int]] = [[] for _ in range(count)]
    for members in sorted(of_group.values(), key=lambda each: (-len(each), each[0])):
        min(made, key=len).extend(members)
    return [sorted(each) for each in made]
