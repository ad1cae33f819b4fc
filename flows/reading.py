"""The way of a document through the verbs: read, split, classify, extract, validate, decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import assurance
import capture
import doctypes
import extractors
import validators
from documents.case import Case
from documents.doctype import DocumentType
from documents.errors import CaptureError
from documents.layout import Document
from flows.table import refuse_unknown

Types = Mapping[str, DocumentType]


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are read: the limits each must keep, the languages of print, a type that is known beforehand."""

    limits: capture.Limits = field(default_factory=capture.Limits)
    languages: tuple[str, ...] = ("eng", "deu")
    doctype: str | None = None


@cache
def all_types() -> Types:
    """The document types, loaded once a process."""
    return doctypes.load_all()


def named_type(name: str | None) -> str | None:
    """The name itself, if there is a document type of that name. Raises SettingsError for another."""
    if name is not None:
        refuse_unknown([name], all_types(), "--type")
    return name


def read_cases(
    path: Path,
    types: Types,
    reading: Reading,
    *,
    name: str | None = None,
    images: Path | None = None,
    look_ups: validators.LookUps = validators.NONE,
) -> list[Case]:
    """The file as cases, one a document in it. `name` is what the sender called it, if the path does not say.

    Raises CaptureError when it cannot be read.
    """
    try:
        document = capture.read(path, limits=reading.limits, languages=reading.languages, images=images)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CaptureError(f"{name or path.name}: cannot be opened ({reason}). Look at path and rights.") from error
    document = replace(document, name=name or path.name)
    return [make_case(part, types, reading.doctype, look_ups) for part in doctypes.split(document)]


def make_case(
    document: Document, types: Types, known: str | None = None, look_ups: validators.LookUps = validators.NONE
) -> Case:
    """The document with what was found, checked and decided. `known` is its type if somebody said so."""
    if known is not None:
        return judged(document, types[known], look_ups)
    verdict = doctypes.classify(document, types)
    if verdict.doctype is None:
        return Case(document, None, {}, (), assurance.unclassified(verdict.reason))
    return judged(document, verdict.doctype, look_ups)


def judged(document: Document, doctype: DocumentType, look_ups: validators.LookUps = validators.NONE) -> Case:
    """The document as one of this type."""
    fields = extractors.extract(document, doctype)
    findings = validators.validate(fields, doctype, look_ups)
    return Case(document, doctype, fields, tuple(findings), assurance.decide(fields, findings, doctype))
