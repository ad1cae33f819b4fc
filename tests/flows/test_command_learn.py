from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import store
from documents.losses import Loss
from flows.accuracy import judged_file, of_store
from flows.cli import main
from flows.exit_codes import Exit
from flows.reading import Reading
from flows.settings import Settings
from store import certificates, models
from tests.flows.reviewed import come, review
from tests.store import made
from tests.store.test_learned import CERTIFICATE

SAMPLES = Path(__file__).parents[2] / "sample_docs"


@pytest.fixture
def call(settings: Settings, tmp_path: Path, db: store.Database) -> list[str]:
    """The beginning of a command line on the test's own house."""
    file = tmp_path / "paperdesk.toml"
    folders = settings.folders
    file.write_text(
        f'database = "{settings.database}"\n[folders]\ninbox = "{folders.inbox}"\n'
        f'output = "{folders.output}"\nfiles = "{folders.files}"\n[clients.acme.promise]\nerror = 0.05\n'
    )
    file.chmod(0o600)
    return ["--settings", str(file)]


def test_with_nothing_reviewed_the_commands_say_so(call: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert [main([*call, command]) for command in ("learn", "promise", "accuracy")] == [Exit.DONE] * 3
    told = capsys.readouterr().out
    assert "nothing new to learn from" in told and "nothing has been reviewed yet" in told


def test_reviews_become_a_report_with_what_was_lost_where(
    call: list[str], db: store.Database, tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(3):
        review(db, *come(db, tmp_path, number))
    values = of_store(db, "acme")
    totals = [each for each in values if each.field == "total"]
    assert [each.right for each in totals] == [False] * 3 and {each.loss for each in totals} == {Loss.RANKING}
    assert not any(each.proof for each in values), "seen while it was confirmed: it proves nothing"
    assert main([*call, "accuracy"]) == Exit.DONE
    written = json.loads((settings.folders.output / "accuracy.json").read_text())
    assert written["types"]["receipt"]["fields"]["total"]["right"] == 0
    assert written["types"]["receipt"]["fields"]["total"]["losses"] == {"ranking": 3}
    assert "<svg" in (settings.folders.output / "accuracy.html").read_text()
    assert "receipt: 3 documents" in capsys.readouterr().out


def test_versions_are_listed_taken_back_and_put_in_force(
    call: list[str], db: store.Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made.received(db, tmp_path)
    content: dict[str, Any] = {"ranker": None, "correctness": None, "templates": {}}
    told = {"documents": 9, "last_case": 4, "facts": {}, "activate": True}
    version = models.add(db, "acme", "invoice", "v1", content, **told)  # type: ignore[arg-type]
    assert main([*call, "learn", "--list"]) == Exit.DONE
    assert main([*call, "learn", "--revert", "invoice", "--client", "acme"]) == Exit.FATAL, "who, and why?"
    said = ["--by", "boss", "--why", "odd"]
    assert main([*call, "learn", "--revert", "invoice", *said]) == Exit.FATAL, "whose?"
    assert main([*call, "learn", "--revert", "invoice", "--client", "acme", *said]) == Exit.DONE
    assert main([*call, "learn", "--activate", str(version.id), *said]) == Exit.DONE
    out = capsys.readouterr()
    assert "active    acme, invoice: v1, 9 documents" in out.out and "what the package brings is in force" in out.out
    assert "say who (--by) and why" in out.err and "add --client NAME" in out.err
    assert models.active(db, "acme")["invoice"].id == version.id


def test_a_certificate_of_another_model_is_withdrawn_and_told(
    call: list[str], db: store.Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made.received(db, tmp_path)
    certificates.issue(db, "acme", "invoice", [CERTIFICATE])
    assert main([*call, "promise"]) == Exit.REVIEW
    out = capsys.readouterr().out
    assert (
        "invoice: withdrawn, the model or the declaration is another now. It said: At 95 % confidence at most 2 %"
        in out
    )
    assert main([*call, "promise", "--client", "acme"]) == Exit.DONE


@pytest.mark.slow
def test_a_file_is_held_against_its_truth() -> None:
    row = next(
        row
        for row in map(json.loads, (SAMPLES / "gold.jsonl").read_text().splitlines())
        if row.get("type") == "receipt" and row.get("fields")
    )
    found = judged_file(SAMPLES / row["file"], 0, row, sorted(row["fields"]), Reading())
    assert {each.field for each in found} == set(row["fields"]) and {each.doctype for each in found} == {"receipt"}
    assert all(each.right for each in found)
    wrong = row | {"fields": row["fields"] | {"total": ["999999.99"]}}
    [total] = judged_file(SAMPLES / row["file"], 0, wrong, ["total"], Reading())
    assert (total.right, total.loss) == (False, Loss.READING)
