"""Our own vendor registration form, after the manner of tax forms, and people who filled it in."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from generator.form import Filled, Form, Mark, Zone
from generator.paper import Face, Paper
from generator.print_forms import day

LEFT, RIGHT = 40.0, 572.0
PLAIN = Face("Helvetica", "Helvetica-Bold", 8)
CLASSES = (
    ("individual", "Individual / sole proprietor"),
    ("c_corporation", "C corporation"),
    ("s_corporation", "S corporation"),
    ("partnership", "Partnership"),
    ("trust", "Trust / estate"),
    ("llc", "Limited liability company"),
)
CERTIFICATION = (
    "Under penalties of perjury, I certify that the number shown on this form is the correct taxpayer "
    "identification number of the vendor named above, that the vendor is not subject to backup withholding, "
    "and that the bank details given to the purchasing department belong to the vendor. "
    "I will report any change within thirty days."
)


def _furniture(paper: Paper) -> None:
    paper.text(LEFT, 46, "Form VR-1", PLAIN, size=15, bold=True)
    paper.text(LEFT, 58, "(Rev. January 2025)", PLAIN, size=7)
    paper.text(paper.width / 2, 44, "Vendor Registration", PLAIN, size=16, bold=True, align="centre")
    paper.text(paper.width / 2, 58, "Taxpayer identification and certification", PLAIN, size=9, align="centre")
    paper.lines(
        RIGHT,
        42,
        ("Return to the purchasing", "department. Do not send", "to the tax authority."),
        PLAIN,
        align="right",
        size=7,
    )
    paper.rule(LEFT, 68, RIGHT, thick=1.4)
    paper.text(
        LEFT, 80, "Please print or type. Every vendor must return this form before the first payment is made.", PLAIN
    )
    paper.text(LEFT, 172, "3  Federal tax classification of the vendor named on line 1. Check only one box.", PLAIN)
    for y, part, title in ((322, "Part I", "Taxpayer identification number"), (410, "Part II", "Certification")):
        paper.box(LEFT, y, LEFT + 44, y + 16, fill="#111111")
        paper.text(LEFT + 22, y + 11.5, part, PLAIN, size=9, bold=True, align="centre", colour="#ffffff")
        paper.text(LEFT + 52, y + 11.5, title, PLAIN, size=10, bold=True)
    paper.text(LEFT, 350, "Enter one number. For individuals this is the social security number,", PLAIN)
    paper.text(LEFT, 361, "for all others the employer identification number.", PLAIN)
    paper.paragraph(LEFT, 442, RIGHT - LEFT, CERTIFICATION, PLAIN, leading=11)
    paper.text(LEFT, 530, "Signature of vendor", PLAIN, size=7)
    paper.rule(LEFT + 80, 530, 390)
    paper.rule(LEFT, 560, RIGHT, thick=1.4)
    paper.text(LEFT, 574, "For office use only", PLAIN, bold=True)
    paper.text(
        LEFT, 590, "Checked by ______________     Vendor no. ______________     Entered on ______________", PLAIN
    )
    paper.text(RIGHT, 760, "Form VR-1 (2025)", PLAIN, size=7, align="right")


FORM = Form(
    "registration_form",
    "letter",
    _furniture,
    (
        Zone("name", "1  Name (as shown on your income tax return)", (LEFT, 88, RIGHT, 118)),
        Zone("business_name", "2  Business name, if different from above", (LEFT, 124, RIGHT, 154)),
        Zone("address", "4  Address (number, street, and apt. or suite no.)", (LEFT, 218, 400, 248)),
        Zone("account_numbers", "6  Account number(s), optional", (406, 218, RIGHT, 248)),
        Zone("city_state_zip", "5  City, state, and ZIP code", (LEFT, 254, 400, 284)),
        Zone("ssn", "Social security number", (340, 340, 454, 370)),
        Zone("ein", "Employer identification number", (460, 340, RIGHT, 370)),
        Zone("signature_date", "Date", (440, 504, RIGHT, 534)),
    ),
    tuple(
        Mark(
            f"class_{key}",
            words,
            (LEFT + 4 + n % 3 * 180, 180 + n // 3 * 17, LEFT + 14 + n % 3 * 180, 190 + n // 3 * 17),
        )
        for n, (key, words) in enumerate(CLASSES)
    ),
    signature=(LEFT + 84, 502, 380, 530),
)

#: Who fills it in: name, business, class, street, town, SSN, EIN, accounts.
VENDORS = (
    ("Dorothea M. Quillfeather", "Quillfeather Bookbinding", "individual",
     "418 Larch Hill Road, Apt. 2", "Elk Hollow, MT 59990", "219-55-7041", "", "4471-09"),
    ("Summit Field Services LLC", "", "llc",
     "77 Quarry Road", "Elk Hollow, MT 59990", "", "61-6703946", "71120943"),
    ("Cobalt Ridge Software Inc.", "Ridgeline Inventory", "c_corporation",
     "4100 Juniper Parkway, Suite 300", "Redmesa, CO 80999", "", "39-6626908", "4410027786, 4410027794"),
    ("Hollis & Vane Architects", "", "partnership",
     "9 Ferry Street, Floor 3", "Port Amber, OH 44999", "", "13-3774165", ""),
    ("Marguerite Oyelaran-Pike Family Trust", "Pike Orchards", "trust",
     "R.R. 4, Box 118", "Granger Falls, VT 05999", "", "23-7347689", "8800312"),
)  # fmt: skip


def fill_in(vendor: int, chance: Random) -> Filled:
    """The form as this vendor filled it in."""
    name, business, class_, street, town, ssn, ein, accounts = VENDORS[vendor]
    signed = date(2025, 2, 3) + timedelta(days=chance.randrange(300))
    plain = {"name": name, "business_name": business, "address": street, "city_state_zip": town, "ssn": ssn, "ein": ein,
             "account_numbers": accounts}  # fmt: skip
    values = {key: (value, value) for key, value in plain.items()}
    return Filled(values | {"signature_date": (day(signed, "us"), signed.isoformat())}, frozenset({f"class_{class_}"}))
