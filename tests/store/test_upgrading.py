"""A house of an earlier revision is brought up to date, and has what a new one has."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

import store
from store import Database, index, migrating, queue
from store.database import reading, writing
from tests.store.conftest import another
from tests.store.made import case, document, saved

#: What 0013 brought, taken away again.
BEFORE_NAMES = (
    "DELETE FROM case_words WHERE page = -2",
    "ALTER TABLE cases DROP COLUMN name",
    "UPDATE alembic_version SET version_num = '0012'",
)


def test_documents_get_their_names_and_are_found_by_them(
    request: pytest.FixtureRequest, db: Database, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path}/old.db" if db.is_sqlite else another(request.getfixturevalue("postgres"))
    old = store.open_database(url, tmp_path / "old")
    plain, member = saved(old, tmp_path, case()), "post.zip / invoice-7.pdf"
    [packed] = saved(old, tmp_path, replace(case(), document=replace(document(), name=member)), content="y")
    inner = [f"scan: {name}.pdf" for name in ("one", "half \udce9")]  # an archive of another name
    made = [replace(case(part=at), document=replace(document(at), name=name)) for at, name in enumerate(inner, 1)]
    unnamed = saved(old, tmp_path, *made, content="z")
    with writing(old) as connection:
        name = connection.scalar(text("SELECT name FROM receipts ORDER BY id LIMIT 1"))
        connection.execute(text("UPDATE receipts SET name = 'post.zip' WHERE id = 2"))
        if old.is_sqlite:
            gone = "INSERT INTO words_index (words_index, rowid, body) SELECT 'delete', id, body FROM case_words"
            connection.execute(text(f"{gone} WHERE page = -2"))
        for statement in BEFORE_NAMES:
            connection.execute(text(statement))
    store.close(old)
    new = store.open_database(url, tmp_path / "old")
    with reading(new) as connection:
        assert migrating.revision(connection) == migrating.head()
    assert [queue.item(new, number).name for number in (*plain, packed)] == [name, member]
    assert [queue.item(new, number).name for number in unnamed] == [inner[0], "scan: half \\udce9.pdf"]
    assert [hit.case_id for hit in index.search(new, "invoice-7.pdf")] == [packed]
    assert [hit.case_id for hit in index.search(new, str(name))] == plain
    store.close(new)
