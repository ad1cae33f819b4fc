"""The command `audit`: is everything that came in still there, once, and as it was?"""

from __future__ import annotations

import argparse

import store
from documents.counting import counted
from flows.auditing import anchors, audit_client, audit_house, names
from flows.exit_codes import Exit
from flows.settings import load_settings
from flows.table import refuse_unknown
from flows.telling import say


def audit(asked: argparse.Namespace) -> Exit:
    """Read everything again, and say what is wrong."""
    settings = load_settings(asked.settings)
    db = store.open_database(settings.database, settings.folders.files)
    try:
        everybody = names(db, settings)
        if asked.client:
            refuse_unknown([asked.client], everybody, "--client")
        known, wrong = anchors(settings), 0
        for name in [asked.client] if asked.client else everybody:
            audited = audit_client(db, settings, name, anchor=known.get(name), grace=asked.older)
            balance = audited.balance
            counts = f"{counted(balance.received, 'file')}, {counted(balance.became, 'document')}"
            wrong += _shown(f"{name}: {counts}, {balance.exported} exported", audited.wrong)
        if not asked.client:
            house = audit_house(db, settings, anchor=known.get(""), grace=asked.older)
            wrong += _shown(
                f"the house: {counted(house.chain.entries, 'entry', 'entries')} of sign-ins and people", house.wrong
            )
    finally:
        store.close(db)
    return Exit.UNBALANCED if wrong else Exit.DONE


def _shown(what: str, wrong: tuple[str, ...]) -> int:
    many = f"{counted(len(wrong), 'thing is', 'things are')} WRONG"
    say(f"{what}: {many if wrong else 'all right'}")
    for sentence in wrong:
        say(f"  {sentence}")
    return len(wrong)
