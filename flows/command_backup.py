"""The commands `backup` and `restore`."""

from __future__ import annotations

import argparse

import store
from documents.counting import counted
from flows.exit_codes import Exit
from flows.settings import load_settings
from flows.telling import say
from store import backup as backups


def backup(asked: argparse.Namespace) -> Exit:
    """Copy the database, every kept file and the exports into a new folder below the one named."""
    settings = load_settings(asked.settings)
    db = store.open_database(settings.database, settings.folders.files)
    try:
        made = backups.backup(db, asked.folder, settings.folders.output / "export")
    finally:
        store.close(db)
    say(f"{made}: the backup is whole; `paperdesk restore {made}` puts it back into an empty house")
    return Exit.DONE


def restore(asked: argparse.Namespace) -> Exit:
    """Put a backup back into the database and folder of the settings, which must hold nothing yet."""
    settings = load_settings(asked.settings)
    folders = settings.folders
    made = backups.restore(asked.folder, settings.database, folders.files, folders.output / "export")
    held = f"{counted(made.files, 'file')} and {made.exports} of exports"
    say(f"{asked.folder}: of {made.made_at[:19]} UTC is back, {held}; now run `paperdesk audit`")
    return Exit.DONE
