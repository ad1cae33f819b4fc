"""Puts the set on disk: documents, truth, gold rows, master records, blank forms."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from generator.companies import SELLERS
from generator.form import print_blank, zones_of
from generator.recipes import e_invoices, invoices
from generator.recipes.forms import FORMS
from generator.truth import Sample


def clear(out: Path) -> None:
    """Remove the documents and truths of an earlier run, so that none stays that nobody makes any more."""
    for folder in (out / "docs", out / "truth"):
        for old in folder.glob("*.*"):
            old.unlink()


def write_samples(samples: Iterable[Sample], out: Path) -> None:
    """Write docs/, truth/ and gold.jsonl below `out`."""
    (out / "docs").mkdir(parents=True, exist_ok=True)
    (out / "truth").mkdir(exist_ok=True)
    gold = []
    for sample in samples:
        (out / "docs" / sample.name).write_bytes(sample.content)
        (out / "truth" / f"{sample.name}.json").write_text(_json(sample.row(), 1) + "\n", encoding="utf-8")
        row = sample.gold()
        if row:
            gold.append(_json(row))
    (out / "gold.jsonl").write_text("\n".join(gold) + "\n", encoding="utf-8")


def write_master(out: Path, seed: int) -> None:
    """Write the suppliers and purchase orders that a validator looks up."""
    (out / "master").mkdir(parents=True, exist_ok=True)
    suppliers = [(c.supplier_id, c.name, c.vat_id, c.iban) for c in SELLERS if c.supplier_id]
    _write_csv(out / "master" / "suppliers.csv", ("number", "name", "vat_id", "iban"), suppliers)
    head = ("number", "supplier", "currency", "total")
    _write_csv(out / "master" / "purchase_orders.csv", head, orders(seed))


def write_forms(out: Path) -> None:
    """Write the blank forms and where on them each value and mark stands."""
    (out / "forms").mkdir(parents=True, exist_ok=True)
    for name, (form, _) in FORMS.items():
        (out / "forms" / f"{name}.pdf").write_bytes(print_blank(form))
        (out / "forms" / f"{name}.zones.json").write_text(_json(zones_of(form), 1) + "\n", encoding="utf-8")


def orders(seed: int) -> list[tuple[str, str, str, str]]:
    """One row for each purchase order that an invoice names and somebody wrote."""
    made = [invoices.invoice_of(name, seed) for name in invoices.PIECES]
    made += [e_invoices.invoice_of(name, seed) for name in e_invoices.PIECES]
    rows: dict[str, tuple[str, str, str, str]] = {}
    for invoice in made:
        number = invoice.order
        if number and number not in invoices.UNKNOWN_ORDERS and number not in rows:
            rows[number] = (number, invoice.seller.supplier_id, invoice.currency, f"{invoice.net:.2f}")
    return [rows[number] for number in sorted(rows)]


def _json(row: object, indent: int | None = None) -> str:
    return json.dumps(row, ensure_ascii=False, indent=indent)


def _write_csv(path: Path, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")
