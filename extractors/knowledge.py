"""What extraction knows beyond a declaration: learned rankers by document type, and the templates of known senders.

SHIPPED is what the package brings; a client's own is made by flows from its reviews and handed to `extract`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.ranker import Ranker

if TYPE_CHECKING:
    from extractors.template import Templates

#: The shipped models, one file a document type; scripts/make_models.py makes them.
MODELS = Path(__file__).parent / "models"


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Rankers by document type; without one the declared rules alone decide. `templates` know senders by heart."""

    rankers: Mapping[str, Ranker]
    templates: Templates | None = None


class _Shipped(Mapping[str, Ranker]):
    """The shipped rankers, each read when first asked for."""

    def __getitem__(self, name: str) -> Ranker:
        found = _read(name)
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(path.stem for path in MODELS.glob("*.json")))

    def __len__(self) -> int:
        return sum(1 for _ in self)


@cache
def _read(name: str) -> Ranker | None:
    path = MODELS / f"{name}.json"
    return Ranker.from_bytes(path.read_bytes()) if path.is_file() else None


#: What the package brings.
SHIPPED = Knowledge(_Shipped())
#: No learning at all: the declared rules alone.
RULES_ALONE = Knowledge({})
