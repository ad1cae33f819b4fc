"""The currency a document is in: the codes and signs printed with its amounts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from documents.fields import Candidate
from documents.kinds import CODES, SYMBOLS
from documents.layout import Document, Word
from extractors.tokens import Row, index

#: A currency that is printed everywhere is believed this much; one printed once a little less.
OFTEN, ONCE = 0.97, 0.93
#: Codes that are words too ("TRY again"): they count beside an amount only.
_WORDLIKE = frozenset({"TRY", "CAD", "RON", "INR", "BGN", "SEK"})
_NUMBER = re.compile(r"[-+(]?\d[\d.,' ]*\)?[-*]?")


def find(document: Document) -> Iterator[Candidate]:
    """Yield each currency printed, believed by its share of all the printed ones."""
    seen: defaultdict[str, list[tuple[str, Word]]] = defaultdict(list)
    for row in index(document).rows:
        for code, text, word in _printed(row):
            seen[code].append((text, word))
    total = sum(map(len, seen.values()))
    for code, places in seen.items():
        text, word = places[0]
        belief = (OFTEN if len(places) > 1 else ONCE) * len(places) / total
        yield Candidate(text, (word,), belief, "currency", code)


def _printed(row: Row) -> Iterator[tuple[str, str, Word]]:
    """Code, text and word of each currency in the row."""
    texts = [token.text.strip("()[].:;,*") for token in row.tokens]
    for at, text in enumerate(texts):
        beside = any(_NUMBER.fullmatch(texts[n]) for n in (at - 1, at + 1) if 0 <= n < len(texts))
        code = _code(text)
        if code and (beside or code not in _WORDLIKE):
            yield code, text, row.tokens[at].word


def _code(text: str) -> str | None:
    """The currency that the token is, or begins or ends with where the rest is an amount (`€12.50`, `100,00EUR`)."""
    if text in CODES:
        return text
    if text in SYMBOLS and text != "FR.":
        return SYMBOLS[text]
    found = re.fullmatch(r"(US\$|RM|[€£$]|[A-Z]{3})?\s*-?\d[\d.,' ]*-?\s*([€£$]|[A-Z]{3})?", text)
    sign = (found[1] or found[2]) if found else None
    return SYMBOLS.get(sign, sign if sign in CODES else None) if sign else None
