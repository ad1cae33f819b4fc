"""Template memory: the next document of a known sender is read at the places that people confirmed before.

`learn` takes one confirmed document, one to three are enough; `find` yields what the places of the best matching
template say on a new one, or nothing where no template fits. What is taught wrongly harms its own template alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from documents.doctype import DocumentType, TableSpec
from documents.fields import Candidate, Fields
from documents.layout import Document
from extractors.template_match import Match, match
from extractors.template_memory import Template
from extractors.template_pack import packed, unpacked
from extractors.template_recall import kept_by, recalled
from extractors.template_rows import rows_at
from extractors.template_sheet import Sheet, sheet
from extractors.template_study import first_studied, restudied

#: A document is of a template's make when so much of the template stands on it at its places: with an identifier of
#: the sender on it, and without.
ALIKE_OWN, ALIKE = 0.38, 0.8
#: Templates held against a document, those that share most with it.
TRIED = 12
#: What more templates than this share tells none apart (the receiver's own VAT id).
COMMON = 400


class Templates:
    """All templates, by name; never changed: learning gives new ones that share what stayed."""

    def __init__(self, known: Mapping[str, Template] | None = None) -> None:
        self.known: Mapping[str, Template] = dict(known or {})

    def learn(self, document: Document, doctype: DocumentType, fields: Fields, day: date | None = None) -> Templates:
        """The templates after a person confirmed these fields of the document; what is not among them is absent.

        The document's template is asked first, and counts itself right or wrong; a document of an unknown make gets
        a template of its own. Taught again the same document replaces what it taught.
        """
        best = self.match(document, doctype)
        if best is None:
            name, template = self._new_name(doctype), first_studied(document, doctype, fields, day)
        else:
            name, found = best
            template = restudied(found, document, doctype, fields, day)
        return self._with(name, template)

    def correct(self, document: Document, doctype: DocumentType, fields: Fields, day: date | None = None) -> Templates:
        """The templates after these fields, released before, were found wrong; they hold what is right.

        Each of them is forgotten in the document's template, learned anew from this document, and believed again only
        after it was right twice. Nothing changes where no template fits the document.
        """
        best = self.match(document, doctype)
        if best is None:
            return self
        name, found = best
        return self._with(name, restudied(found, document, doctype, fields, day, wrong=frozenset(fields)))

    def find(
        self, document: Document, doctype: DocumentType, day: date | None = None
    ) -> Iterator[tuple[str, Candidate]]:
        """Yield field names with what the document's template says of them, each field at most once.

        Where no template fits, or says nothing of a field, other templates of the same sender tell what all of its
        documents said (its name, its account), if this one prints it.
        """
        best = self.match(document, doctype)
        said = dict(recalled(best[1], document, doctype, day)) if best else {}
        yield from said.items()
        for name, candidate in kept_by(self._of_sender(document, doctype), document, doctype):
            if name not in said:
                yield name, candidate

    def rows(self, document: Document, doctype: DocumentType, table: TableSpec) -> Iterator[Candidate]:
        """Yield the cells of the type's first table as `ROW.COLUMN`, read at the remembered columns.

        Nothing where no template fits, or where the table as it is read says as much.
        """
        best = self.match(document, doctype) if table == doctype.tables[0] else None
        if best is not None:
            kinds = {column.name.removeprefix(f"{table.name}."): column.kind for column in table.columns}
            for cell in rows_at(document, best[1], kinds):
                yield replace(cell, by="template") if cell.by == "table" else cell

    def match(self, document: Document, doctype: DocumentType) -> tuple[str, Match] | None:
        """The name of the template that the document is of the make of, and how it lies on it; None for a new one."""
        last = self.__dict__.get("_last")
        if last is None or last[0] is not document or last[1] is not doctype:
            last = document, doctype, self._match(document, doctype)
            self.__dict__["_last"] = last
        found: tuple[str, Match] | None = last[2]
        return found

    def _match(self, document: Document, doctype: DocumentType) -> tuple[str, Match] | None:
        page = sheet(document)
        found = [(name, match(self.known[name], page, ALIKE_OWN)) for name in self._near(page, doctype)]
        fitting = [(name, how) for name, how in found if how and how.likeness >= (ALIKE_OWN if how.own else ALIKE)]
        return max(fitting, key=lambda each: (each[1].likeness + 0.2 * each[1].own, each[0]), default=None)

    def _of_sender(self, document: Document, doctype: DocumentType) -> list[Template]:
        """The templates whose sender's own identifiers stand on the document."""
        ids = sheet(document).ids
        names = sorted({name for key in ids for name in self._index.get(key, ())[:TRIED]})
        found = [self.known[name] for name in names]
        return [each for each in found if each.doctype == doctype.name and each.own & ids]

    def to_plain(self) -> dict[str, Any]:
        """As JSON values, one a template, each a few thousand letters."""
        return {name: packed(template) for name, template in self.known.items()}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Templates:
        """The templates again. Raises KeyError, TypeError or ValueError for anything else."""
        return cls({name: unpacked(each) for name, each in plain.items()})

    def _with(self, name: str, template: Template) -> Templates:
        after = Templates({**self.known, name: template})
        if "_index" in self.__dict__:
            after.__dict__["_index"] = _entered(dict(self._index), name, template)
        return after

    def _new_name(self, doctype: DocumentType) -> str:
        number = len(self.known) + 1
        while f"{doctype.name}-{number}" in self.known:
            number += 1
        return f"{doctype.name}-{number}"

    @cached_property
    def _index(self) -> dict[str, tuple[str, ...]]:
        """The templates by the identifiers and words that they have; of what is common one more than COMMON."""
        found: dict[str, list[str]] = {}
        for name, template in self.known.items():
            for key in _keys(template):
                names = found.setdefault(key, [])
                if len(names) <= COMMON:
                    names.append(name)
        return {key: tuple(names) for key, names in found.items()}

    def _near(self, page: Sheet, doctype: DocumentType) -> list[str]:
        """The templates of the type that share most with the document; rare things count more than common ones."""
        points: dict[str, float] = {}
        for key in (*page.ids, *page.spots):
            names = self._index.get(key, ())
            if len(names) <= COMMON:
                for name in names:
                    points[name] = points.get(name, 0.0) + (3.0 if ":" in key else 1.0) / len(names)
        named = [name for name in points if self.known[name].doctype == doctype.name]
        return sorted(named, key=lambda name: (-points[name], name))[:TRIED]


def _keys(template: Template) -> set[str]:
    return {*template.ids, *(word.word for word in template.words)}


def _entered(index: dict[str, tuple[str, ...]], name: str, template: Template) -> dict[str, tuple[str, ...]]:
    for key in _keys(template):
        names = index.get(key, ())
        if len(names) <= COMMON and name not in names:
            index[key] = (*names, name)
    return index
