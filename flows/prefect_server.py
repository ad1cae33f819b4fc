"""Run Prefect's API server on the loopback address until whoever started us is gone.

    python -m flows.prefect_server PORT

Its standard input is a pipe from the starter: when that closes, even because the starter was killed, the server stops.
"""

from __future__ import annotations

import os
import signal
import sys
import threading

import uvicorn


def main() -> None:
    """Serve until standard input ends."""
    threading.Thread(target=_stop_with_starter, daemon=True).start()
    uvicorn.run(
        "prefect.server.api.server:create_app",
        factory=True,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        log_level="error",
        lifespan="on",
        timeout_graceful_shutdown=5,
    )


def _stop_with_starter() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
