"""Check digits that belong to no country."""

from __future__ import annotations

import stdnum.luhn
from stdnum.exceptions import ValidationError


def luhn(text: str) -> str | None:
    """The last digit is Luhn's (ISO/IEC 7812-1) for the digits before it; spaces and hyphens do not count.

    >>> luhn("7894 9631 2")
    >>> luhn("7894 9631 5")
    '7894 9631 5: its check digit does not match'
    """
    digits = "".join(sign for sign in text if sign not in " -")
    try:
        stdnum.luhn.validate(digits)
    except ValidationError:
        wrong = "its check digit does not match" if digits.isdecimal() else "it is no number of digits only"
        return f"{text}: {wrong}"
    return None
