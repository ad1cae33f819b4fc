"""How sure a value must be to go through without a person: certified, else as tested on public sets, else declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from assurance.correctness import Correctness
from assurance.shipped import shipped
from documents.doctype import DocumentType, FieldSpec
from documents.promise import Certificate
from documents.verdicts import Decision

#: More than any machine is sure: every value needs a person.
NEVER = 1.01
#: By P(right) alone a value may be so many times likelier wrong than is promised: most that go through are much surer.
AT_MOST = 5


class Thresholds(Protocol):
    """Where the needed confidence of a field comes from."""

    @property
    def model(self) -> str:
        """Version of what set the thresholds and judged by them; it is stored with every decision."""
        ...

    def of(self, doctype: DocumentType, spec: FieldSpec) -> float:
        """The confidence (0 to 1) that a value of this field needs; above 1 no machine's value is enough."""
        ...

    def certified(self, doctype: DocumentType, spec: FieldSpec) -> bool:
        """Was the threshold proved on reviewed documents, so that it also holds for fields under verification?"""
        ...


@dataclass(frozen=True, slots=True)
class Declared:
    """The thresholds that stand in the document types. They are somebody's judgement and prove nothing."""

    model: str = "declared-1"

    def of(self, doctype: DocumentType, spec: FieldSpec) -> float:
        """The declared one."""
        return spec.threshold

    def certified(self, doctype: DocumentType, spec: FieldSpec) -> bool:
        """Never."""
        return False


DECLARED: Thresholds = Declared()


@dataclass(frozen=True, slots=True)
class Promised:
    """A client's thresholds: those of its certificates (by type and field), and what holds where none is in force.

    `errors` are the client's own promises by type and field ("" for all fields). `models` are the client's correctness
    models; a type without one has the shipped model. `strict`: what is not certified needs a person, and so do the
    fields of `broken`, whose certificate blind QA has refuted, until they have another.
    """

    certificates: Mapping[tuple[str, str], Certificate] = field(default_factory=dict)
    errors: Mapping[tuple[str, str], float] = field(default_factory=dict)
    models: Mapping[str, Correctness] = field(default_factory=dict)
    strict: bool = False
    model: str = "promised-1"
    broken: frozenset[tuple[str, str]] = frozenset()

    def error(self, doctype: DocumentType, spec: FieldSpec) -> float:
        """The promised error of a field: the contract's for it, for its type, for everything; else the declared one."""
        asked = ((doctype.name, spec.name), (doctype.name, ""), ("", ""))
        return next((self.errors[key] for key in asked if key in self.errors), spec.error)

    def of(self, doctype: DocumentType, spec: FieldSpec) -> float:
        """The certified threshold; without one all values need a person (strict, broken), or what stands in."""
        certificate = self.certificates.get((doctype.name, spec.name))
        if certificate is not None and certificate.declaration == doctype.declaration:
            return certificate.threshold
        needs_person = self.strict or (doctype.name, spec.name) in self.broken
        return NEVER if needs_person else self._stands_in(doctype, spec)

    def certified(self, doctype: DocumentType, spec: FieldSpec) -> bool:
        """Is a certificate in force?"""
        certificate = self.certificates.get((doctype.name, spec.name))
        return certificate is not None and certificate.declaration == doctype.declaration

    def correctness(self, doctype: DocumentType) -> Correctness | None:
        """The client's correctness model of a type, else the shipped one, else None."""
        brought = shipped(doctype.name)
        return self.models.get(doctype.name) or (brought.model if brought else None)

    def _stands_in(self, doctype: DocumentType, spec: FieldSpec) -> float:
        """What public sets proved of the shipped model, for the fields that it knows; else the declared threshold.

        Where the model knows the field and nothing was proved (of a client's own model nothing is), none goes through
        that is likelier wrong than AT_MOST times what is promised.
        """
        model, brought = self.correctness(doctype), shipped(doctype.name)
        if model is None or not model.knows(spec.name):
            return spec.threshold
        error = self.error(doctype, spec)
        tested = brought.threshold(error) if brought and model is brought.model else None
        return tested.score if tested else max(spec.threshold, 1 - AT_MOST * error)


@dataclass(frozen=True, slots=True)
class AsDecided:
    """The thresholds that were in force when the machine decided: a person's correction is judged by the same.

    For a field that the decision does not know, those of `other`.
    """

    decision: Decision
    other: Thresholds

    @property
    def model(self) -> str:
        """The decision's."""
        return self.decision.model or self.other.model

    def of(self, doctype: DocumentType, spec: FieldSpec) -> float:
        """As it was."""
        known = self.decision.thresholds.get(spec.name)
        return self.other.of(doctype, spec) if known is None else known

    def certified(self, doctype: DocumentType, spec: FieldSpec) -> bool:
        """As the other says: a field under verification is keyed unseen once a person has the document."""
        return self.other.certified(doctype, spec)


#: What holds for a client of whom nothing is known.
PROMISED = Promised()
