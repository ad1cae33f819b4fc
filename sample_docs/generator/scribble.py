"""What a hurried hand leaves on paper: signatures, crosses and ticks."""

from __future__ import annotations

from random import Random

from generator.paper import Paper

INK = "#1b2a6b"
Rectangle = tuple[float, float, float, float]


def cross(paper: Paper, box: Rectangle, chance: Random) -> None:
    """A cross or tick, a little over the edges of its box."""
    left, top, right, bottom = (side + chance.uniform(-1.2, 1.2) for side in box)
    if chance.random() < 0.6:
        paper.stroke(((left, top), (right, bottom)), thick=1.5, colour=INK)
        paper.stroke(((right, top), (left, bottom)), thick=1.5, colour=INK)
    else:
        tick = ((left, (top + bottom) / 2), ((left + right) / 2, bottom), (right + 2, top - 2))
        paper.stroke(tick, thick=1.7, colour=INK)


def scribble(paper: Paper, box: Rectangle, chance: Random) -> None:
    """Loops that look like a name in haste."""
    left, top, right, bottom = box
    middle, tall = (top + bottom) / 2, (bottom - top) * 0.32
    x, points = left + 14.0, []
    while x < min(right - 10, left + 130):
        points.append((x, middle + chance.uniform(-1, 1) * tall))
        x += chance.uniform(1.0, 7.5)
        points.append((x - chance.uniform(0, 6), middle + chance.uniform(-1, 1) * tall))
    paper.stroke(points, thick=1.1, colour=INK)
    paper.stroke(((left + 10, bottom - 5), (x + 12, bottom - 8)), thick=0.9, colour=INK)
