"""How sure a value must be to go through without a person: as declared today, as certified later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from documents.doctype import DocumentType, FieldSpec


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
