"""`paperdesk watch` seen from outside: a process of its own, files dropped as people and programs drop them."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.outside import SAMPLES, asked, begin, drop, furnish, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("prefect")]
SETTINGS = """
jobs = 1
[watch]
look_every = 0.2
stable = 1.5
free_megabytes = 1
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    return furnish(tmp_path, SETTINGS)


@pytest.fixture
def watch(house: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The command at work."""
    process = begin(house, "watch")
    yield process
    if process.poll() is None:
        process.kill()
        process.wait()


def test_slow_bad_and_double_files_among_good_ones(house: Path, watch: subprocess.Popen[bytes]) -> None:
    content = (SAMPLES / "invoice_xml_02_ubl.xml").read_bytes()
    slow = house / "inbox" / "acme" / "slow.xml"
    slow.write_bytes(b"")
    drop(house, "good.xml", "invoice_xml_01_cii.xml")
    (house / "inbox" / "acme" / "good.json").write_text('{"cost_centre": 4711}')
    drop(house, "torn.pdf", "bad_truncated.pdf")
    drop(house, "odd.xml", "invoice_xml_02_ubl.xml").write_bytes(content + b"\n")
    (house / "inbox" / "acme" / "odd.csv").write_text("one,two\nonly\n")
    for start in range(0, len(content), len(content) // 8 + 1):  # a writer that needs its time
        assert slow.exists(), "taken before it was whole"
        with slow.open("ab") as writer:
            writer.write(content[start : start + len(content) // 8 + 1])
        time.sleep(0.5)
    wait_for(
        house,
        "inbox/acme/done/*/good.xml",
        "inbox/acme/done/*/slow.xml",
        "inbox/acme/error/torn.pdf.reason.txt",
        "inbox/acme/error/odd.csv",
    )
    drop(house, "again.xml", "invoice_xml_01_cii.xml")
    wait_for(house, "inbox/acme/duplicate/again.xml.reason.txt")
    assert "came before as good.xml" in (house / "inbox/acme/duplicate/again.xml.reason.txt").read_text()
    assert "code: damaged" in (house / "inbox/acme/error/torn.pdf.reason.txt").read_text()
    assert "code: intake" in (house / "inbox/acme/error/odd.xml.reason.txt").read_text()
    [done] = (house / "inbox/acme/done").glob("*/slow.xml")
    assert done.read_bytes() == content

    watch.send_signal(signal.SIGINT)
    assert watch.wait(60) == 0
    assert "stopped; what was done is kept" in (house / "told").read_text()
    assert list((house / "inbox" / "acme" / "work").iterdir()) == []
    assert_counted(house)


def assert_counted(house: Path) -> None:
    code, told = asked(house, "reconcile")
    assert code == 0 and "acme: balances" in told
    assert "5 files received = 2 processed + 2 failed + 1 duplicate" in told
    code, told = asked(house, "status")
    assert code == 8 and "failed: 1 damaged" in told and "failed: 1 intake" in told
    lines = [
        json.loads(line)
        for path in (house / "output" / "export" / "acme").glob("*.jsonl")
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    assert len(lines) == len({line["sha256"] for line in lines}) <= 2


def test_a_kill_in_the_middle_loses_nothing(house: Path, watch: subprocess.Popen[bytes]) -> None:
    drop(house, "first.xml", "invoice_xml_01_cii.xml")
    wait_for(house, "inbox/acme/work/*/first.xml")
    watch.kill()
    watch.wait()
    again = begin(house, "watch")
    try:
        wait_for(house, "inbox/acme/done/*/first.xml")
    finally:
        again.terminate()
        assert again.wait(60) == 0
    assert asked(house, "reconcile")[0] == 0
