"""The commands that serve until they are stopped: `serve` and `desk`."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import Any

import store
from documents.errors import Busy, PaperdeskError
from flows.command_again import put_back
from flows.exit_codes import Exit
from flows.learned import of_client
from flows.reading import THRESHOLDS, all_types, anew
from flows.releasing import Teller, release_approved
from flows.server import server
from flows.settings import Settings
from flows.starting import settings_for_work
from flows.telling import say, told, trace
from flows.waiting import dropped, watched_by_us
from flows.watching import Watcher
from flows.work import at_work, every

#: What is finished at the desk goes out so soon, in seconds, when no schedule does it.
_RELEASE_EVERY = 15.0


def serve(asked: argparse.Namespace) -> Exit:
    """Serve the schedules and watch the inbox. Stops the runner before the server."""
    settings = settings_for_work(asked.settings)
    if settings.source is not None:  # scheduled runs are processes of their own
        os.environ["PAPERDESK_SETTINGS"] = str(settings.source.resolve())
    home = settings.folders.output / "prefect"
    with (
        server(home, temporary=False) as address,
        at_work(settings, by_signal=False) as work,
        watched_by_us(settings),
    ):
        from flows.schedules import serve_schedules

        with _watching(Watcher(work, _process()), work.crew.close):
            say(f"serving: Prefect at {address.removesuffix('/api')}, inbox {settings.folders.inbox}; Ctrl-C stops")
            serve_schedules(settings)
    say("stopped; what was done is kept")
    return Exit.DONE


def desk(asked: argparse.Namespace) -> Exit:
    """The web desk, which also releases what was finished at it."""
    import uvicorn

    settings = settings_for_work(asked.settings)
    host, port = asked.host or settings.desk.host, asked.port or settings.desk.port
    _refuse_taken(host, port)
    db = store.open_database(settings.database, settings.folders.files)
    try:
        app = desk_app(db, settings)
        with _releasing(db, settings):
            say(f"the desk is at http://{host}:{port}; Ctrl-C stops")
            signal.signal(signal.SIGTERM, signal.default_int_handler)  # uvicorn ends in peace, then raises it again
            with suppress(KeyboardInterrupt):
                uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False, server_header=False)
    finally:
        store.close(db)
    return Exit.DONE


def _refuse_taken(host: str, port: int) -> None:
    try:
        socket.create_server((host, port)).close()
    except OSError as error:
        why = f"the desk cannot listen at {host}:{port} ({error.strerror})"
        raise Busy(f"{why}; stop what does, or choose another with --port") from error


def desk_app(db: store.Database, settings: Settings) -> Any:
    """The desk over this database: it judges as the flows do, and gives each client's documents its formats."""
    chosen = import_module("desk.settings").Settings(
        origins=frozenset(settings.desk.origins),
        secure=settings.desk.secure,
        thresholds=THRESHOLDS,
        formats={name: client.formats for name, client in settings.clients.items() if client.formats},
        machine_votes={name: frozenset(client.machine_votes) for name, client in settings.clients.items()},
        plan=settings.qa,
        accept_rest=frozenset(name for name, client in settings.clients.items() if client.accept_rest),
        eyes=settings.reading,
        read_anew=lambda client, document, doctype, known: anew(
            document, doctype, known, of_client(db, client, settings.client(client).promise)
        ),
        again=lambda number, person, why: put_back(db, settings, number, person=person, why=why),
        dropped=lambda: dropped(db, settings),
    )
    return import_module("desk.app").make_app(db, all_types(), chosen)


def _process() -> Callable[[], object]:
    from flows import prefect_flows

    return prefect_flows.process


@contextmanager
def _watching(watcher: Watcher, close: Callable[[bool], None]) -> Iterator[None]:
    thread = threading.Thread(target=watcher.watch, name="watch")
    thread.start()
    try:
        yield
    finally:
        watcher.stop()
        close(True)  # what is being read is given back
        thread.join()


@contextmanager
def _releasing(db: store.Database, settings: Settings) -> Iterator[None]:
    """Release approved cases every few seconds while the desk is open."""
    teller, before = Teller(told), ""

    def release() -> None:
        nonlocal before
        before = release_once(db, settings, teller, before)

    with every(_RELEASE_EVERY, release, "release"):
        yield


def release_once(db: store.Database, settings: Settings, teller: Teller, before: str) -> str:
    """Release what is approved. Returns what stood in the way; it is told unless it is the same as `before`.

    The desk stays open meanwhile, so not even our own defect may end the releasing for good: it is told as one. The
    work has a thread of its own, which such a defect ends.
    """
    with ThreadPoolExecutor(1, "release") as thread:
        released = thread.submit(release_approved, db, settings, asked=False)
    error = released.exception()
    if error is None:
        teller.show(released.result())
        return ""
    is_ours = not isinstance(error, (PaperdeskError, OSError))
    defect = f"{type(error).__name__}: {error}. This is our fault: please report it."
    trouble = defect if is_ours else str(error)
    if trouble != before:
        told(f"not exported: {trouble}")
        if is_ours:
            told(*trace(error))
    return trouble
