"""Receipts that a person has reviewed, made up: the till prints a total that is none, and what is paid elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

import extractors
import store
import validators
from assurance import DECLARED
from documents.case import Case
from documents.fields import Field
from documents.layout import Document
from documents.verdicts import Decision, Route
from flows.drafts import Draft
from flows.learned import Contract, of_client
from flows.reading import all_types, judge
from store import cases, history, queue
from tests.extractors.paper import page
from tests.store.made import claimed

SHOPS = ("ALFA TRADING SDN BHD", "BETA MART SDN BHD", "GAMMA STORE SDN BHD", "DELTA CAFE SDN BHD")


def paper(number: int) -> tuple[Document, Decimal]:
    """A receipt of one of the shops, and what was paid."""
    chance = Random(number)
    before, paid = (Decimal(chance.randrange(100, 90_000)) / 100 for _ in range(2))
    shop = SHOPS[number % len(SHOPS)]
    lines = (
        shop,
        f"{number % 90 + 1} JALAN MERDEKA, 50000 KUALA LUMPUR",
        f"DATE: {date(2024, 1 + number % 12, 1 + number % 28):%d/%m/%Y}",
        f"TOTAL BEFORE REBATE   {before}",
        f"TOTAL   {before}",
        f"MEMBER PAYS   {paid}",
        "THANK YOU",
    )
    return Document(f"{number:064x}", f"r{number}.pdf", (page(*lines, reading=0.93),)), paid


def come(db: store.Database, folder: Path, number: int) -> tuple[int, Case, Decimal]:
    """One receipt read, judged and saved, as the flow does."""
    document, paid = paper(number)
    learned = of_client(db, "acme", Contract())
    doctype = all_types()["receipt"]
    fields = extractors.extract(document, doctype, learned.knowledge)
    case = judge(Draft(document, doctype, fields), validators.NONE, learned)
    case = replace(case, decision=replace(case.decision, route=Route.REVIEW))
    [made] = cases.save(db, claimed(db, folder, f"file {number}"), [case])
    return made, case, paid


def review(db: store.Database, case_id: int, case: Case, paid: Decimal) -> None:
    """What a person does: puts in what was paid, and finishes."""
    lease = queue.claim(db, case_id, person="anna")
    history.correct(db, case_id, person="anna", name="total", value=paid, text=str(paid), fence=lease.fence)
    total = Field("total", paid, str(paid), 1.0, "keyed:anna")
    decision = Decision(Route.RELEASE, model=DECLARED.model)
    fields = {**case.fields, "total": total}
    cases.decide(db, case_id, fields=fields, findings=(), decision=decision, person="anna", fence=lease.fence)
