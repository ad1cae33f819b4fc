"""Where is my file? What was dropped and is not taken in yet is told, with the reason."""

import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

import store
from flows.cli import main
from flows.intake import inboxes
from flows.settings import Settings, Watch
from flows.waiting import dropped, watched_by_us

PDF = b"%PDF-1.4 whole %%EOF"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line finds the store of the test."""
    monkeypatch.chdir(tmp_path)


def test_each_file_is_told_with_what_it_waits_for(
    db: store.Database, settings: Settings, drop: Callable[..., Path]
) -> None:
    for name, content in (("a.pdf", PDF), ("half.pdf", b"%PDF-1.4 ha"), ("x.json", b"{}"), ("big.pdf.part", PDF)):
        drop(name, content)
    drop(".a.pdf.part", PDF)
    drop("done/b.pdf", PDF)
    (settings.folders.inbox / "stray.pdf").write_bytes(PDF)
    (settings.folders.inbox / "no name").mkdir()
    (settings.folders.inbox / "no name" / "c.pdf").write_bytes(PDF)
    told = {(one.client, one.name): one.why for one in dropped(db, settings)}
    assert set(told) == {
        *(("acme", name) for name in ("a.pdf", "half.pdf", "x.json", "big.pdf.part")),
        ("", "stray.pdf"),
        ("no name", "c.pdf"),
    }
    assert "nobody watches the inbox" in told["acme", "a.pdf"]
    assert "lacks its end" in told["acme", "half.pdf"] and "nobody watches" in told["acme", "half.pdf"]
    assert "without their document" in told["acme", "x.json"]
    assert "somebody still writes" in told["acme", "big.pdf.part"]
    assert "move it into" in told["", "stray.pdf"] and "Rename the folder" in told["no name", "c.pdf"]
    assert {one.client for one in dropped(db, settings, "acme")} == {"acme"}
    with watched_by_us(settings):
        assert {one.why for one in dropped(db, settings, "acme") if one.name == "a.pdf"} == {
            "taken in when nobody has written to it for 5 s"
        }


def test_the_house_is_watched_as_long_as_one_who_watches_lives(
    db: store.Database, settings: Settings, drop: Callable[..., Path]
) -> None:
    drop("a.pdf", PDF)
    with ExitStack() as first:
        first.enter_context(watched_by_us(settings))
        with watched_by_us(settings):
            first.close()
            assert "nobody watches" not in dropped(db, settings)[0].why
    assert "nobody watches" in dropped(db, settings)[0].why


def test_what_is_taken_in_this_moment_disturbs_no_look(
    db: store.Database, settings: Settings, drop: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    drop("deep/a.pdf.part", PDF)
    drop("work/claim/b.pdf", PDF)
    real = os.scandir

    def scandir(path: str) -> object:
        if Path(path).name == "claim":
            raise FileNotFoundError(path)
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    (settings.folders.inbox / "acme" / "work" / "claim" / "b.pdf").unlink()
    assert [one.name for one in dropped(db, settings)] == ["deep/a.pdf.part"]


def test_a_full_disk_and_a_trigger_are_told(db: store.Database, settings: Settings, drop: Callable[..., Path]) -> None:
    drop("a.pdf", PDF)
    full = replace(settings, watch=Watch(free_megabytes=10**9))
    [one] = dropped(db, full)
    assert "MB are free" in one.why
    [one] = dropped(db, replace(settings, watch=Watch(trigger=".done", free_megabytes=1)))
    assert "its trigger file is not there" in one.why


def test_what_is_claimed_waits_until_it_has_a_receipt(
    db: store.Database, settings: Settings, drop: Callable[..., Path]
) -> None:
    drop("a.pdf", PDF)
    [inbox] = inboxes(db, replace(settings, watch=Watch(stable=0.0, free_megabytes=1)))
    for waits in (["a.pdf"], []):
        assert [one.name for one in dropped(db, settings)] == waits
        inbox.look()
    assert dropped(db, settings) == []


def test_status_names_what_lies_in_the_inbox(
    settings: Settings, drop: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    drop("a.pdf", PDF)
    assert main(["status"]) == 0
    told = capsys.readouterr().out
    assert "acme: 1 file in the inbox, not taken in yet" in told and "nothing has come in" not in told
    assert "inbox/acme/a.pdf, written " in told and "nobody watches" in told
    for number in range(25):
        drop(f"{number}.pdf", PDF)
    assert main(["status"]) == 0
    assert "acme: 26 files in the inbox" in (told := capsys.readouterr().out) and "and 6 older ones" in told
