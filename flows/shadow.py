"""The shadow test: what was learned reads the newest reviewed documents, which taught it nothing, before it is used.

It is not worse when it gets at least as many values right as what read them when they came (their scores and values
were stored then, before anybody looked), and when what was certified can be certified again from its own scores.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import assurance
import extractors
import validators
from assurance.certificate import Promise, certify
from documents.counting import counted
from documents.doctype import DocumentType
from documents.fields import Field, Fields, base_name
from documents.kinds import same
from documents.layout import Document
from documents.promise import Certificate, Checked
from flows.learned import Learned
from store.scores import Reviewed


@dataclass(frozen=True, slots=True)
class Read:
    """One document of the shadow: what the new version makes of it, weighed, beside what was known before."""

    reviewed: Reviewed
    fields: Fields


@dataclass(frozen=True, slots=True)
class Test:
    """How the test came out. `better` are the values that only the new version has right, `worse` those it lost."""

    documents: int
    values: int
    right: int
    before: int
    better: int
    worse: int
    recertified: bool

    @property
    def passed(self) -> bool:
        """May the new version take over?"""
        return self.right >= self.before and self.recertified

    @property
    def sentence(self) -> str:
        """In words, for the record."""
        if not self.documents:
            return "no newer document to test it with"
        told = f"{self.right} of {counted(self.values, 'value')} right"
        told += f", {self.before} before ({self.better} won, {self.worse} lost)"
        lost = "" if self.recertified else "; what is certified today could not be certified again"
        return f"on the {counted(self.documents, 'newest document')} {told}{lost}"


def read_again(
    shadow: Sequence[Reviewed], documents: Mapping[int, Document], doctype: DocumentType, learned: Learned
) -> list[Read]:
    """The shadow's documents as the new version reads and weighs them."""
    thresholds = learned.judging(doctype)
    found = []
    for each in shadow:
        document = documents[each.case_id]
        fields = extractors.extract(document, doctype, learned.knowledge)
        evidence = validators.evidence(fields, doctype)
        weighed = assurance.weigh(fields, document, doctype, evidence, thresholds.correctness(doctype))
        found.append(Read(each, weighed.fields))
    return found


def held_against(read: Sequence[Read], doctype: DocumentType, recertified: bool) -> Test:
    """New and old readings held against what people left in force, value by value; an absent value counts too."""
    values = right = before = better = worse = 0
    for each in read:
        new, old = (verdicts(doctype, found, each.reviewed.fields) for found in (each.fields, each.reviewed.read))
        for name in new.keys() | old.keys():  # what neither the truth nor this reading has is rightly absent
            now, then = new.get(name, True), old.get(name, True)
            values, right, before = values + 1, right + now, before + then
            better, worse = better + (now and not then), worse + (then and not now)
    return Test(len(read), values, right, before, better, worse, recertified)


def verdicts(doctype: DocumentType, found: Fields, truth: Fields) -> dict[str, bool]:
    """Of each declared field that either side has: is it as the truth says? Tables are not learned, so not judged."""
    return {
        spec.name: _as(spec.kind, _values(found, spec.name), _values(truth, spec.name))
        for spec in doctype.fields
        if _values(found, spec.name) or _values(truth, spec.name)
    }


def _values(fields: Fields, name: str) -> list[Field]:
    return [field for path, field in fields.items() if base_name(path) == name]


def _as(kind: str, found: Sequence[Field], truth: Sequence[Field]) -> bool:
    left = list(truth)
    for field in found:
        hit = next((each for each in left if same(kind, field.value, each.value)), None)
        if hit is None:
            return False
        left.remove(hit)
    return not left


def certified_again(
    read: Sequence[Read],
    checked: Sequence[Checked],
    held: Sequence[Certificate],
    version: str,
    doctype: DocumentType,
) -> list[Certificate]:
    """The certificates that the new version has of its own, from evidence on documents that taught it nothing.

    `held` are those in force: the promises that it would have to keep.
    """
    promises = {
        (doctype.name, field): Promise(each.error, version, doctype.declaration)
        for each in held
        for field in each.fields
    }
    standings = certify(_replayed(read, checked, version), promises)
    return list(dict.fromkeys(each.certificate for each in standings if each.certificate))


def _replayed(read: Sequence[Read], checked: Sequence[Checked], version: str) -> Iterator[Checked]:
    """The evidence with the new version's scores, of values that it reads as they were read when they were checked."""
    by_case = {each.reviewed.case_id: each for each in read}
    for each in checked:
        again = by_case.get(each.case_id)
        if again is None:
            continue
        field = again.fields.get(each.path)
        before = again.reviewed.read.get(each.path)
        if field is not None and before is not None:
            right = each.right if field.value == before.value else _is_truth(again.reviewed, each.path, field)
            yield replace(each, score=field.confidence, right=right, model=version)


def _is_truth(reviewed: Reviewed, name: str, field: Field) -> bool:
    truth = reviewed.fields.get(name)
    return truth is not None and truth.value == field.value
