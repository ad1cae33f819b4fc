"""The commands that work through the inbox: `watch` and `nightly`."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime

from documents.errors import Busy, SettingsError
from flows.exit_codes import Exit
from flows.server import server
from flows.settings import Settings
from flows.starting import settings_for_work
from flows.telling import say
from flows.waiting import watched_by_us
from flows.watching import Watcher
from flows.work import at_work


def watch(asked: argparse.Namespace) -> Exit:
    """Watch the inbox and process what comes, until stopped."""
    settings = settings_for_work(asked.settings)
    try:
        with watched_by_us(settings) as is_first, at_work(settings) as work, _processing(settings) as process:
            work.tell(f"watching {settings.folders.inbox}; Ctrl-C stops")
            if not is_first:
                work.tell("another `watch` is at work in this house; both go on, and every file is taken once")
            Watcher(work, process).watch()
    except KeyboardInterrupt:
        say("stopped; what was done is kept")
    return Exit.DONE


def nightly(asked: argparse.Namespace) -> Exit:
    """The night's work, once a client and business date."""
    settings = settings_for_work(asked.settings)
    today = datetime.now(settings.schedule.zone).date()
    if asked.date is not None and asked.date > today:
        zone = settings.schedule.timezone
        raise SettingsError(f"--date {asked.date}: lies in the future; today is {today} in {zone}.")
    if asked.client and not (settings.folders.inbox / asked.client).is_dir() and asked.client not in settings.clients:
        raise SettingsError(f"--client {asked.client}: has no folder in {settings.folders.inbox} and no settings.")
    with at_work(settings) as work, server(settings.folders.output / "prefect", temporary=True):
        from flows import prefect_flows

        night = prefect_flows.nightly(asked.date, asked.client)
        for path in night.paths:
            work.tell(f"report {path}")
        say(*night.markdown.split("\n"))
        return night.exit


@contextmanager
def _processing(settings: Settings) -> Iterator[Callable[[], object]]:
    """A function that works off what waits. Its server is started with the first work, and anew when it has failed."""
    with ExitStack() as running:

        def process() -> object:
            if not started:
                running.enter_context(server(settings.folders.output / "prefect", temporary=True))
                started.append(True)
            import httpx
            from prefect.exceptions import PrefectException

            from flows import prefect_flows

            try:
                return prefect_flows.process()
            except (PrefectException, httpx.HTTPError, RuntimeError) as error:  # our tables know what is left to do
                running.close()
                started.clear()
                raise Busy(f"Prefect failed ({type(error).__name__}: {error}); its server is started anew.") from error

        started: list[bool] = []
        yield process
