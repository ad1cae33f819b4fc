"""Does a contract have a clause, and where: the sentence that says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from documents.fields import Candidate
from documents.layout import Document
from extractors.prose import prose, sentences

#: A sentence is quoted up to this many letters; the reviewer sees the page anyway.
_MOST = 1200


def find(
    document: Document, *, regexes: Sequence[str], without_regexes: Sequence[str] = (), belief: float = 0.7
) -> Iterator[Candidate]:
    """Yield "Yes" with each sentence in which one of `regexes` is found and none of `without_regexes` is.

    The patterns see single spaces, plain quotes and hyphens, and any case; `[^.]` keeps one within a sentence (a full
    stop that ends none is seen as a middle dot).
    Nothing is yielded where nothing is found: a clause that was not seen is not proved absent.
    """
    read = prose(document)
    unlike = _compiled(tuple(without_regexes))
    seen: set[int] = set()
    masked = sentences(document)
    for pattern in _compiled(tuple(regexes)):
        for found in pattern.finditer(masked):
            start, end = read.sentence(*found.span(), _MOST // 2)
            if start in seen or any(no.search(masked, start, end) for no in unlike):
                continue
            seen.add(start)
            text = read.text[start:end].strip()
            yield Candidate(text, read.between(start, end), belief, "clause", value="Yes")


@cache
def _compiled(regexes: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(regex, re.IGNORECASE) for regex in regexes)
