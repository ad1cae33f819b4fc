"""The rivals of many documents as one design matrix, a row a rival, a column a feature: made once, fitted often."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

from extractors.features import Traits
from extractors.ranker import spread

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Case:
    """One document's rivals for one field, the last one "absent" (not so for a repeated field).

    `sender` is what documents of one sender share: the first of the names that their truth has.
    """

    seen: tuple[Traits, ...]
    right: tuple[bool, ...]
    sender: str = ""


@dataclass(frozen=True)
class Design:
    """`matrix` is sparse, its columns are `names`; case number n has the rows from `starts[n]` to `starts[n + 1]`."""

    names: tuple[str, ...]
    matrix: Any
    starts: Places
    right: NDArray[np.bool_]

    def rows(self, cases: Sequence[int]) -> Places:
        """The rows of these cases, in their order."""
        return np.concatenate([np.arange(self.starts[at], self.starts[at + 1]) for at in cases])

    def often(self, cases: Sequence[int]) -> Places:
        """Of each feature: how many of these cases have it."""
        return np.asarray(self._having[list(cases)].sum(axis=0), dtype=np.int64).ravel()

    def dense(self, rows: Places, names: Iterable[str]) -> Numbers:
        """The columns of these names, nothing where nobody has the feature."""
        chosen = list(names)
        known = [(at, self._column[name]) for at, name in enumerate(chosen) if name in self._column]
        made = np.zeros((len(rows), len(chosen)))
        made[:, [at for at, _ in known]] = self.matrix[rows][:, [column for _, column in known]].toarray()
        return made

    @cached_property
    def _column(self) -> dict[str, int]:
        return {name: at for at, name in enumerate(self.names)}

    @cached_property
    def _having(self) -> Any:
        """A row a case: 1 for each feature that one of its rivals has."""
        bounds = self.matrix.indptr[self.starts]
        each = [np.unique(self.matrix.indices[a:b]) for a, b in pairwise(bounds)]
        starts = np.cumsum([0, *map(len, each)])
        columns = np.concatenate(each)
        return csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(each), len(self.names)))


def design_of(cases: Sequence[Case], first: Iterable[str]) -> Design:
    """The cases as a matrix; the columns begin with the names in `first`."""
    column: defaultdict[str, int] = defaultdict(int, {name: at for at, name in enumerate(dict.fromkeys(first))})
    column.default_factory = column.__len__
    columns: list[int] = []
    numbers: list[float] = []
    ends = [0]
    for case in cases:
        for seen in case.seen:
            row = spread(seen)
            columns.extend(map(column.__getitem__, row))
            numbers.extend(row.values())
            ends.append(len(columns))
    matrix = csr_matrix(
        (np.array(numbers), np.array(columns, dtype=np.int32), ends), shape=(len(ends) - 1, len(column))
    )
    starts = np.cumsum([0, *(len(case.seen) for case in cases)])
    return Design(tuple(column), matrix, starts, np.array([each for case in cases for each in case.right], dtype=bool))
