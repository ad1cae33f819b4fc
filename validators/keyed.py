"""What a person types: is it of the field's kind?"""

from __future__ import annotations

from documents.doctype import FieldSpec
from documents.fields import Value
from documents.kinds import KINDS

#: For each kind, what to write instead of something that is none of it.
EXAMPLES: dict[str, str] = {
    "address": "an address: write it on one line",
    "clause": "a clause: write yes or no",
    "currency": "a currency: write its code, such as EUR",
    "date": "a date: write 31.12.2025 or 2025-12-31",
    "duration": "a length of time: write 30 days or 2 years",
    "iban": "an account: write its letters and digits",
    "identifier": "a number: write at least one digit, at most 40 signs",
    "mark": "a mark: write selected or unselected",
    "money": "an amount: write 1234.50 or 1.234,50",
    "name": "a name: write it on one line",
    "number": "a number: write 3 or 2,5",
    "percentage": "a rate: write a number from 0 to 100",
    "tax_id": "a tax id: write its letters and digits",
    "text": "a text: write it on one line",
}


class Unread(str):
    """The sentence that says why a text is no value of its kind; a type of its own, so that it is never kept as one."""

    __slots__ = ()


def of_kind(text: str, spec: FieldSpec) -> Value | Unread:
    """The value that the text is for this field, or the sentence (Unread) that says what to write instead.

    >>> of_kind("31.12.2025", FieldSpec("date", "Invoice date", "date"))
    datetime.date(2025, 12, 31)
    >>> of_kind("soon", FieldSpec("date", "Invoice date", "date"))
    'soon is no date: write 31.12.2025 or 2025-12-31'
    >>> isinstance(of_kind("soon", FieldSpec("date", "Invoice date", "date")), Unread)
    True
    """
    value = KINDS[spec.kind](text, spec.month_first)
    if value is not None:
        return value
    article, _, rest = EXAMPLES[spec.kind].partition(" ")
    return Unread(f"{' '.join(text.split()) or 'nothing'} is no {rest}" if article else rest)
