"""The repository keeps its own rules."""

import re
import subprocess
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from documents import errors

ROOT = Path(__file__).parent.parent
PACKAGES = (
    "documents",
    "doctypes",
    "capture",
    "extractors",
    "validators",
    "assurance",
    "store",
    "release",
    "flows",
    "desk",
)
OURS = "paperdesk"
LISTED = subprocess.run(
    ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
    cwd=ROOT,
    capture_output=True,
    text=True,
    check=True,
).stdout.splitlines()
CODE = [name for name in LISTED if name.endswith((".py", ".js", ".html", ".css")) and (ROOT / name).exists()]
TEXT = [
    name for name in LISTED if name.endswith((".txt", ".in", ".toml", ".md", ".sh", ".py", ".cfg")) or "/" not in name
]
FORBIDDEN_NAMES = re.compile(r"^(.*_)?(manager|handler|helper|helpers|utils|util|info|status)(_.*)?$", re.IGNORECASE)


def words_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8", errors="replace")


@pytest.mark.parametrize("package", PACKAGES)
def test_no_other_distribution_brings_a_package_of_our_name(package: str) -> None:
    assert set(packages_distributions().get(package, [])) <= {OURS}


@pytest.mark.parametrize("package", PACKAGES)
def test_each_package_says_what_it_is_for(package: str) -> None:
    assert words_of(f"{package}/__init__.py").startswith('"""')


def test_files_stay_short() -> None:
    long = {name: count for name in CODE if (count := len(words_of(name).splitlines())) > 300}
    assert not long


def test_our_modules_have_names_that_say_something() -> None:
    vague = [name for name in CODE if name.endswith(".py") and FORBIDDEN_NAMES.match(Path(name).stem)]
    assert not vague


def test_no_registry_is_named_anywhere() -> None:
    host = re.compile(
        r"(?:extra|emit)-index|index-ur[l]|https?://[a-z.]*(?:pypi|pythonhosted|npmjs|debian)\.", re.IGNORECASE
    )
    naming = [name for name in TEXT if (ROOT / name).is_file() and host.search(words_of(name))]
    assert not naming


def test_nothing_is_swallowed() -> None:
    wide = re.compile(r"except (?:Base)?Exception\b|except:\s*$", re.MULTILINE)
    swallowing = [
        name for name in CODE if name.endswith(".py") and not name.startswith("tests/") and wide.search(words_of(name))
    ]
    assert not swallowing


def classes(base: type[errors.PaperdeskError]) -> list[type[errors.PaperdeskError]]:
    return [base, *(found for child in base.__subclasses__() for found in classes(child))]


@pytest.mark.parametrize("error", classes(errors.PaperdeskError), ids=lambda error: error.__name__)
def test_every_error_is_explained_in_the_docs(error: type[errors.PaperdeskError]) -> None:
    assert f"### {error.__name__}" in words_of("docs/errors.md")
    assert f"`{error.code}`" in words_of("docs/errors.md")


def test_every_decision_says_context_decision_and_what_was_given_up() -> None:
    decisions = sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))
    assert decisions
    for path in decisions:
        text = path.read_text().casefold()
        assert all(part in text for part in ("context", "decision", "given up")), path.name
