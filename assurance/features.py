"""What is known of one value before anybody looks at it, as numbers: the input of the correctness model.

Names are stable: they are kept with every score, so that a model can be fitted again from what was known then. Zero
is "nothing speaks either way". No value can be read from them,
only its shape and its surroundings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import log, prod
from statistics import fmean, median

from assurance import shapes
from documents.doctype import DocumentType
from documents.fields import Candidate, Field, Fields, base_name
from documents.layout import Box, Document, Source, Word
from documents.verdicts import Evidence, Outcome

Features = dict[str, float]
#: Letters and digits that engines take for each other.
CONFUSABLE = frozenset("0OoQD1lI|5S8B2Z6G")
#: Odds are cut here: beyond it nothing is told apart.
SUREST = 0.9995


def features_of(
    fields: Fields, document: Document, doctype: DocumentType, evidence: Iterable[Evidence]
) -> dict[str, Features]:
    """The features of every value, by its name."""
    trials = list(evidence)
    around = _of_document(fields, document, doctype)
    texts = "".join(shapes.folded(word.text) for word in document.words)
    return {
        name: {
            "one": 1.0,
            f"field:{base_name(name)}": 1.0,
            **around,
            **_of_extraction(field),
            **_of_reading(words := _words(field, document), field),
            **shapes.of_print(field.text, texts),
            "handwritten": _written_by_hand(words, document),
            **shapes.of_text(field.text),
            **shapes.of_neighbours(words, document),
            **shapes.of_siblings(name, field, fields),
            **_of_place(field, document),
            **_of_evidence(name, trials),
        }
        for name, field in fields.items()
    }


def _of_document(fields: Fields, document: Document, doctype: DocumentType) -> Features:
    """The fields of one document fail together: how it reads, how much was found."""
    words = document.words
    confidences = [word.confidence for word in words] or [1.0]
    required = [spec.name for spec in doctype.fields if spec.required]
    there = {base_name(name) for name in fields}
    places = [field.place for field in fields.values()] or [0.0]
    return {
        "document_reading": _logit(median(confidences)),
        "document_unsure_words": sum(one < 0.7 for one in confidences) / len(confidences),
        "document_scanned": float(any(page.source is Source.OCR for page in document.pages)),
        "document_pages": log(len(document.pages) or 1),
        "document_missing": sum(name not in there for name in required) / (len(required) or 1),
        "document_places": fmean(places),
    }


def _of_extraction(field: Field) -> Features:
    agreeing, rivals = _sides(field)
    extractors = {candidate.by for candidate in agreeing} | {field.by}
    sources: list[frozenset[Word]] = []
    for candidate in agreeing:  # who reads other words is another witness, who reads the same ones is not
        words = frozenset(candidate.words)
        if words and not any(words & other for other in sources):
            sources.append(words)
    rival = max((candidate.belief for candidate in rivals), default=0.0)
    return {
        "place": _logit(field.place),
        "place_unsure": 1 - field.place,
        "reading": _logit(field.reading),
        "both": _logit(field.place * field.reading),
        "agreeing": log(len(extractors)),
        "elsewhere": log(1 + len(sources)),
        "rivals": log(1 + len({candidate.text for candidate in rivals})),
        "rival": rival,
        "margin": field.place - rival,
        "template": float("template" in extractors),
        "template_against": float(any(candidate.by == "template" for candidate in rivals)),
        "exact": float(field.by in ("e_invoice", "form_field")),
        **{f"by:{name}": 1.0 for name in sorted(extractors)},
    }


def _of_reading(words: Sequence[Word], field: Field) -> Features:
    confidences = [word.confidence for word in words] or [1.0]
    with_digits = [word.confidence for word in words if any(char.isdigit() for char in word.text)] or [1.0]
    text = field.text
    return {
        "all_read": _logit(whole := _all_read(field, confidences)),
        "sure": _logit(field.place * whole),
        "word_least": _logit(min(confidences)),
        "word_mean": _logit(fmean(confidences)),
        "digit_least": _logit(min(with_digits)),
        "confusable": sum(char in CONFUSABLE for char in text) / (len(text) or 1),
        "length": log(1 + len(text)),
        "words": log(1 + len(words)),
        "lines": float(len(field.boxes)),
        **{f"engine:{engine}": 1.0 for engine in sorted({word.engine for word in words})},
    }


def _all_read(field: Field, confidences: Sequence[float]) -> float:
    """P(every word was read rightly): of the least sure one what extraction says, for it may stand there twice."""
    return field.reading * prod(sorted(confidences)[1:])


def _written_by_hand(words: Sequence[Word], document: Document) -> float:
    """The share of the words that look written by hand."""
    hands = [box for page in document.pages for box in page.handwriting]
    return sum(any(hand.holds(word.box) for hand in hands) for word in words) / (len(words) or 1)


def _of_place(field: Field, document: Document) -> Features:
    box = field.box
    if box is None:
        return {"nowhere": 1.0}
    first = document.pages[0].number if document.pages else 0
    return {
        "top": box.middle[1],
        "left": box.middle[0],
        "page": log(1 + abs(box.page - first)),
        "height": box.height / (len(field.boxes) or 1),
    }


def _of_evidence(name: str, trials: Sequence[Evidence]) -> Features:
    found: Features = {}
    for trial in trials:
        if name in trial.fields or base_name(name) in trial.fields:
            for key in _keys(trial):
                found[key] = found.get(key, 0.0) + 1.0
    return {key: min(count, 3.0) for key, count in found.items()}


def _keys(trial: Evidence) -> Iterator[str]:
    """A failure counts as such; a pass by its strength; what says nothing leaves no trace."""
    if trial.outcome is Outcome.NOT_APPLICABLE:
        return
    weight = "trivial" if trial.trivial and trial.outcome is Outcome.PASS else trial.outcome.value
    yield f"checks:{weight}"
    yield f"check:{trial.rule}:{weight}"


def _sides(field: Field) -> tuple[list[Candidate], list[Candidate]]:
    """The other candidates: those that say the same, and those that say something else."""
    same: list[Candidate] = []
    other: list[Candidate] = []
    for candidate in field.others:
        agrees = candidate.value == field.value or shapes.folded(candidate.text) == shapes.folded(field.text)
        (same if agrees else other).append(candidate)
    return same, other


def _words(field: Field, document: Document) -> list[Word]:
    """The words that stand in the boxes of the value."""
    pages = {page.number: page for page in document.pages}
    found = []
    for box in field.boxes:
        page = pages.get(box.page)
        found += [word for word in page.words if _inside(box, word.box)] if page else []
    return found


def _inside(box: Box, word: Box) -> bool:
    return box.left <= word.middle[0] <= box.right and box.top <= word.middle[1] <= box.bottom


def _logit(share: float) -> float:
    share = min(max(share, 1 - SUREST), SUREST)
    return log(share / (1 - share))
