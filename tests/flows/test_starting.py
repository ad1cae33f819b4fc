"""What a working command needs is looked at when it starts, and what will fail later is told then."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from documents.errors import SettingsError
from flows.addresses import Webhook
from flows.cli import main
from flows.settings import Client, Settings
from flows.starting import settings_for_work, troubles

WEBHOOK = """
[clients.acme.webhook]
url = "https://books.example.com/paperdesk"
secret_file = "acme.secret"
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line finds the house of the test."""
    monkeypatch.chdir(tmp_path)


def _furnished(folder: Path, text: str) -> Path:
    path = folder / "paperdesk.toml"
    path.write_text(text)
    path.chmod(0o644)
    return path


def test_a_house_in_order_says_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings_for_work(_furnished(tmp_path, ""))
    assert capsys.readouterr().err == ""


def test_a_secret_that_is_not_there_is_told_at_the_start(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _furnished(tmp_path, WEBHOOK)
    assert main(["run", str(tmp_path / "nothing.pdf")]) == 8
    told = capsys.readouterr().err
    assert "clients.acme.webhook: " in told and "acme.secret: the webhook's secret cannot be read" in told
    assert "Until then exports are written, and not sent." in told


def test_a_file_where_exports_shall_go_is_told(settings: Settings) -> None:
    settings.folders.output.mkdir()
    (settings.folders.output / "export").write_text("")
    [told] = troubles(settings)
    assert told.startswith(f"{settings.folders.output}/export: is no folder; make room for it. Until then")


def test_a_folder_that_we_may_not_write_to_is_told(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = settings.folders.output / "export" / "acme"
    theirs.mkdir(parents=True)
    monkeypatch.setattr("os.access", lambda path, mode: path != theirs)
    [told] = troubles(settings)
    assert told.startswith(f"{theirs}: we may not write there; ")


def test_what_else_lies_where_exports_go_and_a_folder_we_may_not_list_disturb_nobody(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = settings.folders.output / "export"
    folder.mkdir(parents=True)
    (folder / "notes.txt").write_text("")
    assert not list(troubles(settings))
    monkeypatch.setattr("os.access", lambda path, mode: mode != os.R_OK)
    monkeypatch.setattr("os.listdir", lambda path: pytest.fail(f"{path} is listed"))
    assert not list(troubles(settings))


def test_a_language_that_is_not_installed_is_told_once_with_whose_it_is(settings: Settings) -> None:
    other = Client(engine="tesseract", languages=("qqq",))
    [one, two] = troubles(replace(settings, clients={"a": other, "b": other, "c": Client(languages=("qqq",))}))
    assert one.startswith("clients.a, clients.b: Tesseract does not know 'qqq'.")
    assert two.startswith("clients.c: PP-OCRv6 is not set up for 'qqq'") and "scans and photos cannot be read" in two


def test_a_secret_that_others_may_read_is_told(settings: Settings, tmp_path: Path) -> None:
    secret = tmp_path / "acme.secret"
    secret.write_text("sixteen bytes or more")
    secret.chmod(0o644)
    hook = Webhook("https://books.example.com/x", secret)
    [told] = troubles(replace(settings, clients={"acme": Client(webhook=hook)}))
    assert "others may read the secret" in told
    secret.chmod(0o600)
    assert not list(troubles(replace(settings, clients={"acme": Client(webhook=hook)})))


@pytest.mark.parametrize("name", ["output", "files"])
def test_a_folder_without_which_nothing_can_be_done_stops_the_start(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match=rf"folders\.{name}: .*/file/x cannot be made \(Not a directory\)"):
        settings_for_work(_furnished(tmp_path, f'[folders]\n{name} = "file/x"\n'))
