"""`paperdesk accuracy`: the report on how right the machine is, from reviews or from a folder with truth."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from assurance import accuracy_page
from assurance.accuracy import Judged, figures
from documents.counting import counted
from flows import accuracy as gathered
from flows.command_records import opened
from flows.exit_codes import Exit
from flows.reading import named_type
from flows.settings import Settings, load_settings
from flows.telling import say
from store import certificates, clients


def accuracy(asked: argparse.Namespace) -> Exit:
    """Write the report as HTML, and as JSON beside it; print one line a document type."""
    if asked.truth:
        settings = load_settings(asked.settings)
        reading = settings.reading(doctype=named_type(asked.doctype))
        values = gathered.of_folder(asked.truth, reading, settings.jobs)
        origin = f"Held against the truth of {asked.truth}."
        _write(asked, settings, values, origin, [])
        return _told(values)
    with opened(asked) as (db, settings):
        names = [asked.client] if asked.client else clients.names(db)
        values = [value for name in names for value in gathered.of_store(db, name)]
        promised = [
            f"{name}, {kept.certificate.doctype}: {kept.certificate.sentence}"
            for name in names
            for kept in certificates.in_force(db, name)
        ]
    origin = (
        f"From what people reviewed for {', '.join(names) or 'nobody'}. The error of what went through is that of "
        "blind QA and of fields keyed unseen; what was seen while it was confirmed teaches, and proves nothing."
    )
    _write(asked, settings, values, origin, promised)
    return _told(values)


def _write(
    asked: argparse.Namespace, settings: Settings, values: Sequence[Judged], origin: str, promised: Sequence[str]
) -> None:
    target: Path = asked.out or settings.folders.output / "accuracy.html"
    target.parent.mkdir(parents=True, exist_ok=True)
    written = json.dumps(accuracy_page.plain(values, origin, promised), indent=1, ensure_ascii=False)
    for path, text in ((target, accuracy_page.page(values, origin, promised)), (target.with_suffix(".json"), written)):
        path.write_text(text, encoding="utf-8")
    say(f"{target}, and the figures in {target.with_suffix('.json').name}")


def _told(values: Sequence[Judged]) -> Exit:
    for name in sorted({each.doctype for each in values}):
        one = figures(name, [each for each in values if each.doctype == name])
        shares = f"F1 {_share(one.f1)}, {_share(one.automation)} through"
        bound = f", {one.wrong} of {one.checked} checked wrong, at most {one.interval[1]:.1%}" if one.interval else ""
        say(f"{name}: {counted(one.documents, 'document')}, {counted(one.known, 'value')} known, {shares}{bound}")
    if not values:
        say("nothing has been reviewed yet")
    return Exit.DONE


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"
