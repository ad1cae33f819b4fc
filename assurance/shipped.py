"""What the package brings: a correctness model for the types that public sets have truth for, and what they prove.

The thresholds were tested on documents of those sets; of a client's own documents they prove nothing. They stand in
until the client's own reviews do, and only where they exist for the declared error.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from assurance.correctness import Correctness
from assurance.threshold import Threshold
from documents.errors import ModelError

#: One file a document type; scripts/make_correctness.py makes them.
MODELS = Path(__file__).parent / "models"


@dataclass(frozen=True, slots=True)
class Shipped:
    """The correctness model of a type, and the thresholds found for several errors on its public sets.

    `complete` says of a type's lists (several parties) whether all their values were found.
    """

    model: Correctness
    proved: Mapping[float, Threshold]
    complete: Correctness | None = None

    def threshold(self, error: float) -> Threshold | None:
        """The threshold for this promised error: the one that was tested for it, or for a smaller one."""
        return next((self.proved[each] for each in sorted(self.proved, reverse=True) if each <= error), None)

    def to_plain(self) -> dict[str, Any]:
        """As JSON takes it."""
        proved = {f"{error:g}": [each.score, each.checked, each.wrong] for error, each in sorted(self.proved.items())}
        complete = self.complete.to_plain() if self.complete else None
        return {"proved": proved, "model": self.model.to_plain(), "complete": complete}

    @staticmethod
    def from_plain(plain: Mapping[str, Any]) -> Shipped:
        """What `to_plain` made. Raises ModelError for anything else."""
        try:
            proved = {float(error): Threshold(*each) for error, each in plain["proved"].items()}
            complete = Correctness.from_plain(plain["complete"]) if plain["complete"] else None
            return Shipped(Correctness.from_plain(plain["model"]), proved, complete)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ModelError(f"this is no shipped correctness model: {error}; make it anew") from error


@cache
def shipped(doctype: str) -> Shipped | None:
    """What the package brings for a document type; None for most."""
    path = MODELS / f"{doctype}.json"
    return Shipped.from_plain(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else None
