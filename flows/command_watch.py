"""The commands that work through the inbox: `watch` and `nightly`."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from documents.errors import SettingsError
from flows.exit_codes import Exit
from flows.reading import all_types
from flows.server import server
from flows.settings import load_settings
from flows.watching import Watcher
from flows.work import at_work


def watch(asked: argparse.Namespace) -> Exit:
    """Watch the inbox and process what comes, until stopped."""
    settings = load_settings(asked.settings)
    all_types()  # a wrong declaration stops the start
    try:
        with at_work(settings) as work, server(settings.folders.output / "prefect", temporary=True):
            work.tell(f"watching {settings.folders.inbox}; Ctrl-C stops")
            Watcher(work, _process()).watch()
    except KeyboardInterrupt:
        print("stopped; what was done is kept")
    return Exit.DONE


def nightly(asked: argparse.Namespace) -> Exit:
    """The night's work, once a client and business date."""
    settings = load_settings(asked.settings)
    all_types()
    if asked.client and not (settings.folders.inbox / asked.client).is_dir() and asked.client not in settings.clients:
        raise SettingsError(f"--client {asked.client}: has no folder in {settings.folders.inbox} and no settings.")
    with at_work(settings) as work, server(settings.folders.output / "prefect", temporary=True):
        from flows import prefect_flows

        night = prefect_flows.nightly(asked.date, asked.client)
        for path in night.paths:
            work.tell(f"report {path}")
        print(night.markdown)
        return night.exit


def _process() -> Callable[[], object]:
    from flows import prefect_flows

    return prefect_flows.process
