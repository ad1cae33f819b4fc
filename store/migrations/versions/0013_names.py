"""What a document is called: its file, and in a file that holds files the member; searched like its words."""

from __future__ import annotations

import json
import re
import zlib

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

#: The page number under which a document's name stands among the words that are searched.
NAME = -2


def upgrade() -> None:
    """From 0012. A document's name was kept with it; only for files that hold files it is not that of the file.

    What holds files is known by its content, so that its name may end otherwise: what is a part is looked at too.
    """
    op.add_column("cases", sa.Column("name", sa.String(), nullable=False, server_default=""))
    op.execute("UPDATE cases SET name = (SELECT name FROM receipts WHERE receipts.id = cases.receipt_id)")
    here = op.get_bind()
    packed = "part > 0 OR lower(name) LIKE '%.zip' OR lower(name) LIKE '%.eml'"
    for number in here.scalars(sa.text(f"SELECT id FROM cases WHERE {packed}")).all():
        kept = sa.text("SELECT plain FROM case_documents WHERE case_id = :id")
        plain = here.scalar(kept, {"id": number})
        name = json.loads(zlib.decompress(plain))["name"].replace("\x00", "")
        name = name.encode("utf-8", "backslashreplace").decode()  # half a character, as everywhere in the tables
        here.execute(sa.text("UPDATE cases SET name = :name WHERE id = :id"), {"name": name, "id": number})
    put = sa.text(f"INSERT INTO case_words (client, case_id, page, body) VALUES (:client, :id, {NAME}, :body)")
    for row in here.execute(sa.text("SELECT client, id, name FROM cases")).all():
        words = " ".join(re.findall(r"[^\W_]+", row.name))
        here.execute(put, {"client": row.client, "id": row.id, "body": f"{row.name}\n{words}"})
    if here.dialect.name == "sqlite":
        op.execute(f"INSERT INTO words_index (rowid, body) SELECT id, body FROM case_words WHERE page = {NAME}")
