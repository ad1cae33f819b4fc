"""Receipts become cases: in chunks, in worker processes that may die, each file concluded for itself."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

import store
from documents.case import ReceiptState
from documents.errors import Busy, Damaged, Defect, EngineMissing, ReaderKilled, ReaderLost, StoreError, WorkerDied
from documents.fields import Field
from documents.layout import Document
from documents.verdicts import Route
from flows import process
from flows.drafts import Draft
from flows.exit_codes import Exit
from flows.outcome import Made, Outcome, markdown, table, told, worst
from flows.process import in_threads, plan, process_waiting, work_off
from flows.reading import all_types
from flows.settings import Settings
from flows.work import Work, machine
from flows.workers import Crew
from store import ledger, master, receipts
from store.receipts import TRIES, Receipt

MADE = (Made(7, "a.pdf", "invoice", 12, 2, Route.REVIEW, "Total: missing"),)


class Stage(Crew):
    """A crew that answers from a script instead of processes: by file name, a result or an error."""

    def __init__(self, script: dict[str, object]) -> None:
        self.script, self.calls = script, []  # type: ignore[var-annotated]

    def call(self, function, *given, **named):  # type: ignore[no-untyped-def]
        receipt = given[2]
        self.calls.append(receipt.name)
        answer = self.script.get(receipt.name, MADE)
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def work(db: store.Database, settings: Settings) -> Iterator[Work]:
    yield Work(settings, db, Stage({}), tell=lambda line: None)


def put(work: Work, *names: str) -> list[Receipt]:
    made = []
    for name in names:
        path = work.settings.folders.output / name
        path.write_bytes(name.encode())
        made.append(receipts.register(work.db, client="acme", name=name, path=path))
    return made


def state(work: Work, receipt: Receipt) -> Receipt:
    return receipts.get(work.db, receipt.id)


def test_one_documents_errors_never_stop_the_others(work: Work) -> None:
    _, second, _ = put(work, "a.pdf", "b.pdf", "c.pdf")
    work.crew = Stage({"b.pdf": Damaged("b.pdf: is torn. Send it again.")})
    outcomes = process_waiting(work, in_threads)
    assert sorted(outcome.name for outcome in outcomes) == ["a.pdf", "b.pdf", "c.pdf"]
    failed = state(work, second)
    assert (failed.state, failed.code, failed.reason) == (
        ReceiptState.FAILED,
        "damaged",
        "b.pdf: is torn. Send it again.",
    )
    assert worst(outcomes) is Exit.FAILED


def test_our_fault_gives_the_file_back_without_counting_and_tries_it_once_a_call(work: Work) -> None:
    [receipt] = put(work, "a.pdf")
    stage = work.crew = Stage({"a.pdf": EngineMissing("tesseract is not installed")})
    [outcome] = process_waiting(work, in_threads)
    assert stage.calls == ["a.pdf"]
    left = state(work, receipt)
    assert (left.state, left.attempt, left.reason) == (ReceiptState.RECEIVED, 0, "tesseract is not installed")
    assert outcome.exit is Exit.TRY_AGAIN


def test_a_defect_is_tried_again_and_refused_in_the_end(work: Work) -> None:
    [receipt] = put(work, "a.pdf")
    work.crew = Stage({"a.pdf": Defect("KeyError: 'x'")})
    for _ in range(TRIES):
        process_waiting(work, in_threads)
    assert (state(work, receipt).state, state(work, receipt).code) == (ReceiptState.FAILED, "defect")


def test_a_file_during_which_the_reader_is_killed_each_time_is_given_up_after_three_tries(work: Work) -> None:
    [receipt] = put(work, "a.pdf")
    work.crew = Stage({"a.pdf": ReaderKilled("a.pdf: was killed from outside.")})
    for tries in range(1, TRIES):
        process_waiting(work, in_threads)
        assert (state(work, receipt).state, state(work, receipt).attempt) == (ReceiptState.RECEIVED, tries)
    process_waiting(work, in_threads)
    failed = state(work, receipt)
    assert (failed.state, failed.code) == (ReceiptState.FAILED, "reader_killed")
    assert "This was try 3" in failed.reason


def test_a_reader_that_does_not_start_is_nobodys_try(work: Work) -> None:
    [receipt] = put(work, "a.pdf")
    work.crew = Stage({"a.pdf": ReaderLost("it does not start")})
    for _ in range(TRIES + 1):
        process_waiting(work, in_threads)
    assert (state(work, receipt).state, state(work, receipt).attempt) == (ReceiptState.RECEIVED, 0)


def test_a_supervisor_gives_one_file_limits_of_its_own(work: Work) -> None:
    [receipt] = put(work, "a.pdf")
    work.crew = Stage({"a.pdf": Damaged("torn")})
    process_waiting(work, in_threads)
    receipts.retry(work.db, receipt.id, person="sue", why="a big one", limits={"seconds": 7200})
    [again] = receipts.claim(work.db, worker="test", count=1)
    reading = work.settings.reading("acme", limits=again.limits)
    assert (reading.limits.seconds, reading.limits.pages) == (7200, work.settings.limits.pages)


def test_a_document_that_kills_its_worker_is_refused(work: Work) -> None:
    [receipt] = put(work, "a.pdf")
    work.crew = Stage({"a.pdf": WorkerDied("died")})
    process_waiting(work, in_threads)
    assert state(work, receipt).code == "worker_died"


def test_a_lost_lease_leaves_the_file_to_whoever_has_it(work: Work) -> None:
    [receipt] = put(work, "a.pdf")
    [old] = receipts.claim(work.db, worker="zombie", count=1, seconds=-1)
    [new] = receipts.claim(work.db, worker="alive", count=1)
    assert work_off(work, old).state is ReceiptState.PROCESSING
    assert state(work, receipt).fence == new.fence


def test_the_files_of_a_process_that_was_killed_are_taken_over_at_once(work: Work) -> None:
    [receipt] = put(work, "a.pdf")
    killed = replace(work, name=f"{machine()}:{2**22 + 1}")  # no process has such a number
    assert killed.claim(5)
    [outcome] = process_waiting(work, in_threads)
    assert (outcome.receipt_id, state(work, receipt).attempt) == (receipt.id, 1)


def test_the_files_of_a_process_that_lives_are_left_to_it(work: Work) -> None:
    put(work, "a.pdf")
    assert replace(work, name=f"{machine()}:1").claim(5)
    assert process_waiting(work, in_threads) == []


def test_a_number_alone_says_nothing_about_another_container_or_start(work: Work) -> None:
    put(work, "a.pdf")
    host, *where = machine().split(":", 1)
    assert where and replace(work, name=f"{host}:another boot:another namespace:{2**22 + 1}").claim(5)
    assert process_waiting(work, in_threads) == []


def test_files_that_are_always_given_back_keep_no_other_waiting(work: Work) -> None:
    stuck = [f"{number}.pdf" for number in range(process.PASS + 1)]
    put(work, *stuck, "last.pdf")
    stage = work.crew = Stage(dict.fromkeys(stuck, EngineMissing("tesseract is not installed")))
    outcomes = process_waiting(work, in_threads)
    assert sorted(stage.calls) == sorted([*stuck, "last.pdf"]) and len(outcomes) == len(stuck) + 1


def test_being_killed_before_the_work_begins_uses_up_no_try(work: Work) -> None:
    made = put(work, *[f"{number}.pdf" for number in range(5)])
    for _ in range(TRIES + 1):
        assert len(replace(work, name=f"{machine()}:{2**22 + 1}", held={}).claim(process.PASS)) == len(made)
        work.take_over_from_the_dead()
    outcomes = process_waiting(work, in_threads)
    assert {outcome.state for outcome in outcomes} == {ReceiptState.PROCESSED} and len(outcomes) == len(made)


def test_a_file_that_ends_the_whole_process_each_time_is_poison(work: Work) -> None:
    [receipt] = put(work, "a.pdf")
    for _ in range(TRIES):
        [held] = replace(work, name=f"{machine()}:{2**22 + 1}", held={}).claim(1)
        receipts.begin(work.db, held)
        work.take_over_from_the_dead()
    assert process_waiting(work, in_threads) == []
    assert state(work, receipt).code == "poison"


def test_a_heartbeat_that_fails_is_told_once_and_tried_again(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = put(work, "a.pdf", "b.pdf")
    work.claim(5)
    lines: list[str] = []
    work.tell = lines.append

    def locked(db: store.Database, receipt: Receipt, *, seconds: float) -> None:
        if receipt.id == first.id:
            raise StoreError("database is locked")
        beat(db, receipt, seconds=seconds)

    beat = receipts.heartbeat
    until = [state(work, receipt).lease_until for receipt in (first, second)]
    with monkeypatch.context() as patched:
        patched.setattr(receipts, "heartbeat", locked)
        work.beat()
        work.beat()
    assert len(lines) == 1 and "database is locked" in lines[0]
    left, kept = (state(work, receipt).lease_until for receipt in (first, second))
    assert left == until[0] and kept is not None and until[1] is not None and kept > until[1]
    work.beat()
    assert state(work, first).lease_until != left and len(lines) == 1


def test_what_was_stopped_is_given_back_at_once(work: Work) -> None:
    [receipt] = put(work, "a.pdf")
    work.claim(5)
    work.let_go()
    assert state(work, receipt).state is ReceiptState.RECEIVED and state(work, receipt).attempt == 0


def test_stopping_in_the_middle_costs_no_try(work: Work) -> None:
    [receipt] = put(work, "a.pdf")
    work.crew = Stage({"a.pdf": Busy("the work was stopped")})
    process_waiting(work, in_threads)
    assert (state(work, receipt).state, state(work, receipt).attempt) == (ReceiptState.RECEIVED, 0)


def test_two_documents_of_one_file_with_the_same_number_see_each_other(work: Work) -> None:
    kind = all_types()["invoice"]
    fields = {name: Field(name, "R-17", "R-17", 1.0, "label") for name in kind.business_key}
    drafts = [Draft(Document("0" * 64, "two.pdf", (), part), kind, fields) for part in (1, 2)]
    first, second = process._judged(drafts, master.look_ups(work.db, "acme"))
    assert not [each for each in first.findings if each.rule == "duplicate_number"]
    [told] = [each for each in second.findings if each.rule == "duplicate_number"]
    assert "two.pdf, part 1" in told.message


def test_chunks_mix_short_and_long_files_evenly() -> None:
    waiting = [_receipt(number, name, size) for number, (name, size) in enumerate(_MIXED)]
    chunks = plan(waiting, 2)
    assert sorted(receipt.id for chunk in chunks for receipt in chunk) == list(range(len(_MIXED)))
    loads = [sum(map(process.cost, chunk)) for chunk in chunks]
    assert min(loads) >= 10 and max(loads) <= 30
    assert all(len({Path(receipt.name).suffix for receipt in chunk}) > 1 for chunk in chunks)


_MIXED = [("scan.jpg", 500_000)] * 12 + [("born.pdf", 60_000)] * 30 + [("data.xml", 9_000)] * 10


def _receipt(number: int, name: str, size: int) -> Receipt:
    from datetime import UTC, datetime

    return Receipt(number, "acme", "", name, "0" * 64, size, datetime.now(UTC), ReceiptState.RECEIVED)


def test_few_files_still_keep_all_workers_busy() -> None:
    assert [len(chunk) for chunk in plan([_receipt(n, "a.pdf", 1000) for n in range(4)], 2)] == [2, 2]


def test_the_table_names_type_fields_place_and_reason() -> None:
    outcomes: Sequence[Outcome] = (
        Outcome(1, "a.pdf", ReceiptState.PROCESSED, MADE, seconds=1.5),
        Outcome(2, "b\n.pdf", ReceiptState.FAILED, code="damaged", reason="is torn"),
    )
    shown = table(outcomes)
    assert "to review (case 7): Total: missing" in shown and "failed: is torn" in shown and "b\\n.pdf" in shown
    assert told(outcomes[0]) == ["a.pdf: invoice, to review (case 7)"]


def test_the_artifact_holds_numbers_and_states_only() -> None:
    shown = markdown([Outcome(1, "secret name.pdf", ReceiptState.PROCESSED, MADE, reason="secret value")])
    assert "| 1 | processed | 7 | invoice | 1 |" in shown and "secret" not in shown


@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        (Outcome(1, "a", ReceiptState.PROCESSED, MADE), Exit.REVIEW),
        (Outcome(1, "a", ReceiptState.PROCESSED, (replace(MADE[0], route=Route.RELEASE),)), Exit.DONE),
        (Outcome(1, "a", ReceiptState.FAILED), Exit.FAILED),
        (Outcome(1, "a", ReceiptState.DUPLICATE), Exit.DONE),
        (Outcome(1, "a", ReceiptState.RECEIVED), Exit.TRY_AGAIN),
    ],
)
def test_every_outcome_asks_for_its_exit_code(outcome: Outcome, code: Exit) -> None:
    assert outcome.exit is code


def test_the_books_balance_after_all_that(work: Work) -> None:
    put(work, "a.pdf", "b.pdf")
    work.crew = Stage({"a.pdf": Damaged("torn"), "b.pdf": EngineMissing("none")})
    process_waiting(work, in_threads)
    assert ledger.reconcile(work.db, "acme").balances
