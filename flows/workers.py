"""A crew of worker processes. Each call runs in a process that may die, hang or be killed without harm to the others.

The standard pool breaks as a whole when one of its processes dies, and does not say whose fault it was. Here every
worker has its own pipe, so the guilty call is known: it is tried once more in a new process, then refused.
Workers come from a fork server (a clean process with the libraries already imported), so a new one costs milliseconds.
"""

from __future__ import annotations

import multiprocessing
import os
import queue
import select
import signal
import threading
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import ParamSpec, Self, TypeVar, cast

from documents.errors import Busy, Defect, PaperdeskError, TooLarge, WorkerDied
from flows.exit_codes import Exit, exit_of

Given = ParamSpec("Given")
Result = TypeVar("Result")

_STOPPED = "the work was stopped before this document was done; run the command again."


class Crew:
    """`jobs` worker processes, each replaced after `recycle` calls; a call may take `seconds` of wall clock.

    Thread-safe: as many calls run at a time as there are workers, the others wait.
    """

    def __init__(self, jobs: int, *, recycle: int = 50, seconds: float = 900, preload: str = "flows.reading") -> None:
        for name in ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS"):
            os.environ.setdefault(name, "1")  # the crew is the parallelism; more threads only get in each other's way
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([preload])
        self._recycle, self._seconds = recycle, seconds
        self._closed = False
        self._idle: queue.Queue[_Worker | None] = queue.Queue()
        self._all: set[_Worker] = set()
        for _ in range(max(1, jobs)):
            self._hire()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close(at_once=kind is not None)

    def call(self, function: Callable[Given, Result], *given: Given.args, **named: Given.kwargs) -> Result:
        """The function's result, computed by one of the workers. `function` must be at the top of a module.

        Raises what it raises if that is a PaperdeskError; WorkerDied when its process died twice; TooLarge when it
        took too long; Defect for any other exception; Busy when the crew was closed meanwhile.
        """
        for chance in (1, 2):
            worker = self._take()
            try:
                return cast(Result, worker.call((function, given, named), self._seconds))
            except EOFError as gone:
                if self._closed:
                    raise Busy(_STOPPED) from gone
                if chance == 2:
                    raise WorkerDied(
                        f"the process that read this document died ({worker.end()}), also when tried again alone. "
                        "Look for memory limits on this machine, then send the file to whoever maintains paperdesk."
                    ) from gone
            finally:
                self._put_back(worker)
        raise AssertionError("two chances end above")

    def _take(self) -> _Worker:
        worker = self._idle.get()
        if worker is None:  # closed: pass it on to the next who waits
            self._idle.put(None)
            raise Busy(_STOPPED)
        return worker

    def close(self, at_once: bool = False) -> None:
        """End all workers; `at_once` kills those that are still at work."""
        self._closed = True
        if at_once:
            for worker in list(self._all):
                worker.strike()  # whoever waits for its answer finds the pipe closed, and buries it
        while not self._idle.empty():
            worker_or_end = self._idle.get()
            if worker_or_end is not None:
                worker_or_end.close(at_once)
        self._idle.put(None)

    def _hire(self) -> None:
        worker = _Worker(self._context)
        self._all.add(worker)
        self._idle.put(worker)

    def _put_back(self, worker: _Worker) -> None:
        if worker.usable and worker.calls < self._recycle and not self._closed:
            self._idle.put(worker)
            return
        self._all.discard(worker)
        worker.close(at_once=not worker.usable)
        if not self._closed:
            self._hire()


class _Worker:
    def __init__(self, context: multiprocessing.context.ForkServerContext) -> None:
        self.pipe, far = context.Pipe()
        self.process = context.Process(target=_work, args=(far,), name="paperdesk-worker")
        self.process.start()
        far.close()
        self.calls = 0
        self.usable = True

    def call(self, message: object, seconds: float) -> object:
        self.calls += 1
        try:
            self.pipe.send(message)
            if not self.pipe.poll(seconds):
                self.usable = False
                self.kill()
                raise TooLarge(f"not done after {seconds:g} seconds of work; split the file, or raise limits.seconds.")
            verdict, answer = self.pipe.recv()
        except (EOFError, ConnectionError) as gone:
            self.usable = False
            raise EOFError from gone
        if verdict == "failed":
            raise answer
        return answer

    def close(self, at_once: bool) -> None:
        if at_once:
            self.kill()
        self.pipe.close()
        self.process.join(timeout=5)
        if self.process.is_alive():
            self.kill()

    def kill(self) -> None:
        self.strike()
        self.process.join(timeout=5)

    def strike(self) -> None:
        pid = self.process.pid
        if pid is not None:
            for each in (*_descendants(pid), pid):
                _kill(each)

    def end(self) -> str:
        self.process.join(timeout=5)
        code = self.process.exitcode
        if code is None or code >= 0:
            return f"exit code {code}"
        return f"signal {-code}, {signal.Signals(-code).name}"


def _work(pipe: Connection) -> None:
    """A worker's life: take a call, answer it, until the other end of the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the foreman decides; Ctrl-C reaches the whole process group
    threading.Thread(target=_leave_with, args=(pipe,), daemon=True).start()
    while True:
        try:
            function, given, named = pipe.recv()
        except (EOFError, ConnectionError):
            return
        with _Answer(pipe) as answer:
            answer.give(("done", function(*given, **named)))


class _Answer:
    """Sends the result of a call, or the error that ended it: whatever happens, the foreman hears of it."""

    def __init__(self, pipe: Connection) -> None:
        self.give = pipe.send

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if isinstance(error, PaperdeskError):
            self.give(("failed", error))
        elif isinstance(error, OSError) and exit_of(error) is Exit.TRY_AGAIN:  # a full disk is not the document's fault
            self.give(("failed", Busy(f"{error}; it is tried again by itself.")))
        elif isinstance(error, Exception):
            traceback.print_exception(error)
            self.give(("failed", Defect(f"{type(error).__name__}: {error}. This is our fault: please report it.")))
        return isinstance(error, Exception)


def _leave_with(pipe: Connection) -> None:
    """End this process, in the middle of its work, when the foreman is gone, even by kill -9."""
    hang_up = select.poll()
    hang_up.register(pipe.fileno(), 0)
    hang_up.poll()
    os._exit(1)


def _descendants(pid: int) -> list[int]:
    """All processes below this one, deepest first (Linux; elsewhere none are known)."""
    found: list[int] = []
    for listing in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = [int(word) for word in listing.read_text().split()]
        except OSError:  # it ended while we looked
            continue
        for child in children:
            found += [*_descendants(child), child]
    return found


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
