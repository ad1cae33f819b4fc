from __future__ import annotations

import json
import shutil
import stat
from pathlib import Path

import pytest
from sqlalchemy import select

import store
from documents.errors import Conflict, StoreError
from store import Database, audit, backup, cases, ledger, originals, people
from store.database import reading
from store.tables import field_values, receipts
from tests.store.conftest import another
from tests.store.made import RELEASE, TYPES, case, saved


def _elsewhere(db: Database, tmp_path: Path) -> str:
    if db.is_sqlite:
        return f"sqlite:///{tmp_path}/restored/desk.db"
    return another(db.engine.url.render_as_string(hide_password=False))


def _rows(db: Database) -> list[tuple[object, ...]]:
    with reading(db) as connection:
        return [tuple(row) for table in (receipts, field_values) for row in connection.execute(select(table))]


def test_what_is_restored_is_what_was_there(db: Database, tmp_path: Path) -> None:
    numbers = [saved(db, tmp_path, content=f"c{n}")[0] for n in range(3)]
    folder, rows = backup.backup(db, tmp_path / "backups", tmp_path / "exported"), _rows(db)
    saved(db, tmp_path, content="came after")
    made = backup.restore(
        folder, url := _elsewhere(db, tmp_path), tmp_path / "restored/files", tmp_path / "exported-again"
    )
    again = store.open_database(url, tmp_path / "restored/files")
    try:
        assert made.files == 3 and _rows(again) == rows
        for number in numbers:
            assert cases.load(again, number, TYPES) == cases.load(db, number, TYPES)
        assert audit.verify(again, "acme") == []
        with reading(again) as connection:
            for row in connection.execute(select(receipts)):
                assert originals.is_whole(again, row.sha256)
    finally:
        store.close(again)


def _exported(db: Database, tmp_path: Path) -> tuple[ledger.Export, Path]:
    """An export that the ledger calls written, and the folder for its files."""
    saved(db, tmp_path, case(RELEASE))
    export = ledger.begin(db, client="acme", format="jsonl")
    assert export is not None
    ledger.written(db, export, "cd" * 32, 1)
    there = tmp_path / "exported" / "acme"
    there.mkdir(parents=True)
    return export, there


def test_a_restored_house_is_closed_and_its_exports_are_as_open_as_their_folder(db: Database, tmp_path: Path) -> None:
    export, there = _exported(db, tmp_path)
    (there / f"{export.name}.jsonl").write_text("{}")
    folder = backup.backup(db, tmp_path / "backups", tmp_path / "exported")
    house = tmp_path / "restored"
    backup.restore(folder, _elsewhere(db, tmp_path), house / "files", house / "export")
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (house, house / "files", house / "export/acme")}
    assert list(modes.values()) == [0o700, 0o700, stat.S_IMODE(there.stat().st_mode)]


def test_nothing_is_overwritten(db: Database, tmp_path: Path) -> None:
    saved(db, tmp_path)
    folder = backup.backup(db, tmp_path / "backups", tmp_path / "exported")
    here = db.engine.url.render_as_string(hide_password=False)
    with pytest.raises(Conflict, match="holds files already"):
        backup.restore(folder, here, db.files, tmp_path / "exported-again")
    with pytest.raises(Conflict, match="already"):
        backup.restore(folder, here, tmp_path / "empty", tmp_path / "exported-again")


def test_exports_come_back_but_for_those_that_the_ledger_does_not_know(db: Database, tmp_path: Path) -> None:
    export, there = _exported(db, tmp_path)
    for name in (f"{export.name}.jsonl", f"{export.name}.jsonl.manifest.json", "acme_jsonl_000099.jsonl", ".x.1.part"):
        (there / name).write_text(name)
    folder = backup.backup(db, tmp_path / "backups", tmp_path / "exported")
    back = tmp_path / "exported-again"
    backup.restore(folder, _elsewhere(db, tmp_path), tmp_path / "again", back)
    found = {path.name: path.read_text() for path in back.rglob("*") if path.is_file()}
    assert found == {name: name for name in (f"{export.name}.jsonl", f"{export.name}.jsonl.manifest.json")}
    with pytest.raises(Conflict, match="holds exports already"):
        backup.restore(folder, _elsewhere(db, tmp_path), tmp_path / "third", back)


def test_a_backup_that_was_changed_is_refused(db: Database, tmp_path: Path) -> None:
    saved(db, tmp_path)
    folder = backup.backup(db, tmp_path / "backups", tmp_path / "exported")
    [kept] = list((folder / backup.FILES).glob("??/*"))
    whole = kept.read_bytes()
    kept.chmod(0o600)
    kept.write_bytes(whole + b"!")
    with pytest.raises(StoreError, match="not what it was"):
        backup.restore(folder, _elsewhere(db, tmp_path), tmp_path / "one", tmp_path / "exported-again")
    kept.unlink()
    with pytest.raises(StoreError, match="holds 0 files"):
        backup.restore(folder, _elsewhere(db, tmp_path), tmp_path / "two", tmp_path / "exported-again")
    (folder / backup.MANIFEST).unlink()
    with pytest.raises(StoreError, match="no whole backup"):
        backup.restore(folder, _elsewhere(db, tmp_path), tmp_path / "three", tmp_path / "exported-again")


def test_a_history_that_was_cut_shows_after_restoring(db: Database, tmp_path: Path) -> None:
    saved(db, tmp_path)
    folder = backup.backup(db, tmp_path / "backups", tmp_path / "exported")
    manifest = json.loads((folder / backup.MANIFEST).read_text())
    manifest["heads"]["acme"]["seq"] += 5
    (folder / backup.MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(StoreError, match="history does not hold"):
        backup.restore(folder, _elsewhere(db, tmp_path), tmp_path / "files-again", tmp_path / "exported-again")


def test_a_rotten_file_stops_the_backup_and_leaves_no_half(db: Database, tmp_path: Path) -> None:
    saved(db, tmp_path)
    [kept] = list((db.files / "sha256").glob("??/*"))
    kept.chmod(0o600)
    kept.write_bytes(b"rotten")
    with pytest.raises(StoreError, match="not what it was when it came"):
        backup.backup(db, tmp_path / "backups", tmp_path / "exported")
    assert backup.age(tmp_path / "backups") is None


def test_the_age_is_of_the_newest_whole_one(db: Database, tmp_path: Path) -> None:
    assert backup.age(tmp_path / "backups") is None
    folder = backup.backup(db, tmp_path / "backups", tmp_path / "exported")
    found = backup.age(tmp_path / "backups")
    assert found is not None and 0 <= found < 60
    shutil.rmtree(folder)
    assert backup.age(tmp_path / "backups") is None


def test_people_come_back_with_their_passwords(db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from argon2 import PasswordHasher

    monkeypatch.setattr(people, "_hasher", lambda: PasswordHasher(1, 8, 1))
    people.add(db, "anna", "a long enough password", {"admin"})
    folder = backup.backup(db, tmp_path / "backups", tmp_path / "exported")
    backup.restore(folder, url := _elsewhere(db, tmp_path), tmp_path / "again", tmp_path / "exported-again")
    again = store.open_database(url, tmp_path / "again")
    assert people.verify(again, "anna", "a long enough password").roles == {"admin"}
    store.close(again)
