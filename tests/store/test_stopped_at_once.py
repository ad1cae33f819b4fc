"""PostgreSQL is stopped at once during a thousand saves: every save that was acknowledged is there."""

from __future__ import annotations

import threading
import time
from decimal import Decimal
from pathlib import Path

import pytest

import store
from documents.errors import StoreError
from store import Database, audit, history, ledger, queue
from tests.postgres import _run, binaries, cluster
from tests.store.made import case, saved

SAVES, STOPS = 1000, 4


def stop_at_once(url: str) -> None:
    programs, folder = binaries(), Path(url.partition("host=")[2])
    assert programs is not None
    _run(programs / "pg_ctl", "-D", folder / "cluster", "-m", "immediate", "-w", "-l", folder / "log", "restart")


def save_all(db: Database, number: int, kept: list[str]) -> None:
    """A thousand saves by one person, each again until it is acknowledged, as the desk does."""
    fence = None
    for n in range(SAVES):
        while len(kept) == n:
            try:
                fence = fence or queue.claim(db, number, person="anna", seconds=600).fence
                told = {"name": "total", "value": Decimal(n), "text": str(n), "edit": str(n)}
                history.correct(db, number, person="anna", fence=fence, **told)  # type: ignore[arg-type]  # as they are
                kept.append(str(n))
            except StoreError:
                time.sleep(0.05)


@pytest.mark.slow
def test_every_acknowledged_save_survives_an_immediate_stop(tmp_path: Path) -> None:
    with cluster() as url:
        db = store.open_database(url, tmp_path / "files")
        [number] = saved(db, tmp_path, case())
        kept: list[str] = []
        saving = threading.Thread(target=save_all, args=(db, number, kept), daemon=True)
        saving.start()
        for stop in range(1, STOPS + 1):
            while len(kept) < stop * SAVES // (STOPS + 1) and saving.is_alive():
                time.sleep(0.01)
            stop_at_once(url)
        saving.join(300)
        assert len(kept) == SAVES
        there = [change.text for change in history.of(db, number, "total") if change.person]
        assert there == kept, "each once, in the order in which they were saved"
        assert audit.verify(db, "acme") == [] and ledger.reconcile(db).balances
        store.close(db)
