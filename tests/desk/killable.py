"""A desk in a process that may be killed at any moment: another takes its place on the same port.

`python -m tests.desk.killable DATABASE FILES` prints the port, then the number of each process that serves. The imports
are done once; a new process is a fork of some milliseconds.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from pathlib import Path

import uvicorn

import store
from desk.app import make_app
from tests.desk.conftest import TYPES


def serve(listening: socket.socket, url: str, files: Path) -> None:
    """Serve until killed."""
    db = store.open_database(url, files)
    config = uvicorn.Config(make_app(db, TYPES), log_level="critical", access_log=False)
    uvicorn.Server(config).run(sockets=[listening])


def main() -> None:
    """Keep one process serving, until standard input ends."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    url, files = sys.argv[1], Path(sys.argv[2])
    listening = socket.create_server(("127.0.0.1", 0))
    print(listening.getsockname()[1], flush=True)
    while True:
        child = os.fork()
        if child == 0:
            serve(listening, url, files)
            os._exit(0)
        print(child, flush=True)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
