"""Prefect's server is really killed in the middle of a run: the work goes on from our own tables."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import store
from bench.hostile import descendants
from documents.case import ReceiptState
from flows.settings import load_settings
from store import receipts
from tests.flows.outside import asked, begin, drop, furnish, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("prefect")]
SETTINGS = """
jobs = 1
[watch]
look_every = 0.2
stable = 0.2
free_megabytes = 1
[clients.acme]
formats = ["jsonl"]
"""


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    process = begin(furnish(tmp_path, SETTINGS), "watch")
    yield process
    process.kill()
    process.wait()


def kill_the_server(watch: subprocess.Popen[bytes]) -> None:
    for pid in descendants(watch.pid):
        if b"flows.prefect_server" in Path(f"/proc/{pid}/cmdline").read_bytes():
            os.kill(pid, signal.SIGKILL)
            return
    raise AssertionError("no server is there to be killed")


def wait_until_one_is_read(db: store.Database) -> None:
    end = time.monotonic() + 120
    while not receipts.of(db, states=(ReceiptState.PROCESSING,)):
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_server_that_is_killed_loses_no_file_and_doubles_none(tmp_path: Path, watch: subprocess.Popen[bytes]) -> None:
    drop(tmp_path, "first.xml", "invoice_xml_01_cii.xml")
    wait_for(tmp_path, "inbox/acme/done/*/first.xml", seconds=240)
    settings = load_settings(tmp_path / "paperdesk.toml", {})
    db = store.open_database(settings.database, settings.folders.files)
    drop(tmp_path, "scan.pdf", "invoice_scan_01.pdf")
    wait_until_one_is_read(db)
    kill_the_server(watch)
    drop(tmp_path, "second.xml", "invoice_xml_02_ubl.xml")
    wait_for(tmp_path, "inbox/acme/done/*/scan.pdf", "inbox/acme/done/*/second.xml", seconds=400)
    drop(tmp_path, "third.pdf", "invoice_facturx_01.pdf")
    wait_for(tmp_path, "inbox/acme/done/*/third.pdf", seconds=400)
    watch.send_signal(signal.SIGINT)
    assert watch.wait(90) == 0 and watch.poll() == 0
    assert "its server is started anew" in (tmp_path / "told").read_text()
    came = receipts.of(db)
    store.close(db)
    assert {one.name: one.state for one in came} == dict.fromkeys(
        ("first.xml", "scan.pdf", "second.xml", "third.pdf"), ReceiptState.PROCESSED
    )
    assert asked(tmp_path, "export")[0] == 0 and asked(tmp_path, "audit")[0] == 0
    paths = (tmp_path / "output" / "export" / "acme").glob("*.jsonl")
    lines = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    assert len({line["case"] for line in lines}) == len(lines) >= 3
