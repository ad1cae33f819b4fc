"""What others wrote (names of files, words of documents, reasons that quote them) as text that a terminal may be given.

A document must not move the cursor, change colours, or begin a line that looks like ours.
"""

from __future__ import annotations

import unicodedata


def printable(text: str) -> str:
    r"""The text on one line: what is no letter, sign or space stands as an escape.

    >>> printable("ä\tb\n\x1b[2J\udcff.pdf"), printable("Summe 1\u202f234,50 €")
    ('ä\\tb\\n\\x1b[2J\\udcff.pdf', 'Summe 1\u202f234,50 €')
    """
    return text if text.isprintable() else "".join(map(_one, text))


def _one(char: str) -> str:
    if char.isprintable() or unicodedata.category(char) == "Zs":
        return char
    return char.encode("unicode_escape", "surrogatepass").decode("ascii")
