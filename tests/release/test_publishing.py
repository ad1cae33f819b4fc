"""An export appears whole or not at all, is never written over another, and survives being killed at any step."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest

import release
from documents.errors import ReleaseError
from release.publishing import publish

from .conftest import Make

Steps = list[str]


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Steps:
    """The names of the steps that matter for durability, as they are taken."""
    taken: Steps = []
    fsync, link, unlink = os.fsync, os.link, Path.unlink

    def noted_fsync(handle: int) -> None:
        where = Path(f"/proc/self/fd/{handle}").readlink()
        taken.append(f"fsync {'folder' if where.is_dir() else where.suffix}")
        fsync(handle)

    def noted_link(source: Path, target: Path) -> None:
        taken.append(f"link {target.name}")
        link(source, target)

    def noted_unlink(path: Path, missing_ok: bool = False) -> None:
        taken.append(f"unlink {path.suffix}")
        unlink(path, missing_ok)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(os, "link", noted_link)
    monkeypatch.setattr(Path, "unlink", noted_unlink)
    return taken


def test_content_is_safe_on_disk_before_it_gets_its_name_and_the_manifest_comes_last(
    make: Make, tmp_path: Path, steps: Steps
) -> None:
    release.write([make()], tmp_path, "b", "jsonl")
    once = ["fsync .part", "link {}", "unlink .part", "fsync folder"]
    assert steps == [step.format(name) for name in ("b.jsonl", "b.jsonl.manifest.json") for step in once]


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
def test_the_kernel_sees_the_same_order(tmp_path: Path) -> None:
    program = f"from pathlib import Path; import release; release.write([], Path({str(tmp_path)!r}), 'b', 'json')"
    log = tmp_path / "strace.log"
    ran = subprocess.run(
        ["strace", "-f", "-y", "-o", log, "-e", "trace=fsync,link,linkat,rename,unlink,unlinkat",
         sys.executable, "-c", program], capture_output=True, text=True, check=False
    )  # fmt: skip
    if "PTRACE" in ran.stderr:
        pytest.skip(f"strace may not trace here: {ran.stderr.strip()}")
    calls = [line.split(maxsplit=1)[1] for line in log.read_text().splitlines() if str(tmp_path) in line]
    names = [call.partition("(")[0].removesuffix("at") for call in calls]
    assert names == ["fsync", "link", "unlink", "fsync"] * 2


def test_the_second_time_changes_nothing(make: Make, tmp_path: Path) -> None:
    first = release.write([make()], tmp_path, "b", "csv")
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert release.write([make()], tmp_path, "b", "csv") == first
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before


def test_what_is_there_with_other_content_is_never_overwritten(make: Make, tmp_path: Path) -> None:
    release.write([make()], tmp_path, "b", "json")
    before = (tmp_path / "b.json").read_bytes()
    with pytest.raises(ReleaseError, match=r"b\.json: is there already with other content"):
        release.write([make(total=Decimal(1))], tmp_path, "b", "json")
    assert (tmp_path / "b.json").read_bytes() == before


def test_of_two_runs_at_once_the_slower_one_finds_the_file_and_is_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "b").write_bytes(b"x")
    monkeypatch.setattr(Path, "exists", lambda path: False)
    publish(tmp_path / "b", b"x")
    with pytest.raises(ReleaseError, match="other content"):
        publish(tmp_path / "b", b"y")
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


@pytest.mark.parametrize("killed_at", range(1, 9))
def test_a_run_killed_at_any_step_is_mended_by_the_next(
    killed_at: int, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = 0

    class Killed(BaseException):
        pass

    def maybe_die(real: Callable[..., None]) -> Callable[..., None]:
        def called(*args: object, **settings: object) -> None:
            nonlocal count
            count += 1
            if count >= killed_at:  # a killed process does not even clean up
                raise Killed
            real(*args, **settings)

        return called

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", maybe_die(os.fsync))
        patched.setattr(os, "link", maybe_die(os.link))
        patched.setattr(Path, "unlink", maybe_die(Path.unlink))
        with pytest.raises(Killed):
            release.write([make()], tmp_path, "b", "json")
    whole = {path for path in tmp_path.iterdir() if not path.name.startswith(".")}
    assert all(json.loads(path.read_bytes()) for path in whole)
    again = release.write([make()], tmp_path, "b", "json")
    manifest = json.loads(again.manifest.read_text())
    assert manifest["files"][0]["sha256"] == sha256(again.path.read_bytes()).hexdigest() == again.sha256


def test_the_manifest_has_what_a_receiver_checks(make: Make, tmp_path: Path) -> None:
    records = [
        make(1, total=Decimal("0.10"), more={"lines.1.amount": Decimal("0.10")}),
        make(2, total=Decimal("0.20")),
        make(3, total=Decimal("7"), currency="USD"),
    ]
    done = release.write(records, tmp_path, "acme-1", "csv")
    found = json.loads(done.manifest.read_text())
    assert done.manifest.name == "acme-1.csv.manifest.json"
    assert (found["format"], found["count"], found["rows"], found["cases"]) == ("csv", 3, 1, [1, 2, 3])
    assert found["totals"] == {"EUR": {"lines.amount": "0.10", "total": "0.30"}, "USD": {"total": "7"}}
    assert {each["name"]: each["sha256"] for each in found["files"]} == {
        path.name: sha256(path.read_bytes()).hexdigest() for path in done.files
    }
    assert found["software"].startswith("paperdesk")


def test_amounts_without_a_currency_are_not_mixed_with_any(make: Make) -> None:
    record = make(total=Decimal(5))
    bare = [entry for entry in record.entries if entry.kind != "currency"]
    without = release.Record(**{f: getattr(record, f) for f in record.__slots__} | {"entries": tuple(bare)})
    assert release.control_totals([record, without]) == {"EUR": {"total": "5"}, "unknown": {"total": "5"}}


def test_another_version_of_the_software_finds_its_own_export(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release.write([make()], tmp_path, "b", "json")
    monkeypatch.setattr("release.manifest._software", lambda: "paperdesk 99")
    assert release.write([make()], tmp_path, "b", "json").count == 1


def test_a_manifest_that_says_otherwise_is_left_alone(make: Make, tmp_path: Path) -> None:
    (tmp_path / "b.json.manifest.json").write_text("{}")
    with pytest.raises(ReleaseError, match="other content"):
        release.write([make()], tmp_path, "b", "json")


def test_a_symbolic_link_in_the_way_is_not_followed(make: Make, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").touch()
    (tmp_path / "b.json").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ReleaseError):
        release.write([make()], tmp_path, "b", "json")
    assert not (tmp_path / "elsewhere").read_bytes()


@pytest.mark.parametrize("name", ["", ".hidden", "../up", "a/b", "a\0b"])
def test_a_name_that_leads_elsewhere_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="is no name for an export"):
        release.write([], tmp_path, name, "json")


def test_an_unknown_format_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="no format 'cvs'; known: csv, csv_safe, json, jsonl, xlsx"):
        release.write([], tmp_path, "b", "cvs")


def test_a_full_disk_leaves_nothing_behind_and_says_where(
    tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ReleaseError, match=r"b\.json: cannot be written: No space left on device; make room"):
        release.write([make()], tmp_path, "b", "json")
    assert not list(tmp_path.iterdir())


def test_a_file_system_without_hard_links_is_refused_by_that_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(source: Path, target: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    with pytest.raises(ReleaseError, match="has no hard links"):
        publish(tmp_path / "b", b"x")
    assert not list(tmp_path.iterdir())
