"""The process that makes the reading children: it imports the parsers once and forks itself for every file.

Run by capture/sandbox.py as `python -m capture.fork_server FD`. It is a session of its own and single-threaded, so a
fork is safe and takes some milliseconds. It ends when its client does, and takes all children with it.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import resource
import selectors
import shutil
import signal
import socket
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import cv2

from capture import ocr, reading
from capture.messages import Job
from documents.plain import to_noun

_LIBC = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_HAS_OPENED = 64  # exit code of a child that read a picture and had to open the engines' weights for it
_GRACE = 0.5  # of the CPU limit, on top of the wall clock


@dataclass(eq=False)
class _Child:
    pid: int
    pidfd: int
    lifeline: socket.socket
    folder: str
    engine: str
    is_left: bool = False  # the client has closed the lifeline


class ForkServer:
    """Starts children for the client at the other end of `control`, and buries them."""

    def __init__(self, control: socket.socket) -> None:
        self.control = control
        self.children: set[_Child] = set()
        self.selector = selectors.DefaultSelector()
        self.selector.register(control, selectors.EVENT_READ)

    def serve(self) -> None:
        """Until the client is gone."""
        while True:
            for key, _ in self.selector.select():
                child: _Child | None = key.data
                if child is None:
                    if not self._start():
                        return self._leave()
                elif key.fileobj == child.pidfd:
                    self._bury(child)
                elif child in self.children:
                    child.is_left = True
                    self.selector.unregister(child.lifeline)
                    _kill(child.pid)

    def _start(self) -> bool:
        request, fds, _, _ = socket.recv_fds(self.control, 1 << 16, 2)
        if not request:
            return False
        lifeline, results = (socket.socket(fileno=fd) for fd in fds)
        folder = tempfile.mkdtemp(prefix="paperdesk-read-")
        job = json.loads(request)
        pid = os.fork()
        if pid == 0:
            self._become_child(job, results, folder, lifeline)
        results.close()
        child = _Child(pid, os.pidfd_open(pid), lifeline, folder, job["engine"])
        self.children.add(child)
        self.selector.register(child.pidfd, selectors.EVENT_READ, child)
        self.selector.register(lifeline, selectors.EVENT_READ, child)
        with suppress(OSError):
            lifeline.sendall(json.dumps({"pid": pid}).encode() + b"\n")
        return True

    def _become_child(self, request: object, results: socket.socket, folder: str, lifeline: socket.socket) -> None:
        code = 1
        try:
            os.setsid()
            _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)  # should this server be killed
            self.selector.close()
            for other in (self.control, lifeline, *(child.lifeline for child in self.children)):
                other.close()
            job = to_noun(Job, request)
            _limit(job)
            tempfile.tempdir = folder
            os.chdir(folder)
            reading.send(job, results)
            code = _HAS_OPENED if ocr.are_weights_open() else 0
        finally:
            os._exit(code)

    def _bury(self, child: _Child) -> None:
        _kill(child.pid)  # what it has started: the dead leader still holds the number of the group
        _, status, usage = os.wait4(child.pid, 0)
        self.selector.unregister(child.pidfd)
        os.close(child.pidfd)
        self.children.discard(child)
        if not child.is_left:
            self.selector.unregister(child.lifeline)
        shutil.rmtree(child.folder, ignore_errors=True)
        code = os.waitstatus_to_exitcode(status)
        farewell = {"code": code, "peak": usage.ru_maxrss // 1024}
        with suppress(OSError):
            child.lifeline.sendall(json.dumps(farewell).encode() + b"\n")
        child.lifeline.close()
        if code == _HAS_OPENED and not ocr.are_weights_open():
            ocr.open_weights(child.engine)  # the next children have them from us
            gc.freeze()

    def _leave(self) -> None:
        for child in list(self.children):
            _kill(child.pid)
            self._bury(child)


def _kill(pid: int) -> None:
    for kill in (os.killpg, os.kill):
        with suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)


def _limit(job: Job) -> None:
    mib = 1 << 20
    seconds = int(job.limits.seconds * (1 + _GRACE))
    for what, most in (
        (resource.RLIMIT_AS, job.limits.memory * mib),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 1024 * mib),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most + (what == resource.RLIMIT_CPU)))  # SIGXCPU first, then SIGKILL


def _leave_the_network() -> None:
    """Go into a network of our own in which there is nothing, and all children with us, where the kernel allows it.

    Root may at once; others by a user namespace, in which they stay who they are. Where neither is allowed (some
    containers), the parsers are on the network that their user is on, as every program is.
    """
    user, group = os.geteuid(), os.getegid()
    if _LIBC.unshare(_CLONE_NEWNET) == 0 or _LIBC.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) != 0:
        return
    for name, line in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        with suppress(OSError):  # our files are ours also under a number that has no name here
            Path("/proc/self", name).write_text(line, encoding="ascii")


def main() -> None:
    """Serve the client whose socket is handed over."""
    control = socket.socket(fileno=int(sys.argv[1]))
    _leave_the_network()
    cv2.setNumThreads(1)  # a fork has no use for another's threads
    control.sendall(b"ready")
    gc.freeze()
    ForkServer(control).serve()


if __name__ == "__main__":
    main()
