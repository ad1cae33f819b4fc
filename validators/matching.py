"""A document against the client's master data. Where the client gave none, nothing is judged."""

from __future__ import annotations

from decimal import Decimal

from documents.kinds import written
from validators.look_ups import LookUps
from validators.sums import near


def supplier_known(
    vat_id: str | None, iban: str | None = None, name: str | None = None, *, look_ups: LookUps
) -> str | None:
    """The supplier is in the client's books: by VAT id, else by account, else by name."""
    if not look_ups.has_suppliers or not (vat_id or iban or name):
        return None
    if look_ups.supplier(vat_id=vat_id, iban=iban, name=name):
        return None
    account = f"account ending in {iban[-4:]}" if iban else None
    return f"no supplier in the master data is {', '.join(key for key in (name, vat_id, account) if key)}"


def supplier_account(iban: str, vat_id: str | None = None, name: str | None = None, *, look_ups: LookUps) -> str | None:
    """The account to be paid is one that the client has on file for this supplier.

    A changed account on an invoice is the commonest fraud there is. The supplier is found without the account; one
    that is not known, or has no account on file, is left to `supplier_known`.
    """
    supplier = look_ups.supplier(vat_id=vat_id, name=name) if vat_id or name else None
    if supplier is None or not supplier.ibans or iban in supplier.ibans:
        return None
    told = f"account ending in {iban[-4:]} is not on file for {supplier.name}"
    return f"{told}; ask them by a number that you already had"


def purchase_order_known(number: str, *, look_ups: LookUps) -> str | None:
    """The order is one that the client placed."""
    if not look_ups.has_orders or look_ups.purchase_order(number):
        return None
    return f"no purchase order {number} in the master data"


def purchase_order_total(
    number: str, net: Decimal, currency: str | None = None, *, tolerance: float = 0, look_ups: LookUps
) -> str | None:
    """The net amount is no more than the order allows, in the order's currency. `tolerance` is in that currency."""
    order = look_ups.purchase_order(number)
    if order is None or order.total is None:
        return None
    if currency and order.currency and currency != order.currency:
        return f"order {number} is in {order.currency}, this is in {currency}"
    if net <= order.total or near(net, order.total, tolerance):
        return None
    return f"order {number} allows {written(order.total)}, this asks for {written(net)}"
