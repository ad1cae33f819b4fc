"""Three watchers, each a process of its own, on one folder into which everything is dropped in every way: one receipt
a file, one refusal for what is none."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

import store
from documents.errors import PaperdeskError
from flows.intake import Inbox
from flows.moves import shown
from flows.settings import Settings, Watch
from store import ledger, receipts

WATCHERS, BURST = 3, 40
#: Names as nobody would choose them, in bytes.
NAMES = [
    b"line\nbreak.pdf",
    b"\xff\xfe.pdf",
    b"n" * 251 + b".pdf",
    b"%2e%2e%2f..%2fetc.pdf",
    b"a..\\..\\etc.pdf",
    b"a\rb\tc.pdf",
    b"-rf *.pdf",
    "naïve \u202egnp.pdf".encode(),
]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, watch=Watch(look_every=0.01, stable=0.4, free_megabytes=1))


@contextmanager
def watching(settings: Settings) -> Iterator[None]:
    """Watchers at work, as `watch` does it, each with a memory of its own."""
    pids = []
    for _ in range(WATCHERS):
        pid = os.fork()
        if pid == 0:
            try:
                _watch(settings)
            finally:
                os._exit(1)
        pids.append(pid)
    yield
    for pid in pids:
        assert os.waitpid(pid, os.WNOHANG) == (0, 0), "a watcher has died"
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _watch(settings: Settings) -> None:
    inbox = Inbox(store.open_database(settings.database, settings.folders.files), settings, "acme")
    while True:
        with suppress(PaperdeskError):
            inbox.look()
        time.sleep(0.01)


def drop_all(folder: Path, outside: Path) -> tuple[Counter[tuple[str, int]], set[str]]:
    """Everything in every way; returns the files by shown name and size, and the names that must be refused."""
    wanted: Counter[tuple[str, int]] = Counter()
    refused = {"link.pdf", "hard.pdf", "pipe.pdf"}
    outside.mkdir()
    (outside / "other.pdf").write_bytes(b"not ours")
    (folder / "link.pdf").symlink_to(outside / "other.pdf")
    (folder / "hard.pdf").hardlink_to(outside / "other.pdf")
    os.mkfifo(folder / "pipe.pdf")
    (folder / "empty.pdf").touch()
    wanted["empty.pdf", 0] += 1
    for number in range(BURST):  # many events a file: made, written twice, its rights and times changed
        path, content = folder / f"burst-{number}.pdf", b"burst %d" % number
        with path.open("wb") as file:
            file.write(content[:3])
            file.flush()
            file.write(content[3:])
        path.chmod(0o600)
        os.utime(path, (time.time(), time.time()))
        wanted[path.name, len(content)] += 1
    for number, name in enumerate(NAMES):
        (folder / os.fsdecode(name)).write_bytes(b"name %d" % number)
        wanted[shown(os.fsdecode(name)), 6] += 1
    for number in range(5):  # renamed in, two of them under one name
        path = outside / f"{number}.pdf"
        path.write_bytes(b"renamed in %d" % number)
        path.rename(folder / f"in-{number}.pdf")
        wanted[f"in-{number}.pdf", 12] += 1
    return wanted, refused


def write_slowly(path: Path, chance: random.Random) -> int:
    """A writer that pauses for less than the window, then once for longer; its size in the end."""
    with path.open("wb") as file:
        file.write(b"%PDF-1.7 slow\n")
        for number in range(10):
            file.write(b"%d " % number)
            file.flush()
            time.sleep(0.9 if number == 5 else chance.uniform(0.01, 0.15))
        file.write(b"%%EOF")
    return path.stat().st_size


def test_every_file_has_one_receipt_and_what_is_none_one_refusal(
    db: store.Database, settings: Settings, tmp_path: Path
) -> None:
    store.close(db)  # no connection goes through a fork
    folder = settings.folders.inbox / "acme"
    folder.mkdir(parents=True)
    with watching(settings):
        wanted, refused = drop_all(folder, tmp_path / "outside")
        size = write_slowly(folder / "slow.pdf", random.Random(1))
        wanted["slow.pdf", size] += 1
        again = folder / "in-0.pdf"  # a name that came before, with other bytes
        again.write_bytes(b"came again later")
        wanted["in-0.pdf", 16] += 1
        ours = store.open_database(settings.database, settings.folders.files)
        end = time.monotonic() + 90  # on a machine that is busy with others
        while time.monotonic() < end and len(receipts.of(ours)) < wanted.total():
            time.sleep(0.1)
        time.sleep(1)  # whoever would take one twice would do it now
        came = receipts.of(ours)
    assert Counter((one.name, one.size) for one in came) == wanted
    aside = [path.name for path in (folder / "error").iterdir()]
    assert {name for name in aside if not name.endswith(".reason.txt")} == refused
    assert all(f"{name}.reason.txt" in aside for name in refused) and len(aside) == 2 * len(refused)
    claimed = [path for path in (folder / "work").glob("*/*") if not path.name.startswith(".home")]
    assert sorted(sha256(path.read_bytes()).hexdigest() for path in claimed) == sorted(one.sha256 for one in came)
    assert (tmp_path / "outside" / "other.pdf").read_bytes() == b"not ours"
    assert ledger.reconcile(ours).balances
    store.close(ours)
