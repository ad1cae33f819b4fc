"""Bank accounts. IBAN is ISO 13616, BIC is ISO 9362; schwifty knows the lengths and check digits of each country."""

from __future__ import annotations

from collections.abc import Callable

from schwifty import BIC, IBAN
from schwifty.exceptions import (
    InvalidBBANChecksum,
    InvalidChecksumDigits,
    InvalidCountryCode,
    InvalidLength,
    InvalidStructure,
    SchwiftyException,
)

_WHY: dict[type[SchwiftyException], str] = {
    InvalidLength: "it has the wrong length",
    InvalidCountryCode: "no country has these first two letters",
    InvalidChecksumDigits: "its check digits do not match",
    InvalidBBANChecksum: "the account number's own check digits do not match",
    InvalidStructure: "letters and digits stand in the wrong places",
}


def iban(account: str, *, national: bool = False) -> str | None:
    """The account is a possible IBAN. `national` also asks for the country's own check digits, where it has some.

    Sentences go into lists and logs, so only the end of the number is said.

    >>> iban("GB82WEST12345698765432")
    >>> iban("GB82WEST12345698765431")
    'IBAN ending in 5431: its check digits do not match'
    """
    return _told(f"IBAN ending in {account[-4:]}", lambda: IBAN(account, validate_bban=national))


def bic(code: str) -> str | None:
    """The code has the form of a BIC: bank, country, place and perhaps branch.

    >>> bic("COBADEFFXXX")
    >>> bic("COBAXX")
    'BIC COBAXX: it has the wrong length'
    """
    return _told(f"BIC {code}", lambda: BIC(code))


def bic_matches_iban(code: str, account: str) -> str | None:
    """Both are of one country.

    A British IBAN may go with the BIC of Jersey, Guernsey or Man, a French one with those of its territories; ids of
    the wrong form are left to their own checks.

    >>> bic_matches_iban("COBADEFFXXX", "DE89370400440532013000")
    >>> bic_matches_iban("BNPAFRPPXXX", "DE89370400440532013000")
    'the BIC is of a bank in FR, the IBAN of one in DE'
    """
    if bic(code) or iban(account):
        return None
    of_bank, of_account = code[4:6].upper(), account[:2].upper()
    if of_bank == of_account or of_bank in _TERRITORIES.get(of_account, ()):
        return None
    return f"the BIC is of a bank in {of_bank}, the IBAN of one in {of_account}"


#: Countries whose banks hold accounts under another country's IBAN (SWIFT's IBAN registry).
_TERRITORIES: dict[str, tuple[str, ...]] = {
    "FI": ("AX",),
    "FR": ("BL", "GF", "GP", "MF", "MQ", "NC", "PF", "PM", "RE", "TF", "WF", "YT"),
    "GB": ("GG", "IM", "JE"),
}


def _told(name: str, parse: Callable[[], object]) -> str | None:
    try:
        parse()
    except SchwiftyException as error:
        return f"{name}: {_WHY.get(type(error), 'it has not the form of one')}"
    return None
