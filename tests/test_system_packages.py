"""scripts/system_packages.sh: what is missing is installed, by the names of Debian's packages."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

SCRIPT = Path(__file__).parent.parent / "scripts" / "system_packages.sh"


def installed(folder: Path, *languages: str) -> str:
    """What apt-get is asked for where Tesseract knows English and German; a machine of our own."""
    asked = folder / "asked"
    asked.write_text("")
    for name, does in {
        "tesseract": "printf 'List of available languages:\\neng\\ndeu\\n'",
        "apt-get": f'echo "$@" >> {asked}',
        "sudo": 'exec "$@"',
    }.items():
        command = folder / name
        command.write_text(f"#!/bin/sh\n{does}\n")
        command.chmod(0o755)
    path = f"{folder}:{os.environ['PATH']}"
    subprocess.run(["sh", SCRIPT, "languages", *languages], check=True, env={**os.environ, "PATH": path}, timeout=30)
    return asked.read_text()


def test_languages_that_are_missing_are_installed(tmp_path: Path) -> None:
    asked = installed(tmp_path, "deu", "fra", "chi_sim").splitlines()
    assert asked[0].startswith("update")
    assert asked[1].split()[-2:] == ["tesseract-ocr-fra", "tesseract-ocr-chi-sim"]
    assert len(asked) == 2


def test_nothing_is_asked_for_where_all_are_there(tmp_path: Path) -> None:
    assert installed(tmp_path, "deu", "eng") == ""
