"""The child that reads a file: it can be killed, it keeps its limits, it leaves nothing behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from PIL import Image

import capture
from capture import Limits, sandbox
from capture.messages import decode
from documents.errors import CaptureError, Damaged, ReaderLost, TooLarge
from tests.capture.papers import picture, scanned_pdf, text_pdf

Scripts = Iterator[Path]


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scripts:
    """A folder whose programs stand before the real ones, for a reading process of its own."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    sandbox.stop()
    yield folder
    sandbox.stop()


def fake_tesseract(folder: Path, body: str) -> None:
    script = folder / "tesseract"
    script.write_text(
        f'#!/bin/sh\nif [ "$1" = --list-langs ]; then printf "List:\\neng\\ndeu\\n"; exit 0; fi\n'
        f'if [ "$1" = --version ]; then echo tesseract 5.3.0; exit 0; fi\n{body}\n'
    )
    script.chmod(0o755)


def running(command: str) -> list[int]:
    found = []
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit() and command in (folder / "cmdline").read_bytes().decode().replace("\0", " "):
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def gone(command: str, seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while running(command) and time.monotonic() < end:
        time.sleep(0.1)
    return not running(command)


def test_a_reading_that_hangs_is_killed_with_all_it_started(programs: Path, tmp_path: Path) -> None:
    fake_tesseract(programs, "sleep 98761 & sleep 98761")
    path = scanned_pdf(tmp_path / "a.pdf", picture())
    start = time.monotonic()
    with pytest.raises(TooLarge, match=r"a\.pdf: one page took longer than 2 s"):
        capture.read(path, engine="tesseract", limits=Limits(stall=2))
    assert time.monotonic() - start < 30
    assert gone("sleep 98761")


@pytest.mark.parametrize(
    ("victim", "who"),
    [("$PPID", "reading process"), ("$(cut -d' ' -f4 /proc/$PPID/stat)", "reading process"), ("$$", "Tesseract")],
)
def test_a_reading_that_is_killed_from_outside_is_not_the_documents_fault(
    programs: Path, tmp_path: Path, victim: str, who: str
) -> None:
    fake_tesseract(programs, f"kill -9 {victim}; sleep 1")
    path = scanned_pdf(tmp_path / "a.pdf", picture())
    with pytest.raises(ReaderLost, match=rf"a\.pdf: (the )?{who} was killed from outside") as caught:
        capture.read(path, engine="tesseract")
    assert not caught.value.fault_of_document
    assert capture.read(text_pdf(tmp_path / "good.pdf")).words


def may_leave_the_network() -> bool:
    """Does this machine's kernel let us, as who we are?"""
    ways = (["unshare", "--net", "true"], ["unshare", "--user", "--net", "true"])
    return any(subprocess.run(way, capture_output=True).returncode == 0 for way in ways)


@pytest.mark.skipif(not may_leave_the_network(), reason="the kernel allows no network namespaces here")
def test_a_parser_reaches_no_network(programs: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as here:
        here.settimeout(0.1)
        call = f"import socket; socket.create_connection(('127.0.0.1', {here.getsockname()[1]}), 2)"
        told = tmp_path / "told"
        told.touch()
        fake_tesseract(programs, f'{sys.executable} -c "{call}" 2> {told}; exit 1')
        path = scanned_pdf(tmp_path / "a.pdf", picture())
        with pytest.raises(CaptureError):
            capture.read(path, engine="tesseract")
        with pytest.raises(TimeoutError):
            here.accept()
    assert "Network is unreachable" in told.read_text()


def test_no_child_is_left_when_a_reading_returns(tmp_path: Path) -> None:
    path = text_pdf(tmp_path / "a.pdf")
    for _ in range(10):
        capture.read(path)
        assert [pid for pid in running("capture.fork_server") if parent(parent(pid)) == os.getpid()] == []


def parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
    except OSError:
        return 0


def test_a_caller_that_is_killed_leaves_no_process(programs: Path, tmp_path: Path) -> None:
    fake_tesseract(programs, "sleep 98762 & sleep 98762")
    path = scanned_pdf(tmp_path / "a.pdf", picture())
    caller = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"import capture, pathlib; capture.read(pathlib.Path({str(path)!r}), engine='tesseract')",
        ],
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
        start_new_session=True,
    )
    end = time.monotonic() + 30
    while not running("sleep 98762") and time.monotonic() < end:
        time.sleep(0.05)
    assert running("sleep 98762")
    os.kill(caller.pid, signal.SIGKILL)
    caller.wait()
    assert gone("sleep 98762")


def test_the_whole_file_has_a_time_limit(tmp_path: Path) -> None:
    with pytest.raises(TooLarge, match="limit seconds"):
        capture.read(text_pdf(tmp_path / "a.pdf", pages=300), limits=Limits(seconds=0))


def test_it_works_from_threads_and_from_processes_of_a_pool(tmp_path: Path) -> None:
    paths = [text_pdf(tmp_path / f"{n}.pdf", words=f"Number{n}") for n in range(6)]
    expected = [f"Number{n}" for n in range(6)]
    with ThreadPoolExecutor(3) as pool:
        assert [document.words[0].text for document in pool.map(capture.read, paths)] == expected
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:
        assert [document.words[0].text for document in pool.map(capture.read, paths)] == expected
    assert capture.read(paths[0]).words[0].text == expected[0]


def test_nothing_stays_in_the_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    (tmp_path / "tmp").mkdir()
    sandbox.stop()
    Image.new("1", (20_000, 20_000)).save(tmp_path / "bomb.png")
    for path in (text_pdf(tmp_path / "a.pdf"), tmp_path / "bomb.png"):
        try:
            capture.read(path)
        except TooLarge as error:
            assert "bomb.png" in str(error)
    sandbox.stop()
    assert list((tmp_path / "tmp").iterdir()) == []


@pytest.mark.parametrize("line", [b"", b"{}", b'["Page",{}]', b'["Nobody",{}]', b"\xff\xfe", b'["Damaged"]'])
def test_an_answer_that_makes_no_sense_is_a_damaged_file(line: bytes) -> None:
    with pytest.raises(Damaged, match=r"x\.pdf"):
        decode(line, "x.pdf")


def test_the_same_file_gives_the_same_document(tmp_path: Path) -> None:
    path = text_pdf(tmp_path / "a.pdf", pages=3)
    assert capture.read(path) == capture.read(path)


@pytest.mark.slow
def test_five_hundred_pages_stay_under_700_mb(tmp_path: Path) -> None:
    line = "several words of an ordinary page that fill a line"
    path = text_pdf(tmp_path / "a.pdf", pages=500, words="\u00a0".join([line] * 20))
    program = f"""
import capture, pathlib, re, resource
document = capture.read(pathlib.Path({str(path)!r}))
capture.sandbox.stop()
# ru_maxrss of a process counts its parent's memory at the fork; VmHWM is its own.
own = int(re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1])
print(len(document.pages), (own + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) // 1024)
"""
    out = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    pages, megabytes = map(int, out.split())
    assert pages == 500
    assert megabytes < 700
