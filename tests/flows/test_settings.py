"""One settings file, the environment over it; what is unknown or dangerous is refused by name."""

from pathlib import Path

import pytest

from documents.errors import SettingsError
from flows.settings import Client, load_settings


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, text: str) -> Path:
    file = folder / "paperdesk.toml"
    file.write_text(text)
    file.chmod(0o644)
    return file


def test_without_a_file_everything_has_a_value(here: Path) -> None:
    settings = load_settings(None, {})
    assert settings.database == f"sqlite:///{here}/output/paperdesk.db"
    assert settings.folders.inbox == here / "inbox"
    assert (settings.desk.host, settings.desk.port) == ("127.0.0.1", 8765)


def test_the_file_in_the_working_folder_is_found_and_paths_are_meant_from_it(here: Path) -> None:
    write(
        here, 'jobs = 3\n[folders]\ninbox = "in"\n[limits]\npages = 7\n[clients.acme]\nformats = ["csv"]\nstable = 30\n'
    )
    settings = load_settings(None, {})
    assert (settings.jobs, settings.folders.inbox, settings.limits.pages) == (3, here / "in", 7)
    assert settings.client("acme") == Client(formats=("csv",), stable=30.0)
    assert settings.reading("acme").formats == ("csv",)


def test_the_environment_goes_over_the_file(here: Path) -> None:
    write(here, "jobs = 3\n[desk]\nport = 1\n")
    settings = load_settings(
        None, {"PAPERDESK_JOBS": "5", "PAPERDESK_DESK_PORT": "9000", "PAPERDESK_OUTPUT": "elsewhere"}
    )
    assert (settings.jobs, settings.desk.port, settings.folders.output) == (5, 9000, here / "elsewhere")


def test_a_named_file_may_lie_anywhere(here: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("etc")
    file = write(folder, "")
    assert load_settings(None, {"PAPERDESK_SETTINGS": str(file)}).folders.output == folder / "output"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("jbos = 3", "'jbos' is unknown; did you mean 'jobs'?"),
        ("[folders]\ninbx = 'a'", "folders: 'inbx' is unknown; did you mean 'inbox'?"),
        ("[clients.acme]\nformat = ['csv']", "clients.acme: 'format' is unknown; did you mean 'formats'?"),
        ("[clients.acme]\nformats = ['cvs']", "clients.acme.formats: 'cvs' is unknown; did you mean 'csv'?"),
        ("[clients.'../x']\n", "letters, digits"),
        ("jobs = 'two'", "jobs: a whole number is wanted, not 'two'"),
        ("jobs = true", "jobs: a whole number is wanted"),
        ("jobs = 0", "at least 1"),
        ("languages = 'eng'", "a list of words is wanted"),
        ("desk = 1", "desk: a section is wanted"),
        ("[desk]\nsecure = 1", "desk: secure: true or false is wanted, not 1"),
        ("[desk]\norigins = ['desk.example.com']", "is no address such as http://desk.example.com:8765"),
        ("[desk]\norigins = ['https://desk.example.com/']", "without a path"),
        ("[desk]\nsecure = true\norigins = ['http://desk.example.com']", "such as https://desk.example.com"),
        ("[schedule]\nnightly = 'at ten'", "is no cron line"),
        ("[schedule]\ntimezone = 'Mars/North'", "is no time zone"),
        ("jobs = ", "is not TOML"),
        ("source = 'x'", "'source' is no setting"),
    ],
)
def test_what_is_wrong_is_named_with_its_likely_meaning(here: Path, text: str, told: str) -> None:
    write(here, text)
    with pytest.raises(SettingsError) as refused:
        load_settings(None, {})
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[folders]\noutput = 'inbox/out'", "lies inside the inbox"),
        ("[folders]\nfiles = 'inbox/files'", "lies inside the inbox"),
        ("[folders]\ninbox = 'output/in'", "lies inside the output"),
        (f"[folders]\ninbox = '{Path.cwd()}/capture/in'", "overlaps the program's own code"),
        (f"[folders]\noutput = '{Path.cwd()}'", "overlaps the program's own code"),
        ("[folders]\ninbox = '.'\noutput = '../out'\nfiles = '../files'", "where strangers put files"),
    ],
)
def test_dangerous_folders_are_refused(here: Path, text: str, told: str) -> None:
    write(here, text)
    with pytest.raises(SettingsError, match=told):
        load_settings(None, {})


def test_a_settings_file_that_anybody_may_change_is_refused(here: Path) -> None:
    write(here, "").chmod(0o666)
    with pytest.raises(SettingsError, match="anybody on this machine may change it"):
        load_settings(None, {})


def test_an_unknown_variable_is_refused(here: Path) -> None:
    with pytest.raises(SettingsError, match="did you mean 'PAPERDESK_DATABASE'"):
        load_settings(None, {"PAPERDESK_DATABSE": "x"})


def test_a_file_that_is_not_there_is_refused(here: Path) -> None:
    with pytest.raises(SettingsError, match="no such settings file"):
        load_settings(Path("nowhere.toml"), {})
