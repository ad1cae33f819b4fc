"""Find each field of a document type on a document.

An extractor is a function `find(document, *, settings)` that yields candidates. Adding one is one file, one line in
EXTRACTORS and one line in docs/extractors.md. A setting named `field`, `kind` or `month_first` is filled by the
loader from the field that asks; one named `table` or `kinds` (column to kind) from the table that asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from documents.doctype import DocumentType, FieldSpec, TableSpec
from documents.fields import Candidate, Field, Fields
from documents.layout import Document
from extractors import (
    agreement_dates,
    allowance,
    clause,
    currency,
    e_invoice,
    form_field,
    identity,
    jurisdiction,
    label,
    letter,
    mark,
    money,
    party,
    pattern,
    term,
    till,
    title,
    zone,
)
from extractors.arbitrate import claims_of, settle, settle_all
from extractors.day_order import month_first
from extractors.decode import decode
from extractors.pair import Pair, pairs
from extractors.table import find as find_rows

__all__ = ["EXTRACTORS", "Pair", "extract", "pairs"]

#: Every extractor, by the name a document type uses for it.
EXTRACTORS: dict[str, Callable[..., Iterator[Candidate]]] = {
    "agreement_date": agreement_dates.find,
    "allowance": allowance.find,
    "amount": money.find,
    "bic": identity.find_bic,
    "clause": clause.find,
    "currency": currency.find,
    "e_invoice": e_invoice.find,
    "e_invoice_lines": e_invoice.find_lines,
    "form_field": form_field.find,
    "iban": identity.find_iban,
    "jurisdiction": jurisdiction.find,
    "label": label.find,
    "mark": mark.find,
    "party": party.find,
    "pattern": pattern.find,
    "receiver": letter.find_receiver,
    "sender": letter.find_sender,
    "table": find_rows,
    "term": term.find,
    "till_address": till.find_address,
    "till_company": till.find_company,
    "title": title.find,
    "vat_id": identity.find_vat_id,
    "zone": zone.find,
}


def extract(document: Document, doctype: DocumentType) -> Fields:
    """Every field found, by name: `total`, `party.2`, `lines.3.amount`. What is not found is not there."""
    found: dict[str, Field] = {}
    claims = {spec.name: claims_of(_dated(spec, document), _ask(document, spec)) for spec in doctype.fields}
    claims = decode(claims, doctype)
    for spec in doctype.fields:
        settled = settle_all(spec.name, claims[spec.name]) if spec.repeated else settle(spec.name, claims[spec.name])
        found |= {field.name: field for field in settled}
    for table in doctype.tables:
        found |= _cells(document, table)
    return found


def _dated(spec: FieldSpec, document: Document) -> FieldSpec:
    """The field as this document writes its dates."""
    if spec.kind != "date" or spec.month_first or not month_first(document):
        return spec
    return replace(spec, month_first=True)


def _ask(document: Document, spec: FieldSpec | TableSpec) -> Iterator[Candidate]:
    for step in spec.extract:
        yield from EXTRACTORS[step.name](document, **step.settings)


def _cells(document: Document, table: TableSpec) -> dict[str, Field]:
    """The cells of a table. The first step that finds rows gives them all: rows of two finders need not match."""
    for step in table.extract:
        cells: dict[str, list[Candidate]] = {}
        for candidate in EXTRACTORS[step.name](document, **step.settings):
            cells.setdefault(candidate.name, []).append(candidate)
        if cells:
            return dict(_settled(table, cells))
    return {}


def _settled(table: TableSpec, cells: dict[str, list[Candidate]]) -> Iterator[tuple[str, Field]]:
    for name in sorted(cells, key=lambda name: int(name.split(".")[0])):
        row, column = name.split(".")
        spec = table.column(column)
        path = f"{table.name}.{row}.{column}"
        for field in settle(path, claims_of(spec, cells[name])):
            yield path, field
