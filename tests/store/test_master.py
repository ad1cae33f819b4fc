"""Master data comes in whole or not at all, and answers what checks ask."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from documents.errors import SettingsError
from documents.master import PurchaseOrder, Supplier
from store import Database, cases, clients, master, queue
from tests.store.made import RECEIPT, RELEASE, case, saved
from validators.look_ups import LookUps

SUPPLIERS = """\
number;name;vat_id;iban
70001;Muster GmbH;DE 136695976;DE89 3704 0044 0532 0130 00|GB29NWBK60161331926819
;Acme Ltd;;
70003;Twin;GB1;
70004;Twin;GB1;
"""
ORDERS = "number,total,currency\n4500-1,1000.50,EUR\n4500-2,,\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "master.csv"
    path.write_text(text, encoding="utf-8-sig")
    return path


@pytest.fixture
def books(db: Database, tmp_path: Path) -> LookUps:
    assert master.import_suppliers(db, "acme", written(tmp_path, SUPPLIERS)) == 4
    assert master.import_orders(db, "acme", written(tmp_path, ORDERS)) == 2
    return master.look_ups(db, "acme")


MUSTER = Supplier("70001", "Muster GmbH", "DE136695976", ("DE89370400440532013000", "GB29NWBK60161331926819"))


def test_a_supplier_is_found_by_vat_id_else_account_else_name(books: LookUps) -> None:
    assert books.supplier(vat_id="de136695976") == MUSTER
    assert books.supplier(vat_id="DE000", iban="GB29 NWBK 6016 1331 9268 19") == MUSTER
    assert books.supplier(name="MUSTER gmbh") == MUSTER
    assert books.supplier(name="Acme Ltd") == Supplier("", "Acme Ltd")
    assert books.supplier(name="Nobody") is None
    assert books.supplier() is None
    assert books.supplier(vat_id="", iban="") is None


def test_several_that_fit_are_none(books: LookUps) -> None:
    assert books.supplier(vat_id="GB1") is None
    assert books.supplier(name="Twin") is None


def test_an_order_is_found_by_its_number(books: LookUps) -> None:
    assert books.purchase_order("4500 - 1") == PurchaseOrder("4500-1", "", "EUR", Decimal("1000.50"))
    assert books.purchase_order("4500-2") == PurchaseOrder("4500-2")
    assert books.purchase_order("4500") is None


def test_books_are_one_clients(db: Database, books: LookUps) -> None:
    other: LookUps = master.look_ups(db, "beta")
    assert books.has_suppliers
    assert books.has_orders
    assert not other.has_suppliers
    assert not other.has_orders
    assert other.supplier(name="Muster GmbH") is None
    assert other.purchase_order("4500-1") is None
    assert clients.names(db) == ["acme"]


def test_importing_again_replaces(db: Database, books: LookUps, tmp_path: Path) -> None:
    master.import_suppliers(db, "acme", written(tmp_path, "name\nNew\n"))
    assert books.supplier(name="Muster GmbH") is None
    assert books.supplier(name="New") is not None


WRONG = {
    "is empty": "",
    "line 1: column 'nmae' is unknown; columns are number, name": "nmae\nx\n",
    "line 1: column 'name' is missing": "number\n1\n",
    "line 1: column 'name' is twice there": "name,name\na,b\n",
    "line 3 has 1 column, the first line names 2": "number,name\n1,a\n2\n",
    "line 2 has no name": "number,name\n1,\n",
}


@pytest.mark.parametrize("told", WRONG)
def test_a_wrong_file_is_refused_by_line_and_column(db: Database, books: LookUps, tmp_path: Path, told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        master.import_suppliers(db, "acme", written(tmp_path, WRONG[told]))
    assert books.supplier(name="Muster GmbH") == MUSTER


@pytest.mark.parametrize("total", ["1.000,50", "x", "NaN", "Infinity"])
def test_a_total_is_a_plain_decimal(db: Database, books: LookUps, tmp_path: Path, total: str) -> None:
    with pytest.raises(SettingsError, match="line 2: total"):
        master.import_orders(db, "acme", written(tmp_path, f"number;total\n1;{total}\n"))
    assert books.purchase_order("4500-1") is not None


def test_a_file_that_is_no_text_is_refused(db: Database, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(b"name\n\xff\n")
    with pytest.raises(SettingsError, match="UTF-8"):
        master.import_suppliers(db, "acme", tmp_path / "x.csv")


def test_an_earlier_document_is_seen_by_its_business_key(db: Database, tmp_path: Path) -> None:
    [first] = saved(db, tmp_path, case(RELEASE))
    [second] = saved(db, tmp_path, case(), content="a second scan")
    books = master.look_ups(db, "acme")
    name = queue.item(db, first).name
    assert books.seen("invoice", ("r - 17",)) == name
    assert books.seen("credit_note", ("R-17",)) is None
    assert books.seen("invoice", ("R-18",)) is None
    assert books.seen("invoice", ("",)) is None
    assert master.look_ups(db, "beta").seen("invoice", ("R-17",)) is None
    assert master.look_ups(db, "acme", besides=first).seen("invoice", ("R-17",)) is None
    assert master.look_ups(db, "acme", besides=second).seen("invoice", ("R-17",)) == name


def test_a_rejected_document_does_not_count_as_seen(db: Database, tmp_path: Path) -> None:
    [number] = saved(db, tmp_path)
    cases.reject(db, number, person="anna", why="x", fence=queue.claim(db, number, person="anna").fence)
    assert master.look_ups(db, "acme").seen("invoice", ("R-17",)) is None


def test_the_parts_of_a_file_see_each_other_before_they_are_saved(db: Database, tmp_path: Path) -> None:
    books = master.look_ups(db, "acme")
    first, second = case(part=1), case(part=2)
    one = books.after(first, "a.pdf, part 1")
    assert one.seen("invoice", ("r- 17",)) == "a.pdf, part 1"
    assert one.after(second, "a.pdf, part 2").seen("invoice", ("R-17",)) == "a.pdf, part 1"
    assert one.seen("invoice", ("R-18",)) is None
    assert books.after(case(part=1, doctype=RECEIPT), "a.pdf").seen("receipt", ("R-17",)) is None
    assert books.seen("invoice", ("R-17",)) is None


def test_a_case_saved_is_named_with_its_part(db: Database, tmp_path: Path) -> None:
    _, second = saved(db, tmp_path, case(part=1, number="R-1"), case(part=2))
    assert str(master.look_ups(db, "acme").seen("invoice", ("R-17",))).endswith(".pdf, part 2")
    assert master.look_ups(db, "acme", besides=second).seen("invoice", ("R-17",)) is None
