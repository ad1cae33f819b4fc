"""`paperdesk run` copies, registers, processes and says where everything went; twice does nothing twice."""

import subprocess
import sys
from pathlib import Path

import pytest

import store
from documents.case import ReceiptState
from flows.command_run import register_all
from flows.settings import Settings
from flows.work import Work
from store import receipts
from tests.flows.refusing import Refusing


@pytest.fixture
def work(db: store.Database, settings: Settings) -> Work:
    return Work(settings, db, Refusing(), tell=lambda line: None)


def test_sources_stay_where_they_are_and_are_registered_once(work: Work, tmp_path: Path) -> None:
    source = tmp_path / "a.pdf"
    source.write_bytes(b"one")
    new, before, refused = register_all(work, [source], "default")
    assert (len(new), before, refused) == (1, [], [])
    new, before, refused = register_all(work, [source], "default")
    assert new == [] and [receipt.name for receipt in before] == ["a.pdf"]
    assert source.read_bytes() == b"one" and len(receipts.of(work.db)) == 1


def test_the_same_bytes_under_another_name_are_a_duplicate_that_names_the_first(work: Work, tmp_path: Path) -> None:
    files = [tmp_path / "a.pdf", tmp_path / "b.pdf"]
    for file in files:
        file.write_bytes(b"one")
    _, _, [outcome] = register_all(work, files, "default")
    assert outcome.state is ReceiptState.DUPLICATE and "came before as a.pdf" in outcome.reason
    assert register_all(work, files, "default")[2] == []


def test_a_file_that_is_not_there_is_told_and_stops_no_other(work: Work, tmp_path: Path) -> None:
    there = tmp_path / "a.pdf"
    there.write_bytes(b"one")
    new, _, [refused] = register_all(work, [tmp_path / "nowhere.pdf", there], "default")
    assert len(new) == 1
    assert (refused.state, refused.code) == (ReceiptState.FAILED, "unreadable_file")


@pytest.mark.slow
@pytest.mark.xdist_group("prefect")
def test_the_whole_way_from_a_file_to_a_record(tmp_path: Path) -> None:
    """One real sample, one that cannot be read, a Prefect server of its own, in a process of its own."""
    (tmp_path / "in").mkdir()
    for name in ("invoice_xml_01_cii.xml", "bad_encrypted.pdf"):
        (tmp_path / "in" / name).write_bytes((Path("sample_docs/docs") / name).read_bytes())
    first = _run(tmp_path)
    assert first.returncode == 8, first.stderr
    assert "invoice_xml_01_cii.xml" in first.stdout and "bad_encrypted.pdf" in first.stdout
    assert "paperdesk desk" in first.stdout
    assert len(list((tmp_path / "output").rglob("*.jsonl"))) <= 1
    second = _run(tmp_path)
    assert second.returncode == 0, second.stderr
    assert "Nothing new: 2 files were processed before" in second.stdout


def _run(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "import sys; from flows.cli import main; sys.exit(main())", "run", "in"]
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path.cwd()), "HOME": str(folder)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)
