"""A document type as declared: how it is recognised, its fields, how to find them, what must hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from documents.verdicts import Severity


@dataclass(frozen=True, slots=True)
class Step:
    """A call declared by name, such as `label` with its settings."""

    name: str
    settings: Mapping[str, object]


class Review(StrEnum):
    """What a person must do with a field that the machine does not prove."""

    CONFIRM = "confirm"  # see the machine's value, say yes or mend it
    VERIFY = "verify"  # key it without seeing the machine's value; the two are compared
    BLIND = "blind"  # two people key it, neither sees the other's value; a third arbitrates


class Sensitive(StrEnum):
    """How secret a value is."""

    NONE = "none"
    PERSONAL = "personal"
    BANK = "bank"
    SECRET = "secret"  # noqa: S105 - a class of secrecy, no password


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a document type.

    `threshold` is the confidence (0 to 1) needed to go through without a person; `error` the promised share of wrong
    values among the accepted (0 to 1), used once it can be certified. `repeated` fields may have several values.
    `month_first` says that 03/04/2020 is March 4th on this type's documents.
    """

    name: str
    label: str
    kind: str
    required: bool = True
    repeated: bool = False
    threshold: float = 0.95
    error: float = 0.01
    sensitive: Sensitive = Sensitive.NONE
    review: Review = Review.CONFIRM
    month_first: bool = False
    extract: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table: its columns are FieldSpecs whose names are `TABLE.COLUMN`; `extract` finds rows and cells."""

    name: str
    label: str
    columns: tuple[FieldSpec, ...]
    required: bool = False
    extract: tuple[Step, ...] = ()

    def column(self, name: str) -> FieldSpec:
        """The column with this short name; KeyError when there is none."""
        for column in self.columns:
            if column.name == f"{self.name}.{name}":
                return column
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Rule:
    """One check over one or more fields (declared names; `lines.amount` means the whole column)."""

    check: Step
    on: tuple[str, ...]
    severity: Severity = Severity.MUST_FIX


@dataclass(frozen=True, slots=True)
class Recogniser:
    """What announces a document of a type.

    Each of `words` (phrases, any case) found on the page adds its weight to the bid, `title` phrases count when they
    stand large or alone near the top; `e_invoice` lists UNTDID 1001 codes that settle it; `minimum` is the lowest bid
    (0 to 1) that may win.
    """

    title: tuple[str, ...] = ()
    words: Mapping[str, float] | None = None
    against: tuple[str, ...] = ()
    e_invoice: tuple[str, ...] = ()
    minimum: float = 0.5


@dataclass(frozen=True, slots=True)
class DocumentType:
    """Everything we know of one kind of document. `declaration` is the SHA-256 of the file that declares it.

    `positive`: a record says its amounts positive; where the first of these fields that is there is negative, the paper
    prints the minus that the type already means, and all amounts turn.
    """

    name: str
    label: str
    fields: tuple[FieldSpec, ...]
    tables: tuple[TableSpec, ...] = ()
    rules: tuple[Rule, ...] = ()
    recognise: Recogniser = Recogniser()
    business_key: tuple[str, ...] = ()
    index: tuple[str, ...] = ()
    exports: tuple[str, ...] = ()
    declaration: str = ""
    positive: tuple[str, ...] = ()

    def spec(self, name: str) -> FieldSpec | None:
        """The declaration behind a field name or path; None when this type has no such field."""
        short = ".".join(part for part in name.split(".") if not part.isdigit())
        columns = (column for table in self.tables for column in table.columns)
        return next((spec for spec in (*self.fields, *columns) if spec.name == short), None)
