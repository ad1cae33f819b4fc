"""Prefect's server: tuned, on the loopback address, off-line, started and stopped by us where none is named.

docs/decisions/0082 has the measurements behind the figures.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from documents.errors import Busy

#: Seconds that a server may take to start; one with an empty database needs about twelve.
_START = 120.0

#: No word leaves this machine, and nothing is logged that could hold a value.
QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
    "PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "ERROR",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_LOGGING_LOG_PRINTS": "false",
    "PREFECT_CLI_PROMPT": "false",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    "PREFECT_SILENCE_API_URL_MISCONFIGURATION": "true",
    "PREFECT_CLIENT_MAX_RETRIES": "3",  # 14 seconds; its five are more than a minute for every word to a lost server
}
#: Events are written in batches (the defaults write one by one); services that nothing of ours asks for stay off.
TUNED = {
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "2",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_BATCH_SIZE": "200",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_READ_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_PAUSE_EXPIRATIONS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_FOREMAN_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_REPOSSESSOR_LOOP_SECONDS": "60",
    "PREFECT_SERVER_SERVICES_CLEANUP_RECONCILER_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_CANCELLATION_CLEANUP_LOOP_SECONDS": "300",
    "PREFECT_SERVER_SERVICES_LATE_RUNS_LOOP_SECONDS": "60",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": '["events", "flow_runs"]',
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": "1209600",
}
#: A server that lives as long as one command schedules nothing and shows nothing.
TEMPORARY = {
    "PREFECT_SERVER_UI_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_SCHEDULER_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_LATE_RUNS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_CANCELLATION_CLEANUP_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_REPOSSESSOR_ENABLED": "false",
}


def prepare(home: Path) -> None:
    """Set Prefect up for this process, before it is imported: its folder, and silence."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.environ.setdefault("PREFECT_HOME", str(home))
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)


@contextmanager
def server(home: Path, *, temporary: bool) -> Iterator[str]:
    """The address of a server: the one that PREFECT_API_URL names, else one of ours, stopped at the end.

    Raises Busy when it does not start in time.
    """
    if temporary:  # what fails in the command's own runs the command tells
        os.environ.setdefault("PREFECT_LOGGING_LEVEL", "CRITICAL")
    prepare(home)
    if named := os.environ.get("PREFECT_API_URL"):
        yield named
        return
    port = _our_port()  # the same for the whole process: Prefect reads the address once
    address = f"http://127.0.0.1:{port}/api"
    settings = {**TUNED, **(TEMPORARY if temporary else {}), **os.environ}
    command = [sys.executable, "-m", "flows.prefect_server", str(port)]
    root = str(Path(__file__).resolve().parent.parent)
    settings["PYTHONPATH"] = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))
    with (home / "server.log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 - our own module
            command, stdin=subprocess.PIPE, stdout=log, stderr=log, env=settings, start_new_session=True
        )
    try:
        _wait_for(f"{address}/health", process, home / "server.log")
        os.environ["PREFECT_API_URL"] = address
        yield address
    finally:
        os.environ.pop("PREFECT_API_URL", None)
        _stop(process)


def _wait_for(health: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _START
    while time.monotonic() < end and process.poll() is None:
        try:
            with urlopen(health, timeout=5) as answer:  # noqa: S310 - our own address
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.2)
    raise Busy(f"Prefect's server does not start; {log} says why. Then run the command again.")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the server in peace, else by force."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@cache
def _our_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
