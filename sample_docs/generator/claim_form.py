"""Our own insurance claim form, and people who filled it in."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from generator.form import Filled, Form, Mark, Zone
from generator.paper import Face, Paper
from generator.print_forms import amount, day

LEFT, RIGHT = 48.0, 547.0
PLAIN = Face("Helvetica", "Helvetica-Bold", 9)
PLUM = "#5b1a4a"
TYPES = (("accident", "Accident"), ("theft", "Theft"), ("fire", "Fire"), ("water", "Water damage"))


def _furniture(paper: Paper) -> None:
    paper.box(0, 0, paper.width, 8, fill=PLUM)
    paper.text(LEFT, 46, "Farrowdale Mutual Assurance Society", PLAIN, size=14, bold=True, colour=PLUM)
    paper.text(LEFT, 60, "Claims Department, 1 Farrow Square, Northmoor NM1 1AA", PLAIN, size=8)
    paper.text(RIGHT, 52, "CLAIM FORM", PLAIN, size=18, bold=True, align="right")
    paper.rule(LEFT, 70, RIGHT, thick=1, colour=PLUM)
    paper.text(
        LEFT,
        86,
        "Please complete every section in block capitals and return the form within 30 days of the incident.",
        PLAIN,
        size=8,
    )
    for y, title in (
        (96, "1. Policy and claimant"),
        (206, "2. The incident"),
        (366, "3. Amount"),
        (452, "4. Declaration"),
    ):
        paper.box(LEFT, y, RIGHT, y + 16, fill="#efe6ec")
        paper.text(LEFT + 5, y + 11.5, title, PLAIN, bold=True, colour=PLUM)
    paper.text(LEFT, 272, "What kind of incident was it? Tick all that apply.", PLAIN)
    paper.text(LEFT, 324, "Was anybody injured?", PLAIN)
    text = (
        "I declare that the particulars given above are true and complete to the best of my knowledge. I understand "
        "that a claim made fraudulently will be refused, and I authorise the Society to obtain reports "
        "from the police and the fire service."
    )
    paper.paragraph(LEFT, 484, RIGHT - LEFT, text, PLAIN, leading=12)
    foot = "Farrowdale Mutual Assurance Society is an invented company. Registered office as above. Form CL-7/25"
    paper.text(paper.width / 2, 818, foot, PLAIN, size=7, align="centre")


FORM = Form(
    "claim_form",
    "a4",
    _furniture,
    (
        Zone("claim_number", "Claim number", (LEFT, 118, 290, 148)),
        Zone("policy_number", "Policy number", (296, 118, RIGHT, 148)),
        Zone("claimant_name", "Name of claimant", (LEFT, 158, RIGHT, 188)),
        Zone("incident_date", "Date of incident", (LEFT, 226, 290, 256)),
        Zone("amount_claimed", "Amount claimed", (LEFT, 388, 290, 418)),
        Zone("currency", "Currency", (296, 388, 400, 418)),
    ),
    (
        *(
            Mark(f"type_{key}", words, (LEFT + 4 + n * 120, 284, LEFT + 16 + n * 120, 296))
            for n, (key, words) in enumerate(TYPES)
        ),
        Mark("injured_yes", "Yes", (208, 314, 220, 326)),
        Mark("injured_no", "No", (268, 314, 280, 326)),
        Mark("signed", "Signature of claimant", (LEFT, 524, 320, 566), drawn=False),
    ),
)

#: Who claims: name, types, injured, amount, currency, signed.
CLAIMS = (
    ("EDWIN TALLOWAY", ("water",), False, "2840.50", "GBP", True),
    ("PRISCILLA AMBERLEY-STOKES", ("accident",), True, "13600.00", "GBP", True),
    ("TOBIAS RENNER", ("theft",), False, "975.20", "EUR", True),
    ("MAEVE KILBRIDE", ("fire", "water"), False, "48215.00", "EUR", True),
    ("HAMISH DRUMGOLD", ("theft", "accident"), True, "1120.75", "GBP", False),
)


def fill_in(claim: int, chance: Random) -> Filled:
    """The form as this claimant filled it in."""
    name, types, injured, claimed, currency, signed = CLAIMS[claim]
    when = date(2025, 1, 20) + timedelta(days=chance.randrange(330))
    number = f"CL-{when.year}-{chance.randrange(10000, 99999)}"
    policy = f"FM {chance.randrange(100, 999)} {chance.randrange(100, 999)} {chance.randrange(10, 99)}"
    values = {
        "claim_number": (number, number),
        "policy_number": (policy, policy),
        "claimant_name": (name, name),
        "incident_date": (day(when, "uk"), when.isoformat()),
        "amount_claimed": (amount(Decimal(claimed)), claimed),
        "currency": (currency, currency),
    }
    ticked = {f"type_{key}" for key in types} | {"injured_yes" if injured else "injured_no"}
    return Filled(values, frozenset(ticked | ({"signed"} if signed else set())))
