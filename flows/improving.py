"""What a night does before it reads: learn from reviews, withdraw what holds no more, certify what is proved."""

from __future__ import annotations

from collections.abc import Iterator

import store
from documents.errors import PaperdeskError
from flows.certifying import certify_client
from flows.learn import learn_all
from flows.settings import Settings
from store import clients


def improve(db: store.Database, settings: Settings, client: str | None = None) -> Iterator[str]:
    """Do it for every client (or one), and tell what changed. What goes wrong for one is told, and stops no other."""
    for name in [each for each in clients.names(db) if client in (None, each)]:
        try:
            for lesson in learn_all(db, settings, name):
                yield f"{name}: learned {lesson.doctype} {lesson.sentence}"
            told = certify_client(db, name, settings.client(name).promise)
        except PaperdeskError as error:
            yield f"{name}: could not learn or certify, what was in force stays so: {error}"
            continue
        for kept in told.ended:
            yield f"{name}: withdrawn, {kept.certificate.doctype}: {kept.why}. It said: {kept.certificate.sentence}"
