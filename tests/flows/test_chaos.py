"""Readers, people and exporters are killed, fail and find the disk full; in the end nothing is lost, nothing double."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


SECONDS, SEED = 30, 6


def raged(*words: str) -> str:
    """What so many seconds of chaos came to."""
    command = [sys.executable, "-m", "bench.chaos", "--seconds", str(SECONDS), "--seed", str(SEED), *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=2400, env={**os.environ})
    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("words", [(), ("--postgresql",)], ids=["sqlite", "postgresql"])
def test_a_minute_of_chaos_loses_and_doubles_nothing(words: tuple[str, ...]) -> None:
    """Half a minute on each database. How much happens meanwhile is the machine's; that something did is asked."""
    told = raged(*words)
    assert f"seed {SEED}, {SECONDS} s" in told
    assert "0 wrong, 0 unfinished" in told
    assert int(re.findall(r"(\d+) kill -9", told)[0]) >= 5
    assert int(re.findall(r"(\d+) dropped", told)[0]) >= 10
