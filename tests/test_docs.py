"""The documents are complete, and their examples run."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
GLOSSARY = (ROOT / "docs/glossary.md").read_text()


def nouns() -> list[str]:
    found = []
    for path in sorted((ROOT / "documents").glob("*.py")):
        if path.stem == "errors":
            continue
        found += [node.name for node in ast.parse(path.read_text()).body if isinstance(node, ast.ClassDef)]
    return found


@pytest.mark.parametrize("noun", nouns())
def test_every_noun_stands_in_the_glossary(noun: str) -> None:
    assert f"| {noun} |" in GLOSSARY
