"""Does this document write March 4th as 03/04? Told by its other dates, else by American addresses and dollars."""

from __future__ import annotations

import re

from documents.layout import Document
from extractors.view import lines, once

_NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-](?:20)?\d\d(?![\d/.-])")
_AMERICAN = re.compile(r"\b[A-Z]{2} \d{5}(?:-\d{4})?\b")
_DOLLARS = re.compile(r"\$|\bUSD\b")


@once
def month_first(document: Document) -> bool:
    """True when the document's own print says so; a date that exists in one order only outweighs the address."""
    text = "\n".join(line.text for line in lines(document))
    pairs = [(int(found[1]), int(found[2])) for found in _NUMERIC.finditer(text)]
    day_leads = any(first > 12 >= second for first, second in pairs)
    month_leads = any(second > 12 >= first for first, second in pairs)
    if day_leads or month_leads:
        return month_leads and not day_leads
    return bool(_AMERICAN.search(text)) and bool(_DOLLARS.search(text))
