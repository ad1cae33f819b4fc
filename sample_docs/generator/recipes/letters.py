"""Letters of no type: a person must say what to do with them."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from generator.conditions import CONDITIONS
from generator.letters import print_letter
from generator.truth import Sample, Truth

#: File name -> letter and condition.
PIECES: dict[str, tuple[str, str]] = {
    "letter_01.pdf": ("parking", "born_digital"),
    "letter_02.pdf": ("jubilee", "born_digital"),
    "letter_03_scan.pdf": ("application", "scanned"),
}


def _recipe(name: str) -> Callable[[int], Sample]:
    def make(seed: int) -> Sample:
        letter, condition = PIECES[name]
        pdf = print_letter(letter, Random(f"{seed}/{name}"))
        content = CONDITIONS[condition](pdf, Random(f"{seed}/{name}/wear").randrange(2**31))
        return Sample(name, content, Truth(None), condition, "review", "unclassified")

    return make


RECIPES = {name: _recipe(name) for name in PIECES}
