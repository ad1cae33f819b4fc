"""Find each field of a document type on a document.

An extractor is a function `find(document, *, settings)` that yields candidates. Adding one is one file, one line in
EXTRACTORS (rules.py) and one line in docs/extractors.md. A setting named `field`, `kind` or `month_first` is filled by
the loader from the field that asks; one named `table` or `kinds` (column to kind) from the table that asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from documents.doctype import DocumentType, FieldSpec, TableSpec
from documents.fields import Candidate, Field, Fields
from documents.layout import Document
from extractors.arbitrate import Claim, claims_of, present, settle, settle_all
from extractors.decode import decode
from extractors.knowledge import SHIPPED, Knowledge
from extractors.pair import Pair, pairs
from extractors.ranker import Ranker
from extractors.rules import EXTRACTORS, proposals
from extractors.template_vote import weighed

__all__ = ["EXTRACTORS", "SHIPPED", "Knowledge", "Pair", "extract", "pairs"]

#: Kinds of values by which money is paid: only the data of an electronic invoice may state them.
PAID = ("money", "iban", "tax_id")


def extract(document: Document, doctype: DocumentType, knowledge: Knowledge = SHIPPED) -> Fields:
    """Every field found, by name: `total`, `party.2`, `lines.3.amount`. What is not found is not there.

    `knowledge` is what was learned beyond the declaration: by default what the package brings.
    """
    found: dict[str, Field] = {}
    ranker = knowledge.rankers.get(doctype.name)
    said = dict(knowledge.templates.find(document, doctype)) if knowledge.templates else {}
    claims = {spec.name: weighed(_claims(document, spec, ranker), said.get(spec.name)) for spec in doctype.fields}
    claims = decode(claims, doctype)
    for spec in doctype.fields:
        likely = claims[spec.name] if spec.required else present(claims[spec.name])
        settled = settle_all(spec.name, likely) if spec.repeated else settle(spec.name, likely)
        found |= {field.name: field for field in settled}
    for table in doctype.tables:
        found |= _cells(document, table, _remembered(document, doctype, table, knowledge))
    return found


def _claims(document: Document, spec: FieldSpec, ranker: Ranker | None) -> list[Claim]:
    """What the rules say; weighed by the ranker where it knows the field and no data settle it.

    What is paid, and to whom, that an electronic invoice could state and leaves out is absent: the data are the
    invoice, print beside them is not.
    """
    dated, claims = proposals(document, spec)
    if _left_out(document, spec) and not any(claim.exact for claim in claims):
        return []
    if ranker is None or spec.name not in ranker.fields or any(claim.exact for claim in claims):
        return claims
    return ranker.rank(document, dated, claims)


def _remembered(
    document: Document, doctype: DocumentType, table: TableSpec, knowledge: Knowledge
) -> Sequence[Candidate]:
    """The cells at the columns that a template remembers, where these say more; never where data have the rows."""
    if knowledge.templates is None or document.e_invoice is not None:
        return ()
    return tuple(knowledge.templates.rows(document, doctype, table))


def _left_out(document: Document, spec: FieldSpec) -> bool:
    """Could the document's electronic data have the field? Where it is required a person should see what print says."""
    asked = spec.kind in PAID and any(step.name == "e_invoice" for step in spec.extract)
    return asked and not spec.required and document.e_invoice is not None and bool(document.e_invoice.values)


def _cells(document: Document, table: TableSpec, remembered: Sequence[Candidate]) -> dict[str, Field]:
    """The cells of a table. The first step that finds rows gives them all: rows of two finders need not match."""
    steps = (EXTRACTORS[step.name](document, **step.settings) for step in table.extract)
    for found in (remembered, *steps):
        cells: dict[str, list[Candidate]] = {}
        for candidate in found:
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
