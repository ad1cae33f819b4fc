"""A row of the audit chain cannot change, go, move or be cut off unnoticed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from store import Database, audit
from store.database import writing
from tests.store.made import vandalise


def deeds(db: Database, count: int, client: str = "acme") -> None:
    for number in range(count):
        with writing(db) as connection:
            audit.note(connection, client=client, person="anna", action="case.keyed", thing=f"case:{number}")


def test_each_client_has_a_chain_of_its_own(db: Database) -> None:
    deeds(db, 3)
    deeds(db, 2, "beta")
    assert [entry.seq for entry in audit.entries(db, "acme")] == [3, 2, 1]
    assert audit.head(db, "beta")[0] == 2
    assert audit.head(db, "gamma") == (0, "")
    assert audit.verify(db, "acme") == audit.verify(db, "beta") == audit.verify(db, "gamma") == []


VANDALISM = {
    "entry 2 was changed after it was sealed": "UPDATE audit SET person = 'eve' WHERE seq = 2",
    "entry 2 is missing": "DELETE FROM audit WHERE seq = 2",
    "the chain ends at entry 2, its head says 3": "DELETE FROM audit WHERE seq = 3",
    "entry 3 does not follow": "UPDATE audit SET prev_hash = 'x' WHERE seq = 3",
}


@pytest.mark.parametrize("told", VANDALISM)
def test_vandalism_is_named(db: Database, told: str) -> None:
    deeds(db, 3)
    vandalise(db, VANDALISM[told])
    assert any(told in sentence for sentence in audit.verify(db, "acme"))


def test_a_tail_cut_off_with_its_head_needs_an_anchor(db: Database) -> None:
    deeds(db, 3)
    anchor = audit.head(db, "acme")
    second = audit.entries(db, "acme")[1]
    vandalise(db, "DELETE FROM audit WHERE seq = 3")
    vandalise(db, f"UPDATE audit_heads SET seq = 2, hash = '{second.hash}'")
    assert audit.verify(db, "acme") == []
    assert audit.verify(db, "acme", anchor) == ["entries 3 to 3 were cut off: they were anchored"]


def test_many_at_once_make_one_chain(db: Database) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: deeds(db, 5), range(8)))
    assert audit.head(db, "acme")[0] == 40
    assert audit.verify(db, "acme") == []


def test_who_looked_at_a_case_is_kept(db: Database) -> None:
    audit.viewed(db, client="acme", person="anna", case_id=7)
    [entry] = audit.entries(db, "acme")
    assert (entry.person, entry.action, entry.object) == ("anna", "case.read", "case:7")
