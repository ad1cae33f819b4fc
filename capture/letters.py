"""Which letters a language is printed with: what a recogniser may answer.

PP-OCR's alphabet has some thousand characters; a smudge must not become a Chinese one on a German invoice. The look at
what is installed needs it too (capture/installed.py), so no numbers are loaded here.
"""

from __future__ import annotations

import string
from functools import cache

from documents.errors import EngineMissing

#: Beyond A to Z, by Tesseract's names of languages.
LETTERS: dict[str, str] = {
    "eng": "éèêñçïôü",
    "deu": "äöüß",
    "fra": "àâæçéèêëîïôœùûüÿ",
    "ita": "àèéìíîòóùú",
    "spa": "áéíñóúü¡¿ªº",
    "por": "áâãàçéêíóôõúüªº",
    "nld": "áéëïíóöúüĳ",
    "dan": "æøåé",
    "nor": "æøåéòô",
    "swe": "åäöé",
    "fin": "åäöšž",
    "pol": "ąćęłńóśźż",
    "ces": "áčďéěíňóřšťúůýž",
    "slk": "áäčďéíĺľňóôŕšťúýž",
    "slv": "čšž",
    "hrv": "čćđšž",
    "hun": "áéíóöőúüű",
    "ron": "ăâîşţ",
    "tur": "çğıİöşüâî",
    "cat": "àçéèíïóòúü·",
    "est": "äõöüšž",
    "lav": "āčēģīķļņšūž",
    "lit": "ąčęėįšųūž",
    "isl": "áæðéíóöþúý",
    "msa": "é",
    "ind": "é",
}
_SIGNS = "€£$¥¢§©®™°±·•–—‘’“”„«»…×²³½¼¾µ†‡¬☐☑☒√✓"


def refuse_unknown(languages: tuple[str, ...]) -> None:
    """Raise EngineMissing for a language whose letters are not known here."""
    for language in languages:
        if language not in LETTERS:
            raise EngineMissing(
                f"PP-OCRv6 is not set up for '{language}' (it reads {', '.join(LETTERS)}). "
                'Take the engine "tesseract" for this client (setting engine).'
            )


@cache
def letters_of(known: tuple[str, ...], languages: tuple[str, ...]) -> tuple[int, ...]:
    """The outputs that may be answered: the blank first, the space last. Raises EngineMissing."""
    refuse_unknown(languages)
    more = "".join(LETTERS[language] for language in languages)
    allowed = set(string.ascii_letters + string.digits + string.punctuation + _SIGNS + more + more.upper())
    found = [number for number, letter in enumerate(known, 1) if letter in allowed]
    return (0, *found, len(known))
