"""The blank of a fixed form: its printed words, and where its fields and check boxes are.

A blank is a JSON file beside the document types that use it (`doctypes/forms/NAME.json`):

    {"form": "claim_form",
     "words": [["Claim", [0, 0.086, 0.139, 0.121, 0.150]], ...],      page, left, top, right, bottom
     "fields": {"claim_number": {"box": [0, 0.086, 0.153, 0.482, 0.175]}, ...},
     "marks": {"type_theft": {"box": [0, 0.289, 0.337, 0.309, 0.352]}, ...}}

Boxes are fractions of the page, as everywhere. docs/forms.md says how to make one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from documents.errors import DoctypeError
from documents.layout import Box, Document, Word

#: Where the blanks of the shipped document types are. A setting may also be the path of a JSON file.
FORMS = Path(__file__).resolve().parents[1] / "doctypes" / "forms"


@dataclass(frozen=True, slots=True)
class Blank:
    """An empty form: words, the zones of its fields, the boxes to be ticked."""

    form: str
    words: tuple[Word, ...]
    fields: Mapping[str, Box]
    marks: Mapping[str, Box]

    def zone(self, field: str, places: Mapping[str, Box]) -> Box:
        """The box of a field among `places`. Raises DoctypeError when the blank has no such field."""
        if field not in places:
            known = ", ".join(sorted(places)) or "none"
            raise DoctypeError(f"{self.form}.json: has no place for {field!r}; it has: {known}")
        return places[field]


@cache
def load(form: str) -> Blank:
    """The blank of this name, or in this file. Raises DoctypeError when it is not there or not one."""
    path = Path(form) if form.endswith(".json") else FORMS / f"{form}.json"
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
        return Blank(
            form=plain["form"],
            words=tuple(Word(text, Box(*box)) for text, box in plain["words"]),
            fields={name: Box(*place["box"]) for name, place in plain["fields"].items()},
            marks={name: Box(*place["box"]) for name, place in plain["marks"].items()},
        )
    except OSError as error:
        raise DoctypeError(
            f"{path}: the blank form cannot be read ({error.strerror}); make it as docs/forms.md says"
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise DoctypeError(f"{path}: is no blank form ({error!r}); make it as docs/forms.md says") from error


def made(form: str, document: Document, zones: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON of a blank, from the empty form as captured and its zones as `{"fields": ..., "marks": ...}`.

    A zone is given as {"page": n, "box": [left, top, right, bottom]}.
    """
    return {
        "form": form,
        "words": [[word.text, _numbers(word.box)] for word in document.words],
        "fields": {name: {"box": [place["page"], *place["box"]]} for name, place in zones["fields"].items()},
        "marks": {name: {"box": [place["page"], *place["box"]]} for name, place in zones["marks"].items()},
    }


def _numbers(box: Box) -> list[float]:
    return [box.page, *(round(side, 5) for side in (box.left, box.top, box.right, box.bottom))]
