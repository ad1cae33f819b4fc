"""A copy of everything from which everything can be put back: the database of one moment, and the files it names.

The database is copied first: every file that it names was kept before its row, so the files copied after are all there.
So are the written exports; one that was written after that moment is copied too, and not put back.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Container, Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.engine import make_url

from documents.counting import counted
from documents.errors import Conflict, NotThere, StoreError
from documents.plain import to_noun
from store import audit, migrating, originals
from store.database import Database, close, now, open_database, reading
from store.ledger_tables import ExportState, audit_heads, exports

#: The names in a backup's folder.
SQLITE, POSTGRES, FILES, MANIFEST = "database.sqlite", "database.dump", "sha256", "MANIFEST.json"
EXPORTS = "export"


@dataclass(frozen=True, slots=True)
class Head:
    """The end of an audit chain."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds. `heads` are the ends of the audit chains, by client, to hold it against.

    `exports` is the number of files that were written for receivers.
    """

    made_at: str
    revision: str
    database: str
    sha256: str
    files: int
    bytes: int
    heads: Mapping[str, Head]
    exports: int = 0


def backup(db: Database, folder: Path, exported: Path) -> Path:
    """Write a backup into a new folder below this one, named by the moment; returns it.

    `exported` is the folder where exports are written, a folder a client; it need not be there yet.
    Others may go on working. The folder takes its name only when it is whole. Raises StoreError when a program is
    missing, the disk refuses, or a kept file is not what it was.
    """
    with reading(db) as connection:
        moment = now(connection)
        heads = {row.client: Head(row.seq, row.hash) for row in connection.execute(select(audit_heads))}
    target = folder / f"paperdesk-{moment:%Y%m%dT%H%M%SZ}"
    if target.exists():
        raise Conflict(f"{target}: is there already; wait a second, or choose another folder")
    part = target.with_name(f".{target.name}.part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True, mode=0o700)
        name = _dump(db, part)
        count, size = _copy(db.files / FILES, part / FILES)
        sha256, beside = originals.sha256_of(part / name), _copy_exports(exported, part / EXPORTS)
        made = Backup(moment.isoformat(), migrating.head(), name, sha256, count, size, heads, beside)
        (part / MANIFEST).write_text(json.dumps(asdict(made), indent=1, sort_keys=True) + "\n")
        _sync_all(part)
        part.rename(target)
        originals.sync(folder)
    except OSError as error:
        raise StoreError(f"{folder}: the backup cannot be written: {error}; make room, then repeat") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)  # whole, it has another name by now
    return target


def restore(folder: Path, url: str, files: Path, exported: Path) -> Backup:
    """Put a backup back into a database and folders that hold nothing yet, and hold it against its own manifest.

    Raises NotThere for what is no whole backup, StoreError for one that was changed, Conflict where something is in
    the way.
    """
    made = _manifest(folder)
    if (files / FILES).exists() and any((files / FILES).iterdir()):
        raise Conflict(f"{files}: holds files already; restore into an empty folder")
    if any(_written(exported)):
        raise Conflict(f"{exported}: holds exports already; restore into an empty folder, or move them away")
    if not (folder / made.database).is_file():
        raise StoreError(f"{folder / made.database}: is missing; take another backup")
    if originals.sha256_of(folder / made.database) != made.sha256:
        raise StoreError(f"{folder}: {made.database} is not what was written; take another backup")
    for closed in (exported.parent, files):  # as a fresh house has them: nobody else's
        closed.mkdir(parents=True, exist_ok=True, mode=0o700)
    count, size = _copy(folder / FILES, files / FILES)
    if (count, size) != (made.files, made.bytes):
        raise StoreError(f"{folder}: holds {counted(count, 'file')} of {size} bytes, not {made.files} of {made.bytes}")
    _load(folder / made.database, url)
    db = open_database(url, files)
    try:
        wrong = [
            said for client, head in made.heads.items() for said in audit.verify(db, client, (head.seq, head.hash))
        ]
        with reading(db) as connection:
            known = set(connection.scalars(select(exports.c.name).where(exports.c.state != ExportState.BEGUN)))
    finally:
        close(db)
    _copy_exports(folder / EXPORTS, exported, known)
    if wrong:
        raise StoreError(f"{folder}: was restored, but its history does not hold: {'; '.join(wrong[:3])}")
    return made


def age(folder: Path) -> float | None:
    """How many seconds ago the newest whole backup below this folder was made; None when there is none."""
    made = [_manifest(path.parent).made_at for path in folder.glob(f"paperdesk-*/{MANIFEST}")]
    return (datetime.now(UTC) - datetime.fromisoformat(max(made))).total_seconds() if made else None


def _manifest(folder: Path) -> Backup:
    try:
        return to_noun(Backup, json.loads((folder / MANIFEST).read_text()))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise NotThere(f"{folder}: is no whole backup ({MANIFEST}: {error}); choose another") from error


def _dump(db: Database, folder: Path) -> str:
    if not db.is_sqlite:
        _postgres(db.engine, "pg_dump", "--format=custom", f"--file={folder / POSTGRES}")
        return POSTGRES
    with closing(sqlite3.connect(str(db.engine.url.database))) as source, closing(_new(folder / SQLITE)) as copy:
        source.backup(copy)
    return SQLITE


def _load(dump: Path, url: str) -> None:
    """The dump becomes the database, which must be empty and of the same kind."""
    named = make_url(url)
    if (dump.name == SQLITE) != named.drivername.startswith("sqlite"):
        raise Conflict(f"{dump}: is of another kind of database than {named.drivername}; change the setting `database`")
    if dump.name == SQLITE:
        path = Path(str(named.database))
        if path.exists():
            raise Conflict(f"{path}: is there already; restore beside it, or move it away")
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with closing(sqlite3.connect(dump)) as source, closing(_new(path)) as copy:
            source.backup(copy)
        return
    db = Database(_bare(url), dump.parent)
    try:
        with reading(db) as connection:
            if migrating.revision(connection) is not None:
                raise Conflict("the database holds tables already; restore into an empty one")
        _postgres(db.engine, "pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", str(dump))
    finally:
        db.engine.dispose()


def _bare(url: str) -> Engine:
    from sqlalchemy import create_engine

    return create_engine(make_url(url).set(drivername="postgresql+psycopg"), hide_parameters=True)


def _new(path: Path) -> sqlite3.Connection:
    made = sqlite3.connect(path)
    path.chmod(0o600)
    return made


def _postgres(engine: Engine, program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL's; where to connect and the password go by its environment, which nobody lists."""
    url = engine.url
    host = url.host or url.query.get("host")
    given = {"PGHOST": host, "PGPORT": url.port, "PGUSER": url.username, "PGPASSWORD": url.password}
    known = {name: str(value) for name, value in given.items() if value}
    into = ["--dbname", str(url.database)]
    try:
        done = subprocess.run(  # noqa: S603 PostgreSQL's own programs, no shell
            [program, *into, *arguments], env=os.environ | known, capture_output=True, text=True, check=False
        )
    except FileNotFoundError as error:
        raise StoreError(f"{program} is not installed; install the package postgresql-client") from error
    if done.returncode:
        raise StoreError(f"{program}: {done.stderr.strip().splitlines()[-1] if done.stderr else done.returncode}")


def _copy(source: Path, target: Path) -> tuple[int, int]:
    """Copy the kept files, each held against its own name; how many, and their bytes."""
    count = size = 0
    for path in sorted(source.glob("??/*")):
        if path.name.startswith("."):
            continue
        copy = target / path.parent.name / path.name
        copy.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copyfile(path, copy)
        copy.chmod(0o400)
        if originals.sha256_of(copy) != path.parent.name + path.name:
            raise StoreError(f"{path}: is not what it was when it came; mend the disk, restore it from an older backup")
        count, size = count + 1, size + copy.stat().st_size
    return count, size


def _written(folder: Path) -> Iterator[Path]:
    """The files of all exports: NAME.ENDING in a folder a client. What is being written begins with a dot."""
    return (path for path in sorted(folder.glob("*/*")) if path.is_file() and not path.name.startswith("."))


def _copy_exports(source: Path, target: Path, known: Container[str] | None = None) -> int:
    """Copy the files of the exports (of those that are known, by name); how many."""
    count = 0
    for path in _written(source):
        if known is None or path.name.split(".")[0] in known:
            copy = target / path.parent.name / path.name
            copy.parent.mkdir(parents=True, exist_ok=True)  # who may read an export, their folder says
            shutil.copy2(path, copy)
            count += 1
    return count


def _sync_all(folder: Path) -> None:
    for path in (*folder.rglob("*"), folder):
        originals.sync(path)
