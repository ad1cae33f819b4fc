"""The documents are complete, and their examples run."""

import ast
import re
from collections.abc import Collection
from pathlib import Path

import pytest

import doctypes
from documents.kinds import KINDS
from extractors import EXTRACTORS
from validators import VALIDATORS

ROOT = Path(__file__).parent.parent
GLOSSARY = (ROOT / "docs/glossary.md").read_text()


def nouns() -> list[str]:
    found = []
    for path in sorted((ROOT / "documents").glob("*.py")):
        if path.stem == "errors":
            continue
        found += [node.name for node in ast.parse(path.read_text()).body if isinstance(node, ast.ClassDef)]
    return [name for name in found if not name.startswith("_")]


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


def test_the_document_type_in_the_docs_loads(tmp_path: Path) -> None:
    block = (ROOT / "docs/doctypes.md").read_text().split("```toml\n")[1].split("```")[0]
    path = tmp_path / "delivery_note.toml"
    path.write_text(block)
    assert doctypes.load(path).spec("lines.1.quantity")


@pytest.mark.parametrize(
    ("document", "names"),
    [("doctypes.md", KINDS), ("extractors.md", EXTRACTORS), ("checks.md", VALIDATORS)],
    ids=["kinds", "extractors", "checks"],
)
def test_every_registered_name_is_explained(document: str, names: Collection[str]) -> None:
    text = (ROOT / "docs" / document).read_text()
    assert not [name for name in names if f"| `{name}` |" not in text]
