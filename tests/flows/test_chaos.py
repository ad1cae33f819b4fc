"""Readers, people and exporters are killed, fail and find the disk full; in the end nothing is lost, nothing double."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def raged(*words: str) -> str:
    """What six seconds of chaos came to."""
    command = [sys.executable, "-m", "bench.chaos", "--seconds", "6", "--seed", "6", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=700, env={**os.environ})
    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("words", [(), ("--postgresql",)], ids=["sqlite", "postgresql"])
def test_six_seconds_of_chaos_lose_and_double_nothing(words: tuple[str, ...]) -> None:
    told = raged(*words)
    assert "0 wrong" in told
    assert int(re.findall(r"(\d+) kill -9", told)[0]) >= 5
    assert int(re.findall(r"(\d+) dropped", told)[0]) >= 10
