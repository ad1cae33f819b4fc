"""The commands that look at what there is: `status`, `search`, `export`, `reconcile`."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import store
from documents.case import CaseState, ReceiptState
from documents.counting import counted
from flows.auditing import chain_of
from flows.exit_codes import Exit
from flows.reading import all_types
from flows.releasing import release_approved
from flows.settings import Settings, load_settings
from flows.table import refuse_unknown
from flows.telling import say
from flows.waiting import Dropped, dropped
from store import clients, destinations, index, ledger, receipts, tallies

#: So many failed files are named, the newest.
_SHOWN = 20


def tell(asked: argparse.Namespace) -> Exit:
    """How many files and documents stand where, by client."""
    with opened(asked) as (db, settings):
        files, documents = tallies.files(db, asked.client), tallies.documents(db, asked.client)
        lying = dropped(db, settings, asked.client)
        if not files and not lying:
            say(f"nothing has come in yet; drop files into {settings.folders.inbox}/CLIENT/, or `paperdesk run PATH`")
            return Exit.DONE
        for file in files:
            stuck = f", {file.stuck} stuck" if file.stuck else ""
            say(f"{file.client}: {counted(file.files, 'file')} {file.state.value}{stuck}")
        _tell_dropped(lying, settings)
        for tally in documents:
            straight = f", {tally.straight} without a person" if tally.straight else ""
            say(f"{tally.client}: {tally.documents} {tally.type_name} {tally.state.value}{straight}")
        for code, count in tallies.reasons(db, asked.client):
            say(f"failed: {count} {code}")
        _tell_failed(receipts.of(db, client=asked.client, states=(ReceiptState.FAILED,)))
        for trouble in destinations.failing(db, asked.client):
            told = f"it failed {counted(trouble.failures, 'time')} in a row, last: {trouble.reason}"
            say(f"{trouble.client}: its {trouble.name} takes no exports: {told}")
    waits = any(tally.state is CaseState.REVIEW for tally in documents)
    failed = any(file.state is ReceiptState.FAILED for file in files)
    return Exit.FAILED if failed else Exit.REVIEW if waits else Exit.DONE


def _tell_dropped(lying: list[Dropped], settings: Settings) -> None:
    """What was dropped and is in no table yet, the newest by name."""
    for client, count in sorted(Counter(one.client for one in lying).items()):
        say(f"{client or 'nobody knows whose'}: {counted(count, 'file')} in the inbox, not taken in yet")
    for why in dict.fromkeys(one.why for one in lying[-_SHOWN:]):
        say(f"in the inbox: {why}")
        for one in (one for one in lying[-_SHOWN:] if one.why == why):
            where = str(settings.folders.inbox / one.client / one.name)
            say(f"  {where}, written {one.since:%Y-%m-%d %H:%M} UTC")
    if len(lying) > _SHOWN:
        say(f"  and {counted(len(lying) - _SHOWN, 'older one', 'older ones')}")


def _tell_failed(failed: list[receipts.Receipt]) -> None:
    """The newest of the files that failed, with the numbers by which `retry` and `close` ask for them."""
    for receipt in failed[-_SHOWN:]:
        say(f"receipt {receipt.id}  {receipt.client}/{receipt.name}, failed: {receipt.reason}")
    if failed:
        more = (
            f"{counted(len(failed) - _SHOWN, 'older one is', 'older ones are')} on the desk's board; "
            if len(failed) > _SHOWN
            else ""
        )
        say(f"{more}`paperdesk retry RECEIPT` has one read again, `paperdesk close RECEIPT` gives it up")


def search(asked: argparse.Namespace) -> Exit:
    """Cases that have these words, or this value in a field."""
    with opened(asked) as (db, _):
        if asked.field is not None:
            known = {*index.names(db), *(spec.name for each in all_types().values() for spec in each.fields)}
            refuse_unknown([asked.field], known, "--field")
        hits = index.search(db, asked.text, client=asked.client, field=asked.field)
    for hit in hits:
        page = f", page {hit.page + 1}" if hit.page is not None else ""
        what = f"{hit.client}/{hit.name}{page}, {hit.type_name}, {hit.state}"
        say(f"case {hit.case_id}  {what}: {'found by its name' if hit.by_name else ' '.join(hit.snippet.split())}")
    more = "" if hits else "; `paperdesk status` names the files that failed, or are not taken in yet"
    say(f"{len(hits)} found{more}")
    return Exit.DONE


def export(asked: argparse.Namespace) -> Exit:
    """Release approved cases now."""
    with opened(asked) as (db, settings):
        released = release_approved(db, settings, asked.client, patient=False)
    for path in released.paths:
        say(f"exported {path}")
    for name, reason in released.refused:
        say(f"not exported {name}: {reason}")
    counts = ", ".join(f"{count} {format}" for format, count in released.by_format.items())
    told = f"{counted(len(released.exports), 'export')} with {counted(released.count, 'record')}"
    say(f"{told}: {counts}" if counts else told)
    return released.exit


def acknowledge(asked: argparse.Namespace) -> Exit:
    """Say that exports have arrived where they were to go."""
    with opened(asked) as (db, _):
        entered = {export.name: export for export in ledger.of(db)}
        refuse_unknown(asked.name, entered, "EXPORT")
        for name in asked.name:
            ledger.acknowledged(db, entered[name].id)
            say(f"{name} is acknowledged")
    return Exit.DONE


def reconcile(asked: argparse.Namespace) -> Exit:
    """Does everything that came in stand somewhere, and only there?"""
    balanced = True
    with opened(asked) as (db, _):
        everybody: list[str | None] = [asked.client] if asked.client else [*clients.names(db)]
        for name in everybody or [None]:
            balance = ledger.reconcile(db, name)
            balanced &= balance.balances
            say(f"{name or 'nothing has come in yet'}: {'balances' if balance.balances else 'DOES NOT BALANCE'}")
            say(f"  {counted(balance.received, 'file')} received = {_sum(balance.files)}")
            say(f"  {counted(balance.became, 'document')} = {_sum(balance.documents)}; {balance.exported} exported")
            chain = chain_of(db, name or "")
            balanced &= not chain.wrong
            say(f"  audit chain: {counted(chain.entries, 'entry', 'entries')}, the last is {chain.hash or 'none'}")
            for sentence in (*balance.sentences, *chain.wrong):
                say(f"  {sentence}")
    return Exit.DONE if balanced else Exit.UNBALANCED


def _sum(counts: dict[str, int]) -> str:
    return " + ".join(f"{count} {state}" for state, count in counts.items() if count) or "0"


@contextmanager
def opened(asked: argparse.Namespace) -> Iterator[tuple[store.Database, Settings]]:
    """The database and the settings that a command works with; refuses a client that there is not."""
    settings = load_settings(asked.settings)
    db = store.open_database(settings.database, settings.folders.files)
    try:
        if getattr(asked, "client", None):
            refuse_unknown([asked.client], {*clients.names(db), *settings.clients}, "--client")
        yield db, settings
    finally:
        store.close(db)
