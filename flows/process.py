"""From receipts to cases: files that wait are claimed, dealt into chunks, worked off by the crew, and concluded.

Plain functions; Prefect comes in flows/prefect_flows.py and only says where the chunks run. Documents and stages are
rows of our store: the state of a receipt says all that matters, and whoever is killed has lost a lease at most.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

import store
from assurance.sampling import choose
from documents.case import Case, ReceiptState
from documents.errors import LeaseLost, PaperdeskError
from documents.failpoints import reached
from documents.layout import titles
from flows.drafts import Draft
from flows.learned import BROUGHT, Learned, of_client
from flows.outcome import Made, Outcome, told
from flows.reading import Reading, judge, read, types_for
from flows.work import LEASE, Work
from store import cases, master, originals, qa, receipts
from store.receipts import TRIES, Receipt

#: A chunk should hold so many CPU seconds of work: then starting it costs nothing to speak of.
CHUNK_SECONDS = 20.0
#: Files leased at a time.
PASS = 32
_LEFT = (ReceiptState.RECEIVED, ReceiptState.PROCESSING)

Chunks = Sequence[Sequence[Receipt]]
#: Runs all chunks, through the function given, and returns what became of their files.
RunChunks = Callable[[Chunks, Callable[[Sequence[Receipt]], list[Outcome]]], list[Outcome]]


def process_receipt(database: str, files: Path, receipt: Receipt, reading: Reading) -> tuple[Made, ...]:
    """Read one leased file and save its cases; runs in a worker process. Raises what stands in the way."""
    db = _database(database, files)
    learned = of_client(db, receipt.client, reading.contract)
    with TemporaryDirectory(prefix="paperdesk-pages-") as folder:
        images = Path(folder)
        path = originals.get(db, receipt.sha256)
        reached("process.reading")
        types = types_for(reading.formats)
        drafts = read(path, types, reading, name=receipt.name, images=images, learned=learned)
        reached("process.read")
        with _one_at_a_time(files):
            made = _judged(drafts, master.look_ups(db, receipt.client), learned)
            reached("process.judged")
            drawn = [qa.to_draw(db, receipt.client, case, choose, plan=reading.checks) for case in made]
            numbers = cases.save(db, receipt, made, images, drawn)
    reached("process.saved")
    called = titles([case.document for case in made])
    return tuple(Made.of(*each) for each in zip(numbers, made, called, strict=True))


def _judged(drafts: Sequence[Draft], look_ups: master.LookUps, learned: Learned = BROUGHT) -> list[Case]:
    """The documents of one file judged one after the other, each with those before it in view."""
    made: list[Case] = []
    for draft, title in zip(drafts, titles([draft.document for draft in drafts]), strict=True):
        made.append(judge(draft, look_ups, learned))
        look_ups = look_ups.after(made[-1], title)
    return made


def work_off(work: Work, receipt: Receipt) -> Outcome:
    """Have one leased file read, and conclude it: processed, failed with its reason, or given back."""
    started = time.monotonic()
    settings = work.settings
    try:
        receipts.begin(work.db, receipt, seconds=LEASE)
        reading = settings.reading(receipt.client, limits=receipt.limits)
        made = work.crew.call(process_receipt, settings.database, settings.folders.files, receipt, reading)
        outcome = Outcome(receipt.id, receipt.name, ReceiptState.PROCESSED, made)
    except LeaseLost as error:
        outcome = Outcome(receipt.id, receipt.name, ReceiptState.PROCESSING, code=error.code, reason=str(error))
    except PaperdeskError as error:
        outcome = _refused(work, receipt, error)
    work.held.pop(receipt.id, None)
    reached("process.concluded")
    return replace(outcome, seconds=time.monotonic() - started)


def _refused(work: Work, receipt: Receipt, error: PaperdeskError) -> Outcome:
    """The document's fault fails it; ours gives it back, and counts as a try only if the document may be its cause."""
    state = ReceiptState.RECEIVED
    is_last = error.counts and receipt.attempt + 1 >= TRIES
    try:
        if error.fault_of_document or is_last:
            why = (
                f"{error} This was try {TRIES}; look at the file, then `paperdesk retry` it." if is_last else str(error)
            )
            receipts.fail(work.db, receipt, error.code, why)
            state = ReceiptState.FAILED
        else:
            receipts.give_back(work.db, receipt, str(error), count=error.counts)
    except LeaseLost:
        state = ReceiptState.PROCESSING
    return Outcome(receipt.id, receipt.name, state, code=error.code, reason=str(error))


def process_waiting(work: Work, run_chunks: RunChunks) -> list[Outcome]:
    """Work off all files that wait. What was given back is not tried again in the same call."""
    outcomes: list[Outcome] = []
    work.take_over_from_the_dead()
    receipts.reap(work.db)
    while fresh := work.claim(PASS, but=_left(outcomes)):
        total = f"{len(outcomes) + len(fresh)}{'' if len(fresh) < PASS else '+'}"
        reached("process.claimed")
        numbers = iter(range(len(outcomes) + 1, len(outcomes) + len(fresh) + 1))
        outcomes += run_chunks(plan(fresh, work.settings.jobs), partial(_work_off_all, work, numbers, total))
    return outcomes


def _left(outcomes: Sequence[Outcome]) -> set[int]:
    """Receipts that this call had its turn with and that did not end: others come before they do again."""
    return {outcome.receipt_id for outcome in outcomes if outcome.state in _LEFT}


def _work_off_all(work: Work, numbers: Iterator[int], total: str, chunk: Sequence[Receipt]) -> list[Outcome]:
    done = []
    for receipt in chunk:
        with work.turn:
            done.append(work_off(work, receipt))
        number = f"{next(numbers)} of {total}"
        for line in told(done[-1]):
            work.tell(f"{number}  {line}")
    return done


def in_threads(chunks: Chunks, run: Callable[[Sequence[Receipt]], list[Outcome]]) -> list[Outcome]:
    """Run chunks without Prefect: a thread for each, which waits for its worker process."""
    with ThreadPoolExecutor(max(1, len(chunks))) as threads:
        return [outcome for outcomes in threads.map(run, chunks) for outcome in outcomes]


def plan(waiting: Sequence[Receipt], jobs: int) -> list[list[Receipt]]:
    """Deal the files into chunks of about CHUNK_SECONDS, at least one a worker, scanned and born-digital mixed.

    The longest are dealt first, each to the chunk that has least, so that all end at about the same time.
    """
    total = sum(map(cost, waiting))
    count = min(len(waiting), max(jobs, round(total / CHUNK_SECONDS)))
    chunks: list[list[Receipt]] = [[] for _ in range(count)]
    loads = [0.0] * count
    for receipt in sorted(waiting, key=cost, reverse=True):
        least = loads.index(min(loads))
        chunks[least].append(receipt)
        loads[least] += cost(receipt)
    return chunks


def cost(receipt: Receipt) -> float:
    """CPU seconds that reading this file will about take, guessed from name and size (bytes).

    An image is a page to be read by eye; a PDF of few bytes is born digital, a large one mostly scanned.
    """
    megabytes = receipt.size / 1e6
    if Path(receipt.name).suffix.lower() in (".xml", ".txt"):
        return 0.2
    if Path(receipt.name).suffix.lower() == ".pdf":
        return 0.5 + 8 * megabytes
    return 4.0 + 4 * megabytes


@contextmanager
def _one_at_a_time(files: Path) -> Iterator[None]:
    """Judge and save one file at a time: two with the same invoice number must not miss each other."""
    with (files / "judging.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@cache
def _database(url: str, files: Path) -> store.Database:
    """The worker's own connection, kept as long as it lives."""
    return store.open_database(url, files)
