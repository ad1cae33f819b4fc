"""What the client told us beforehand: suppliers and purchase orders that a document is compared with."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Supplier:
    """A supplier in the client's books. `number` is the client's own; an empty text says that it is not known.

    `vat_id` and `ibans` are compact: capitals and digits without spaces.
    """

    number: str
    name: str
    vat_id: str = ""
    ibans: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PurchaseOrder:
    """An order that the client placed. `total` is what may be billed for it, without tax; None: not known."""

    number: str
    supplier: str = ""
    currency: str = ""
    total: Decimal | None = None
