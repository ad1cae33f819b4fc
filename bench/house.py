"""A small paperdesk house that lives a day: files of every kind come in, are read, keyed, exported, reported.

Everything in it may be cut off at any moment and begun again. What reading would find is told by the files themselves,
so that a day takes a tenth of a second and no parser.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import ParamSpec, TypeVar

import store
from bench.receiver import SECRET
from documents.case import Case, CaseState, ReceiptState
from documents.doctype import DocumentType
from documents.errors import Busy, Damaged, Defect, EngineMissing
from documents.fields import Field
from documents.layout import Box, Document, Page
from documents.verdicts import Decision, Doubt, Reason, Route
from flows import process, reading
from flows.addresses import Webhook
from flows.command_again import put_back
from flows.drafts import Draft
from flows.exit_codes import Exit, exit_of
from flows.intake import inboxes
from flows.nightly import run_night
from flows.process import process_waiting
from flows.settings import Client, Folders, Settings, Watch
from flows.work import Work, machine
from flows.workers import Crew
from store import cases, drafts, finishing, history, ledger, queue, receipts, restating
from store.receipts import Receipt

Given = ParamSpec("Given")
Result = TypeVar("Result")

#: File by file what comes in: client, name, content. The first word says what reading finds; the rest is the number.
DROPPED = (
    ("acme", "a.xml", b"good A-1"),
    ("acme", "a.json", b'{"box": "B17"}'),
    ("acme", "again.xml", b"good A-1"),
    ("acme", "below/late.xml", b"good A-2"),
    ("acme", "later.xml", b"waits A-3"),
    ("acme", "review.xml", b"review A-4"),
    ("acme", "torn.xml", b"torn A-5"),
    ("acme", "values.xml", b"good A-6"),
    ("acme", "values.json", b"{"),
    ("beta", "good.xml", b"good B-1"),
)
MORE = b" written late"
ANNA = "anna"
BOX = Box(0, 0.1, 0.1, 0.3, 0.12)


class Inline(Crew):
    """A crew without processes: the work is done here, and an error told as a worker tells it."""

    def __init__(self) -> None:
        return

    def call(self, function: Callable[Given, Result], *given: Given.args, **named: Given.kwargs) -> Result:
        """The function's result."""
        try:
            return function(*given, **named)
        except OSError as error:
            kind = Busy if exit_of(error) is Exit.TRY_AGAIN else Defect
            raise kind(str(error)) from error


def one_by_one(chunks: Sequence[Sequence[Receipt]], run: Callable[[Sequence[Receipt]], list[object]]) -> list[object]:
    """Run chunks in this thread."""
    return [outcome for chunk in chunks for outcome in run(chunk)]


def settings_of(folder: Path, url: str = "") -> Settings:
    """The house's settings; without a `url` its database is SQLite, in the folder.

    Where a receiver's address stands in folder/receiver, acme's exports are sent there.
    """
    folders = Folders(folder / "inbox", folder / "output", folder / "files")
    watch = Watch(look_every=0.01, stable=0.0, free_megabytes=1)
    there = folder / "receiver"
    hook = Webhook(there.read_text(), folder / "secret", plain=True, seconds=0.5) if there.exists() else None
    return replace(
        Settings(),
        database=url or f"sqlite:///{folder}/house.db",
        folders=folders,
        watch=watch,
        jobs=1,
        clients={"acme": Client(webhook=hook)} if hook else {},
    )


def furnish(folder: Path) -> None:
    """The senders drop their files."""
    for client, name, content in DROPPED:
        path = folder / "inbox" / client / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / "secret").write_bytes(SECRET)
    (folder / "secret").chmod(0o600)


def read(
    path: Path, _types: object, _reading: object, *, name: str | None = None, images: Path | None = None, **_: object
) -> list[Draft]:
    """What the file says of itself, as `flows.reading.read` would find it."""
    kind, _space, number = path.read_bytes().decode().partition(" ")
    called = name or path.name
    if kind == "torn":
        raise Damaged(f"{called}: is torn. Send it again.")
    if kind == "waits" and not _WAITED.exists():
        _WAITED.touch()
        raise EngineMissing("no engine yet")
    if images is not None:
        (images / "1.webp").write_bytes(b"a picture of " + number.encode())
    pages = (Page(0, 595, 842, image="1.webp" if images else None),)
    fields = (
        Field("invoice_number", number, number, 1.0, "label", (BOX,)),
        Field("gross_total", Decimal("119.00"), "119.00", 0.4 if kind == "review" else 1.0, "label", (BOX,)),
        Field("currency", "EUR", "EUR", 1.0, "label", (BOX,)),
    )
    found = {field.name: field for field in fields}
    return [Draft(Document(sha256(path.read_bytes()).hexdigest(), called, pages), TYPE, found, kind)]


def judge(draft: Draft, *_: object) -> Case:
    """Everything goes through, but what is to be reviewed."""
    route = Route.REVIEW if draft.reason == "review" else Route.RELEASE
    reasons = (Reason("gross_total", Doubt.READING, "read at 0.40"),) if route is Route.REVIEW else ()
    decision = Decision(route, reasons, frozenset(draft.fields), {}, "d1", "m1")
    return Case(draft.document, draft.doctype, draft.fields, (), decision)


TYPE: DocumentType = replace(reading.all_types()["invoice"], exports=("jsonl", "csv"))
_WAITED = Path("waited")


def day(folder: Path, url: str = "") -> None:
    """Live the day, from wherever it was cut off."""
    global _WAITED
    _WAITED = folder / "waited"
    vars(process).update(read=read, judge=judge)  # the same, without a parser
    settings = settings_of(folder, url)
    db = store.open_database(settings.database, settings.folders.files)
    work = Work(settings, db, Inline(), tell=lambda line: None)
    _look(work)
    _write_late(folder)
    _die_holding(work)
    work_on(work)
    _begin_an_export(work)
    _key(work)
    run_night(work, one_by_one)  # type: ignore[arg-type]  # outcomes
    _try_again(work)
    _restate(work)
    _key(work)
    _look(work)
    work_on(work)
    run_night(work, one_by_one)  # type: ignore[arg-type]  # outcomes
    store.close(db)


def _look(work: Work) -> None:
    for inbox in inboxes(work.db, work.settings):
        for _ in range(3):
            inbox.look()


def _write_late(folder: Path) -> None:
    """The sender of late.xml still had it open, and writes more."""
    for path in (folder / "inbox" / "acme").rglob("late.xml"):
        if not (folder / "written").exists():
            with path.open("ab") as file:
                file.write(MORE)
            (folder / "written").touch()


def _die_holding(work: Work) -> None:
    """A process that is no more held a file."""
    receipts.claim(work.db, worker=f"{machine()}:{2**22 + 1}", count=1)


def work_on(work: Work) -> None:
    """Read all that waits."""
    process_waiting(work, one_by_one)  # type: ignore[arg-type]  # outcomes


def _begin_an_export(work: Work) -> None:
    """A process died after it had begun an export."""
    for client, format, doctype in ledger.due(work.db)[:1]:
        ledger.begin(work.db, client=client, format=format, doctype=doctype)


def _key(work: Work) -> None:
    """Anna keys what waits."""
    while (lease := queue.next(work.db, person=ANNA)) is not None:
        number, fence = lease.case_id, lease.fence
        told = {"name": "gross_total", "value": Decimal("120.00"), "text": "120,00", "boxes": (BOX,), "edit": "one"}
        history.correct(work.db, number, person=ANNA, fence=fence, **told)  # type: ignore[arg-type]  # as they are
        case = cases.load(work.db, number, {TYPE.name: TYPE})
        decision = replace(case.decision, route=Route.RELEASE, reasons=())
        if restating.of(work.db, number):  # both ways in which the desk ends a review
            seen, drafted = history.newest(work.db, number), drafts.newest(work.db, number, ANNA)
            given = {"asked": (), "fields": case.fields, "findings": (), "decision": decision, "person": ANNA}
            finishing.finish(work.db, number, **given, fence=fence, seen=seen, drafted=drafted)  # type: ignore[arg-type]
        else:
            cases.decide(work.db, number, fields=case.fields, findings=(), decision=decision, person=ANNA, fence=fence)


def _try_again(work: Work) -> None:
    """A supervisor has the torn file tried once more."""
    for receipt in receipts.of(work.db, states=(ReceiptState.FAILED,)):
        if receipt.name == "torn.xml" and not (work.settings.folders.output / "retried").exists():
            put_back(work.db, work.settings, receipt.id, person=ANNA, why="once more")
            (work.settings.folders.output / "retried").touch()


def _restate(work: Work) -> None:
    """What was exported of beta's document is wrong."""
    for receipt in receipts.of(work.db, client="beta", states=(ReceiptState.PROCESSED,)):
        [number] = cases.of_receipt(work.db, receipt.id)
        if cases.state(work.db, number) is CaseState.RELEASED and not restating.of(work.db, number):
            restating.restate(work.db, number, person=ANNA, why="the total is wrong")
