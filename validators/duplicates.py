"""The same document twice, by its business key (which survives a new scan, as the bytes do not)."""

from __future__ import annotations

from documents.fields import Value
from documents.kinds import written
from validators.look_ups import LookUps


def duplicate_number(*key: Value, doctype: str = "", look_ups: LookUps) -> str | None:
    """No earlier document has this key: the type's `business_key`, its values in that order as records write them.

    `doctype` is the type whose documents are compared: this one's own unless given.

    >>> from validators.look_ups import NONE
    >>> duplicate_number("DE136695976", "2025-17", doctype="invoice", look_ups=NONE)
    """
    texts = tuple(written(value) for value in key)
    earlier = look_ups.seen(doctype, texts)
    return f"{' '.join(texts)} came before, as {earlier}" if earlier else None
