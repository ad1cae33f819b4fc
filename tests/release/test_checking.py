"""An export is read again where it lies, by other means than those that wrote it."""

import json
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest

import release
from documents.errors import ReleaseError
from documents.fields import Value
from release import Record
from tests.release.conftest import Make


@pytest.fixture
def records(make: Make) -> list[Record]:
    """Two cases with lines, one that lists parties."""
    lines: dict[str, Value] = {"lines.1.amount": Decimal("10.00"), "lines.2.amount": Decimal("5.50")}
    return [make(1, lines), make(2, {"party": "A", "party.2": "B"}, total=Decimal("-3.00"))]


@pytest.mark.parametrize("format", sorted(release.RELEASES))
def test_what_was_written_is_right(records: list[Record], tmp_path: Path, format: str) -> None:
    written = release.write(records, tmp_path, "x", format)
    checked = release.check(written.manifest)
    assert checked.wrong == ()
    assert (checked.format, checked.sha256) == (format, written.sha256)
    assert checked.cases == tuple(record.case for record in records)
    assert release.manifests(tmp_path) == {"x": written.manifest}


@pytest.mark.parametrize("format", ["json", "jsonl", "csv"])
def test_a_total_or_a_count_that_does_not_come_out_is_told(records: list[Record], tmp_path: Path, format: str) -> None:
    written = release.write(records, tmp_path, "x", format)
    said = json.loads(written.manifest.read_text())
    currency, totals = next(iter(said["totals"].items()))
    name = next(iter(totals))
    totals[name] = "99999.99"
    said["cases"].append(4711)
    written.manifest.write_text(json.dumps(said))
    told = release.check(written.manifest).wrong
    assert currency and any(f"{name} adds up to" in each for each in told)
    assert any(f"holds {len(records)} cases" in each for each in told)


def test_a_file_that_was_changed_or_taken_is_told(records: list[Record], tmp_path: Path) -> None:
    written = release.write(records, tmp_path, "x", "csv")
    written.path.write_text("other")
    written.files[1].unlink()
    told = release.check(written.manifest).wrong
    assert f"{written.path}: its bytes are not those" in told[0] and "it is not there" in told[1]
    assert sha256(b"other").hexdigest() != written.sha256


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": "csv", "cases": [], "files": []}'])
def test_what_is_no_manifest_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.csv.manifest.json"
    path.write_text(content)
    with pytest.raises(ReleaseError, match="is no manifest"):
        release.check(path)
