"""Tax rates: is a rate one that exists?

RATES are the rates of value added tax in per cent, standard first, with former ones of recent years that old invoices
still show. Zero is a rate everywhere (exports, reverse charge, small businesses). The European ones were compared with
public lists of 2025 (https://vatcompliance.co/eu-vat-rates and others); look at them again each January.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from documents.kinds import written

RATES: dict[str, str] = {
    "AT": "20 13 10 5",
    "BE": "21 12 6",
    "BG": "20 9",
    "CH": "8.1 3.8 2.6 8.0 7.7 3.7 2.5",
    "CY": "19 9 5 3",
    "CZ": "21 15 12 10",
    "DE": "19 7 16 5",
    "DK": "25",
    "EE": "24 22 20 13 9 5",
    "ES": "21 10 7.5 5 4 2",
    "FI": "25.5 24 14 13.5 10",
    "FR": "20 10 5.5 2.1 8.5",
    "GB": "20 5",
    "GR": "24 17 13 9 6 4",
    "HR": "25 13 5",
    "HU": "27 18 5",
    "IE": "23 21 13.5 9 4.8",
    "IT": "22 10 5 4",
    "LT": "21 12 9 5",
    "LU": "17 16 14 13 8 7 3",
    "LV": "21 12 5",
    "MT": "18 12 7 5",
    "NL": "21 9 6",
    "NO": "25 15 12",
    "PL": "23 8 7 5",
    "PT": "23 22 16 13 12 9 6 5 4",
    "RO": "21 19 11 9 5",
    "SE": "25 12 6",
    "SI": "22 9.5 5",
    "SK": "23 20 19 10 5",
}
#: The highest rate of any country above (Hungary's): what passes where no country is known.
HIGHEST = Decimal(27)


def tax_rate(
    net: Decimal,
    tax: Decimal,
    vat_id: str | None = None,
    *,
    rates: Sequence[float] = (),
    country: str = "",
    several: bool = False,
    tolerance: float = 0.02,
) -> str | None:
    """The tax is the net amount times a rate that exists.

    The rates are those given, else those of `country`, else those of the country the VAT id begins with, else any
    from 0 to 27 %. `several` says that a document may mix rates: then anything up to the highest passes.
    `tolerance` is for rounding line by line, in the document's currency.

    >>> tax_rate(Decimal("100.00"), Decimal("19.00"), "DE136695976")
    >>> tax_rate(Decimal("100.00"), Decimal("13.00"), "DE136695976")
    'tax 13.00 on 100.00 is 13.00 %, a rate is 19, 7, 16, 5 or 0'
    >>> tax_rate(Decimal("100.00"), Decimal("13.00"), country="DE", several=True)
    >>> tax_rate(Decimal("100.00"), Decimal("91.00"))
    'tax 91.00 on 100.00 is 91.00 %, a rate is at most 27'
    """
    known = _known(rates, country, vat_id)
    highest = max(known, default=HIGHEST)
    slack = Decimal(str(tolerance))
    if any(abs(net * rate / 100 - tax) <= slack for rate in (*known, Decimal(0))):
        return None
    if (several or not known) and 0 <= tax * _sign(net) <= abs(net) * highest / 100 + slack:
        return None
    said = f"{', '.join(map(written, known))} or 0" if known and not several else f"at most {written(highest)}"
    share = f"{tax / net * 100:.2f} %" if net else "tax on nothing"
    return f"tax {written(tax)} on {written(net)} is {share}, a rate is {said}"


def rate_known(
    rate: Decimal, vat_id: str | None = None, *, rates: Sequence[float] = (), country: str = ""
) -> str | None:
    """The rate, in per cent, is one that exists; found as for `tax_rate`.

    >>> rate_known(Decimal("19.00"), "DE136695976"), rate_known(Decimal("5.5"))
    (None, None)
    >>> rate_known(Decimal("9"), country="DE")
    '9 % is no rate here: 19, 7, 16, 5 or 0'
    """
    known = _known(rates, country, vat_id)
    if rate == 0 or rate in known or (not known and 0 < rate <= HIGHEST):
        return None
    said = f"{', '.join(map(written, known))} or 0" if known else f"at most {written(HIGHEST)}"
    return f"{written(rate)} % is no rate here: {said}"


def _known(rates: Sequence[float], country: str, vat_id: str | None) -> tuple[Decimal, ...]:
    if rates:
        return tuple(Decimal(str(rate)) for rate in rates)
    prefix = (country or (vat_id or "")[:2]).upper()
    return tuple(Decimal(rate) for rate in RATES.get({"EL": "GR", "XI": "GB"}.get(prefix, prefix), "").split())


def _sign(amount: Decimal) -> int:
    return -1 if amount < 0 else 1
