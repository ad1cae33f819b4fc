"""Non-disclosure and service agreements of several pages, on screen and on paper."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from generator.agreement_facts import AGREEMENTS
from generator.agreements import truth_of_agreement
from generator.conditions import CONDITIONS
from generator.legal_pages import print_agreement
from generator.truth import Sample

#: File name -> agreement, how it is dressed, condition.
PIECES: dict[str, tuple[str, str, str]] = {
    "nda_01.pdf": ("nda_1", "serif", "born_digital"),
    "nda_02.pdf": ("nda_2", "typed", "born_digital"),
    "nda_03.pdf": ("nda_3", "book", "born_digital"),
    "nda_04_scan.pdf": ("nda_4", "serif", "scanned_fax"),
    "nda_05.pdf": ("nda_5", "sans", "born_digital"),
    "nda_06.tif": ("nda_6", "book", "tiff"),
    "contract_01.pdf": ("contract_1", "serif", "born_digital"),
    "contract_02.pdf": ("contract_2", "typed", "born_digital"),
    "contract_03.pdf": ("contract_3", "book", "born_digital"),
    "contract_04_mixed.pdf": ("contract_4", "sans", "mixed"),
    "contract_05_scan.pdf": ("contract_5", "serif", "scanned_clean_fax"),
    "contract_06.pdf": ("contract_6", "sans", "born_digital"),
}


def _recipe(name: str) -> Callable[[int], Sample]:
    def make(seed: int) -> Sample:
        key, dress, condition = PIECES[name]
        agreement = AGREEMENTS[key]
        pdf = print_agreement(agreement, dress, Random(f"{seed}/{name}"))
        content = CONDITIONS[condition](pdf, Random(f"{seed}/{name}/wear").randrange(2**31))
        return Sample(name, content, truth_of_agreement(agreement), condition)

    return make


RECIPES = {name: _recipe(name) for name in PIECES}
