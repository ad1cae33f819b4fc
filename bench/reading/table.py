"""The figures as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

_HEAD = (
    "set", "engine", "pages", "word F1", "without spaces", "F1 judged", "AUROC", "best 90 % right", "ECE",
    "AUROC, all", "best 90 %, all", "accented found", "CPU s/page", "× command", "MB", "start CPU s",
)  # fmt: skip


def markdown(figures: Iterable[Mapping[str, Any]]) -> str:
    """One row a set and engine. AUROC, share right and ECE judge letters: a joined word is no misreading.

    They are of the words that the truth can judge; `all` are those of the truth as published.
    """
    rows = [_HEAD, tuple("---" for _ in _HEAD), *map(_row, figures)]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _row(figure: Mapping[str, Any]) -> Sequence[str]:
    judged = figure["judged"]
    return (
        figure["set"],
        figure["engine"] + (" (AVX2)" if figure["limited"] else ""),
        str(figure["pages"]),
        _percent(figure["f1"]),
        _percent(figure["f1_without_spaces"]),
        _percent(judged["f1"]),
        _number(judged["auroc"], 3),
        _percent(judged["best_90_right"], 2),
        _number(judged["calibration_error"], 3),
        _number(figure["auroc"], 3),
        _percent(figure["best_90_right"], 2),
        f"{_percent(figure['accented_found'])} of {figure['accented']}" if figure["accented"] else "–",
        _number(figure["cpu_seconds"], 2),
        _number(figure["times_command"], 2),
        f"{figure['megabytes']:.0f}",
        _number(figure["start_seconds"], 1),
    )


def _percent(share: float | None, digits: int = 1) -> str:
    return "–" if share is None else f"{share * 100:.{digits}f}"


def _number(value: float | None, digits: int) -> str:
    return "–" if value is None else f"{value:.{digits}f}"
