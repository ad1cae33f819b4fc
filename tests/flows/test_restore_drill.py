"""The drill: a house at work is backed up, put back into an empty one, and goes on there as if nothing had been."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.flows.outside import SAMPLES, asked, furnish

SETTINGS = 'database = "sqlite:///desk.db"\n[folders]\nfiles = "files"\noutput = "output"\n'


@pytest.mark.slow
def test_a_house_is_restored_and_exports_nothing_twice(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for house in (first, second):
        house.mkdir()
        furnish(house, SETTINGS)
    samples = [*sorted(str(path) for path in SAMPLES.glob("*.xml"))[:2], str(SAMPLES / "invoice_01.pdf")]
    code, told = asked(first, "run", *samples)
    assert code in (0, 4), told
    code, told = asked(first, "backup", "backups")
    assert code == 0, told
    [backup] = (first / "backups").glob("paperdesk-*")
    assert json.loads((backup / "MANIFEST.json").read_text())["files"] >= len(samples)

    code, told = asked(second, "restore", str(backup))
    assert code == 0, told
    assert asked(second, "restore", str(backup))[0] == 16, "a house that holds something is left alone"
    assert asked(second, "status") == asked(first, "status")
    assert asked(second, "reconcile") == asked(first, "reconcile")
    assert exported(first) and exported(second) == exported(first)
    code, told = asked(second, "audit")
    assert code == 0, told
    code, told = asked(second, "export")
    assert code == 0 and exported(second) == exported(first), told


def exported(house: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (house / "output" / "export").rglob("*") if path.is_file()}
