"""Separator sheets: what stands between the documents of one scan."""

from __future__ import annotations

from generator.paper import Face, Paper

#: What the bar code says; a type may follow after a colon.
BAR_CODE = "PAPERDESK-SEPARATOR"
PLAIN = Face("Helvetica", "Helvetica-Bold", 12)


def print_separator(next_type: str = "") -> bytes:
    """One sheet; with a type it says of what type the next document is."""
    paper = Paper("a4", title="separator")
    text = f"{BAR_CODE}:{next_type}" if next_type else BAR_CODE
    middle = paper.width / 2
    paper.box(30, 30, paper.width - 30, paper.height - 30, edge="#000000", thick=3)
    for y in (90, 640):
        bar = 1.05 if next_type else 1.5
        wide = Paper("a4").bar_code(text, 0, 0, bar=bar, tall=90)
        paper.bar_code(text, middle - wide / 2, y, bar=bar, tall=90)
        paper.text(middle, y + 108, text, PLAIN, align="centre")
    paper.text(middle, 400, "SEPARATOR SHEET", PLAIN, size=40, bold=True, align="centre")
    paper.text(middle, 440, "A new document begins after this page. Do not remove.", PLAIN, align="centre")
    if next_type:
        paper.text(middle, 480, f"Type of the next document: {next_type}", PLAIN, size=16, align="centre")
    return paper.finished()
