from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk.chromium import COMMANDS, chromium_path


@pytest.mark.parametrize("command", COMMANDS)
def test_a_browser_is_found_under_each_of_its_names(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / command).touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert chromium_path() == str(tmp_path / command)


def test_a_machine_without_a_browser_is_told_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RuntimeError, match=r"google-chrome.*install one: Debian's package is chromium"):
        chromium_path()


@pytest.mark.parametrize(
    "name", ["forty", "browser", "table", "screen", "ways_out", "own_keys_browser", "stream_browser"]
)
def test_files_that_work_by_keys_alone_have_no_mouse(name: str) -> None:
    text = (Path(__file__).parent / f"test_{name}.py").read_text(encoding="utf-8")
    acts = ("mouse.", ".click(", ".dblclick(", ".hover(", ".drag_and_drop(", ".tap(", ".check(")
    assert [act for act in acts if act in text] == []
