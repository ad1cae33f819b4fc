"""paperdesk as a process of its own, in a folder of its own, for the tests that look at it from outside."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

SAMPLES = Path(__file__).parents[2] / "sample_docs" / "docs"
COMMAND = [sys.executable, "-m", "flows.cli"]


def furnish(folder: Path, settings: str) -> Path:
    """The folder with these settings, and an inbox for acme."""
    (folder / "paperdesk.toml").write_text(settings)
    (folder / "paperdesk.toml").chmod(0o644)
    (folder / "inbox" / "acme").mkdir(parents=True)
    return folder


def begin(house: Path, *words: str, before: Callable[[], object] | None = None) -> subprocess.Popen[bytes]:
    """Start a command in the house; what it tells goes into house/told. `before` runs in the new process."""
    with (house / "told").open("wb") as told:
        return subprocess.Popen(
            [*COMMAND, *words], cwd=house, env=environment(), stdout=told, stderr=told, preexec_fn=before
        )


def environment() -> dict[str, str]:
    """The environment without settings of ours or Prefect's."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "PAPERDESK_"))}
    return kept | {"PYTHONPATH": str(Path(__file__).parents[2])}


def wait_for(house: Path, *wanted: str, seconds: float = 120) -> None:
    """Until these files are there, by their paths below the house; a * in them stands for anything."""
    end = time.monotonic() + seconds
    while missing := [path for path in wanted if not list(house.glob(path))]:
        assert time.monotonic() < end, (missing, (house / "told").read_text())
        time.sleep(0.2)


def drop(house: Path, name: str, source: str) -> Path:
    """Copy a sample into the inbox under this name."""
    return Path(shutil.copy(SAMPLES / source, house / "inbox" / "acme" / name))


def asked(house: Path, *words: str, seconds: float = 180) -> tuple[int, str]:
    """A command's exit code, and what it says; it has so many seconds."""
    done = subprocess.run(
        [*COMMAND, *words], cwd=house, env=environment(), capture_output=True, text=True, timeout=seconds
    )
    return done.returncode, done.stdout + done.stderr
