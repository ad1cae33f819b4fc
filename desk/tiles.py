"""The tiles of the supervisor's board: each a small table with the sentence that says how it is computed."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from assurance.bounds import upper
from desk.context import Desk
from desk.queue import age
from documents.case import ReceiptState
from documents.fields import base_name
from store import board, measures, qa, tallies
from store.measures import Work
from store.qa import Verdict

#: How many days back the figures of finished documents go.
DAYS = 30
#: How many files of the inbox the board names.
LYING = 100
#: What the checked values are, for every tile that shows some.
CHECKED = (
    "Checked are values that the machine gave and nobody looked at, drawn at random and keyed again blindly by a "
    "person (QA). Error at most: the upper end of the exact one-sided 95 % interval (Clopper-Pearson) of those wrong."
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: what it says, where it leads, its look (number, wrong, doubt, heat-0 to heat-4), a bar (0 to 1)."""

    text: str
    link: str = ""
    look: str = ""
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Tile:
    """A table of the board. `how` says how it is computed, `empty` what stands there when it has no row."""

    name: str
    title: str
    how: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str


def number(count: int | None, look: str = "number", link: str = "") -> Cell:
    """A count; what is not known is a dash."""
    return Cell("–" if count is None else f"{count}", link, look)


def deadlines(desk: Desk, clients: Collection[str] | None) -> Tile:
    """Clients whose documents are due, the most pressing first."""
    moment = datetime.now(UTC)
    rows = tuple(
        (
            Cell(risk.client, f"/?client={risk.client}"),
            number(risk.waiting),
            number(risk.overdue, "number wrong" if risk.overdue else "number"),
            number(risk.soon, "number doubt" if risk.soon else "number"),
            Cell(f"{risk.first:%d %b %H:%M} UTC"),
            Cell(_left(risk.first - moment), look="number wrong" if risk.first < moment else "number"),
        )
        for risk in board.risks(desk.db, clients)
    )
    return Tile(
        "deadlines",
        "Deadlines",
        "Documents in the exception queue that have a deadline, by client; the one with the earliest stands first. "
        "Soon: due within an hour.",
        ("Client", "Waiting", "Overdue", "Soon", "First deadline", "Time left"),
        rows,
        "No document that waits has a deadline.",
    )


def backlog(desk: Desk, clients: Collection[str] | None) -> Tile:
    """What waits where, and how old it is."""
    stages = board.backlog(desk.db, clients)
    most = max((count for stage in stages for count in stage.ages), default=0)
    rows = tuple(
        (
            Cell(stage.stage.capitalize(), "/" if stage.stage is board.Stage.QUEUE else ""),
            *(number(count, f"number heat-{_heat(count, most)}") for count in stage.ages),
            number(stage.documents),
        )
        for stage in stages
    )
    return Tile(
        "backlog",
        "Backlog by stage and age",
        "Files by when they came in until they are read, then documents by when they were read; those to be released "
        "by when they were approved. Darker: more of them.",
        ("Stage", "to 15 min", "to 1 h", "to 4 h", "to 1 d", "older", "All"),
        rows,
        "Nothing waits.",
    )


def people_at_work(desk: Desk, clients: Collection[str] | None) -> Tile:
    """Who is signed in, with what, and what they did today."""
    moment = datetime.now(UTC)
    midnight = datetime.combine(moment.date(), time(), UTC)
    done = {work.person: work for work in measures.by_person(desk.db, since=midnight, until=moment, clients=clients)}
    rows = tuple(
        (
            Cell(one.person),
            Cell(f"{one.client} {one.case_id}", f"/case/{one.case_id}") if one.case_id else Cell("–"),
            Cell(age((moment - one.seen_at).total_seconds()), look="number"),
            *_work(done.get(one.person, Work(one.person))),
        )
        for one in board.at_work(desk.db, clients)
    )
    return Tile(
        "people",
        "People at work",
        "Who asked the desk for something in the last 15 minutes, and what they hold. Today since midnight UTC: "
        "documents they finished, fields they keyed or confirmed, and both fields and keys by active hour (time with a "
        "key or a click in the last 15 seconds; a dash below a minute). Keys are counted, never kept.",
        ("Person", "Has", "Last seen", "Documents", "Fields", "Fields/h", "Keys/h", "Active"),
        rows,
        "Nobody is signed in.",
    )


def straight_through(desk: Desk, clients: Collection[str] | None) -> Tile:
    """How much went through without a person, and what blind checks found of it."""
    since = datetime.now(UTC) - timedelta(days=DAYS)
    checked = checks(desk, clients, lambda one: (one.client, one.type_name))
    rows = tuple(
        (
            Cell(one.client),
            Cell(desk.label(one.type_name)),
            number(one.documents),
            Cell(f"{100 * one.straight / one.documents:.0f} %", look="number", share=one.straight / one.documents),
            *_error(*checked.get((one.client, one.type_name), (0, 0))),
        )
        for one in board.through(desk.db, since=since, clients=clients)
    )
    return Tile(
        "straight",
        f"Straight through, {DAYS} days",
        f"Documents read in the last {DAYS} days that are approved or exported, and the share that no person decided. "
        + CHECKED,
        ("Client", "Type", "Documents", "Straight", "Values checked", "Wrong", "Error at most"),
        rows,
        "Nothing was finished yet.",
    )


def accuracy(desk: Desk, clients: Collection[str] | None) -> Tile:
    """What blind checks found, field by field, the worst bound first."""
    checked = checks(desk, clients, lambda one: (one.type_name, base_name(one.field)))
    ranked = sorted(checked.items(), key=lambda pair: (-pair[1][1] / pair[1][0], pair[0]))
    rows = tuple((Cell(desk.label(name)), Cell(field), *_error(*found)) for (name, field), found in ranked)
    return Tile(
        "accuracy",
        f"Accuracy of accepted values, {DAYS} days",
        "By field, the worst first. " + CHECKED,
        ("Type", "Field", "Values checked", "Wrong", "Error at most"),
        rows,
        "No accepted value was checked yet.",
    )


def checks(
    desk: Desk, clients: Collection[str] | None, by: Callable[[Verdict], tuple[str, str]]
) -> dict[tuple[str, str], tuple[int, int]]:
    """How many of the machine's accepted values QA checked of late, and how many were wrong; unclear ones left out."""
    counted: dict[tuple[str, str], tuple[int, int]] = {}
    for one in qa.verdicts(desk.db, since=datetime.now(UTC) - timedelta(days=DAYS)):
        if (
            one.verdict in ("right", "wrong")
            and not one.by.startswith("keyed:")
            and (clients is None or one.client in clients)
        ):
            count, wrong = counted.get(by(one), (0, 0))
            counted[by(one)] = (count + 1, wrong + (one.verdict == "wrong"))
    return counted


def failures(desk: Desk, clients: Collection[str] | None) -> Tile:
    """Files that could not be read, by reason."""
    of = [None] if clients is None else sorted(clients)
    failed = [tally for one in of for tally in tallies.files(desk.db, one) if tally.state is ReceiptState.FAILED]
    counted: dict[str, int] = {}
    for one in of:
        for code, count in tallies.reasons(desk.db, one):
            counted[code] = counted.get(code, 0) + count
    rows = tuple(
        (Cell(code), number(count, link=f"/board/failed?code={code}"))
        for code, count in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    )
    return Tile(
        "failures",
        "Files that cannot be read",
        "Files whose last reading failed and that nobody closed, by error; docs/errors.md explains each. "
        f"{sum(tally.files for tally in failed)} in all.",
        ("Reason", "Files"),
        rows,
        "No file failed.",
    )


def _error(count: int, wrong: int) -> tuple[Cell, ...]:
    """Checked, wrong, and the highest error rate that this does not refute at 95 %; no rate of nothing."""
    most = f"{100 * upper(wrong, count):.1f} %" if count else "not measured"
    return number(count), number(wrong, "number wrong" if wrong else "number"), Cell(most, look="number")


def inbox(desk: Desk, clients: Collection[str] | None) -> Tile:
    """Files that are not taken in yet, the newest first."""
    moment = datetime.now(UTC)
    lying = [one for one in reversed(desk.settings.dropped()) if clients is None or one.client in clients]
    rows = tuple(
        (
            Cell(one.client or "nobody's"),
            Cell(one.name, look="doc"),
            Cell(age((moment - one.since).total_seconds()), look="number"),
            Cell(one.why, look="why"),
        )
        for one in lying[:LYING]
    )
    return Tile(
        "inbox",
        "In the inbox, not taken in yet",
        f"Files in the watched folders that have no receipt yet, {len(lying)} in all, the newest {LYING} by name; age "
        "since somebody last wrote to them.",
        ("Client", "File", "Age", "Why it waits"),
        rows,
        "All that was dropped is taken in.",
    )


#: The tiles of the board, in their order.
TILES: dict[str, Callable[[Desk, Collection[str] | None], Tile]] = {
    "deadlines": deadlines,
    "backlog": backlog,
    "straight": straight_through,
    "accuracy": accuracy,
    "people": people_at_work,
    "failures": failures,
    "inbox": inbox,
}


def _work(work: Work) -> tuple[Cell, ...]:
    fields, keys = work.an_hour(work.fields), work.an_hour(work.keys)
    return (
        number(work.documents),
        number(work.fields),
        number(None if fields is None else round(fields)),
        number(None if keys is None else round(keys)),
        Cell(f"{work.milliseconds // 60_000} min", look="number"),
    )


def _heat(count: int, most: int) -> int:
    """0 for nothing, else 1 to 4 by its share of the most."""
    return 0 if not count else 1 + min(3, 4 * count // (most + 1))


def _left(span: timedelta) -> str:
    return age(span.total_seconds()) if span > timedelta() else f"{age(-span.total_seconds())} over"
