"""Tax ids. python-stdnum knows the form and the check digits of each country's; we only choose which to ask.

Sources: the VAT ids of the European Union (VIES), https://www.irs.gov for the American ones.
"""

from __future__ import annotations

from collections.abc import Callable

import stdnum.ch.uid
import stdnum.eu.vat
import stdnum.gb.vat
import stdnum.is_.vsk
import stdnum.no.mva
import stdnum.us.ein
import stdnum.us.ssn
import stdnum.us.tin
from stdnum.exceptions import InvalidChecksum, InvalidComponent, InvalidFormat, InvalidLength, ValidationError

_WHY: dict[type[ValidationError], str] = {
    InvalidLength: "it has the wrong length",
    InvalidFormat: "letters and digits stand in the wrong places",
    InvalidChecksum: "its check digits do not match",
    InvalidComponent: "one of its parts is none that was ever given out",
}

#: The European Union's prefixes: each country's code, but EL for Greece and XI for Northern Ireland.
_UNION = frozenset("AT BE BG CY CZ DE DK EE EL ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI".split())

#: Who judges the ids of other countries, by their prefix.
_OTHERS: dict[str, Callable[[str], object]] = {
    "GB": stdnum.gb.vat.validate,
    "CHE": lambda text: stdnum.ch.uid.validate(text.removesuffix("MWST").removesuffix("TVA").removesuffix("IVA")),
    "IS": stdnum.is_.vsk.validate,
    "NO": stdnum.no.mva.validate,
}


def vat_id(text: str) -> str | None:
    """The VAT id has the form and check digits of the country it begins with; other beginnings are not judged.

    >>> vat_id("DE136695976")
    >>> vat_id("DE136695978")
    'VAT id DE136695978: its check digits do not match'
    >>> vat_id("CHE107787577MWST"), vat_id("ATU13585627"), vat_id("201/113/40209")
    (None, None, None)
    """
    number = text.upper()
    if number[:2] in _UNION:
        return _told(f"VAT id {text}", text, stdnum.eu.vat.validate)
    judge = next((judge for prefix, judge in _OTHERS.items() if number.startswith(prefix)), None)
    return _told(f"VAT id {text}", text, judge) if judge else None


def ein(text: str) -> str | None:
    """An American employer's number: nine digits, the first two those of a campus that gave them out.

    The number itself stands in no message: forms have it keyed by a person who must not see the machine's.

    >>> ein("911144442"), ein("07-1144442")
    (None, 'the employer number: one of its parts is none that was ever given out')
    """
    return _told("the employer number", text, stdnum.us.ein.validate)


def ssn(text: str) -> str | None:
    """An American social security number: nine digits, none of the blocks that are never given out.

    The number itself stands in no message, as it is a secret.

    >>> ssn("536904399"), ssn("666904399")
    (None, 'the social security number: one of its parts is none that was ever given out')
    """
    return _told("the social security number", text, stdnum.us.ssn.validate)


def tin(text: str) -> str | None:
    """An American taxpayer's number of any sort: SSN, EIN, ITIN, ATIN or PTIN; it may be a secret, so it is not said.

    >>> tin("911144442"), tin("123456")
    (None, 'the taxpayer number: it has the wrong length')
    """
    if len([sign for sign in text if sign.isalnum()]) != 9:
        return "the taxpayer number: it has the wrong length"
    found = _told("the taxpayer number", text, stdnum.us.tin.validate)
    return found and "the taxpayer number: it is of no sort that was ever given out"


def _told(name: str, text: str, validate: Callable[[str], object]) -> str | None:
    try:
        validate(text)
    except ValidationError as error:
        return f"{name}: {_WHY.get(type(error), 'it has not the form of one')}"
    return None
