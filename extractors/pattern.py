"""Find a value by its own shape, wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents.fields import Candidate
from documents.layout import Document
from extractors.view import lines, under


def find(document: Document, *, regex: str, belief: float = 0.5) -> Iterator[Candidate]:
    """Yield every match of `regex` within a line; the group that matched, where it has any, is the value."""
    wanted = re.compile(regex)
    for line in lines(document):
        for match in wanted.finditer(line.text):
            group = match.lastindex or 0
            yield Candidate(match[group], under(line, *match.span(group)), belief, "pattern")
