"""Several fields saved at once: a pasted block, a deleted row. All of them, each once, what is no value told of."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import update

from store import cases, drafts, history
from store.database import now, writing
from store.tables import cases as cases_table
from tests.desk.conftest import GOOD, LINES, TYPES, Site, a_case

ON_BOTH = True


def put(site: Site, number: int, fence: int, texts: dict[str, str], **more: object) -> Any:
    """Save these as the screen does when several wait."""
    edits = [
        {"edit": f"block-{name}-{text}", "fence": fence, "name": name, "text": text, **more}
        for name, text in texts.items()
    ]
    return site.browser.put(f"/case/{number}/fields", json={"fence": fence, "edits": edits})


def test_a_block_is_kept_once_and_what_is_no_value_is_told(site: Site) -> None:
    number = site.save(a_case(GOOD | LINES))
    fence = site.take(number)
    block = {"lines.1.amount": "70,00", "lines.2.amount": "thirty", "lines.3.amount": "30.00", "nothing": "x"}
    for _ in range(2):  # sent twice, it is stored once
        answer = put(site, number, fence, block)
        assert answer.status_code == 200, answer.text
        said = answer.json()
        assert set(said["refused"]) == {"block-lines.2.amount-thirty", "block-nothing-x"}
        assert "no amount" in said["refused"]["block-lines.2.amount-thirty"]
        assert said["tables"]["lines"]["sums"][0]["total"] == "140.00"
    fields = cases.load(site.db, number, TYPES).fields
    assert [fields[f"lines.{row}.amount"].text for row in (1, 2, 3)] == ["70,00", "40.00", "30.00"]
    assert [change.text for change in history.of(site.db, number, "lines.1.amount")] == ["60.00", "70,00"]
    undone = {"fence": fence, "of": "block-lines.3.amount-30.00", "edit": "undo-of-block"}
    assert site.browser.post(f"/case/{number}/undo", json=undone).status_code == 200
    assert "lines.3.amount" not in cases.load(site.db, number, TYPES).fields


def test_what_is_keyed_unseen_stays_unseen_in_a_block(site: Site) -> None:
    number = site.save(a_case(GOOD | {"account": "DE1"}, doubtful=("account",)))
    fence = site.take(number)
    answer = put(site, number, fence, {"account": "DE2", "note": "seen"})
    assert answer.status_code == 200 and "DE1" not in answer.text
    assert [change.text for change in history.of(site.db, number, "account")] == ["DE1"]
    assert drafts.mine(site.db, number, "anna")["account"].text == "DE2"


def test_a_block_that_comes_late_is_refused_whole_and_kept_as_drafts(site: Site) -> None:
    number = site.save(a_case(GOOD | LINES))
    fence = site.take(number)
    with writing(site.db) as connection:
        over = now(connection) - timedelta(seconds=1)
        connection.execute(update(cases_table).where(cases_table.c.id == number).values(lease_until=over))
    assert put(site, number, fence, {"note": "late", "lines.1.amount": "1.00"}).status_code == 409
    assert cases.load(site.db, number, TYPES).fields["lines.1.amount"].text == "60.00"
    late = drafts.late(site.db, number, "anna")
    assert {name: text for name, (text, _) in late.items()} == {"note": "late", "lines.1.amount": "1.00"}
