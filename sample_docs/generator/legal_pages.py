"""Agreements on paper: title, numbered headings, paragraphs, signature blocks, page numbers."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from generator.agreements import Agreement, passages
from generator.paper import Face, Paper, wrapped
from generator.print_forms import day
from generator.scribble import scribble


@dataclass(frozen=True, slots=True)
class Dress:
    """How a law firm prints: paper, face, margin and leading in points, and the line at the foot of each page."""

    size: str
    face: Face
    margin: float = 72
    leading: float = 1.35
    foot: str = "Page {page}"


DRESSES: dict[str, Dress] = {
    "serif": Dress("letter", Face("Times-Roman", "Times-Bold", 12), 80, 1.5),
    "sans": Dress("a4", Face("Helvetica", "Helvetica-Bold", 11), 84, 1.55, "- {page} -"),
    "typed": Dress("letter", Face("Courier", "Courier-Bold", 10.5), 72, 1.4, "{page}"),
    "book": Dress("a4", Face("Liberation", "Liberation-Bold", 11), 86, 1.6, "Confidential    {page}"),
}
AFTER_PARAGRAPH = 0.6


def print_agreement(agreement: Agreement, dress: str, chance: Random) -> bytes:
    """The agreement as a born-digital PDF, signed by both."""
    roll = _Pages(agreement, DRESSES[dress])
    until = day(agreement.expires, agreement.day_style) if agreement.expires else ""
    for passage in passages(agreement, day(agreement.signed, agreement.day_style), until):
        roll.set(passage.role, passage.text)
    roll.signatures(agreement, chance)
    return roll.finished()


class _Pages:
    """The pages as far as they are set: `y` is where the next line goes."""

    def __init__(self, agreement: Agreement, dress: Dress) -> None:
        title = agreement.title or "Agreement"
        self.dress, self.paper = dress, Paper(dress.size, title=title)
        self.y = dress.margin + 10
        self.step = dress.face.size * dress.leading
        self.width = self.paper.width - 2 * dress.margin

    def set(self, role: str, text: str) -> None:
        """Put a title, heading or paragraph on the page."""
        face, margin = self.dress.face, self.dress.margin
        if role == "title":
            for line in wrapped(text, face.bold, face.size + 4, self.width):
                self.paper.text(self.paper.width / 2, self.y, line, face, bold=True, size=face.size + 4, align="centre")
                self.y += self.step * 1.4
            self.y += self.step * 0.6
            return
        lines = wrapped(text, face.bold if role == "heading" else face.font, face.size, self.width)
        if role == "heading":
            self.room(4)
        for line in lines:
            self.room(1)
            self.paper.text(margin, self.y, line, face, bold=role == "heading")
            self.y += self.step
        self.y += self.step * (0.15 if role == "heading" else AFTER_PARAGRAPH)

    def room(self, lines: int) -> None:
        """Turn the page unless so many lines still fit."""
        if self.y + lines * self.step > self.paper.height - self.dress.margin:
            self.foot()
            self.paper.next_page()
            self.y = self.dress.margin

    def foot(self) -> None:
        """The line at the bottom."""
        text = self.dress.foot.format(page=self.paper.page)
        self.paper.text(self.paper.width / 2, self.paper.height - 36, text, self.dress.face, size=8, align="centre")

    def signatures(self, agreement: Agreement, chance: Random) -> None:
        """A block for each party, side by side."""
        self.room(9)
        face, half = self.dress.face, self.width / 2
        top = self.y + 10
        for n, party in enumerate(agreement.parties):
            x = self.dress.margin + n * (half + 8)
            y = self.paper.paragraph(x, top, half - 16, party.name, face, bold=True)
            scribble(self.paper, (x + 18, y + 4, x + 150, y + 36), chance)
            self.paper.text(x, y + 34, "By:", face)
            self.paper.rule(x + 18, y + 36, x + half - 20)
            self.paper.lines(x, y + 52, (f"Name: {party.signs}", f"Title: {party.office}"), face, leading=15)

    def finished(self) -> bytes:
        """The PDF."""
        self.foot()
        return self.paper.finished()
