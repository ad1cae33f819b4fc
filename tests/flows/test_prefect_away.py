"""Prefect's server is lost in the middle: nothing is lost with it, and the work goes on from our own tables."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

import store
from documents.case import ReceiptState
from documents.errors import Busy
from flows import command_watch, prefect_flows
from flows.process import in_threads, process_waiting
from flows.settings import Settings
from flows.work import Work, machine
from store import ledger, receipts
from tests.flows.test_nightly import Saving


@pytest.mark.slow
def test_a_lost_server_is_started_anew_and_its_lost_runs_are_done_from_our_tables(
    db: store.Database, settings: Settings, drop: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    work = Work(settings, db, Saving(db), tell=lambda line: None)
    for name in ("a.pdf", "b.pdf", "c.pdf"):
        path = drop(name, name.encode())
        receipts.register(db, client="acme", name=name, path=path)
    started: list[str] = []

    @contextmanager
    def server(home: Path, *, temporary: bool) -> Iterator[str]:
        started.append("started")
        yield "http://127.0.0.1:1/api"
        started.append("ended")

    answers: list[object] = [httpx.ConnectError("connection refused"), RuntimeError("the run was lost"), None]

    def flow() -> object:
        receipts.claim(db, worker=f"{machine()}:{2**22 + 1}", count=1)  # the run had leased a file when it was lost
        if (error := answers.pop(0)) is not None:
            raise error  # type: ignore[misc]  # an exception
        return process_waiting(work, in_threads)

    monkeypatch.setattr(command_watch, "server", server)
    monkeypatch.setattr(prefect_flows, "process", flow)
    with command_watch._processing(settings) as process:
        for lost in ("ConnectError", "RuntimeError"):
            with pytest.raises(Busy, match=f"Prefect failed .{lost}"):
                process()
            assert {one.state for one in receipts.of(db)} <= {ReceiptState.RECEIVED, ReceiptState.PROCESSING}
        process()
    assert started == ["started", "ended"] * 3
    assert {one.state for one in receipts.of(db)} == {ReceiptState.PROCESSED}
    assert {one.attempt for one in receipts.of(db)} == {1} and ledger.reconcile(db).balances
