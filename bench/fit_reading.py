"""Fit the small models of reading, and write them to capture/ocr/learned.json.

    .venv/bin/python -m bench.fit_reading SETS [--pages 14,50,20,24] [--seed 1] [--target capture/ocr/learned.json]

Learned from: ocr_pages, sroie, contracts (kleister_nda, rendered and degraded), invoices (einvoice_scanned); never
funsd, which is for research only. Two models: where a line is parted into words (one for each recogniser), and P(a word
is right). No text of the sets is kept, only the weights.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from bench.reading.judged import as_it_lies, judged
from bench.reading.metrics import Read, compare, plain
from bench.reading.pages import PagePicture, pages_of
from capture.ocr import confidence, gaps
from capture.ocr.cascade import ReadLine, read_lines_of, weighed
from capture.ocr.confidence import Evidence
from capture.ocr.recognise import Letters, letters, width_enough
from capture.ocr.words import ink_of
from capture.orientation import skew_of
from capture.page_image import straightened
from documents.layout import Word, lines

SETS = ("ocr_pages", "sroie", "contracts", "invoices")
_FEWEST = 4  # letters and digits of a line: of fewer only whole words are looked for in the truth
_LIKE = 70.0  # of 100: so like a true word is a misread one
_COVERED = 0.6  # of a line's letters are in words that are true or like it: else the truth does not have the line

Floats = NDArray[np.float64]


def parted(lines: Sequence[tuple[NDArray[np.bool_], Letters]], truth: Sequence[str]) -> Iterator[tuple[Floats, Floats]]:
    """Of each line that the truth has letter by letter: features of its gaps, and whether a word begins there."""
    whole, between = _stream(truth)
    for ink, read in lines:
        places = [plain(letter) for letter in read.text]
        text = "".join(places)
        found = {match.start() for match in re.finditer(re.escape(text), whole)} if len(text) > 1 else set()
        if len(text) < _FEWEST:  # such letters stand within other words too
            found = {start for start in found if " " in between[start] and " " in between[start + len(text)]}
        labels = {_labels(read.text, places, start, between) for start in found}
        if len(labels) == 1:
            rows = gaps.features(ink, read)
            known = [(row, label) for row, label in zip(rows, labels.pop(), strict=True) if label is not None]
            if known:
                yield np.array([row for row, _ in known]), np.array([label for _, label in known], dtype=np.float64)


def _stream(truth: Sequence[str]) -> tuple[str, list[str]]:
    """Its letters and digits in a row, and the signs and spaces before each of them and at the end."""
    whole, between = "", [" "]
    for letter in " ".join(truth):
        if known := plain(letter):
            whole += known
            between += [""] * len(known)
        else:
            between[-1] += letter
    between[-1] += " "
    return whole, between


def _labels(text: str, places: Sequence[str], start: int, between: Sequence[str]) -> tuple[bool | None, ...]:
    """Does a word begin at each letter but the first? None where signs lie between that the truth has otherwise."""
    labels: list[bool | None] = [False] * (len(text) - 1)
    known = [i for i, place in enumerate(places) if place]
    count = start
    for one, other in pairwise(known):
        count += len(places[one])
        true = between[count]
        if true.replace(" ", "") == text[one + 1 : other]:
            labels[one:other] = _spaced(true)
        else:
            labels[one:other] = [None] * (other - one)
    return tuple(labels)


def _spaced(between: str) -> list[bool]:
    """Is there white before each sign that stands between two letters, and before the second letter?"""
    marks = [False]
    for sign in between:
        if sign == " ":
            marks[-1] = True
        else:
            marks.append(False)
    return marks


def examples(
    pairs: Sequence[tuple[Word, Evidence]], page: PagePicture, skew: float, size: tuple[int, int]
) -> tuple[Floats, Floats]:
    """Features of the words that the truth can judge, and whether each is right.

    Where the truth has boxes it says which (bench/reading/judged.py), else a line counts when it is mostly true.
    """
    numbered = [replace(word, confidence=float(number)) for number, (word, _) in enumerate(pairs)]
    ordered = [as_it_lies(word, 0, skew, size) for line in lines(numbered) for word in line.words]
    kept = [word for word in judged(ordered, page.lines) if plain(word.text)]
    right = compare([Read(word.text, 0.0) for word in kept], page.truth).is_spelt
    known = range(len(kept)) if page.lines else _covered(kept, right, page.truth)
    rows = [confidence.features(pairs[int(kept[place].confidence)][1]) for place in known]
    return np.array(rows), np.array([float(right[place]) for place in known])


def _covered(words: Sequence[Word], right: Sequence[bool], truth: Sequence[str]) -> list[int]:
    """The words on lines that the truth has."""
    true = sorted({plain(word) for word in truth})
    by_line: dict[float, list[int]] = defaultdict(list)
    for place, word in enumerate(words):
        by_line[round(word.box.middle[1], 2)].append(place)
    return [
        place
        for places in by_line.values()
        if _is_covered([(plain(words[i].text), right[i]) for i in places], true)
        for place in places
    ]


def _is_covered(words: Sequence[tuple[str, bool]], true: Sequence[str]) -> bool:
    """Does the truth have this line, well read or not? The truth of charts has holes."""
    known = [
        (len(text), is_right or bool(process.extractOne(text, true, scorer=fuzz.ratio, score_cutoff=_LIKE)))
        for text, is_right in words
    ]
    return sum(length for length, is_known in known if is_known) >= _COVERED * sum(length for length, _ in known)


def fitted(told: Sequence[tuple[str, Floats, Floats]], softness: float) -> dict[str, Any]:
    """A logistic model in which every set has the same weight."""
    sizes: dict[str, int] = defaultdict(int)
    for name, _, answers in told:
        sizes[name] += len(answers)
    weights = np.concatenate([np.full(len(answers), 10_000 / sizes[name]) for name, _, answers in told])
    rows, answers = np.vstack([rows for _, rows, _ in told]), np.concatenate([one for _, _, one in told])
    model = LogisticRegression(C=softness, max_iter=5000).fit(rows, answers, sample_weight=weights)
    return {
        "weights": [round(float(weight), 4) for weight in model.coef_[0]],
        "bias": round(float(model.intercept_[0]), 4),
    }


@dataclass(frozen=True)
class _Level:
    """A page's picture with its skew taken out (degrees), and its lines as the cascade reads them."""

    grey: NDArray[np.uint8]
    skew: float
    lines: list[ReadLine]


def _levelled(page: PagePicture) -> _Level:
    grey = np.asarray(cv2.imread(str(page.picture), cv2.IMREAD_GRAYSCALE), dtype=np.uint8)
    skew = skew_of(grey)
    level = straightened(grey, skew)
    return _Level(level, skew, read_lines_of(level, page.languages, 0, 600))


def main() -> None:
    """Read the pages, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("sets", type=Path)
    parser.add_argument("--pages", default="14,50,20,24", help="of each set at most")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--target", type=Path, default=Path("capture/ocr/learned.json"))
    given = parser.parse_args()
    found: dict[str, list[tuple[str, Floats, Floats]]] = defaultdict(list)
    read: list[tuple[str, PagePicture, _Level]] = []
    with TemporaryDirectory() as folder:
        for name, count in zip(SETS, map(int, given.pages.split(",")), strict=True):
            for page in pages_of(name, given.sets, Path(folder), count, given.seed):
                level = _levelled(page)
                read.append((name, page, level))
                for size in ("tiny", "small"):
                    seen = [(ink_of(line.picture), _letters(line, size, page)) for line in level.lines]
                    found[f"gaps-{size}"] += [(name, *rows) for rows in parted(seen, page.truth)]
    models = {part: fitted(told, 1.0) for part, told in found.items()}
    _write(given.target, models, given)
    told = [
        (name, *examples(weighed(level.lines, level.grey, 0), page, level.skew, level.grey.shape[::-1]))
        for name, page, level in read
    ]
    models["confidence"] = fitted([one for one in told if len(one[2])], 0.3)
    _write(given.target, models, given)


def _letters(line: ReadLine, size: str, page: PagePicture) -> Letters:
    if size == "tiny":
        return line.tiny
    return line.small or letters(line.picture, size, page.languages, width_enough(line.picture, line.tiny))


def _write(target: Path, models: dict[str, Any], given: argparse.Namespace) -> None:
    made = {"made_by": "bench/fit_reading.py", "sets": SETS, "pages": given.pages, "seed": given.seed, "models": models}
    target.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
