"""History is added to, never edited."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text

from documents.errors import Conflict, IllegalMove, StoreError
from documents.fields import Value
from store import Database, audit, cases, history, queue
from store.database import writing
from tests.store.made import BOX, RELEASE, TYPES, case, saved


def test_a_correction_says_who_when_before_after_and_why(db: Database, tmp_path: Path) -> None:
    [number] = saved(db, tmp_path)
    fence = queue.claim(db, number, person="anna").fence
    change = history.correct(
        db, number, person="anna", name="total", value=Decimal("120.00"), text="120,00", boxes=[BOX], why="8, not 1",
        fence=fence,
    )  # fmt: skip
    assert (change.before, change.value, change.person) == (Decimal("119.00"), Decimal("120.00"), "anna")
    assert (change.by, change.boxes, change.why) == ("keyed:anna", (BOX,), "8, not 1")
    assert [row.value for row in history.of(db, number, "total")] == [Decimal("119.00"), Decimal("120.00")]
    assert cases.load(db, number, TYPES).fields["total"].text == "120,00"
    assert [(one.action, one.field) for one in audit.entries(db, "acme", 1)] == [("field.keyed", "total")]


@pytest.mark.parametrize("value", ["text", Decimal("-0.50"), Decimal("1E+3"), date(2024, 2, 29)])
def test_every_kind_of_value_comes_back(db: Database, tmp_path: Path, value: Value) -> None:
    [number] = saved(db, tmp_path)
    fence = queue.claim(db, number, person="anna").fence
    history.correct(db, number, person="anna", name="x", value=value, fence=fence)
    loaded = cases.load(db, number, TYPES).fields["x"].value
    assert (loaded, str(loaded)) == (value, str(value))


def test_a_value_is_taken_away_and_a_row_of_a_table_added(db: Database, tmp_path: Path) -> None:
    [number] = saved(db, tmp_path)
    fence = queue.claim(db, number, person="anna").fence
    history.correct(db, number, person="anna", name="issued", value=None, why="unreadable", fence=fence)
    history.correct(db, number, person="anna", name="lines.1.amount", value=Decimal(5), text="5", fence=fence)
    assert list(cases.load(db, number, TYPES).fields) == ["invoice_number", "total", "lines.1.amount"]
    gone = history.of(db, number, "issued")[-1]
    assert (gone.before, gone.value, gone.why) == (date(2025, 1, 31), None, "unreadable")


def test_the_same_edit_twice_is_one(db: Database, tmp_path: Path) -> None:
    [number] = saved(db, tmp_path)
    fence = queue.claim(db, number, person="anna").fence
    made = [
        history.correct(db, number, person="anna", name="x", value="1", fence=fence, edit="e1"),
        history.correct(db, number, person="anna", name="x", value="1", fence=fence, edit="e1"),
    ]
    assert made[0] == made[1]
    assert len(history.of(db, number, "x")) == 1


def test_only_a_case_in_review_is_corrected(db: Database, tmp_path: Path) -> None:
    [number] = saved(db, tmp_path, case(RELEASE))
    with pytest.raises(IllegalMove, match="approved"):
        history.correct(db, number, person="anna", name="x", value="1", fence=0)


@pytest.mark.parametrize("table", ["field_values", "decisions", "findings", "skips", "audit"])
@pytest.mark.parametrize("deed", ["UPDATE {} SET client = 'x'", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_edit_history(db: Database, tmp_path: Path, table: str, deed: str) -> None:
    [number] = saved(db, tmp_path)
    queue.give_back(db, number, person="anna", fence=queue.claim(db, number, person="anna").fence, why="later")
    with pytest.raises(StoreError, match="never edited"), writing(db) as connection:
        connection.execute(text(deed.format(table)))


def test_an_edit_is_undone_and_done_again(db: Database, tmp_path: Path) -> None:
    [number] = saved(db, tmp_path)
    lease = queue.claim(db, number, person="anna")

    def key(text: str, edit: str) -> None:
        history.correct(
            db, number, person="anna", name="total", value=Decimal(text), text=text, fence=lease.fence, edit=edit
        )

    def undo(of_edit: str, edit: str) -> history.Change:
        return history.undo(db, number, person="anna", of_edit=of_edit, fence=lease.fence, edit=edit)

    first = cases.load(db, number, TYPES).fields["total"]
    key("1.00", "edit-one")
    key("2.00", "edit-two")
    assert undo("edit-two", "undo-two").value == Decimal("1.00")
    assert undo("edit-two", "undo-two").value == Decimal("1.00")  # sent twice
    undo("edit-one", "undo-one")
    assert cases.load(db, number, TYPES).fields["total"] == first  # the machine's reading as it was
    assert undo("undo-one", "redo-one").value == Decimal("1.00")
    assert undo("undo-two", "redo-two").value == Decimal("2.00")
    with pytest.raises(Conflict, match="changed since"):
        undo("edit-one", "undo-three")
    with pytest.raises(StoreError, match="no edit"):
        undo("edit-nine", "undo-nine")
