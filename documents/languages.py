"""Which language a text is in, by its commonest small words: enough to give it to somebody who reads it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

#: Small words of each language (by its name in ISO 639-2, as Tesseract has it) that the others have not.
SMALL_WORDS: dict[str, frozenset[str]] = {
    "eng": frozenset("the of and to for with from by this that your is are be invoice date which shall".split()),
    "deu": frozenset("der die das und für mit von den dem ist sind wir bitte sie ein zum zur rechnung nach".split()),
    "fra": frozenset("le les des et pour avec du une votre vous nous est sont aux par cette facture dans".split()),
    "spa": frozenset("el los las y por con una del su es son esta factura usted nos para fecha".split()),
    "ita": frozenset("il gli di che per con una della dei sono fattura questo nostro alla data nel".split()),
    "nld": frozenset("het een en van voor met op uw wij deze zijn te factuur naar bij ons dat".split()),
}
#: So many small words make a text of a language, and so many times as many as of the next one.
LEAST, AHEAD = 4, 1.5


def language(words: Iterable[str]) -> str:
    """The language that these words are in; "" when they do not say.

    >>> language("Bitte zahlen Sie die Rechnung bis zum 31. Mai, mit Dank für den Auftrag".split())
    'deu'
    >>> language("Please pay the invoice by the end of May, with thanks for your order".split())
    'eng'
    >>> language("4711 EUR 12.00".split()), language("the of und der die das and to".split())
    ('', '')
    """
    seen = Counter(word.casefold().strip(".,:;!?()") for word in words)
    counts = {name: sum(seen[word] for word in small) for name, small in SMALL_WORDS.items()}
    first, second = sorted(counts, key=lambda name: -counts[name])[:2]
    is_clear = counts[first] >= LEAST and counts[first] >= AHEAD * counts[second]
    return first if is_clear else ""
