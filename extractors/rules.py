"""What the declared extractors say of a field, weighed against each other: the rules' word, before any learning."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from documents.doctype import FieldSpec, TableSpec
from documents.fields import Candidate
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
    lasting,
    letter,
    mark,
    money,
    party,
    pattern,
    rounding,
    table,
    term,
    till,
    till_address,
    title,
    zone,
)
from extractors.arbitrate import Claim, claims_of
from extractors.day_order import month_first

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
    "end_of_term": lasting.find_end,
    "form_field": form_field.find,
    "iban": identity.find_iban,
    "jurisdiction": jurisdiction.find,
    "label": label.find,
    "lasting": lasting.find,
    "mark": mark.find,
    "party": party.find,
    "pattern": pattern.find,
    "receiver": letter.find_receiver,
    "rounded": rounding.find,
    "sender": letter.find_sender,
    "table": table.find,
    "term": term.find,
    "till_address": till_address.find,
    "till_company": till.find_company,
    "title": title.find,
    "unmarked_amount": money.find_unmarked,
    "vat_id": identity.find_vat_id,
    "zone": zone.find,
}


def proposals(document: Document, spec: FieldSpec) -> tuple[FieldSpec, list[Claim]]:
    """The field as this document writes its dates, and what the extractors claim for it, the most believed first."""
    dated = _dated(spec, document)
    return dated, claims_of(dated, ask(document, spec))


def ask(document: Document, spec: FieldSpec | TableSpec) -> Iterator[Candidate]:
    """Everything that the declared steps propose, in their order."""
    for step in spec.extract:
        yield from EXTRACTORS[step.name](document, **step.settings)


def _dated(spec: FieldSpec, document: Document) -> FieldSpec:
    if spec.kind != "date" or spec.month_first or not month_first(document):
        return spec
    return replace(spec, month_first=True)
