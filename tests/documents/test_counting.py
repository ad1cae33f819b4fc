"""One way to count a noun: no message of ours says "1 files"."""

import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
NOUNS = (
    "files documents fields values records exports cases entries columns rows rules times things lines cells".split()
)
#: A number put before a plural by hand, in an f-string, a template or a script.
BY_HAND = re.compile(rf"[}}] (?:older |newer |more |newest )?(?:{'|'.join(NOUNS)})\b")
SOURCES = [
    path
    for folder in ("flows", "desk", "store", "release")
    for path in sorted((HOUSE / folder).rglob("*"))
    if path.suffix in (".py", ".html", ".js") and "vendor" not in path.parts
]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_no_noun_is_counted_by_hand(path: Path) -> None:
    assert [line for line in path.read_text().splitlines() if BY_HAND.search(line) and "limits." not in line] == []
