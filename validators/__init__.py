"""Check a document's values.

A check is a function of plain values. It returns None when all is well, and otherwise says what is wrong in the words
that the reviewer will read. Adding one: a function, a line in VALIDATORS, a line in docs/checks.md.
"""

from __future__ import annotations

from collections.abc import Callable

from documents.doctype import DocumentType
from documents.fields import Fields
from documents.verdicts import Evidence, Finding
from validators import (
    bank,
    check_digits,
    currency,
    dates,
    duplicates,
    lines,
    marks,
    matching,
    numbers,
    presence,
    rates,
    sums,
    tax_ids,
)
from validators.keyed import of_kind
from validators.look_ups import NONE, LookUps
from validators.rules import evidence_of, findings_of, unfit

__all__ = ["NONE", "VALIDATORS", "LookUps", "evidence", "misfit", "of_kind", "validate"]

#: Every check, by the name a document type uses for it.
VALIDATORS: dict[str, Callable[..., str | None]] = {
    "bic": bank.bic,
    "bic_matches_iban": bank.bic_matches_iban,
    "currency_known": currency.currency_known,
    "due_after_issue": dates.due_after_issue,
    "duplicate_number": duplicates.duplicate_number,
    "ein": tax_ids.ein,
    "exactly_one_mark": marks.exactly_one_mark,
    "iban": bank.iban,
    "in_order": dates.in_order,
    "line_products": lines.product,
    "lines_sum": lines.lines_sum,
    "luhn": check_digits.luhn,
    "net_tax_gross": sums.net_tax_gross,
    "one_of": presence.one_of,
    "plausible_date": dates.plausible_date,
    "positive": numbers.positive,
    "purchase_order_known": matching.purchase_order_known,
    "purchase_order_total": matching.purchase_order_total,
    "rate_known": rates.rate_known,
    "required_together": presence.required_together,
    "signed": marks.signed,
    "ssn": tax_ids.ssn,
    "sum": sums.adds_up,
    "supplier_account": matching.supplier_account,
    "supplier_known": matching.supplier_known,
    "tax_rate": rates.tax_rate,
    "tin": tax_ids.tin,
    "vat_id": tax_ids.vat_id,
    "within": numbers.within,
}


def validate(fields: Fields, doctype: DocumentType, look_ups: LookUps = NONE) -> list[Finding]:
    """What is wrong with the fields, rule by rule in the order of their declaration.

    A rule runs when every field is there that must be: those that the type requires (they are missing, which is said
    once and elsewhere), and those whose parameter does not allow None. Other absent values are passed as None.
    `lines.amount` and repeated fields stand for several values: a parameter that takes a sequence gets them all, else
    the check runs once for each row.
    """
    found: list[Finding] = []
    for rule in doctype.rules:
        found += findings_of(rule, VALIDATORS[rule.check.name], fields, doctype, look_ups)
    return found


def evidence(fields: Fields, doctype: DocumentType, look_ups: LookUps = NONE) -> list[Evidence]:
    """How every rule went, passes included: what speaks for the values, and how much that is worth."""
    found: list[Evidence] = []
    for rule in doctype.rules:
        found += evidence_of(rule, VALIDATORS[rule.check.name], fields, doctype, look_ups)
    return found


def misfit(check: str, on: tuple[str, ...], doctype: DocumentType) -> str | None:
    """Why this check cannot run on these fields of the type (their number, their kinds), in words; None: it can."""
    return unfit(VALIDATORS[check], on, doctype)
