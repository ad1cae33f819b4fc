"""Files are kept once, whole, under what they hold."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

import store
from documents.errors import Conflict, StoreError
from store import Database, originals


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return store.open_database(f"sqlite:///{tmp_path}/desk.db", tmp_path / "files")


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "paper.pdf"
    path.write_bytes(b"paper" * 1000)
    return path


def kept(db: Database) -> list[Path]:
    return [path for path in db.files.rglob("*") if path.is_file()]


def test_a_file_is_kept_once_under_its_hash(db: Database, paper: Path) -> None:
    number = originals.put(db, paper)
    assert number == originals.put(db, paper) == sha256(paper.read_bytes()).hexdigest()
    assert [originals.get(db, number)] == kept(db)
    assert originals.get(db, number) == db.files / "sha256" / number[:2] / number[2:]
    assert originals.is_whole(db, number)


def test_nobody_writes_to_what_is_kept(db: Database, paper: Path) -> None:
    assert originals.get(db, originals.put(db, paper)).stat().st_mode & 0o777 == 0o400


def test_a_disk_that_refuses_leaves_nothing_behind(db: Database, paper: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched, pytest.raises(StoreError, match=r"No space left.*make room"):
        patched.setattr("store.originals.os.fsync", full)
        originals.put(db, paper)
    assert kept(db) == []
    originals.put(db, paper)
    assert len(kept(db)) == 1


def test_a_file_that_grows_while_it_is_copied_is_not_taken(
    db: Database, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = originals.sha256_of

    def then_it_grows(path: Path) -> str:
        result = counted(path)
        if path == paper:
            with path.open("ab") as late:
                late.write(b"more")
        return result

    monkeypatch.setattr("store.originals.sha256_of", then_it_grows)
    with pytest.raises(Conflict, match="changed while it was copied"):
        originals.put(db, paper)
    assert kept(db) == []


def test_the_copy_is_synced_before_it_is_linked_and_its_folder_after(
    db: Database, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    sync, link = os.fsync, os.link

    def syncs(handle: int) -> None:
        steps.append("folder" if Path(f"/proc/self/fd/{handle}").resolve().is_dir() else "file")
        sync(handle)

    def links(source: Path, target: Path) -> None:
        steps.append("link")
        link(source, target)

    monkeypatch.setattr("store.originals.os.fsync", syncs)
    monkeypatch.setattr("store.originals.os.link", links)
    originals.put(db, paper)
    assert steps[-3:] == ["file", "link", "folder"]


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
def test_the_kernel_sees_the_same_order(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    files = tmp_path / "files"
    program = (
        "import sys; from pathlib import Path; from types import SimpleNamespace; from store import originals; "
        f"originals.put(SimpleNamespace(files=Path({str(files)!r})), Path({str(tmp_path / 'a.pdf')!r}))"
    )
    log = tmp_path / "strace.log"
    traced = "trace=write,fsync,link,linkat,rename,unlink,unlinkat"
    command = ["strace", "-f", "-y", "-o", str(log), "-e", traced, sys.executable, "-c", program]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if "PTRACE" in ran.stderr:
        pytest.skip(f"strace may not trace here: {ran.stderr.strip()}")
    assert ran.returncode == 0, ran.stderr
    calls = [line.split(maxsplit=1)[1] for line in log.read_text().splitlines() if str(files) in line]
    names = [call.partition("(")[0].removesuffix("at") for call in calls]
    # both new folders, then the copy: its bytes, its name, the folder of its name
    assert names[-5:] == ["write", "fsync", "link", "fsync", "unlink"] and names[:-5] == ["fsync"] * 2, names
    assert ".part" in calls[-4] and calls[-2].count("sha256") and ".part" not in calls[-2]


@pytest.mark.parametrize("wrong", ["", "../../etc/passwd", "AB" * 32, "ab" * 31])
def test_only_a_hash_names_a_file(db: Database, wrong: str) -> None:
    with pytest.raises(StoreError, match="no SHA-256"):
        originals.get(db, wrong)


def test_a_lost_file_is_named(db: Database, paper: Path) -> None:
    number = originals.put(db, paper)
    originals.get(db, number).unlink()
    assert not originals.is_whole(db, number)
    with pytest.raises(StoreError, match="restore it from the backup"):
        originals.get(db, number)
