"""Weigh one document: every reason against releasing it, in the order of the declaration."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from assurance.doubts import doubts
from assurance.thresholds import DECLARED, Thresholds
from documents.doctype import DocumentType, FieldSpec, TableSpec
from documents.fields import Fields, base_name
from documents.verdicts import Decision, Doubt, Finding, Reason, Route, Score, Severity


def decide(
    fields: Fields,
    findings: Iterable[Finding],
    doctype: DocumentType,
    thresholds: Thresholds = DECLARED,
    confirmed: frozenset[str] = frozenset(),
    scores: Mapping[str, Score] | None = None,
) -> Decision:
    """Release what is complete, sure and without a finding; everything else goes to a person, with every reason.

    `confirmed` are the confirmations (see `confirmation`) a reviewer gave: a finding that asks for one passes with
    it, one that must be fixed never does. A finding or reason on `lines.amount` stands against the whole column.
    `scores` are kept with a decision that no person had a part in.
    """
    needed = {spec.name: thresholds.of(doctype, spec) for spec in _specs(doctype)}
    reasons = [
        *_nothing(fields),
        *_missing(fields, doctype),
        *_doubtful(fields, doctype, thresholds),
        *_wrong(findings, confirmed),
    ]
    order = {name: place for place, name in enumerate(_names(doctype))}
    reasons = sorted(dict.fromkeys(reasons), key=lambda reason: _place(reason.field, order))
    against = {reason.field for reason in reasons}
    return Decision(
        route=Route.REVIEW if reasons else Route.RELEASE,
        reasons=tuple(reasons),
        accepted=frozenset(name for name in fields if not against & _stands_for(name)),
        thresholds=needed,
        declaration=doctype.declaration,
        model=thresholds.model,
        scores=scores or {},
    )


def unclassified(reason: str, thresholds: Thresholds = DECLARED) -> Decision:
    """The decision on a document of no known type: a person says what it is.

    >>> unclassified("unclassified: no type bids").doubtful
    ()
    """
    return Decision(Route.REVIEW, (Reason(None, Doubt.TYPE, reason),), model=thresholds.model)


def confirmation(finding: Finding) -> str:
    """What stands for a person's "it is right all the same" to this finding.

    It holds the sentence too: where a value is changed afterwards, the sentence changes and the question is new.

    >>> confirmation(Finding("sum", ("total", "net"), Severity.CONFIRM, "Net make 1, Total says 2"))
    'sum(total, net): Net make 1, Total says 2'
    """
    return f"{finding.rule}({', '.join(finding.fields)}): {finding.message}"


def _specs(doctype: DocumentType) -> list[FieldSpec]:
    return [*doctype.fields, *(column for table in doctype.tables for column in table.columns)]


def _names(doctype: DocumentType) -> Iterator[str]:
    """Every name that a reason may stand against, in the order of the declaration."""
    yield from (spec.name for spec in doctype.fields)
    for table in doctype.tables:
        yield from (table.name, *(column.name for column in table.columns))


def _place(name: str | None, order: dict[str, int]) -> tuple[int, int, int]:
    """Where a reason is sorted: the document first, then field by field, tables row by row."""
    if name is None:
        return (-1, 0, 0)
    last = len(order)
    row = next((int(part) for part in name.split(".") if part.isdigit()), 0)
    of_field = order.get(base_name(name), last)
    return (order.get(name.split(".")[0], last), row, of_field)


def _stands_for(name: str) -> set[str]:
    """The names a reason may have that speaks against this value: its own; a cell's column and table as well."""
    return {name, base_name(name), name.split(".")[0]} if name.count(".") == 2 else {name}


def _nothing(fields: Fields) -> Iterator[Reason]:
    if not fields:  # an empty record is never right, even where nothing is required
        yield Reason(None, Doubt.MISSING, "no field was found at all")


def _missing(fields: Fields, doctype: DocumentType) -> Iterator[Reason]:
    there = {base_name(name) for name in fields}
    for spec in doctype.fields:
        if spec.required and spec.name not in there:
            yield Reason(spec.name, Doubt.MISSING, f"{spec.label}: not found")
    for table in doctype.tables:
        yield from _missing_cells(fields, table)


def _missing_cells(fields: Fields, table: TableSpec) -> Iterator[Reason]:
    rows = {name.split(".")[1] for name in fields if name.startswith(f"{table.name}.")}
    if table.required and not rows:
        yield Reason(table.name, Doubt.MISSING, f"{table.label}: no row found")
    for row in rows:
        for column in table.columns:
            cell = f"{table.name}.{row}.{column.name.rpartition('.')[2]}"
            if column.required and cell not in fields:
                yield Reason(cell, Doubt.MISSING, f"{column.label}, row {row}: not found")


def _doubtful(fields: Fields, doctype: DocumentType, thresholds: Thresholds) -> Iterator[Reason]:
    for name, field in fields.items():
        spec = doctype.spec(name)
        if spec is None:
            yield Reason(name, Doubt.TYPE, f"{name}: no field of the type {doctype.label}")
        else:
            yield from doubts(field, spec, thresholds.of(doctype, spec), thresholds.certified(doctype, spec))


def _wrong(findings: Iterable[Finding], confirmed: frozenset[str]) -> Iterator[Reason]:
    for finding in findings:
        said = finding.severity is Severity.CONFIRM and confirmation(finding) in confirmed
        if finding.severity is Severity.INFO or said:
            continue
        for name in finding.fields or (None,):
            yield Reason(name, Doubt.FINDING, finding.message)
