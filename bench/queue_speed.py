"""How fast the next case or task comes when 50,000 wait: `store.queue`, `store.tasks` on SQLite and PostgreSQL.

    .venv/bin/python -m bench.queue_speed [--cases 50000] [--people 8] [--rounds 300]

Prints milliseconds (median, 95th percentile, worst) of each call that a keyer waits for, one after the other and with
several people at once. Tasks are asked for by somebody new ("task"), by who keyed every first entry until a fifth of
all is left to them ("own task"), and of one kind of value only ("skilled task"). Ends with 1 when the 95th percentile
of a "next" by one person is over 50 ms (criterion A16).
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import insert, select, text

sys.path.insert(0, str(Path(__file__).parent.parent))

import store
from documents.case import CaseState, ReceiptState
from documents.plain import to_plain
from documents.verdicts import Decision, Route
from store import Database, cases, history, queue, tasks
from store.columns import NEVER
from store.database import now, writing
from store.skills import Skills
from store.tables import cases as cases_table
from store.tables import clients, decisions, field_values, receipts
from store.task_tables import entries, keyings
from store.task_tables import tasks as tasks_table
from store.values import row
from tests.postgres import binaries, cluster
from tests.store.made import fields

LIMIT = 50.0
Result = TypeVar("Result")


class Watch:
    """Collects milliseconds by name."""

    def __init__(self) -> None:
        self.taken: dict[str, list[float]] = defaultdict(list)

    def time(self, title: str, call: Callable[..., Result], /, *arguments: Any, **settings: Any) -> Result:
        """Call it and keep how long it took."""
        start = time.perf_counter()
        result = call(*arguments, **settings)
        self.taken[title].append((time.perf_counter() - start) * 1000)
        return result

    def percentile(self, name: str, share: float) -> float:
        """The time that this share (0 to 1) of the calls stayed under."""
        ordered = sorted(self.taken[name])
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def fill(db: Database, count: int) -> None:
    """Put so many cases in review, of five clients and three priorities, a third with a deadline."""
    chance = random.Random(7)
    with writing(db) as connection:
        moment = now(connection)
        connection.execute(insert(clients), [{"name": f"c{n}", "added_at": moment} for n in range(5)])
        files, made = [], []
        for number in range(1, count + 1):
            client = f"c{chance.randrange(5)}"
            due = moment + timedelta(minutes=chance.randrange(10_000)) if chance.random() < 0.33 else NEVER
            place: dict[str, Any] = {"client": client, "priority": chance.choice([3, 5, 5, 5, 7]), "deadline": due}
            files.append(
                {**place, "claim": str(number), "name": f"{number}.pdf", "sha256": f"{number:064x}", "size": 1,
                 "received_at": moment, "state": ReceiptState.PROCESSED, "index_values": {}, "parts": 1}
            )  # fmt: skip
            made.append(
                {**place, "receipt_id": number, "part": 0, "type": "invoice", "state": CaseState.REVIEW, "pages": 1,
                 "straight": False, "reasons": 2, "first_reason": "read at 0.40", "exports": ["jsonl"],
                 "business_key_names": [], "created_at": moment, "moved_at": moment}
            )  # fmt: skip
        of = [{"client": one["client"], "case_id": number} for number, one in enumerate(made, 1)]
        plain = to_plain(Decision(Route.REVIEW))
        judged = [{**one, "type": "invoice", "route": "review", "plain": plain, "at": moment} for one in of]
        values = [row(field, of=one, at=moment) for one in of for field in fields().values()]
        for table, rows in ((receipts, files), (cases_table, made), (decisions, judged), (field_values, values)):
            connection.execute(insert(table), rows)
        connection.execute(text("ANALYZE"))  # as autovacuum does before long


def fill_tasks(db: Database, count: int) -> None:
    """A second keying of one field of each case; Zoe keyed four in five of them first, and so may not have these."""
    chance = random.Random(8)
    with writing(db) as connection:
        moment = now(connection)
        made = connection.execute(select(cases_table.c.id, cases_table.c.client, cases_table.c.priority,
                                         cases_table.c.deadline).limit(count)).all()  # fmt: skip
        rounds, said, asked = [], [], []
        for row in made:
            place = {"client": row.client, "case_id": row.id, "field": "total", "round": 1}
            kind, first = chance.choice(["money", "date", "name"]), "zoe" if chance.random() < 0.8 else "yan"
            rounds.append(
                {**place, "type": "invoice", "review": "blind", "kind": kind, "state": "open", "outcome": "",
                 "machine": False, "swapped": False, "opened_at": moment}
            )  # fmt: skip
            said.append(
                {**place, "voice": "keyed", "person": first, "tag": "text", "value": "1", "boxes": [], "at": moment}
            )
            asked.append(
                {**place, "seat": 2, "kind": "key", "state": "ready", "aside": "", "type": "invoice",
                 "value_kind": kind, "language": "", "first": first, "boxes": [], "placed": True,
                 "priority": row.priority,
                 "deadline": row.deadline, "created_at": moment}
            )  # fmt: skip
        for table, rows in ((keyings, rounds), (entries, said), (tasks_table, asked)):
            connection.execute(insert(table), rows)
        connection.execute(text("ANALYZE"))


def pull(db: Database, title: str, person: str, rounds: int, watch: Watch, wanted: Skills | None = None) -> None:
    """Take tasks and pass them on, one after the other."""
    for _ in range(rounds):
        task = watch.time(title, tasks.next, db, person=person, kinds=["key", "verify"], wanted=wanted)
        if task is None:
            return
        watch.time("pass on", tasks.give_back, db, task.id, person=person, fence=task.fence, why="bench")


def work(db: Database, person: str, rounds: int, watch: Watch) -> None:
    """Take, correct and finish cases, one after the other."""
    judged: dict[str, Any] = {"fields": fields(), "findings": (), "decision": Decision(Route.RELEASE)}
    for _ in range(rounds):
        lease = watch.time("next", queue.next, db, person=person)
        if lease is None:
            return
        held: dict[str, Any] = {"person": person, "fence": lease.fence}
        watch.time("item", queue.item, db, lease.case_id)
        watch.time("correct", history.correct, db, lease.case_id, name="total", value="7", **held)
        watch.time("heartbeat", queue.heartbeat, db, lease.case_id, **held)
        watch.time("decide", cases.decide, db, lease.case_id, **judged, **held)


def databases(folder: Path) -> Iterator[tuple[str, Database]]:
    """The databases to measure, one open at a time."""
    yield "SQLite", store.open_database(f"sqlite:///{folder}/desk.db", folder / "files")
    if binaries() is None:
        print("PostgreSQL is not installed")
        return
    with cluster(fsync=True) as url:
        yield "PostgreSQL", store.open_database(url, folder / "files")


def measure(name: str, db: Database, count: int, people: int, rounds: int) -> float:
    """Print all figures of one database; the 95th percentile of "next" by one person is returned."""
    alone, together = Watch(), Watch()
    for _ in range(20):
        alone.time("list, first page", queue.waiting, db)
        alone.time("list, page 400", queue.waiting, db, offset=40_000)
    work(db, "anna", rounds, alone)
    pull(db, "task", "anna", rounds, alone)
    pull(db, "own task", "zoe", rounds // 3, alone)
    pull(db, "skilled task", "bert", rounds // 3, alone, {"kind": frozenset({"date"})})
    with ThreadPoolExecutor(people) as pool:
        done = [pool.submit(work, db, f"p{number}", max(1, rounds // people), together) for number in range(people)]
        done += [pool.submit(pull, db, "task", f"p{n}", max(1, rounds // people), together) for n in range(people)]
        for one in done:
            one.result()
    for title, watch in ((f"{name}, one person", alone), (f"{name}, {people} people at once", together)):
        print(f"{title}, {count} cases waiting: median, 95th percentile, worst in ms")
        for call in watch.taken:
            print(f"  {call:<18}" + "".join(f"{watch.percentile(call, share):10.1f}" for share in (0.5, 0.95, 1.0)))
    return max(alone.percentile(call, 0.95) for call in ("next", "task", "own task", "skilled task"))


def main() -> int:
    """Measure both; 0 when the next case comes fast enough."""
    parser = argparse.ArgumentParser(description="queue speed")
    parser.add_argument("--cases", type=int, default=50_000)
    parser.add_argument("--people", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=300)
    options = parser.parse_args()
    slowest = 0.0
    with tempfile.TemporaryDirectory(prefix="queue-speed-") as folder:
        for name, db in databases(Path(folder)):
            fill(db, options.cases)
            fill_tasks(db, options.cases)
            slowest = max(slowest, measure(name, db, options.cases, options.people, options.rounds))
            store.close(db)
    return int(slowest > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
