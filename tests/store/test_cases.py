"""Cases are saved whole or not at all, and come back as they were."""

from __future__ import annotations

from pathlib import Path

from store import Database, cases
from tests.store.made import TYPES, case, saved


def test_a_case_comes_back_as_it_was(db: Database, tmp_path: Path) -> None:
    [number] = saved(db, tmp_path)
    assert cases.load(db, number, TYPES) == case()
