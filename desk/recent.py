"""The documents somebody works on now, kept in memory: unpacking a long one takes seconds."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock

from documents.case import Case
from documents.doctype import DocumentType
from documents.layout import Document
from store import Database, cases, rearranging

#: How many words all of them may have together; about 200 MB.
WORDS = 400_000


class Recent:
    """The documents asked for last, by case. One for each desk."""

    def __init__(self) -> None:
        #: By case: how often its pages had been changed when it was loaded, and the document.
        self._kept: OrderedDict[int, tuple[int, Document]] = OrderedDict()
        self._lock = Lock()

    def case(self, db: Database, case_id: int, types: Mapping[str, DocumentType]) -> Case:
        """The case as the store has it now. Raises StoreError as `cases.load`."""
        arrangement = rearranging.arrangement(db, case_id)
        with self._lock:
            known, document = self._kept.get(case_id, (arrangement, None))
        case = cases.load(db, case_id, types, document if known == arrangement else None)
        if case.document is not document:
            self._keep(case_id, arrangement, case.document)
        return case

    def _keep(self, case_id: int, arrangement: int, document: Document) -> None:
        with self._lock:
            self._kept[case_id] = arrangement, document
            total = sum(len(page.words) for _, kept in self._kept.values() for page in kept.pages)
            while total > WORDS and len(self._kept) > 1:
                _, (_, gone) = self._kept.popitem(last=False)
                total -= sum(len(page.words) for page in gone.pages)
