"""The commands `backup` and `restore`."""

from __future__ import annotations

import argparse

import store
from flows.exit_codes import Exit
from flows.settings import load_settings
from store import backup as backups


def backup(asked: argparse.Namespace) -> Exit:
    """Copy the database and every kept file into a new folder below the one named."""
    settings = load_settings(asked.settings)
    db = store.open_database(settings.database, settings.folders.files)
    try:
        made = backups.backup(db, asked.folder)
    finally:
        store.close(db)
    print(f"{made}: the backup is whole; `paperdesk restore {made}` puts it back into an empty house")
    return Exit.DONE


def restore(asked: argparse.Namespace) -> Exit:
    """Put a backup back into the database and folder of the settings, which must hold nothing yet."""
    settings = load_settings(asked.settings)
    made = backups.restore(asked.folder, settings.database, settings.folders.files)
    print(f"{asked.folder}: of {made.made_at[:19]} UTC is back, {made.files} files; now run `paperdesk audit`")
    return Exit.DONE
