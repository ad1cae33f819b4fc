"""Fields that are wanted together, or one instead of another. One that must be there needs no check: see `required`."""

from __future__ import annotations

from collections.abc import Sequence

from documents.fields import Value


def required_together(*values: Value | None, labels: Sequence[str] = ()) -> str | None:
    """All of the fields are there, or none of them.

    >>> required_together("DE89370400440532013000", "COBADEFFXXX"), required_together(None, None)
    (None, None)
    >>> required_together("DE89370400440532013000", None, labels=("IBAN", "BIC"))
    'BIC is missing, which belongs with IBAN'
    """
    names = labels or [f"value {number}" for number in range(1, len(values) + 1)]
    there = [name for name, value in zip(names, values, strict=True) if value is not None]
    missing = [name for name, value in zip(names, values, strict=True) if value is None]
    if not there or not missing:
        return None
    return f"{' and '.join(missing)} {_is(missing)} missing, which {_belongs(missing)} with {' and '.join(there)}"


def one_of(*values: Value | None, only: bool = False, labels: Sequence[str] = ()) -> str | None:
    """At least one of the fields is there; `only` allows no second one.

    >>> one_of(None, "Acme Ltd.")
    >>> one_of(None, None, labels=("Seller's name", "Seller's VAT id"))
    "none is there of Seller's name, Seller's VAT id"
    >>> one_of("536904399", "911144442", only=True, labels=("SSN", "EIN"))
    'only one may be there of SSN, EIN'
    """
    names = ", ".join(labels or [f"value {number}" for number in range(1, len(values) + 1)])
    count = sum(value is not None for value in values)
    if count == 0:
        return f"none is there of {names}"
    return f"only one may be there of {names}" if only and count > 1 else None


def _is(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"


def _belongs(names: Sequence[str]) -> str:
    return "belongs" if len(names) == 1 else "belong"
