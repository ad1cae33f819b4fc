"""Every flow, and the one place that imports Prefect. Each does its work through plain functions of its neighbours.

Parameters, names, logs and artifacts hold numbers and states, never a value: the server's API has one password at best.
Every flow may be killed, and may run twice: what is done stands in our own tables.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.task_runners import ThreadPoolTaskRunner

from documents.counting import counted
from documents.errors import ReleaseError
from flows.nightly import Night, run_night
from flows.outcome import Outcome, markdown, worst
from flows.process import Chunks, process_waiting
from flows.releasing import Released, Teller, release_approved
from flows.work import at_work
from store import receipts
from store.receipts import Receipt

#: Each chunk has a thread, which only waits for its worker process.
_RUNNER: Any = ThreadPoolTaskRunner(max_workers=64)  # Prefect's own annotations disagree with each other


@flow(name="process", task_runner=_RUNNER, persist_result=False)
def process() -> list[Outcome]:
    """Work off all files that wait."""
    with at_work() as work:
        outcomes = process_waiting(work, in_tasks)
    create_markdown_artifact(
        markdown(outcomes), key="batch", description=f"{counted(len(outcomes), 'file')}: {worst(outcomes).name}"
    )
    return outcomes


@flow(name="release", persist_result=False)
def release(client: str | None = None) -> Released:
    """Export what is approved, unfinished exports first. Fails, after the others are written, where one newly did."""
    with at_work() as work:
        released = release_approved(work.db, work.settings, client, asked=False)
        Teller(work.tell).show(released)
    if released.fresh:
        count = len(released.fresh)
        raise ReleaseError(
            f"{counted(count, 'export was', 'exports were')} refused; `paperdesk export` says which and why."
        )
    return released


@flow(name="nightly", task_runner=_RUNNER, persist_result=False)
def nightly(day: date | None = None, client: str | None = None) -> Night:
    """Take in everything, process, release, reconcile, report: once a client and business date, however often run."""
    with at_work() as work:
        night = run_night(work, in_tasks, day, client)
    create_markdown_artifact(night.markdown, key="nightly", description=f"{night.day}: {night.exit.name}")
    return night


@flow(name="maintain", persist_result=False)
def maintain() -> int:
    """Put files whose worker was lost back among those that wait; returns how many."""
    with at_work() as work:
        return len(receipts.reap(work.db))


def in_tasks(chunks: Chunks, run: Callable[[Sequence[Receipt]], list[Outcome]]) -> list[Outcome]:
    """Run each chunk as a task. Only its number goes through Prefect; its outcomes come back on our side."""
    done: dict[int, list[Outcome]] = {}

    def process_chunk(number: int) -> int:
        done[number] = run(chunks[number])
        return len(done[number])

    made = task(name="process-chunk", cache_policy=NO_CACHE, persist_result=False)(process_chunk)
    for future in made.map(range(len(chunks))):
        future.result()
    return [outcome for number in sorted(done) for outcome in done[number]]
