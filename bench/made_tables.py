"""Line items of made-up invoices: heads, orders, alignments and habits of three languages, as text and as read.

    .venv/bin/python -m bench.made_tables SETS [--first 0] [--count 200] [--show]

Each seed is an invoice nobody has seen: words with their boxes, drawn without a printer and read without a machine, so
a thousand of them take a minute. As read, boxes are off by a little, the page is turned by a tenth of a degree, letters
are confused and now and then a decimal mark is lost. A line counts as score.py beside SETS counts it.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from random import Random

import doctypes
import extractors
from bench import line_losses
from bench.made_words import CONFUSED, FOOT, HEADS, INTRO, MORE, NAMES, NOTES, ORDERS, SUMS, UNITS
from bench.truth import Row, record, score_of
from documents.layout import Box, Document, Page, Source, Word
from extractors.knowledge import RULES_ALONE

#: A letter's height, and widths of letters, as fractions of the page.
HIGH, WIDE = 0.0105, {"i": 0.0035, "l": 0.0035, ".": 0.004, ",": 0.004, "m": 0.011, "M": 0.011, "W": 0.011}
#: How wide each column is, and which of them hold numbers.
WIDTH = {
    "pos": 0.05,
    "art": 0.12,
    "qty": 0.085,
    "unit": 0.065,
    "price": 0.11,
    "disc": 0.075,
    "vat": 0.075,
    "total": 0.12,
}
WIDTH |= {"gross": 0.11, "date": 0.095}
NUMBERS = frozenset({"qty", "price", "disc", "vat", "total", "gross"})
CENT = Decimal("0.01")


def width(text: str, size: float) -> float:
    """How wide a text is printed."""
    return sum(WIDE.get(char, 0.0085 if char.isupper() else 0.0073) for char in text) * size


@dataclass
class Sheet:
    """Pages being printed; `read` by a machine, or as a text layer."""

    chance: Random
    read: bool
    turned: float = 0.0
    pages: list[list[Word]] = field(default_factory=lambda: [[]])

    def put(self, at: float, top: float, text: str, align: str = "left", size: float = 1.0) -> None:
        """Print a text from, to or around a place."""
        whole = sum(width(word, size) for word in text.split()) + 0.004 * size * text.count(" ")
        left = at - {"left": 0.0, "right": whole, "centre": whole / 2}[align]
        for word in text.split():
            right = left + width(word, size)
            shift = self.turned * (left - 0.5)
            wrong = [self.chance.gauss(0, 0.0004) if self.read else 0.0 for _ in range(4)]
            edges = (left + wrong[0], top + shift + wrong[1], right + wrong[2], top + HIGH * size + shift + wrong[3])
            box = Box(len(self.pages) - 1, *edges)
            made = Word(self._as_read(word), box, 0.98, "made") if self.read else Word(word, box)
            self.pages[-1].append(made)
            left = right + 0.004 * size

    def _as_read(self, word: str) -> str:
        """The word, a letter confused in one of twenty, a decimal mark lost in one of a hundred."""
        at = self.chance.randrange(len(word))
        if word[-3:-2] in (".", ",") and word[-2:].isdigit() and self.chance.random() < 0.01:
            return word[:-3] + word[-2:]
        if len(word) > 4 and word.isalpha() and self.chance.random() < 0.05:
            return word[:at] + CONFUSED.get(word[at], word[at]) + word[at + 1 :]
        return word

    def document(self, name: str) -> Document:
        """What was printed."""
        source = Source.OCR if self.read else Source.TEXT_LAYER
        pages = (Page(number, 595, 842, tuple(words), source) for number, words in enumerate(self.pages))
        return Document("0" * 64, name, tuple(pages))


@dataclass(frozen=True)
class Look:
    """How the table of one invoice looks. `left` and `right` are the sides of each column."""

    language: str
    sides: dict[str, tuple[float, float]]
    heads: dict[str, str]
    style: str
    size: float
    pitch: float
    gap: float
    numbers: str
    head: str
    decimals: int
    places: int
    sign: str

    def cell(self, sheet: Sheet, column: str, top: float, text: str, *, head: bool = False) -> None:
        """Print one cell, a head smaller where it would not fit."""
        left, right = self.sides[column]
        align = self.numbers if column in NUMBERS else "left"
        align = self.head if head and self.head else align
        at = {"left": left + 0.004, "right": right - 0.004, "centre": (left + right) / 2}[align]
        fit = min(1.0, (right - left - 0.006) / max(width(text, self.size), 1e-6)) if head else 1.0
        sheet.put(at, top, text, align, self.size * max(0.6, fit))

    def amount(self, value: Decimal, places: int) -> str:
        """A number as the language prints it."""
        text = f"{value:,.{places}f}"
        if self.language == "de":
            return text.translate(str.maketrans(",.", ".,"))
        return text.replace(",", " ").replace(".", ",") if self.language == "fr" else text


def look(chance: Random) -> Look:
    """A look by chance."""
    language = chance.choice(("de", "de", "fr", "en"))
    order = chance.choice(ORDERS).split()
    left, right = chance.uniform(0.06, 0.1), chance.uniform(0.9, 0.945)
    fixed = sum(WIDTH[column] for column in order if column != "desc")
    widths = {column: WIDTH.get(column, max(0.16, right - left - fixed)) for column in order}
    scale, sides = (right - left) / sum(widths.values()), {}
    for column in order:
        sides[column] = (left, left + widths[column] * scale)
        left = sides[column][1]
    size = chance.choice((0.85, 0.95, 1.0, 1.05))
    style = chance.choice(("plain", "plain", "more", "notes", "second" if "price" in order else "plain", "centre"))
    gap = HIGH * size * chance.choice((0.5, 0.9, 1.5) if style != "plain" else (0.2, 0.5, 0.9, 1.5))
    heads = {column: chance.choice(HEADS[language][column].split("; ")) for column in order}
    if heads.get("price") == heads["total"]:
        heads["price"] = {"de": "Einzelpreis", "en": "Unit price", "fr": "Prix unitaire"}[language]
    return Look(
        language,
        sides,
        heads,
        style,
        size,
        HIGH * size * chance.uniform(1.2, 1.45),
        gap,
        chance.choice(("right", "right", "right", "centre", "left")),
        chance.choice(("", "", "left", "centre")),
        chance.choice((0, 0, 2, 2, 3)),
        chance.choice((2, 2, 2, 4)),
        chance.choice(("", "", " €", " EUR")),
    )


def drawn(seed: int, read: bool) -> tuple[Document, list[Row]]:
    """An invoice and its true lines."""
    chance = Random(seed)
    plan = look(chance)
    sheet = Sheet(chance, read, chance.uniform(-0.0022, 0.0022) if read else 0.0)
    left = plan.sides[next(iter(plan.sides))][0]
    for number, text in enumerate(INTRO[plan.language].split("; ")):
        sheet.put(left, 0.05 + 0.018 * number, text)
    top, true, net = _head(plan, sheet, 0.32), [], Decimal(0)
    names = chance.sample(NAMES[plan.language].split("; "), chance.choice((1, 2, 3, 4, 5, 7, 9, 12)))
    for number, name in enumerate(names * (1 + (chance.random() < 0.1))):
        line, printed, said = _item(plan, chance, number, name)
        if top + 0.08 > 0.92:
            top = _turned(plan, sheet, chance)
        top = _printed(plan, sheet, top, printed, said)
        true.append(line)
        net += Decimal(line["line_total"])
        if "price" in plan.sides and number < len(names) - 1 and chance.random() < 0.04:
            top = _summed(plan, sheet, top, SUMS[plan.language].split("; ")[0], net) + plan.gap
    top += chance.choice((0.004, 0.012, 0.03))
    for words, share in zip(SUMS[plan.language].split("; "), ("1", "0.2", "1.2"), strict=True):
        top = _summed(plan, sheet, top, words, (net * Decimal(share)).quantize(CENT))
    for number in range(len(sheet.pages)):
        sheet.pages[number].extend(_foot(plan, read, number, left))
    return sheet.document(f"{seed}.pdf"), true


def _head(plan: Look, sheet: Sheet, top: float) -> float:
    deep = max(text.count("/") for text in plan.heads.values())
    for column, text in plan.heads.items():
        for number, part in enumerate(text.split("/")):
            plan.cell(sheet, column, top + number * plan.pitch, part, head=True)
    return top + (deep + 1) * plan.pitch + 0.008


def _turned(plan: Look, sheet: Sheet, chance: Random) -> float:
    sheet.pages.append([])
    return _head(plan, sheet, 0.06) if chance.random() < 0.7 else 0.06


def _summed(plan: Look, sheet: Sheet, top: float, words: str, value: Decimal) -> float:
    right = plan.sides["total"][1] - 0.004
    sheet.put(right - 0.25, top, words, size=plan.size)
    sheet.put(right, top, plan.amount(value, 2) + plan.sign, "right", plan.size)
    return top + plan.pitch + 0.003


def _foot(plan: Look, read: bool, number: int, left: float) -> Iterator[Word]:
    for at, text in enumerate(FOOT[plan.language].split("; ")):
        words, place = text.split(), left + 0.24 * at
        for word in words:
            box = Box(number, place, 0.955, place + width(word, 0.75), 0.955 + HIGH * 0.75)
            yield Word(word, box, 0.98 if read else 1.0, "made" if read else "text_layer")
            place = box.right + 0.003


def _item(plan: Look, chance: Random, number: int, name: str) -> tuple[Row, dict[str, str], list[str]]:
    """A line of the truth, its cells as printed, and the lines of its text."""
    quantity = Decimal(chance.choice((1, 1, 2, 3, 5, 10, 12, 25, 100)))
    if plan.decimals and chance.random() < 0.3:
        quantity = Decimal(chance.randrange(25, 900)) / 100
    price = Decimal(chance.randrange(50, 60000)) * (CENT if plan.places == 2 else Decimal("0.0013"))
    off, rate = chance.choice((0, 0, 5, 10)) if "disc" in plan.sides else 0, chance.choice((20, 7))
    total = max(CENT, (quantity * price * (100 - off) / 100).quantize(CENT))
    unit = chance.choice(UNITS[plan.language].split("; "))
    beside = f" {unit}" if "unit" not in plan.sides and plan.places == 4 else ""
    printed = {
        "pos": str(number + 1),
        "art": chance.choice(("A", "TK", "90")) + str(chance.randrange(1000, 99999)),
        "qty": plan.amount(quantity, plan.decimals) + beside,
        "unit": unit,
        "price": plan.amount(price, plan.places) + plan.sign,
        "disc": f"{off} %" if off else "",
        "vat": f"{rate}%",
        "total": plan.amount(total, 2) + plan.sign,
        "gross": plan.amount((total * (100 + rate) / 100).quantize(CENT), 2) + plan.sign,
        "date": "03.04.2024" if plan.language == "de" else "03/04/2024",
    }
    more = [chance.choice(MORE[plan.language].split("; "))] if plan.style == "more" else []
    notes = [chance.choice(NOTES[plan.language].split("; "))] if plan.style == "notes" else []
    said = f"{quantity:.{plan.decimals}f}" if "qty" in plan.sides else ""
    line = {"description": " ".join([name, *more]), "quantity": said, "line_total": f"{total:.2f}"}
    return line, printed, [name, *more, *notes]


def _printed(plan: Look, sheet: Sheet, top: float, cells: dict[str, str], said: Sequence[str]) -> float:
    """Print a row: its numbers beside the text, in the middle of it, or a line below; the top of the next."""
    lines = list(_wrapped(plan, said))
    down = {"second": plan.pitch, "centre": (len(lines) - 1) * plan.pitch / 2}.get(plan.style, 0.0)
    for column in plan.sides:
        if column != "desc":
            beside = plan.style == "second" and column in ("pos", "art")
            plan.cell(sheet, column, top if beside else top + down, cells[column])
    for number, text in enumerate(lines):
        plan.cell(sheet, "desc", top + number * plan.pitch, text)
    return top + max(len(lines), 2 if plan.style == "second" else 1) * plan.pitch + plan.gap


def _wrapped(plan: Look, said: Sequence[str]) -> Iterator[str]:
    room = plan.sides["desc"][1] - plan.sides["desc"][0] - 0.01
    for text in said:
        line = ""
        for word in text.split():
            if line and width(f"{line} {word}", plan.size) > room:
                yield line
                line = ""
            line = f"{line} {word}".strip()
        yield line


def main() -> None:
    """Parse the arguments, draw, measure."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("sets", type=Path)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--show", action="store_true", help="name the invoices that are not wholly right")
    given = parser.parse_args()
    score, doctype = score_of(given.sets), doctypes.load(doctypes.HERE / "invoice.toml")
    for read in (False, True):
        causes, whole = Counter[str](), Counter[str]()
        for seed in range(given.first, given.first + given.count):
            document, true = drawn(seed, read)
            found = record(str(seed), doctype, extractors.extract(document, doctype, RULES_ALONE))["lines"]
            losses = line_losses.lost(score, true, found, document)
            causes.update(each for each, _ in losses)
            missed = sum(each != "extra" for each, _ in losses)
            whole.update(gold=len(true), found=len(found), right=len(true) - missed, tables=not losses)
            if given.show and losses:
                print(seed, dict(Counter(each for each, _ in losses)))
        precision, recall, f1 = score.f1(whole["right"], whole["found"], whole["gold"])
        print(f"{'as read' if read else 'as text'}: {whole['gold']} lines, P {precision:.3f} R {recall:.3f} ", end="")
        print(f"F1 {f1:.3f}, tables wholly right {whole['tables']} of {given.count}; {dict(causes.most_common())}")


if __name__ == "__main__":
    main()
