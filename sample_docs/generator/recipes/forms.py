"""Registration and claim forms, filled in on screen and on paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from generator import claim_form, registration_form
from generator.conditions import CONDITIONS
from generator.form import Filled, Form, print_fillable, print_filled, truth_of_form
from generator.truth import Sample, Truth

FORMS: Mapping[str, tuple[Form, Callable[[int, Random], Filled]]] = {
    "registration_form": (registration_form.FORM, registration_form.fill_in),
    "claim_form": (claim_form.FORM, claim_form.fill_in),
}

#: File name -> form, who fills it in, condition, and the hand that writes.
PIECES: dict[str, tuple[str, int, str, str]] = {
    "registration_form_01.pdf": ("registration_form", 0, "born_digital", "Helvetica"),
    "registration_form_02_fillable.pdf": ("registration_form", 1, "form_fields", "Helvetica"),
    "registration_form_03_scan.pdf": ("registration_form", 2, "scanned", "Courier"),
    "registration_form_04_scan.pdf": ("registration_form", 3, "scanned_skewed_back", "Courier-Bold"),
    "registration_form_05_scan.pdf": ("registration_form", 4, "scanned_fax", "Times-Italic"),
    "claim_form_01.pdf": ("claim_form", 0, "born_digital", "Courier"),
    "claim_form_02_fillable.pdf": ("claim_form", 1, "form_fields", "Helvetica"),
    "claim_form_03_scan.pdf": ("claim_form", 2, "scanned_stained", "Courier-Bold"),
    "claim_form_04_scan.pdf": ("claim_form", 3, "scanned_turned_180", "Helvetica"),
    "claim_form_05_photo.jpg": ("claim_form", 4, "photo", "Helvetica"),
}


def printed_form(name: str, seed: int) -> tuple[bytes, Truth]:
    """The form in the file of this name as a PDF, and its truth."""
    key, who, condition, hand = PIECES[name]
    chance = Random(f"{seed}/{name}")
    form, fill_in = FORMS[key]
    filled = fill_in(who, chance)
    truth = truth_of_form(form, filled)
    if condition == "form_fields":
        return print_fillable(form, filled), truth
    return print_filled(form, filled, chance, hand), truth


def _recipe(name: str) -> Callable[[int], Sample]:
    def make(seed: int) -> Sample:
        condition = PIECES[name][2]
        pdf, truth = printed_form(name, seed)
        if condition == "form_fields":
            return Sample(name, pdf, truth, condition)
        content = CONDITIONS[condition](pdf, Random(f"{seed}/{name}/wear").randrange(2**31))
        return Sample(name, content, truth, condition)

    return make


RECIPES = {name: _recipe(name) for name in PIECES}
