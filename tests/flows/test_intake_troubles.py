"""What stands in the way of one file stops no other; what is written to late comes back with all it came with."""

import errno
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import store
from documents.errors import StoreError
from flows import moves
from flows.intake import Inbox, inboxes
from flows.settings import Settings, Watch
from flows.watching import Watcher
from flows.work import Work
from store import receipts
from tests.flows.clock import Clock
from tests.flows.refusing import Refusing
from tests.flows.test_intake import below, finish, look

Drop = Callable[..., Path]


@pytest.fixture
def inbox(db: store.Database, settings: Settings, clock: Clock) -> Inbox:
    return Inbox(db, settings, "acme", clock)


@pytest.fixture
def no_links(monkeypatch: pytest.MonkeyPatch) -> None:
    """As fs.protected_hardlinks does with a file of another owner."""

    def refuse(source: Path, target: Path, *, follow_symlinks: bool = True) -> None:
        if "sha256" not in target.parts:  # the store's own files are ours
            raise PermissionError(errno.EPERM, "Operation not permitted")
        link(source, target, follow_symlinks=follow_symlinks)

    link = os.link
    monkeypatch.setattr(os, "link", refuse)


def test_bytes_written_into_a_file_of_the_same_size_come_as_another_document(
    db: store.Database, inbox: Inbox, clock: Clock, drop: Drop
) -> None:
    with drop("late.pdf", bytes(100)).open("r+b") as writer:
        look(inbox, clock, 4)
        [zeros] = receipts.of(db)
        writer.write(b"x" * 100)
    finish(db, zeros)
    look(inbox, clock, 5)
    assert below(inbox, "done") == []
    _, real = receipts.of(db)
    assert real.sha256 != zeros.sha256 and real.size == 100


@pytest.mark.parametrize("is_taken", [False, True])
def test_a_file_sent_back_keeps_its_folder_its_values_and_its_trigger(
    db: store.Database, settings: Settings, clock: Clock, drop: Drop, is_taken: bool
) -> None:
    inbox = Inbox(db, replace(settings, watch=replace(settings.watch, trigger=".done")), "acme", clock)
    drop("2025/a.json", b'{"cost_centre": "4711"}')
    drop("2025/a.pdf.done", b"")
    with drop("2025/a.pdf").open("ab") as writer:
        look(inbox, clock, 4)
        [first] = receipts.of(db)
        writer.write(b" more")
    if is_taken:
        drop("2025/a.json", b"{}")
    finish(db, first)
    [moved] = look(inbox, clock).settled
    home = inbox.folder / "2025"
    assert moved.parent == (home / first.claim if is_taken else home)
    assert sorted(path.name for path in moved.parent.iterdir() if path.is_file()) == ["a.json", "a.pdf", "a.pdf.done"]
    look(inbox, clock, 4)
    assert [(each.size, each.index_values) for each in receipts.of(db)] == [
        (12, {"cost_centre": "4711"}),
        (17, {"cost_centre": "4711"}),
    ]


def test_a_file_that_cannot_be_kept_stops_no_other(
    db: store.Database, inbox: Inbox, clock: Clock, drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(db: store.Database, **given: object) -> receipts.Receipt:
        if given["name"] == "a.pdf":
            raise StoreError("a.pdf: cannot be copied: Permission denied")
        return register(db, **given)  # type: ignore[arg-type]  # as it came

    register = receipts.register
    drop("a.pdf", b"one")
    drop("b.pdf", b"two")
    with monkeypatch.context() as patched:
        patched.setattr("store.receipts.register", refuse)
        look(inbox, clock, 3)
        looked = look(inbox, clock)
    assert [each.name for each in receipts.of(db)] == ["b.pdf"]
    assert "Permission denied" in looked.troubled[0][1] and looked.waiting == 1
    look(inbox, clock)
    assert [each.name for each in receipts.of(db)] == ["b.pdf", "a.pdf"]


def test_a_folder_that_we_may_not_write_to_is_told_once_and_in_the_same_words(
    inbox: Inbox, clock: Clock, drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, target: Path) -> Path:
        if path.name == "a.pdf":
            raise OSError(errno.EPERM, "Operation not permitted", str(path), None, str(target))
        return rename(path, target)

    rename = Path.rename
    monkeypatch.setattr(Path, "rename", refuse)
    path = drop("locked/a.pdf")
    look(inbox, clock, 3)
    [told] = look(inbox, clock).troubled
    assert told == look(inbox, clock).troubled[0], "the claim has another name at each look"
    wanted = f"{path}: Operation not permitted. Give us the right to move it, and to write in its folder."
    assert told == ("a.pdf", wanted)


def test_a_folder_that_cannot_be_looked_into_stops_no_other(
    db: store.Database, inbox: Inbox, clock: Clock, drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(folder: Path) -> object:
        if Path(folder).name == "closed":
            raise PermissionError(errno.EACCES, "Permission denied", str(folder))
        return scandir(folder)

    scandir = os.scandir
    monkeypatch.setattr("flows.looking.os.scandir", refuse)
    drop("closed/a.pdf")
    drop("z.pdf")
    assert look(inbox, clock, 4).troubled[0][0] == "closed"
    assert [each.name for each in receipts.of(db)] == ["z.pdf"]


def test_a_folder_that_no_client_can_be_called_stops_no_other(
    db: store.Database, settings: Settings, drop: Drop
) -> None:
    lines: list[str] = []
    wrong = settings.folders.inbox / "a b"
    (wrong / "sub").mkdir(parents=True)
    drop("a.pdf")
    settings = replace(settings, watch=Watch(stable=0, free_megabytes=1))
    watcher = Watcher(Work(settings, db, Refusing(), tell=lines.append), lambda: None)
    for _ in range(3):
        watcher.look()
    assert [each.name for each in receipts.of(db)] == ["a.pdf"]
    assert [line for line in lines if "a b" in line and "Rename it" in line] == [lines[0]]
    assert [path.name for path in wrong.iterdir()] == ["sub"]
    assert [inbox.client for inbox in inboxes(db, settings) if not inbox.refusal] == ["acme"]


@pytest.mark.usefixtures("no_links")
def test_another_owners_file_is_moved_out_without_a_link(
    db: store.Database, inbox: Inbox, clock: Clock, drop: Drop
) -> None:
    for content in (b"first", b"second"):
        drop("same.pdf", content)
        look(inbox, clock, 4)
        finish(db, receipts.of(db)[-1])
        look(inbox, clock)
    names = below(inbox, "done")
    assert [Path(name).name for name in names] == ["same-2.pdf", "same.pdf"] and below(inbox, "work") == []
    assert {(inbox.folder / "done" / name).read_bytes() for name in names} == {b"first", b"second"}


@pytest.mark.usefixtures("no_links")
def test_where_neither_link_nor_rename_is_safe_the_file_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "a.pdf"
    source.write_bytes(b"one")
    monkeypatch.setattr("flows.moves.ctypes.CDLL", lambda *given, **named: object())
    with pytest.raises(OSError, match="neither links"):
        moves.move_in(source, tmp_path / "done")
    assert source.read_bytes() == b"one" and not list((tmp_path / "done").iterdir())


def test_a_file_beside_the_clients_folders_is_told_of_once_and_left(db: store.Database, settings: Settings) -> None:
    lines: list[str] = []
    watcher = Watcher(Work(settings, db, Refusing(), tell=lines.append), lambda: None)
    settings.folders.inbox.mkdir(parents=True)
    loose = settings.folders.inbox / "loose.pdf"
    loose.write_bytes(b"%PDF-1.4")
    watcher.look()
    watcher.look()
    assert [line for line in lines if "beside the clients' folders" in line] == lines
    assert len(lines) == 1
    assert loose.exists()
