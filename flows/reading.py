"""The way of a document through the verbs: read, split, classify, extract; then validate and decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path

import assurance
import capture
import doctypes
import extractors
import validators
from assurance.sampling import Plan
from documents.case import Case
from documents.doctype import DocumentType
from documents.errors import NoContent
from documents.fields import Fields
from documents.layout import Document
from flows.drafts import Draft, unpacked
from flows.learned import BROUGHT, Contract, Learned
from flows.table import refuse_unknown

Types = Mapping[str, DocumentType]
#: How sure a machine's value must be where no client says otherwise; the desk is opened with the same.
THRESHOLDS: assurance.Thresholds = assurance.PROMISED


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are read: the limits each must keep, the languages of print, the engine, a type known beforehand.

    `formats` are the exports that this client wants instead of those that the types declare; empty: those.
    `contract` is what this client was promised, `checks` how many of the values that go through QA keys again.
    """

    limits: capture.Limits = field(default_factory=capture.Limits)
    languages: tuple[str, ...] = capture.LANGUAGES
    engine: str = capture.ENGINE
    doctype: str | None = None
    formats: tuple[str, ...] = ()
    contract: Contract = field(default_factory=Contract)
    checks: Plan = field(default_factory=Plan)


@cache
def all_types() -> Types:
    """The document types, loaded once a process."""
    return doctypes.load_all()


def types_for(formats: tuple[str, ...]) -> Types:
    """The document types with these exports, where a client has its own."""
    types = all_types()
    return {name: replace(doctype, exports=formats) for name, doctype in types.items()} if formats else types


def named_type(name: str | None) -> str | None:
    """The name itself, if there is a document type of that name. Raises SettingsError for another."""
    if name is not None:
        refuse_unknown([name], all_types(), "--type")
    return name


def read_cases(path: Path, types: Types, reading: Reading) -> list[Case]:
    """The file as cases, one a document in it, judged without master data. Raises CaptureError."""
    return [judge(draft, validators.NONE) for draft in read(path, types, reading)]


def read(
    path: Path,
    types: Types,
    reading: Reading,
    *,
    name: str | None = None,
    images: Path | None = None,
    learned: Learned = BROUGHT,
) -> list[Draft]:
    """The file as drafts, one a document in it. `name` is what the sender called it, if the path does not say.

    `learned` is what the client's reviews taught. With `images` (a folder) a picture of every page is written there.
    Raises CaptureError when it cannot be read.
    """
    one = partial(_documents, types=types, reading=reading, learned=learned)
    if capture.is_packed(path, name):  # once: what is packed in it again, perhaps itself, is refused
        return unpacked(path, one, reading.limits, name=name, images=images)
    return one(path, name=name, images=images)


def _documents(
    path: Path, types: Types, reading: Reading, learned: Learned, *, name: str | None, images: Path | None
) -> list[Draft]:
    document = capture.read(
        path, limits=reading.limits, languages=reading.languages, engine=reading.engine, images=images, name=name
    )
    parts = doctypes.split(document)
    if not parts:
        raise NoContent(f"{document.name}: holds only separator sheets, no document. Send what belongs between.")
    return [_draft(part, types, reading.doctype, learned) for part in parts]


def _draft(document: Document, types: Types, known: str | None, learned: Learned) -> Draft:
    if known is not None:
        doctype = types[known]
    else:
        verdict = doctypes.classify(document, types)
        if verdict.doctype is None:
            return Draft(document, None, {}, verdict.reason)
        doctype = verdict.doctype
    return Draft(document, doctype, extractors.extract(document, doctype, learned.knowledge))


def judge(draft: Draft, look_ups: validators.LookUps, learned: Learned = BROUGHT) -> Case:
    """The draft weighed, checked and decided. Quick, so that documents with one business key are judged one by one."""
    document, doctype, fields = draft.document, draft.doctype, draft.fields
    if doctype is None:
        return Case(document, None, fields, (), assurance.unclassified(draft.reason))
    thresholds = learned.judging(doctype)
    evidence = validators.evidence(fields, doctype, look_ups)
    weighed = assurance.weigh(fields, document, doctype, evidence, thresholds.correctness(doctype))
    findings = [*assurance.on_paper(document, fields, doctype), *validators.validate(weighed.fields, doctype, look_ups)]
    decision = assurance.decide(weighed.fields, findings, doctype, thresholds, scores=weighed.scores)
    return Case(document, doctype, weighed.fields, tuple(findings), decision)


def anew(
    document: Document, doctype: DocumentType, look_ups: validators.LookUps, learned: Learned
) -> tuple[Fields, assurance.Thresholds]:
    """What a document holds once a person says that it is of this type, and how sure each value must be."""
    draft = Draft(document, doctype, extractors.extract(document, doctype, learned.knowledge))
    return judge(draft, look_ups, learned).fields, learned.judging(doctype)
