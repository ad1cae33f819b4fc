"""The documents are complete, and their examples run."""

import ast
import re
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


def python_blocks(path: Path) -> list[str]:
    return [block.split("```")[0] for block in path.read_text().split("```python\n")[1:]]


def test_the_way_of_a_document_in_the_readme_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (block,) = python_blocks(ROOT / "README.md")
    made: dict[str, object] = {}
    exec(compile(block, "README.md", "exec"), made)
    assert made["decision"]
    assert made["fields"]


@pytest.mark.parametrize(
    "path", [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))], ids=lambda path: path.name
)
def test_links_between_our_documents_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(((?!http)[^)#]+)", path.read_text())
    assert not [link for link in links if not (path.parent / link).exists()]
