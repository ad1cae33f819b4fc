"""What a process needs to work: settings, the open database, the crew. Opened once, shared by all flows in it."""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import FrameType

import store
from documents.case import ReceiptState
from documents.errors import LeaseLost, StoreError
from documents.failpoints import reached
from flows.settings import Settings, load_settings
from flows.telling import told
from flows.workers import Crew
from store import receipts
from store.receipts import Receipt

#: Seconds that a lease on a file lasts, and between two signs of life. Short, so that a killed run delays nobody long.
LEASE, BEAT = 180.0, 45.0


@cache
def machine() -> str:
    """Where this process's number means this process: the host, its start, and the namespace of its processes.

    Containers may share a host's name, and a host's numbers begin anew when it starts. Not on Linux: the host alone.
    """
    parts = [socket.gethostname()]
    with suppress(OSError):
        parts.append(Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip())
        parts.append(str(Path("/proc/self/ns/pid").readlink()))
    return ":".join(parts)


@dataclass(slots=True)
class Work:
    """The database, the crew, and the files on lease. `tell` shows a line of progress.

    Whoever has a file read takes its `turn` first: there are as many as workers. Ctrl-C and SIGTERM set `stopped`.
    """

    settings: Settings
    db: store.Database
    crew: Crew
    tell: Callable[[str], None]
    name: str = field(default_factory=lambda: f"{machine()}:{os.getpid()}")
    held: dict[int, Receipt] = field(default_factory=dict)
    turn: threading.Semaphore = field(init=False)
    stopped: threading.Event = field(default_factory=threading.Event, init=False)
    _trouble: str = field(default="", init=False)

    def __post_init__(self) -> None:
        self.turn = threading.Semaphore(self.settings.jobs)

    def claim(self, count: int, but: Collection[int] = ()) -> list[Receipt]:
        """Lease up to so many files that wait, and are not numbered in `but`."""
        claimed = receipts.claim(self.db, worker=self.name, count=count, seconds=LEASE, but=but)
        self.held |= {receipt.id: receipt for receipt in claimed}
        return claimed

    def take_over_from_the_dead(self) -> None:
        """End the leases of processes of this machine that live no more, so that nobody waits for them to run out."""
        for receipt in receipts.of(self.db, states=(ReceiptState.PROCESSING,)):
            where, _, pid = (receipt.lease_owner or "").rpartition(":")
            if where == machine() and pid.isdecimal() and not _lives(int(pid)):
                with suppress(LeaseLost):
                    receipts.heartbeat(self.db, receipt, seconds=-1)
                reached("recover.taken_over")

    def beat(self) -> None:
        """Keep the leases of all files that are held. What stands in the way of one is told once; all are tried."""
        trouble = ""
        for receipt in list(self.held.values()):
            try:
                receipts.heartbeat(self.db, receipt, seconds=LEASE)
            except LeaseLost:  # whoever finishes the file finds out
                continue
            except StoreError as error:  # the next beat comes long before the lease runs out
                trouble = str(error)
        if trouble and trouble != self._trouble:
            self.tell(f"a lease could not be kept, tried again in {BEAT:g} seconds: {trouble}")
        self._trouble = trouble

    def let_go(self) -> None:
        """Give back what was claimed and not finished: the work was stopped, no try is counted."""
        for receipt in list(self.held.values()):
            with suppress(LeaseLost):
                receipts.give_back(self.db, receipt, "the work was stopped", count=False)
        self.held.clear()


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # it is somebody else's
        return True
    return True


_open: Work | None = None


@contextmanager
def at_work(settings: Settings | None = None, *, by_signal: bool = True) -> Iterator[Work]:
    """The work of this process. Who asks first opens it, who asks meanwhile shares it.

    `by_signal`: Ctrl-C and SIGTERM end it at once.
    """
    global _open
    if _open is not None:
        yield _open
        return
    settings = settings or load_settings()
    db = store.open_database(settings.database, settings.folders.files)
    try:
        with Crew(settings.jobs, seconds=settings.limits.seconds * 2, preload="flows.process") as crew:
            _open = Work(settings, db, crew, told)
            with every(BEAT, _open.beat, "heartbeat"), _stopping(_open) if by_signal else nullcontext():
                yield _open
    finally:
        if _open is not None:
            _open.let_go()
        _open = None
        store.close(db)


@contextmanager
def every(seconds: float, step: Callable[[], object], name: str) -> Iterator[None]:
    """Beside what is done within: the step, every so many seconds, in a thread of this name."""
    ended = threading.Event()

    def repeat() -> None:
        while not ended.wait(seconds):
            step()

    thread = threading.Thread(target=repeat, daemon=True, name=name)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


@contextmanager
def _stopping(work: Work) -> Iterator[None]:
    """Let Ctrl-C and SIGTERM end the work at once: what is being read is given back, nothing is lost.

    A KeyboardInterrupt alone is not enough: where it strikes while Prefect waits for its server, Prefect swallows it
    (prefect.utilities.asyncutils.run_coro_as_sync).
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        work.stopped.set()
        work.crew.close(at_once=True)
        raise KeyboardInterrupt

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
