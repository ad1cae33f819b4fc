"""Save: receipts, cases, the queue, history, search, the export ledger, people and master data.

    db = store.open_database("sqlite:///output/desk.db", Path("output/files"))
    [receipt] = store.receipts.claim(db, worker="w1", count=1, seconds=300)
    store.cases.save(db, receipt, [case], images)

The only package that knows SQL; what it returns are frozen nouns. Import a module by name: `from store import cases`.
"""

from __future__ import annotations

from store.database import Database, close, open_database

__all__ = ["Database", "close", "open_database"]
