"""The commands about what was learned and what is promised: `learn`, `promise`."""

from __future__ import annotations

import argparse

import store
from documents.counting import counted
from documents.errors import SettingsError
from flows.certifying import certify_client
from flows.command_records import opened
from flows.exit_codes import Exit
from flows.learn import learn_all
from flows.telling import say
from store import clients, models


def learn(asked: argparse.Namespace) -> Exit:
    """Learn from what was reviewed, list the versions, put one in force, or take the newest back."""
    with opened(asked) as (db, settings):
        if asked.list:
            return _listed(db, asked.client)
        if asked.revert or asked.activate:
            return _moved(db, asked)
        every = 1 if asked.now else None
        lessons = learn_all(db, settings, asked.client, every=every, person=asked.by or "")
    for lesson in lessons:
        say(f"{lesson.client}, {lesson.doctype}: {lesson.sentence}")
    if not lessons:
        say("nothing new to learn from; review more documents, or ask for less: --now")
    return Exit.DONE


def promise(asked: argparse.Namespace) -> Exit:
    """What is promised, what of it is proved, and what was withdrawn."""
    code = Exit.DONE
    with opened(asked) as (db, settings):
        names = [asked.client] if asked.client else clients.names(db)
        if not names:
            say("no client has sent anything yet, so nothing is promised")
        for name in names:
            told = certify_client(db, name, settings.client(name).promise, person=asked.by or "")
            say(f"{name}: {_counted(len(told.standings))}")
            for kept in told.ended:
                code = Exit.REVIEW
                say(f"  {kept.certificate.doctype}: withdrawn, {kept.why}. It said: {kept.certificate.sentence}")
            for doctype in sorted({each.doctype for each in told.standings}):
                mine = [each for each in told.standings if each.doctype == doctype]
                for sentence in dict.fromkeys(each.sentence for each in mine if each.certificate or each.checked):
                    say(f"  {doctype}: {sentence}")
                bare = [each.field for each in mine if not each.certificate and not each.checked]
                if bare:
                    say(f"  {doctype}: nothing checked yet: {', '.join(bare)}")
    return code


def _counted(fields: int) -> str:
    return f"{counted(fields, 'field')} promised" if fields else "no value was checked yet, so nothing is proved"


def _listed(db: store.Database, client: str | None) -> Exit:
    for each in models.history(db, client):
        told = f"{each.client}, {each.doctype}: {each.version}, {counted(each.documents, 'document')}"
        say(f"{each.id:>5}  {each.state.value:<8}  {told}, {each.made_at:%Y-%m-%d %H:%M}; {each.why}")
    return Exit.DONE


def _moved(db: store.Database, asked: argparse.Namespace) -> Exit:
    if not (asked.by and asked.why):
        raise SettingsError("--revert and --activate change what is in force: say who (--by) and why (--why).")
    if asked.activate:
        version = models.activate(db, asked.activate, person=asked.by, why=asked.why)
        say(f"{version.client}, {version.doctype}: version {version.id} ({version.version}) is in force")
        return Exit.DONE
    if not asked.client:
        raise SettingsError("--revert needs the client whose version it is: add --client NAME.")
    before = models.revert(db, asked.client, asked.revert, person=asked.by, why=asked.why)
    now = (
        f"version {before.id} ({before.version}) is in force again" if before else "what the package brings is in force"
    )
    say(f"{asked.client}, {asked.revert}: taken back; {now}")
    return Exit.DONE
