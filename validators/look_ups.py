"""What a check may ask of the outside: master data, and what came before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from documents.master import PurchaseOrder, Supplier


class LookUps(Protocol):
    """Answers from the client's own books. Keys are compared without spaces and in any case.

    A client without master data has `has_suppliers` or `has_orders` False: then nobody is unknown, and the checks
    that ask for them do not judge.
    """

    @property
    def has_suppliers(self) -> bool:
        """Is there any supplier at all to compare with?"""
        ...

    @property
    def has_orders(self) -> bool:
        """Is there any purchase order at all to compare with?"""
        ...

    def supplier(
        self, *, vat_id: str | None = None, iban: str | None = None, name: str | None = None
    ) -> Supplier | None:
        """The one supplier with this VAT id, else with this account, else of this name; None: none, or several."""
        ...

    def purchase_order(self, number: str) -> PurchaseOrder | None:
        """The order with this number; None when there is none."""
        ...

    def seen(self, doctype: str, key: tuple[str, ...]) -> str | None:
        """The name of an earlier document of this type and business key, other than the one being checked."""
        ...


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing is known of the outside."""

    has_suppliers: bool = False
    has_orders: bool = False

    def supplier(
        self, *, vat_id: str | None = None, iban: str | None = None, name: str | None = None
    ) -> Supplier | None:
        """Nobody is known."""
        return None

    def purchase_order(self, number: str) -> PurchaseOrder | None:
        """No order is known."""
        return None

    def seen(self, doctype: str, key: tuple[str, ...]) -> str | None:
        """Nothing came before."""
        return None


#: Knows nothing, so that no check that asks judges anything.
NONE: LookUps = Nothing()
