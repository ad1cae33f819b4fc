"""What stands on the pages and what was made of it is found, on both databases alike."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from documents.case import Case
from documents.fields import Field
from documents.layout import Document, Page
from store import Database, cases, history, index, queue
from tests.store.made import RELEASE, TYPES, case, claimed, document, fields, saved


def with_words(*pages: str) -> Case:
    """A case whose pages have these words."""
    made = tuple(replace(document(words=words).pages[0], number=number) for number, words in enumerate(pages))
    return replace(case(), document=replace(document(), pages=made))


def test_a_page_is_found_by_all_its_words(db: Database, tmp_path: Path) -> None:
    [number] = saved(db, tmp_path, with_words("Kaufvertrag Seite eins", "Gerichtsstand ist Köln am Rhein"))
    [hit] = index.search(db, "RHEIN gerichtsstand")
    assert (hit.case_id, hit.page, hit.client, hit.type_name, hit.state) == (number, 1, "acme", "invoice", "review")
    assert hit.name.endswith(".pdf")
    assert "[Gerichtsstand] ist Köln am [Rhein]" in hit.snippet
    assert index.search(db, "Köln Kaufvertrag") == []


def test_a_case_is_found_once_however_many_pages(db: Database, tmp_path: Path) -> None:
    saved(db, tmp_path, with_words("gleich", "gleich", "gleich"))
    assert len(index.search(db, "gleich")) == 1


def test_a_value_is_found_by_its_field(db: Database, tmp_path: Path) -> None:
    [number] = saved(db, tmp_path)
    for sought in ("invoice_number:R-17", "invoice_number: r - 17", "total:119.00", "issued:2025-01-31", "total:11*"):
        [hit] = index.search(db, sought)
        assert (hit.case_id, hit.page) == (number, None)
    assert index.search(db, "R-17", field="invoice_number") == index.search(db, "invoice_number:R-17")
    assert index.search(db, "invoice_number:R") == []
    assert index.search(db, "total:1_9.00") == []


def test_a_clients_documents_are_found_for_that_client(db: Database, tmp_path: Path) -> None:
    saved(db, tmp_path)
    saved(db, tmp_path, client="beta")
    assert len(index.search(db, "Muster")) == 2
    assert [hit.client for hit in index.search(db, "Muster", client="beta")] == ["beta"]
    assert [hit.client for hit in index.search(db, "total:119.00", client="acme")] == ["acme"]
    assert len(index.search(db, "Muster", limit=1)) == 1


@pytest.mark.parametrize("sought", ["post.zip", "invoice-7.pdf", "invoice-7", "post.zip / invoice-7.pdf", "INVOICE 7"])
def test_a_member_is_found_by_its_own_name_and_by_that_of_its_file(db: Database, tmp_path: Path, sought: str) -> None:
    names = ("post.zip / invoice-7.pdf", "post.zip / letter.pdf")
    made = [replace(case(part=at), document=replace(document(at), name=name)) for at, name in enumerate(names, 1)]
    number, other = saved(db, tmp_path, *made)
    hits = index.search(db, sought)
    assert {hit.case_id for hit in hits} == ({number, other} if sought == "post.zip" else {number})
    [hit] = [hit for hit in hits if hit.case_id == number]
    assert (hit.name, hit.page, hit.by_name) == (names[0], None, True)
    assert not index.search(db, "R-17")[0].by_name and index.search(db, "/") == []


def test_index_values_that_came_with_the_file_are_found(db: Database, tmp_path: Path) -> None:
    cases.save(db, claimed(db, tmp_path, index_values={"box": "Shelf 7"}), [case()])
    assert len(index.search(db, "box:shelf7")) == 1
    assert len(index.search(db, "shelf")) == 1


def test_a_corrected_value_is_found_and_the_old_one_is_not(db: Database, tmp_path: Path) -> None:
    [number] = saved(db, tmp_path, with_words("nothing"))
    fence = queue.claim(db, number, person="anna").fence
    history.correct(db, number, person="anna", name="total", value=Decimal("7.00"), fence=fence)
    in_force = cases.load(db, number, TYPES).fields
    cases.decide(db, number, fields=in_force, findings=(), decision=RELEASE, person="anna", fence=fence)
    assert len(index.search(db, "total:7.00")) == len(index.search(db, "7.00")) == 1
    assert index.search(db, "total:119.00") == index.search(db, "119.00") == []


@pytest.mark.parametrize(
    "sought", ["", "  ", '"', "'", "*", "a AND", "NEAR(", "x:y", "%", "';--", "\x00", "\udcff", "x:\udcff"]
)
def test_nothing_that_is_typed_breaks_the_search(db: Database, tmp_path: Path, sought: str) -> None:
    saved(db, tmp_path)
    assert index.search(db, sought) == []


def test_a_very_long_page_is_indexed(db: Database, tmp_path: Path) -> None:
    words = " ".join(f"w{number}" for number in range(20_000))
    saved(db, tmp_path, with_words(words))
    assert len(index.search(db, "w19999")) == 1


def test_cells_of_a_table_are_found_by_their_column(db: Database, tmp_path: Path) -> None:
    cells = {name: Field(name, "Bolt", "Bolt", 1.0, "table") for name in ("lines.1.item", "lines.2.item")}
    saved(db, tmp_path, replace(case(), fields={**fields(), **cells}))
    assert len(index.search(db, "lines.item:bolt")) == 1


def test_a_document_without_a_word_is_no_trouble(db: Database, tmp_path: Path) -> None:
    blank = Document("ab" * 32, "a.pdf", (Page(0, 595, 842),))
    saved(db, tmp_path, replace(case(), document=blank, fields={}))
    assert index.search(db, "anything") == []
