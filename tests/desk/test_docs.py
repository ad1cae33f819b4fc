from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from desk.keymap import KEYMAP
from desk.people import ROLES

PAGE = (Path(__file__).parents[2] / "docs/desk.md").read_text()


def test_the_page_on_the_desk_has_every_key_and_no_other() -> None:
    assert re.findall(r"^\| `(.+?)` \| (.+?) \|$", PAGE, re.M) == [
        (key.key, key.words) for keys in KEYMAP.values() for key in keys
    ]


def test_the_page_on_the_desk_has_every_role() -> None:
    for role, words in ROLES.items():
        assert f"| {role} | {words} |" in PAGE


def test_the_desk_needs_neither_prefect_nor_a_library_for_pictures() -> None:
    asked = (
        "import desk.app, sys; print(sorted({'prefect', 'PIL', 'cv2', 'pypdfium2', 'pytesseract'} & set(sys.modules)))"
    )
    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
