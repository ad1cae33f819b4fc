"""The command line answers at once, in words, and with the fixed exit codes."""

import argparse
import socket
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

import pytest

from documents.errors import Busy, IllegalMove, SettingsError, StoreError
from flows.cli import main, parser
from flows.exit_codes import Exit, exit_of

COMMANDS = (
    "run watch nightly serve desk extract status search export reconcile audit retry reopen restate acknowledge close "
    "accuracy learn promise backup restore type user master"
).split()


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_help_answers_in_half_a_second() -> None:
    best = min(_help() for _ in range(3))  # the machine may be busy: the best of three
    assert best < 0.5


def _help() -> float:
    began = time.monotonic()
    command = "import sys; from flows.cli import main; main(['--help'])"
    subprocess.run([sys.executable, "-c", command], check=True, capture_output=True)
    return time.monotonic() - began


def test_help_imports_neither_prefect_nor_sql_nor_pdf() -> None:
    script = (
        "import sys\n"
        "from flows.cli import parser\n"
        "parser().format_help()\n"
        "print([name for name in ('prefect', 'sqlalchemy', 'numpy', 'capture') if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert shown.stdout.strip() == "[]"


def test_all_commands_are_there() -> None:
    shown = parser().format_help()
    assert [name for name in COMMANDS if f"    {name} " not in shown] == []


def commands(above: argparse.ArgumentParser) -> list[argparse.ArgumentParser]:
    """All commands below, those of groups too."""
    groups = [action for action in above._actions if isinstance(action, argparse._SubParsersAction)]
    return [each for group in groups for made in group.choices.values() for each in commands(made) or [made]]


def test_every_command_leads_to_a_function() -> None:
    for command in commands(parser()):
        module, function = command.get_default("run").split(":")
        assert callable(getattr(import_module(module), function)), command.prog


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["frobnicate"],
        ["run"],
        ["extract", "a.pdf"],
        ["nightly", "--date", "soon"],
        ["run", "a", "--jobs", "0"],
        ["retry", "1"],
    ],
)
def test_a_wrong_command_line_ends_with_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2 and "paperdesk" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (SettingsError("x"), Exit.FATAL),
        (IllegalMove("x"), Exit.FATAL),
        (StoreError("the database is away"), Exit.TRY_AGAIN),
        (Busy("locked"), Exit.TRY_AGAIN),
        (OSError(28, "No space left on device"), Exit.TRY_AGAIN),
        (OSError(13, "Permission denied"), Exit.FATAL),
        (KeyboardInterrupt(), Exit.INTERRUPTED),
    ],
)
def test_every_error_has_its_exit_code(error: BaseException, code: Exit) -> None:
    assert exit_of(error) is code


def test_the_codes_are_those_of_the_page() -> None:
    page = Path("docs/exit_codes.md").read_text()
    assert all(f"| {code.value} | {code.name.lower().replace('_', ' ')} |" in page for code in Exit)


def test_an_error_is_one_sentence_on_standard_error(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "paperdesk.toml").write_text("jbos = 1")
    assert main(["status"]) == 16
    assert capsys.readouterr().err == "paperdesk: paperdesk.toml: 'jbos' is unknown; did you mean 'jobs'?\n"


def test_status_of_an_empty_house_says_where_to_begin(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status"]) == 0
    assert "drop files into" in capsys.readouterr().out


def test_a_wrong_declaration_is_refused_by_type_check(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "odd.toml").write_text('label = "Odd"\n[fields.total]\nlable = "Total"\n')
    assert main(["type", "check", "odd.toml"]) == 16
    assert "odd.toml" in capsys.readouterr().err


def test_a_person_is_added_once_with_known_roles(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "word").write_text("correct horse battery\n")
    assert main(["user", "add", "anna", "--password-file", "word"]) == 0
    assert main(["user", "add", "anna", "--password-file", "word"]) == 16
    assert main(["user", "add", "bob", "--role", "adnim", "--password-file", "word"]) == 16
    assert "did you mean 'admin'" in capsys.readouterr().err


def test_master_data_is_imported(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "suppliers.csv").write_text("number,name\n7,Acme Ltd\n")
    assert main(["master", "import", "suppliers", "suppliers.csv"]) == 0
    assert main(["master", "import", "suppliers", "nowhere.csv"]) == 16
    assert "1 suppliers of client default" in capsys.readouterr().out


def test_reconcile_export_and_search_of_nothing(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert [main(words) for words in (["reconcile"], ["export"], ["search", "x"], ["type", "list"])] == [0, 0, 0, 0]
    assert "0 exports" in capsys.readouterr().out


def test_a_client_that_nobody_knows_is_refused(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("reconcile", "status", "export"):
        assert main([command, "--client", "nope"]) == Exit.FATAL
        assert "'nope' is unknown" in capsys.readouterr().err


def test_the_first_person_leads_and_the_next_does_not(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "password").write_text("a long enough password\n")
    for name, role in (("anna", "admin"), ("ben", "operator")):
        assert main(["user", "add", name, "--password-file", "password"]) == 0
        assert f"{name} may sign in as {role}" in capsys.readouterr().out
    assert main(["user", "add", "", "--password-file", "password"]) == Exit.FATAL
    assert "is no name" in capsys.readouterr().err


def test_a_desk_whose_port_is_taken_says_so(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert main(["desk", "--port", str(taken.getsockname()[1])]) == Exit.TRY_AGAIN
    assert "cannot listen" in capsys.readouterr().err
