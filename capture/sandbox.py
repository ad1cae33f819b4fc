"""A child process for every stranger's file, with limits, that can be killed with all it started.

The child is a fork of a server (capture/fork_server.py) that has the parsers imported. It sends its pages one by one
over a socket, so a long file is never held twice. Whatever happens to it, the caller gets a CaptureError that says
which limit was broken. Why not multiprocessing: docs/decisions/0020.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from capture.messages import End, Job, Length, Message, decode
from documents.errors import CaptureError, Damaged, ReaderKilled, ReaderLost, TooLarge
from documents.plain import to_plain

_LONGEST_LINE = 64 << 20  # bytes of one message
_START = 60.0  # seconds for the server to import the parsers
_LEAVING = 1.0  # seconds that a child may take to end after its last word; it takes less than a millisecond
_BURIAL = 5.0  # seconds to wait for it at most; it takes some milliseconds
#: Nothing of ours ends a child whose caller still listens by these; a broken limit or parser has other signals.
_FROM_OUTSIDE = frozenset({-signal.SIGKILL, -signal.SIGTERM, -signal.SIGINT, -signal.SIGHUP})


class _Server:
    """Our end of the fork server."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        root = str(Path(__file__).resolve().parent.parent)
        path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))
        large = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}  # every fork touches its memory anew: a third fewer faults
        single = {"OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        self.process = subprocess.Popen(  # noqa: S603 our own module
            [sys.executable, "-m", "capture.fork_server", str(theirs.fileno())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            env={**large, **os.environ, **single, "PYTHONPATH": path},
            start_new_session=True,
        )
        theirs.close()
        self.socket = ours
        self.owner = os.getpid()
        ours.settimeout(_START)
        with suppress(OSError):
            if ours.recv(16) == b"ready":
                return
        self.process.kill()
        self.close()
        raise ReaderLost("The reading process does not start. Run `python -m capture.fork_server` to see why.")

    def is_ours(self) -> bool:
        return self.owner == os.getpid() and self.process.poll() is None

    def close(self) -> None:
        self.socket.close()
        if self.owner == os.getpid():
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(10)


_server: _Server | None = None
_lock = threading.Lock()


def stop() -> None:
    """End the reading process of this process; the next reading starts another."""
    global _server
    if _server is not None:
        _server.close()
        _server = None


def _forget() -> None:
    """A fork of the caller must not share its server, nor a lock that another thread held."""
    global _lock
    _lock = threading.Lock()
    stop()


atexit.register(stop)
os.register_at_fork(after_in_child=_forget)


def _ask(job: Job) -> tuple[socket.socket, socket.socket]:
    """Have a child started; returns our ends of its lifeline and of its results."""
    global _server
    lifeline, their_lifeline = socket.socketpair()
    results, their_results = socket.socketpair()
    with _lock, their_lifeline, their_results:
        if _server is None or not _server.is_ours():
            stop()
            _server = _Server()
        request = json.dumps(to_plain(job)).encode()
        try:
            socket.send_fds(_server.socket, [request], [their_lifeline.fileno(), their_results.fileno()])
        except OSError as error:  # it was alive a moment ago
            lifeline.close()
            results.close()
            raise _lost(job) from error
    return lifeline, results


def stream(job: Job) -> Iterator[Message]:
    """The parts of the file as the child finds them. Raises a CaptureError when it cannot go on."""
    lifeline, results = _ask(job)
    with lifeline, results:
        clock = _Clock(job)
        try:
            for line in _lines(results, clock):
                message = decode(line, job.name)
                if isinstance(message, CaptureError):
                    raise message
                if isinstance(message, End):
                    _let_it_leave(results)
                    return
                if isinstance(message, Length):
                    clock.length = message.pages
                else:
                    yield message
                clock.pages_done()
            raise _cause(job, lifeline)
        finally:
            _see_it_buried(lifeline)


def _let_it_leave(results: socket.socket) -> None:
    """It has said all and ends by itself; killed now, it could not tell that it had to open the engines' weights."""
    _until_closed(results, _LEAVING)


def _see_it_buried(lifeline: socket.socket) -> None:
    """Have the child ended with all it started, and wait until it is gone: nothing is left when a reading returns."""
    with suppress(OSError):  # the server died: its children die with it
        lifeline.shutdown(socket.SHUT_WR)
        _until_closed(lifeline, _BURIAL)


def _until_closed(end: socket.socket, seconds: float) -> None:
    """Wait until the other end is closed, so many seconds between two words of it at most."""
    end.settimeout(seconds)
    with suppress(OSError):
        while end.recv(1 << 12):
            pass


class _Clock:
    """How long the child may still think."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.start = self.last = time.monotonic()
        self.length = 1

    def pages_done(self) -> None:
        self.last = time.monotonic()

    def left(self) -> float:
        """Seconds; raises TooLarge when there are none."""
        limits, now = self.job.limits, time.monotonic()
        whole = limits.budget(self.length)
        if now - self.start > whole:
            raise TooLarge(
                f"{self.job.name}: reading took longer than {whole:.0f} s (limit seconds). Split it or scan it anew."
            )
        if now - self.last > limits.stall:
            raise TooLarge(f"{self.job.name}: one page took longer than {limits.stall} s (limit stall). Scan it anew.")
        return min(self.start + whole, self.last + limits.stall) - now


def _lines(results: socket.socket, clock: _Clock) -> Iterator[bytes]:
    rest = bytearray()
    poll = select.poll()
    poll.register(results, select.POLLIN)
    while True:
        if not poll.poll(max(1.0, clock.left() * 1000)):
            continue
        chunk = results.recv(1 << 20)
        if not chunk:
            return
        start = len(rest)
        rest += chunk
        if b"\n" in memoryview(rest)[start:].tobytes():
            *whole, last = bytes(rest).split(b"\n")
            rest = bytearray(last)
            yield from whole
        if len(rest) > _LONGEST_LINE:
            raise Damaged(f"{clock.job.name}: the reader answered without end. Ask for a new file.")


def _cause(job: Job, lifeline: socket.socket) -> CaptureError:
    """Why the child went away without a last word."""
    lifeline.settimeout(10)
    said: dict[str, int] = {}
    with suppress(TimeoutError, ValueError):
        for line in lifeline.makefile("rb"):
            said.update(json.loads(line))
    code = said.get("code")
    if code is None:
        return _lost(job)
    if code in _FROM_OUTSIDE:
        return ReaderKilled(_LOST.format(job.name))
    memory = job.limits.memory
    if said.get("peak", 0) > memory * 0.6:
        return TooLarge(f"{job.name}: reading needs more than {memory} MiB (limit memory). Split it or scan it anew.")
    if code == -signal.SIGXCPU:
        return TooLarge(f"{job.name}: reading took too much computing time (limit seconds). Scan it anew.")
    name = signal.Signals(-code).name if code < 0 else f"exit {code}"
    return Damaged(f"{job.name}: the reader crashed on it ({name}); it is broken or made to break. Ask for a new file.")


def _lost(job: Job) -> ReaderLost:
    return ReaderLost(_LOST.format(job.name))


_LOST = (
    "{}: the reading process was killed from outside, perhaps for want of memory on this machine. "
    "It is tried again; if that does not help, run fewer jobs at once."
)
