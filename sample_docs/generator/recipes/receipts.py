"""Till receipts: sent by mail, scanned, photographed."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from generator.conditions import CONDITIONS
from generator.receipts import ring_up, truth_of_receipt
from generator.till_rolls import print_receipt
from generator.truth import Sample, Truth

#: File name -> shop and condition.
PIECES: dict[str, tuple[str, str]] = {
    "receipt_01.pdf": ("kornblume", "born_digital"),
    "receipt_02_photo.jpg": ("copperkettle", "photo"),
    "receipt_03_photo.jpg": ("kornblume", "photo"),
    "receipt_04_scan.pdf": ("paperclip", "scanned_skewed"),
    "receipt_05.png": ("prairie", "png"),
    "receipt_06_scan.pdf": ("tankhof", "scanned_faint"),
    "receipt_07_scan.pdf": ("ironmonger", "scanned_stained"),
    "receipt_08.pdf": ("paperclip", "born_digital"),
}


def printed_receipt(name: str, shop: str, seed: int) -> tuple[bytes, Truth]:
    """A receipt as a born-digital PDF, and its truth."""
    receipt = ring_up(shop, Random(f"{seed}/{name}"))
    return print_receipt(receipt), truth_of_receipt(receipt)


def _recipe(name: str) -> Callable[[int], Sample]:
    def make(seed: int) -> Sample:
        shop, condition = PIECES[name]
        pdf, truth = printed_receipt(name, shop, seed)
        content = CONDITIONS[condition](pdf, Random(f"{seed}/{name}/wear").randrange(2**31))
        return Sample(name, content, truth, condition)

    return make


RECIPES = {name: _recipe(name) for name in PIECES}
