"""`paperdesk serve` seen from outside: its schedules really begin, and it ends in peace."""

import json
import signal
from pathlib import Path

import pytest

from tests.flows.outside import asked, begin, drop, furnish, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("prefect")]
SETTINGS = """
jobs = 1
[watch]
look_every = 0.5
stable = 0.5
free_megabytes = 1
[schedule]
nightly = "* * * * *"
release_every = 20
"""


def ignore_sigint() -> None:
    """What a shell without job control does to what it starts in the background."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def test_a_file_is_taken_and_the_night_begins_by_its_schedule(tmp_path: Path) -> None:
    house = furnish(tmp_path, SETTINGS)
    drop(house, "first.xml", "invoice_xml_01_cii.xml")
    serving = begin(house, "serve", before=ignore_sigint)
    try:
        wait_for(house, "inbox/acme/done/*/first.xml", "output/report/*.json", "output/report/*.md", seconds=240)
    finally:
        serving.terminate()
        ended = serving.wait(90)
    assert ended == 0 and "stopped; what was done is kept" in (house / "told").read_text()
    [report, *_] = sorted((house / "output" / "report").glob("*.json"))
    assert json.loads(report.read_text())["balanced"]
    assert asked(house, "reconcile")[0] == 0
