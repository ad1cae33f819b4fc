"""Who may sign in, and for how long."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text, update

from documents.errors import AccessError, Conflict
from store import Database, audit, people
from store.database import now, reading, writing
from store.ledger_tables import failed_sign_ins, sessions

PASSWORD = "a long and quiet river"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing that costs a test nothing."""
    from argon2 import PasswordHasher

    people._nobody.cache_clear()
    monkeypatch.setattr(people, "_hasher", lambda: PasswordHasher(1, 8, 1))


def earlier(db: Database, seconds: float) -> None:
    """Let all sessions and failures have been so long ago."""
    with writing(db) as connection:
        past = now(connection) - timedelta(seconds=seconds)
        connection.execute(update(sessions).values(seen_at=past))
        connection.execute(update(failed_sign_ins).values(last_at=past))


def test_a_session_tells_who_it_belongs_to(db: Database) -> None:
    anna = people.add(db, "anna", PASSWORD, ["operator"], ["acme"])
    token = people.sign_in(db, "anna", PASSWORD)
    assert people.by_session(db, token) == anna
    assert anna.may_see("acme")
    assert not anna.may_see("beta")
    assert people.add(db, "sue", PASSWORD, ["supervisor"]).may_see("beta")
    assert [person.name for person in people.everybody(db)] == ["anna", "sue"]


def test_neither_password_nor_token_is_kept(db: Database) -> None:
    people.add(db, "anna", PASSWORD, ["operator"])
    token = people.sign_in(db, "anna", PASSWORD)
    with reading(db) as connection:
        tables = ("people", "sessions", "audit")
        kept = [str(tuple(row)) for table in tables for row in connection.execute(text(f"SELECT * FROM {table}"))]
    assert not [row for row in kept if PASSWORD in row or token in row]
    assert any("$argon2id$" in row for row in kept)


@pytest.mark.parametrize(
    ("name", "password"), [("anna", "wrong password"), ("nobody", PASSWORD), ("disabled", PASSWORD)]
)
def test_every_refusal_sounds_the_same(db: Database, name: str, password: str) -> None:
    people.add(db, "anna", PASSWORD, ["operator"])
    people.add(db, "disabled", PASSWORD, ["operator"])
    people.disable(db, "disabled", by="sue")
    with pytest.raises(AccessError, match=rf"^{people.REFUSAL}$"):
        people.sign_in(db, name, password)


def test_a_name_is_taken_once_and_a_password_has_a_length(db: Database) -> None:
    people.add(db, "anna", PASSWORD, ["operator"])
    with pytest.raises(Conflict, match="'anna' already"):
        people.add(db, "anna", PASSWORD, ["operator"])
    with pytest.raises(AccessError, match="at least 10"):
        people.add(db, "berta", "short", ["operator"])


def test_a_session_ends_when_idle_old_signed_out_or_replaced(db: Database) -> None:
    people.add(db, "anna", PASSWORD, ["operator"])
    token = people.sign_in(db, "anna", PASSWORD)
    earlier(db, 100)
    assert people.by_session(db, token, idle=99) is None
    assert people.by_session(db, token, idle=200) is not None
    assert people.by_session(db, token, idle=99) is not None, "use keeps a session alive"
    assert people.by_session(db, token, longest=-1) is None
    second = people.sign_in(db, "anna", PASSWORD)
    assert people.by_session(db, token) is None
    people.sign_out(db, second)
    people.sign_out(db, second)
    assert people.by_session(db, second) is None
    assert people.by_session(db, "no token") is None


def test_who_is_disabled_or_changed_is_out_at_once(db: Database) -> None:
    people.add(db, "anna", PASSWORD, ["operator"])
    token = people.sign_in(db, "anna", PASSWORD)
    people.grant(db, "anna", ["supervisor"], ["acme"], by="sue")
    assert people.by_session(db, token) is None
    token = people.sign_in(db, "anna", PASSWORD)
    people.set_password(db, "anna", "another long river", by="sue")
    assert people.by_session(db, token) is None
    token = people.sign_in(db, "anna", "another long river")
    people.disable(db, "anna", by="sue")
    assert people.by_session(db, token) is None
    with pytest.raises(AccessError, match="nobody is called"):
        people.disable(db, "nobody", by="sue")


def test_failures_in_a_row_make_a_name_wait_known_or_not(db: Database) -> None:
    people.add(db, "anna", PASSWORD, ["operator"])
    for name in ("anna", "nobody"):
        for _ in range(people.FREE_FAILURES + 3):
            with pytest.raises(AccessError):
                earlier(db, 5)
                people.sign_in(db, name, "wrong password")
        with pytest.raises(AccessError, match="wait"):
            people.sign_in(db, name, PASSWORD)
    earlier(db, people.LONGEST_WAIT)
    people.sign_in(db, "anna", PASSWORD)
    with pytest.raises(AccessError, match="wrong"):
        people.sign_in(db, "anna", "wrong password")


def test_every_deed_is_in_the_audit_chain(db: Database) -> None:
    people.add(db, "anna", PASSWORD, ["operator"], by="sue")
    token = people.sign_in(db, "anna", PASSWORD)
    people.sign_out(db, token)
    with pytest.raises(AccessError):
        people.sign_in(db, "anna", "wrong password")
    people.disable(db, "anna", by="sue")
    actions = [entry.action for entry in reversed(audit.entries(db, ""))]
    assert actions == ["person.added", "session.begun", "session.ended", "session.refused", "person.disabled"]
    assert audit.verify(db, "") == []
