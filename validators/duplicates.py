"""The same document twice, by its business key (which survives a new scan, as the bytes do not)."""

from __future__ import annotations

from validators.look_ups import LookUps


def duplicate_number(*key: str, doctype: str = "", look_ups: LookUps) -> str | None:
    """No earlier document has this key, such as seller and invoice number.

    `doctype` is the type whose documents are compared: this one's own unless given.

    >>> from validators.look_ups import NONE
    >>> duplicate_number("DE136695976", "2025-17", doctype="invoice", look_ups=NONE)
    """
    earlier = look_ups.seen(doctype, key)
    return f"{' '.join(key)} came before, as {earlier}" if earlier else None
