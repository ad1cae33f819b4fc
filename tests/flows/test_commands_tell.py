"""What commands tell where they used to say nothing, or the wrong thing."""

import fcntl
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

import store
from documents.case import Case, CaseState
from documents.fields import Field
from documents.layout import Box, Document, Page, Word
from documents.verdicts import Decision, Route
from flows.cli import main
from flows.reading import all_types
from flows.settings import Settings
from flows.waiting import watched_by_us
from store import cases, destinations, history, people, queue, receipts


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line finds the store of the test."""
    monkeypatch.chdir(tmp_path)


def approved(db: store.Database, settings: Settings, name: str = "a.pdf", *, says: str = "") -> int:
    """A receipt that goes out in two formats; its page `says` so."""
    path = settings.folders.output / "a.pdf"
    path.write_bytes(b"a")
    made = receipts.register(db, client="acme", name=name, path=path)
    [receipt] = receipts.claim(db, worker="test", count=1)
    kind = replace(all_types()["receipt"], exports=("jsonl", "csv"))
    fields = {"company": Field("company", "Acme", "Acme", 1.0, "label")}
    document = Document(made.sha256, name, (Page(0, 595, 842, (Word(says, Box(0, 0, 0, 1, 1), 1.0, "x"),)),))
    case = Case(document, kind, fields, (), Decision(Route.RELEASE, accepted=frozenset(fields)))
    [number] = cases.save(db, receipt, [case])
    return number


def test_reconcile_in_an_empty_house_prints_its_zero_balance(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reconcile"]) == 0
    told = capsys.readouterr().out
    assert "nothing has come in yet: balances" in told and "0 files received = 0" in told


def test_a_search_in_a_field_that_is_not_indexed_says_so(
    db: store.Database, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    approved(db, settings)
    assert main(["search", "acme", "--field", "compony"]) == 16
    assert "did you mean 'company'" in capsys.readouterr().err
    assert main(["search", "acme", "--field", "company"]) == 0
    assert "1 found" in capsys.readouterr().out
    assert main(["search", "x", "--field", "gross_total"]) == 0  # a declared field that no document has yet


def test_a_document_that_is_found_by_its_name_is_told_on_one_line_of_a_terminal(
    db: store.Database, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    approved(db, settings, "evil\x1b[2J.pdf")
    assert main(["search", "evil"]) == 0
    assert "acme/evil\\x1b[2J.pdf, receipt, approved: found by its name\n1 found" in capsys.readouterr().out


def test_no_reason_and_no_word_of_a_document_gets_raw_to_a_terminal(
    db: store.Database, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "a\x1b[31m\nreceipt 9 is forged\x9b2J.pdf"
    (tmp_path / name).write_text("no PDF")
    assert main(["extract", str(tmp_path / name), "--out", str(tmp_path / "out.jsonl")]) == 8
    receipts.register(db, client="acme", name=name, path=tmp_path / name, refusal=("damaged", f"{name}: is no PDF."))
    number = approved(db, settings, says="Acme \x1b]0;owned\x07 and\x9b2J sons")
    destinations.failed(db, "acme", "webhook", f"{name}: answered \x1b[5m500")
    assert main(["status"]) == 8
    main(["search", "sons"])
    main(["restate", str(number), "--by", name, "--why", "test"])
    seen = capsys.readouterr()
    for told in (seen.out, seen.err):
        assert told.replace("\n", "").isprintable() and r"a\x1b[31m\nreceipt 9 is forged\x9b2J.pdf" in told
        assert not any(line.startswith("receipt 9") for line in told.splitlines())
    assert r"\x1b]0;owned\x07 and\x9b2J [sons]" in seen.out


def test_a_number_that_nothing_has_is_wrong_for_good_and_says_where_the_numbers_are(
    db: store.Database, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    people.add(db, "sue", "a long enough password", roles=["supervisor"])
    said = ["--by", "sue", "--why", "test"]
    for command, told in (("reopen", "search"), ("restate", "search"), ("retry", "status"), ("close", "status")):
        assert main([command, "99", *said]) == 16
        assert f"99; `paperdesk {told}`" in capsys.readouterr().err
    assert main(["restore", "nowhere"]) == 16 and "no whole backup" in capsys.readouterr().err
    assert main(["acknowledge", "x"]) == 16
    assert "there are none" in capsys.readouterr().err


def test_status_names_what_failed_by_the_number_that_retry_asks_for(
    db: store.Database, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(22):
        path = settings.folders.output / f"{number}.pdf"
        path.write_bytes(str(number).encode())
        wrong = ("intake", f"{number}.json: is not JSON.")
        receipts.register(db, client="acme", name=path.name, path=path, refusal=wrong)
    assert main(["status"]) == 8
    told = capsys.readouterr().out
    assert "receipt 22  acme/21.pdf, failed: 21.json: is not JSON." in told and "receipt 3 " in told
    assert "receipt 2 " not in told and "2 older ones are on the desk's board; `paperdesk retry RECEIPT`" in told


def test_status_names_a_destination_that_fails_and_why(
    db: store.Database, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    approved(db, settings)
    for reason in ("answered 500", "answered 401"):
        destinations.failed(db, "acme", "webhook", reason)
    main(["status"])
    assert (
        "acme: its webhook takes no exports: it failed 2 times in a row, last: answered 401" in capsys.readouterr().out
    )
    destinations.succeeded(db, "acme", "webhook")
    main(["status"])
    assert "takes no exports" not in capsys.readouterr().out


def test_a_question_in_the_help_ends_as_one(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["audit", "--help"])
    assert "as it came?\n" in capsys.readouterr().out


def test_an_export_counts_its_records_by_format(
    db: store.Database, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    approved(db, settings)
    assert main(["export"]) == 0
    assert "2 exports with 2 records: 1 csv, 1 jsonl" in capsys.readouterr().out


def test_a_night_of_the_future_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    tomorrow = date.today() + timedelta(days=2)
    assert main(["nightly", "--date", str(tomorrow)]) == 16
    assert f"--date {tomorrow}: lies in the future" in capsys.readouterr().err


def test_a_second_watch_of_a_house_knows_of_the_first(settings: Settings) -> None:
    with watched_by_us(settings) as first, watched_by_us(settings) as second:
        assert (first, second) == (True, False)
    with watched_by_us(settings) as again, (settings.folders.output / "watch.lock").open("w") as lock:
        assert again
        with pytest.raises(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


@pytest.mark.parametrize("is_changed", [True, False])
def test_a_supervisor_restates_what_was_exported(
    db: store.Database,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    is_changed: bool,
) -> None:
    from argon2 import PasswordHasher

    monkeypatch.setattr(people, "_hasher", lambda: PasswordHasher(1, 8, 1))
    people.add(db, "sue", "a long enough password", {"supervisor"})
    number = approved(db, settings)
    restate = ["restate", str(number), "--by", "sue", "--why", "the company is another"]
    assert main(restate) == 16
    assert main(["export"]) == 0
    assert main(restate) == 0 and cases.state(db, number) is CaseState.REVIEW
    assert "its version 2 is exported" in capsys.readouterr().out
    assert main(["audit"]) == 0
    fence = queue.claim(db, number, person="sue").fence
    if is_changed:
        history.correct(db, number, person="sue", fence=fence, name="company", value="Other", text="Other")
    case = cases.load(db, number, all_types())
    told = Decision(Route.RELEASE, accepted=frozenset(case.fields))
    cases.decide(db, number, person="sue", fence=fence, fields=case.fields, findings=(), decision=told)
    assert main(["export"]) == 0
    records = "2 exports with 4 records: 2 csv, 2 jsonl" if is_changed else "0 exports with 0 records"
    assert records in capsys.readouterr().out
    assert cases.state(db, number) is CaseState.RELEASED and main(["audit"]) == 0
    if not is_changed:
        return
    lines = sorted((settings.folders.output / "export" / "acme").glob("*000002.jsonl"))[0].read_text().splitlines()
    assert ['"reversal": true' in line for line in lines] == [True, False]
