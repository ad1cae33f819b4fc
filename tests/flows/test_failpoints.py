"""Whatever strikes at whatever step: begun again, the house loses nothing and does nothing twice."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.failpoints import AGAIN, House, chained
from bench.receiver import receiving
from documents import failpoints
from documents.errors import SettingsError
from documents.failpoints import POINTS, arm, reached

ROOT = Path(__file__).parents[2]
CODE = ("documents", "store", "release", "flows")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with receiving(tmp_path / "there", "turns") as address:
        yield House(tmp_path / "house", receiver=address)


@pytest.fixture(autouse=True)
def disarmed() -> Iterator[None]:
    yield
    arm({})


@pytest.mark.parametrize("mode", ["kill", "raise"])
def test_a_fault_at_every_point_loses_nothing_and_doubles_nothing(house: House, mode: str) -> None:
    walk = chained(house, list(POINTS), mode, 8)
    print(f"{len(POINTS)} fail-points, {walk.struck} faults struck ({mode}), {len(walk.wrong)} wrong")
    assert walk.wrong == []
    assert walk.reached == set(POINTS)


def test_a_second_fault_in_the_recovery_loses_nothing_either(house: House) -> None:
    for first, second in zip(list(POINTS)[::8], AGAIN, strict=False):
        struck, wrong = house.run(f"{first}:1:kill", f"{second}:1:kill")
        assert wrong == [], (first, second)
        assert f"{first}:1:kill" in struck


def test_the_walk_sees_what_was_lost(house: House) -> None:
    house.run()
    [done] = (house.folder / "run" / "inbox" / "beta" / "done").rglob("*.xml")
    done.write_bytes(b"other bytes")
    next((house.folder / "run" / "files" / "sha256").glob("*/*")).unlink()
    exported = min((house.folder / "run" / "output" / "export" / "acme").glob("*.jsonl"))
    exported.write_text(exported.read_text() + " ")
    wrong = "\n".join(house._look(house.folder / "run"))
    assert "no receipt knows its bytes" in wrong and "is not there as it came" in wrong
    assert f"{exported}: its bytes are not those that its manifest names" in wrong


def test_every_point_is_called_and_every_call_is_registered_and_explained() -> None:
    called = re.compile(r'reached\("([a-z._]+)"\)')
    found = [
        name for folder in CODE for path in (ROOT / folder).rglob("*.py") for name in called.findall(path.read_text())
    ]
    assert set(found) == set(POINTS)
    told = (ROOT / "docs/failpoints.md").read_text()
    assert not [name for name, what in POINTS.items() if f"| `{name}` | {what} |" not in told]


def test_nothing_happens_unless_the_environment_says_so() -> None:
    assert arm({}) == ()
    reached("export.begun")
    arm({"PAPERDESK_FAULT": "export.begun:2:raise,export.written:1:enospc"})
    reached("export.begun")
    with pytest.raises(OSError, match=r"Input/output error, let happen at export\.begun"):
        reached("export.begun")
    with pytest.raises(OSError, match="No space left"):
        reached("export.written")
    reached("export.begun")


def test_a_fault_that_strikes_once_strikes_once_in_all_processes(tmp_path: Path) -> None:
    told = {"PAPERDESK_FAULT": "export.begun:1:raise", "PAPERDESK_FAULT_FOLDER": str(tmp_path)}
    arm(told)
    with pytest.raises(OSError, match=r"export\.begun"):
        reached("export.begun")
    arm(told)  # as another process does
    reached("export.begun")
    assert [path.name for path in tmp_path.iterdir()] == ["export.begun:1:raise"]


def test_a_process_waits_where_it_is_told_to(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr("time.sleep", slept.append)
    arm({"PAPERDESK_FAULT": "export.begun:1:sleep"})
    reached("export.begun")
    assert slept == [failpoints.SLEEP]


@pytest.mark.parametrize("fault", ["export.begin:1:kill", "export.begun:x:kill", "export.begun:1:die", "export.begun"])
def test_a_wrong_fault_is_refused(fault: str) -> None:
    with pytest.raises(SettingsError, match="is no fault; write POINT:N:MODE"):
        arm({"PAPERDESK_FAULT": fault})
