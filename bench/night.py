"""A house of its own and one night in it, as a process, for the benches that watch a night from outside."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.flows.outside import COMMAND, environment

SETTINGS = """
jobs = {jobs}
[watch]
look_every = 0.5
stable = 0.5
free_megabytes = 1
[clients.acme]
formats = ["jsonl"]
"""


def settle(house: Path, jobs: int) -> Path:
    """Write the house's settings, as only its owner may; their path."""
    file = house / "paperdesk.toml"
    file.write_text(SETTINGS.format(jobs=jobs))
    file.chmod(0o600)
    return file


def begin(house: Path, **more: str) -> subprocess.Popen[bytes]:
    """Start `paperdesk nightly`, with `more` in its environment; what it tells is added to house/told."""
    with (house / "told").open("ab") as told:
        command = [*COMMAND, "nightly"]
        return subprocess.Popen(command, cwd=house, env=environment() | more, stdout=told, stderr=told)
