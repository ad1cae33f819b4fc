"""Files made on the fly for the tests."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfgen.canvas import Canvas

WIDE, TALL = 595.0, 842.0
LETTER = [
    "Northwind Stationery Limited",
    "12 Harbour Street, Bristol",
    "Dear customer, thank you for your order of",
    "twelve boxes of envelopes and four rolls of tape.",
    "They leave our warehouse on Monday morning.",
    "Please keep this letter with your papers.",
    "With kind regards, the dispatch department",
]


def text_pdf(path: Path, pages: int = 1, words: str = "Hello", size: tuple[float, float] = (WIDE, TALL)) -> Path:
    """Text on every page, its first word 100 points from the left and from the top."""
    canvas = Canvas(str(path), pagesize=size, invariant=True)
    for number in range(pages):
        canvas.setFont("Helvetica", 20)
        canvas.drawString(100, size[1] - 100, f"{words} page {number + 1} of the letter")
        canvas.showPage()
    canvas.save()
    return path


def picture(lines: list[str] = LETTER, size: tuple[int, int] = (1654, 2339)) -> Image.Image:
    """A page as a scanner at 200 dpi sees it."""
    image = Image.new("L", size, 250)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(36)
    for row, line in enumerate(lines):
        draw.text((160, 250 + 80 * row), line, fill=20, font=font)
    return image


def scanned_pdf(path: Path, image: Image.Image, pages: int = 1) -> Path:
    """A PDF that holds only pictures."""
    image.save(path, "PDF", resolution=200, save_all=True, append_images=[image] * (pages - 1))
    return path
