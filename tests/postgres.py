"""A private PostgreSQL for tests: Debian's, on a unix socket in a temporary directory, run by an ordinary user."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Who runs it when we are root, which PostgreSQL refuses to be.
USER = "postgres"


def binaries() -> Path | None:
    """The newest installed server's programs; None when none is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    return found[-1].parent if found else None


@contextmanager
def cluster(*, fsync: bool = False) -> Iterator[str]:
    """A new cluster, and the SQLAlchemy URL of its empty database `paperdesk`; all gone afterwards.

    Without `fsync` it would not survive a power cut, and tests need not wait for the disk.
    """
    programs = binaries()
    assert programs is not None, "no PostgreSQL server; `make setup` installs it (apt: postgresql)"
    folder = Path(tempfile.mkdtemp(prefix="paperdesk-pg-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, USER)
        store = folder / "cluster"
        _run(programs / "initdb", "-D", store, "-U", "paperdesk", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        durable = "on" if fsync else "off"
        options = f"-k {folder} -h '' -c fsync={durable} -c max_connections=60 -c shared_buffers=32MB"
        _run(programs / "pg_ctl", "-D", store, "-w", "-l", folder / "log", "-o", options, "start")
        try:
            _run(programs / "createdb", "-h", folder, "-U", "paperdesk", "paperdesk")
            yield f"postgresql+psycopg://paperdesk@/paperdesk?host={folder}"
        finally:
            _run(programs / "pg_ctl", "-D", store, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(program: Path, *arguments: object) -> None:
    command = [str(program), *map(str, arguments)]
    if os.geteuid() == 0:
        command = ["runuser", "-u", USER, "--", *command]
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, f"{program.name}: {done.stderr or done.stdout}"
