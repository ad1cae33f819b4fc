from dataclasses import dataclass
from decimal import Decimal

from documents.master import PurchaseOrder, Supplier
from validators import NONE, VALIDATORS, LookUps, validate

from .conftest import Declare, Fill

ACME = Supplier("70001", "Acme Ltd.", "GB980780684", ("GB82WEST12345698765432",))
ORDER = PurchaseOrder("PO-7", "70001", "EUR", Decimal("100.00"))


@dataclass(frozen=True)
class Books:
    """A client with one supplier, one order and one earlier invoice."""

    has_suppliers: bool = True
    has_orders: bool = True

    def supplier(
        self, *, vat_id: str | None = None, iban: str | None = None, name: str | None = None
    ) -> Supplier | None:
        keys = {ACME.vat_id, *ACME.ibans, ACME.name}
        return ACME if keys & {vat_id, iban, name} else None

    def purchase_order(self, number: str) -> PurchaseOrder | None:
        return ORDER if number == ORDER.number else None

    def seen(self, doctype: str, key: tuple[str, ...]) -> str | None:
        return "scan-1.pdf" if (doctype, key) == ("invoice", ("2025-17",)) else None


BOOKS: LookUps = Books()


def ask(check: str, *values: object, look_ups: LookUps = BOOKS, **settings: object) -> str | None:
    return VALIDATORS[check](*values, look_ups=look_ups, **settings)


def test_a_supplier_is_known_by_any_of_its_keys() -> None:
    assert ask("supplier_known", "GB980780684") is None
    assert ask("supplier_known", None, "GB82WEST12345698765432", None) is None
    assert ask("supplier_known", "DE1", None, "Nobody") == "no supplier in the master data is Nobody, DE1"


def test_where_the_client_gave_no_master_data_nothing_is_judged() -> None:
    assert ask("supplier_known", "DE1", look_ups=NONE) is None
    assert ask("purchase_order_known", "x", look_ups=NONE) is None
    assert ask("purchase_order_total", "x", Decimal(1), look_ups=NONE) is None
    assert ask("supplier_account", "x", "DE1", look_ups=NONE) is None


def test_another_account_than_the_one_on_file_is_told() -> None:
    assert ask("supplier_account", "GB82WEST12345698765432", "GB980780684") is None
    told = ask("supplier_account", "DE89370400440532013000", "GB980780684", "Acme Ltd.")
    assert told and told.startswith("account ending in 3000 is not on file for Acme Ltd.")


def test_an_account_is_not_vouched_for_by_itself() -> None:
    assert ask("supplier_account", "GB82WEST12345698765432") is None
    assert ask("supplier_account", "DE89370400440532013000", None, None) is None


def test_an_order_is_known_or_not_and_allows_so_much() -> None:
    assert ask("purchase_order_known", "PO-7") is None
    assert ask("purchase_order_known", "PO-8") == "no purchase order PO-8 in the master data"
    assert ask("purchase_order_total", "PO-7", Decimal("100.00"), "EUR") is None
    assert ask("purchase_order_total", "PO-7", Decimal("100.01")) == "order PO-7 allows 100.00, this asks for 100.01"
    assert ask("purchase_order_total", "PO-7", Decimal("100.01"), tolerance=0.01) is None
    assert ask("purchase_order_total", "PO-7", Decimal("1"), "USD") == "order PO-7 is in EUR, this is in USD"


def test_a_number_that_came_before_is_told_with_the_earlier_document(declare: Declare, fill: Fill) -> None:
    doctype = declare("duplicate_number", "number")
    (finding,) = validate(fill(number="2025-17"), doctype, BOOKS)
    assert finding.message == "2025-17 came before, as scan-1.pdf"
    assert not validate(fill(number="2025-18"), doctype, BOOKS)
    assert not validate(fill(number="2025-17"), declare("duplicate_number", "number", doctype="receipt"), BOOKS)
