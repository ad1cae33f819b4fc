"""Letters that belong to no type: mail that a back office gets and cannot book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from generator.agreements import PROSE
from generator.paper import Face, Paper
from generator.print_forms import day
from generator.scribble import scribble

LETTER_FACE = Face("Times-Roman", "Times-Bold", 11.5)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter: both addresses, the day, the subject, the farewell. Its text stands in prose/letter_NAME.txt."""

    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    written: date
    day_style: str
    subject: str
    closing: str
    face: Face = LETTER_FACE


LETTERS: dict[str, Letter] = {
    "parking": Letter(
        ("Eleanor Whitcombe", "17 Lock Cottages", "Millbury MB2 6RS"),
        ("Orchard Lane Hotels Ltd", "The Manager", "2 Orchard Lane", "Millbury MB1 4TT"),
        date(2025, 5, 12), "uk_long", "Visitors’ cars in Lock Lane",
        "Yours faithfully,",
    ),
    "jubilee": Letter(
        ("Förderverein Stadtbücherei Mainfurt e. V.", "Am Wehr 2", "60329 Mainfurt"),
        ("Halvern Logistik GmbH", "Frau Dr. Pohlmann", "Speicherstraße 40", "60327 Mainfurt"),
        date(2025, 8, 28), "de_long", "Einladung zum Jubiläum der Stadtbücherei",
        "Mit herzlichen Grüßen",
        Face("Liberation", "Liberation-Bold", 10.5),
    ),
    "application": Letter(
        ("Theo Marchbanks", "305 Cottonwood Drive", "Elk Hollow, MT 59990"),
        ("Summit Field Services LLC", "77 Quarry Road", "Elk Hollow, MT 59990"),
        date(2025, 3, 3), "us_long", "Apprenticeship in the boiler shop",
        "Sincerely,",
        Face("Courier", "Courier-Bold", 10.5),
    ),
}  # fmt: skip


def print_letter(name: str, chance: Random) -> bytes:
    """The letter of this name as a born-digital PDF of one page."""
    letter = LETTERS[name]
    body = (PROSE / f"letter_{name}.txt").read_text(encoding="utf-8").strip().split("\n\n")
    paper = Paper("a4", title=letter.subject, author=letter.sender[0])
    face, left, right = letter.face, 72.0, 523.0
    paper.lines(right, 64, letter.sender, face, align="right", leading=face.size * 1.35)
    paper.lines(left, 140, letter.recipient, face, leading=face.size * 1.35)
    paper.text(left, 226, day(letter.written, letter.day_style), face)
    paper.text(left, 260, letter.subject, face, bold=True)
    y = 290.0
    for paragraph in body:
        y = paper.paragraph(left, y, right - left, paragraph, face, leading=face.size * 1.4) + face.size * 0.7
    paper.text(left, y + 8, letter.closing, face)
    scribble(paper, (left - 8, y + 14, left + 140, y + 52), chance)
    paper.text(left, y + 68, letter.sender[0], face)
    return paper.finished()
