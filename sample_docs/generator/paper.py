"""A sheet of paper to print on. The only module that knows reportlab."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlab import rl_config
from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, LETTER, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

SIZES: dict[str, tuple[float, float]] = {"a4": A4, "letter": LETTER, "a4_wide": landscape(A4)}
BLACK = "#111111"

#: Our short name of a font -> the file below /usr/share/fonts/truetype. Other names are reportlab's built-in fonts.
FONT_FILES = {
    "Liberation": "liberation/LiberationSans-Regular.ttf",
    "Liberation-Bold": "liberation/LiberationSans-Bold.ttf",
    "Narrow": "liberation/LiberationSansNarrow-Regular.ttf",
    "Narrow-Bold": "liberation/LiberationSansNarrow-Bold.ttf",
    "DejaVu": "dejavu/DejaVuSans.ttf",
    "DejaVu-Bold": "dejavu/DejaVuSans-Bold.ttf",
    "DejaVuMono": "dejavu/DejaVuSansMono.ttf",
    "DejaVuMono-Bold": "dejavu/DejaVuSansMono-Bold.ttf",
}


@dataclass(frozen=True, slots=True)
class Face:
    """How print looks: a font, its bold sister, the size in points and the colour."""

    font: str = "Helvetica"
    bold: str = "Helvetica-Bold"
    size: float = 9
    colour: str = BLACK


SANS = Face()
SERIF = Face("Times-Roman", "Times-Bold", 10)
MONO = Face("Courier", "Courier-Bold", 9)


def _loaded(font: str) -> str:
    if font in FONT_FILES and font not in pdfmetrics.getRegisteredFontNames():
        file = Path("/usr/share/fonts/truetype") / FONT_FILES[font]
        if not file.exists():
            raise FileNotFoundError(f"{file} is missing: apt-get install fonts-dejavu-core fonts-liberation")
        pdfmetrics.registerFont(TTFont(font, str(file)))
    return font


def text_width(text: str, font: str, size: float) -> float:
    """How wide the text is printed, in points."""
    return float(pdfmetrics.stringWidth(text, _loaded(font), size))


def wrapped(text: str, font: str, size: float, width: float) -> list[str]:
    """The text broken into lines no wider than `width` points."""
    lines: list[str] = []
    for piece in text.split("\n"):
        line = ""
        for word in piece.split():
            longer = f"{line} {word}".strip()
            if line and text_width(longer, font, size) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return lines


class Paper:
    """Pages being printed; x from the left edge, y from the top edge, both in points (1/72 inch)."""

    def __init__(self, size: str | tuple[float, float] = "a4", title: str = "", author: str = "") -> None:
        rl_config.invariant = 1  # no clock and no random id in the file: same seed, same bytes
        self.width, self.height = SIZES[size] if isinstance(size, str) else size
        self.page = 1
        self._buffer = io.BytesIO()
        self._canvas = Canvas(self._buffer, pagesize=(self.width, self.height), pageCompression=1, invariant=1)
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._canvas.setCreator("paperdesk sample documents")

    def text(
        self,
        x: float,
        y: float,
        text: str,
        face: Face = SANS,
        *,
        align: str = "left",
        bold: bool = False,
        size: float = 0,
        colour: str = "",
    ) -> None:
        """Print one line whose base is at `y`; `align` says what `x` is: its left, right or centre."""
        canvas = self._canvas
        canvas.setFillColor(HexColor(colour or face.colour))
        canvas.setFont(_loaded(face.bold if bold else face.font), size or face.size)
        draw = {"left": canvas.drawString, "right": canvas.drawRightString, "centre": canvas.drawCentredString}
        draw[align](x, self.height - y, text)

    def lines(
        self,
        x: float,
        y: float,
        texts: Sequence[str],
        face: Face = SANS,
        *,
        leading: float = 0,
        align: str = "left",
        bold: bool = False,
        size: float = 0,
        colour: str = "",
    ) -> float:
        """Print lines below each other; the y of the line after the last."""
        step = leading or (size or face.size) * 1.25
        for text in texts:
            self.text(x, y, text, face, align=align, bold=bold, size=size, colour=colour)
            y += step
        return y

    def paragraph(
        self,
        x: float,
        y: float,
        width: float,
        text: str,
        face: Face = SANS,
        *,
        leading: float = 0,
        bold: bool = False,
    ) -> float:
        """Print text wrapped to `width`; the y of the line after the last."""
        lines = wrapped(text, face.bold if bold else face.font, face.size, width)
        return self.lines(x, y, lines, face, leading=leading, bold=bold)

    def rule(self, x0: float, y: float, x1: float, *, thick: float = 0.5, colour: str = BLACK) -> None:
        """A horizontal line."""
        self.stroke(((x0, y), (x1, y)), thick=thick, colour=colour)

    def stroke(
        self,
        points: Sequence[tuple[float, float]],
        *,
        thick: float = 0.5,
        colour: str = BLACK,
        dash: tuple[float, float] | None = None,
    ) -> None:
        """A line through the points."""
        canvas = self._canvas
        canvas.saveState()
        canvas.setStrokeColor(HexColor(colour))
        canvas.setLineWidth(thick)
        if dash:
            canvas.setDash(*dash)
        path = canvas.beginPath()
        path.moveTo(points[0][0], self.height - points[0][1])
        for x, y in points[1:]:
            path.lineTo(x, self.height - y)
        canvas.drawPath(path, stroke=1, fill=0)
        canvas.restoreState()

    def box(
        self,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
        *,
        fill: str = "",
        edge: str = "",
        thick: float = 0.5,
    ) -> None:
        """A rectangle from its top left to its bottom right corner."""
        canvas = self._canvas
        if fill:
            canvas.setFillColor(HexColor(fill))
        if edge:
            canvas.setStrokeColor(HexColor(edge))
        canvas.setLineWidth(thick)
        canvas.rect(x0, self.height - y1, x1 - x0, y1 - y0, fill=bool(fill), stroke=bool(edge))

    def disc(self, x: float, y: float, radius: float, fill: str) -> None:
        """A filled circle, for letterheads."""
        self._canvas.setFillColor(HexColor(fill))
        self._canvas.circle(x, self.height - y, radius, fill=1, stroke=0)

    def bar_code(self, text: str, x: float, y: float, *, bar: float, tall: float) -> float:
        """A Code 128 bar code with its top left corner at x, y; how wide it came out, in points."""
        code = Code128(text, barWidth=bar, barHeight=tall, quiet=False)
        self._canvas.setFillColor(HexColor("#000000"))
        code.drawOn(self._canvas, x, self.height - y - tall)
        return float(code.width)

    def input_box(self, name: str, box: tuple[float, float, float, float], text: str) -> None:
        """A form field of the PDF that holds `text`; box is left, top, right, bottom."""
        left, top, right, bottom = box
        self._canvas.acroForm.textfield(
            name=name,
            tooltip=name,
            value=text,
            x=left,
            y=self.height - bottom,
            width=right - left,
            height=bottom - top,
            fontName="Helvetica",
            fontSize=10,
            borderWidth=0,
            forceBorder=False,
            fillColor=HexColor("#f4f7fb"),
            textColor=HexColor("#101040"),
            maxlen=200,
        )

    def input_mark(self, name: str, box: tuple[float, float, float, float], selected: bool) -> None:
        """A check box of the PDF."""
        left, top, right, bottom = box
        self._canvas.acroForm.checkbox(
            name=name,
            tooltip=name,
            checked=selected,
            buttonStyle="cross",
            x=left,
            y=self.height - bottom,
            size=min(right - left, bottom - top),
            borderWidth=0.7,
            fillColor=HexColor("#ffffff"),
            borderColor=HexColor("#111111"),
            textColor=HexColor("#101040"),
            forceBorder=True,
        )

    def next_page(self) -> None:
        """Go on with a fresh page."""
        self._canvas.showPage()
        self.page += 1

    def finished(self) -> bytes:
        """The PDF."""
        self._canvas.showPage()
        self._canvas.save()
        return self._buffer.getvalue()
