"""The documents somebody works on now, kept in memory: they never change, and unpacking a long one takes seconds."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock

from documents.case import Case
from documents.doctype import DocumentType
from documents.layout import Document
from store import Database, cases

#: How many words all of them may have together; about 200 MB.
WORDS = 400_000


class Recent:
    """The documents asked for last, by case. One for each desk."""

    def __init__(self) -> None:
        self._kept: OrderedDict[int, Document] = OrderedDict()
        self._lock = Lock()

    def case(self, db: Database, case_id: int, types: Mapping[str, DocumentType]) -> Case:
        """The case as the store has it now. Raises StoreError as `cases.load`."""
        with self._lock:
            document = self._kept.get(case_id)
        case = cases.load(db, case_id, types, document)
        if document is None:
            self._keep(case_id, case.document)
        return case

    def _keep(self, case_id: int, document: Document) -> None:
        with self._lock:
            self._kept[case_id] = document
            total = sum(len(page.words) for kept in self._kept.values() for page in kept.pages)
            while total > WORDS and len(self._kept) > 1:
                _, gone = self._kept.popitem(last=False)
                total -= sum(len(page.words) for page in gone.pages)
