"""Curves and bars as SVG, a few lines of our own: no script, nothing from elsewhere, legible in print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

WIDTH, HEIGHT, LEFT, BOTTOM = 360, 230, 58, 34
COLOURS = ("#2563a8", "#b4531a", "#4d7c2a", "#7a4fa0")
Points = Sequence[tuple[float, float]]


def curve(
    title: str,
    lines: Mapping[str, Points],
    *,
    across: str,
    up: str,
    right: float = 1.0,
    top: float = 1.0,
    diagonal: bool = False,
    dots: bool = False,
    counts: Sequence[int] = (),
) -> str:
    """Lines over two axes from zero; `right` and `top` are their ends. Shares are shown in per cent.

    `counts` says of how many values each point of the one line is made: its dot has that area, and they as a title.

    >>> curve("A", {"a": [(0.0, 0.0), (1.0, 1.0)]}, across="x", up="y").count("<polyline")
    1
    """
    wide, high = WIDTH - LEFT - 14, HEIGHT - BOTTOM - 24

    def place(point: tuple[float, float]) -> tuple[float, float]:
        return LEFT + wide * min(point[0] / right, 1.0), 24 + high * (1 - min(point[1] / top, 1.0))

    parts = [_text(LEFT, 14, title, "title"), _frame(wide, high, right, top), _names(across, up)]
    if diagonal:
        (x, y), (u, v) = place((0.0, 0.0)), place((right, top))
        parts.append(f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{u:.1f}" y2="{v:.1f}" class="thin"/>')
    for number, (name, points) in enumerate(lines.items()):
        colour = COLOURS[number % len(COLOURS)]
        placed = [place(point) for point in points]
        way = " ".join(f"{x:.1f},{y:.1f}" for x, y in placed)
        parts.append(f'<polyline points="{way}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for (x, y), count in zip(placed, counts, strict=False):
            wide = 1.5 + 7.5 * (count / max(counts)) ** 0.5
            told = f"<title>{count}</title>"
            parts.append(
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{wide:.1f}" fill="{colour}" opacity=".75">{told}</circle>'
            )
        if dots:
            parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in placed]
        if len(lines) > 1:
            parts.append(_text(LEFT + 8, 38 + 14 * number, name, "small", colour))
    return _svg(title, parts, HEIGHT)


def bars(title: str, rows: Mapping[str, Mapping[str, int]], kinds: Sequence[str]) -> str:
    """Stacked bars, one a row, with a legend of the kinds."""
    most = max((sum(row.values()) for row in rows.values()), default=0) or 1
    high = 44 + 22 * len(rows)
    parts = [_text(4, 14, title, "title")]
    at = 4
    for number, kind in enumerate(kinds):
        parts.append(f'<rect x="{at}" y="22" width="9" height="9" fill="{COLOURS[number % len(COLOURS)]}"/>')
        parts.append(_text(at + 13, 30, kind, "small"))
        at += 26 + 7 * len(kind)  # as wide as its letters
    for line, (name, row) in enumerate(rows.items()):
        y, x = 40 + 22 * line, 130.0
        parts.append(_text(4, y + 13, name[:20], "small"))
        for number, kind in enumerate(kinds):
            wide = 190 * row.get(kind, 0) / most
            parts.append(f'<rect x="{x:.1f}" y="{y}" width="{wide:.1f}" height="16" fill="{COLOURS[number]}"/>')
            x += wide
        parts.append(_text(x + 4, y + 13, str(sum(row.values())), "small"))
    return _svg(title, parts, high)


def _svg(title: str, parts: Sequence[str], high: int) -> str:
    inside = "".join(parts)
    head = f'<svg viewBox="0 0 {WIDTH} {high}" width="{WIDTH}" height="{high}" role="img"'
    return f'{head} aria-label="{escape(title, quote=True)}">{inside}</svg>'


def _frame(wide: float, high: float, right: float, top: float) -> str:
    parts = [f'<rect x="{LEFT}" y="24" width="{wide}" height="{high}" class="frame"/>']
    for step in range(5):
        share = step / 4
        x, y = LEFT + wide * share, 24 + high * (1 - share)
        parts.append(_text(x, 24 + high + 12, _label(right * share, right), "tick middle"))
        parts.append(_text(LEFT - 4, y + 3, _label(top * share, top), "tick end"))
    return "".join(parts)


def _label(value: float, end: float) -> str:
    return f"{value * 100:.3g} %" if end <= 1 else f"{value:.0f}"


def _names(across: str, up: str) -> str:
    turned = f'<text transform="translate(12 {HEIGHT / 2}) rotate(-90)" class="small middle">{escape(up)}</text>'
    return _text(LEFT + (WIDTH - LEFT) / 2, HEIGHT - 6, across, "small middle") + turned


def _text(x: float, y: float, text: str, kind: str, colour: str = "") -> str:
    fill = f' fill="{colour}"' if colour else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}"{fill}>{escape(text)}</text>'
