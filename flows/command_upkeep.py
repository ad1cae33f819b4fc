"""The commands for declarations, people and master data: `type`, `user`, `master`."""

from __future__ import annotations

import argparse
import getpass
import sys
from importlib import import_module
from pathlib import Path

import doctypes
import store
from documents.counting import counted
from documents.doctype import DocumentType
from documents.errors import SettingsError
from flows.exit_codes import Exit
from flows.reading import all_types
from flows.settings import load_settings
from flows.table import refuse_unknown
from flows.telling import say
from store import master, people


def check_type(asked: argparse.Namespace) -> Exit:
    """Is this declaration right?"""
    doctype = doctypes.load(asked.file)
    columns = sum(len(table.columns) for table in doctype.tables)
    counts = f"{_counts(doctype)}, {counted(columns, 'column')}"
    say(f"{asked.file}: {doctype.label}, {counts}: right")
    return Exit.DONE


def list_types(asked: argparse.Namespace) -> Exit:
    """The document types there are."""
    for name, doctype in sorted(all_types().items()):
        say(f"{name:<20} {doctype.label}: {_counts(doctype)}")
    return Exit.DONE


def _counts(doctype: DocumentType) -> str:
    return f"{counted(len(doctype.fields), 'field')}, {counted(len(doctype.rules), 'rule')}"


def add_user(asked: argparse.Namespace) -> Exit:
    """Add a person who may sign in at the desk."""
    refuse_unknown(asked.role or [], import_module("desk.people").ROLES, "--role")
    settings = load_settings(asked.settings)
    db = store.open_database(settings.database, settings.folders.files)
    try:
        roles = asked.role or (["operator"] if people.everybody(db) else ["admin"])
        people.add(db, asked.name, _password(asked.password_file), roles, asked.client or (people.ALL_CLIENTS,))
    finally:
        store.close(db)
    say(f"{asked.name} may sign in as {', '.join(roles)}: `paperdesk desk`")
    return Exit.DONE


def import_master(asked: argparse.Namespace) -> Exit:
    """Replace a client's suppliers or purchase orders by those of a CSV file."""
    load = {"suppliers": master.import_suppliers, "orders": master.import_orders}[asked.table]
    settings = load_settings(asked.settings)
    if not asked.file.is_file():
        raise SettingsError(f"{asked.file}: there is no such file; check the path.")
    db = store.open_database(settings.database, settings.folders.files)
    try:
        count = load(db, asked.client, asked.file)
    finally:
        store.close(db)
    say(f"{count} {asked.table} of client {asked.client} from {asked.file}")
    return Exit.DONE


def _password(file: Path | None) -> str:
    if file is not None and str(file) != "-":
        return file.read_text(encoding="utf-8").rstrip("\n")
    if file is not None or not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass(f"password (at least {people.SHORTEST_PASSWORD} characters): ")
    if first != getpass.getpass("once more: "):
        raise SettingsError("the two passwords differ; run the command again.")
    return first
