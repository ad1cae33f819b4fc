"""Whatever workers do, in whatever order: one of them holds a file, a file ends once, and the books balance."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

import store
from documents.case import ReceiptState
from documents.errors import IllegalMove, LeaseLost
from store import cases, ledger, receipts
from store.receipts import TRIES, Receipt
from tests.store.made import RELEASE, case, expire, received


class Workers(RuleBasedStateMachine):
    """Files, leases that run out, and workers that use leases they may have lost; checked against a small model."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory(prefix="paperdesk-states-")
        self.path = Path(self.folder.name)
        self.leases: list[Receipt] = []
        self.holds: dict[int, int] = {}
        self.ended: dict[int, ReceiptState] = {}
        self.count = 0

    @initialize()
    def opens(self) -> None:
        self.db = store.open_database(f"sqlite:///{self.path}/desk.db", self.path / "files")

    def teardown(self) -> None:
        store.close(self.db)
        self.folder.cleanup()

    @rule()
    def comes_in(self) -> None:
        self.count += 1
        received(self.db, self.path, str(self.count))

    @rule(count=st.integers(1, 3))
    def claims(self, count: int) -> None:
        given = receipts.claim(self.db, worker="w", count=count, seconds=60)
        for receipt in given:
            assert receipt.id not in self.ended
            assert receipt.id not in self.holds, "nobody takes what another holds"
            assert 0 <= receipt.attempt < TRIES
            self.holds[receipt.id] = receipt.fence
        self.leases += given

    @rule(pick=st.integers(0, 50))
    def begins(self, pick: int) -> None:
        lease = self.leases[pick % len(self.leases)] if self.leases else None
        if lease is not None and self.holds.get(lease.id) == lease.fence:
            receipts.begin(self.db, lease)

    @rule()
    def time_passes(self) -> None:
        expire(self.db)
        self.holds = {}

    @rule()
    def reaper_runs(self) -> None:
        before = {one.id for one in receipts.of(self.db, states=[ReceiptState.PROCESSING])}
        for receipt in receipts.reap(self.db):
            assert receipt.id not in self.holds
            assert receipt.id in before or receipt.state is ReceiptState.FAILED
            if receipt.state is ReceiptState.FAILED:
                self.ended[receipt.id] = ReceiptState.FAILED

    @rule(pick=st.integers(0, 50))
    def saves(self, pick: int) -> None:
        self.finishes(pick, ReceiptState.PROCESSED, lambda lease: cases.save(self.db, lease, [case(RELEASE)]))

    @rule(pick=st.integers(0, 50))
    def fails(self, pick: int) -> None:
        self.finishes(pick, ReceiptState.FAILED, lambda lease: receipts.fail(self.db, lease, "damaged", "broken"))

    @rule(pick=st.integers(0, 50), ours=st.booleans())
    def gives_back(self, pick: int, ours: bool) -> None:
        self.finishes(pick, None, lambda lease: receipts.give_back(self.db, lease, "stopped", count=not ours))

    @rule(pick=st.integers(1, 20))
    def is_retried(self, pick: int) -> None:
        if self.ended.get(pick) is ReceiptState.FAILED:
            receipts.retry(self.db, pick, person="sue", why="again")
            del self.ended[pick]
        elif pick <= self.count:
            try:
                receipts.retry(self.db, pick, person="sue", why="again")
            except IllegalMove:
                return
            raise AssertionError("only what failed is retried")

    @invariant()
    def books_balance(self) -> None:
        balance = ledger.reconcile(self.db, reread=False)
        assert balance.balances, balance.wrong
        assert balance.received == self.count
        for number, state in self.ended.items():
            assert receipts.get(self.db, number).state is state

    def finishes(self, pick: int, to: ReceiptState | None, work: Callable[[Receipt], object]) -> None:
        """Use one of all leases ever given, lost ones too, and see that only one in force does anything."""
        if not self.leases:
            return
        lease = self.leases[pick % len(self.leases)]
        now_there = receipts.get(self.db, lease.id)
        in_force = (now_there.state, now_there.fence) == (ReceiptState.PROCESSING, lease.fence)
        saved_again = (now_there.state, now_there.fence, to) == (
            ReceiptState.PROCESSED,
            lease.fence,
            ReceiptState.PROCESSED,
        )
        try:
            work(lease)
        except LeaseLost:
            assert not in_force
            return
        assert in_force or saved_again
        self.holds.pop(lease.id, None)
        if to is not None:
            self.ended[lease.id] = to


TestWorkers = Workers.TestCase
TestWorkers.settings = settings(
    max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
