"""Files made to hurt: each ends in a clear outcome within its limits, and the next document is read as ever."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

import capture
from capture import Limits
from documents.errors import CaptureError
from tests.capture.bombs import BOMBS, make
from tests.capture.papers import text_pdf

#: Tighter than an installation's, so that the test is short; the kinds of limit are the same.
LIMITS = Limits(memory=1200, stall=8, seconds_base=20)
#: What is no bomb to us: all that it asks for is read, or there is nothing on it.
HARMLESS = {"fields.pdf": 10_000, "font.pdf": 1, "both.pdf": 3}


def _children() -> set[int]:
    """Processes below this one that are not its readers' parent."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
    own = {pid for pid, parent in parents.items() if parent == os.getpid()}
    return {pid for pid, parent in parents.items() if parent in own}


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_ends_in_an_outcome_and_leaves_nothing(name: str, tmp_path: Path) -> None:
    path, good = make(name, tmp_path), text_pdf(tmp_path / "good.pdf")
    capture.read(good)
    before, began = _children(), time.monotonic()
    try:
        document = capture.read(
            path, limits=replace(LIMITS, stall=90, seconds_base=120) if name in HARMLESS else LIMITS
        )
    except CaptureError as error:
        assert name not in HARMLESS and str(error).startswith(f"{name}: ") and str(error).endswith((".", "?"))
        assert error.fault_of_document and str(tmp_path) not in str(error)
    else:
        assert len(document.words) == HARMLESS[name]
    assert time.monotonic() - began < (150 if name in HARMLESS else 60)
    assert capture.read(good).words
    assert _children() <= before
