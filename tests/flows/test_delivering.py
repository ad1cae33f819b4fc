"""An export that is sent arrives once, however often it is sent; who has it says so; who fails is left alone."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import store
from bench import house
from bench.receiver import SECRET, receiving, requests
from documents.errors import SettingsError
from flows.addresses import Webhook, address
from flows.cli import main
from flows.delivering import take_acknowledgements
from flows.exit_codes import Exit
from flows.releasing import Teller, release_approved
from flows.settings import Client, Settings, load_settings
from store import destinations, ledger
from store.ledger import ExportState
from tests.store.made import vandalise

House = tuple[store.Database, Settings]
Hooked = Callable[[str], Settings]


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret"
    path.write_bytes(SECRET + b"\n")
    path.chmod(0o600)
    return path


@pytest.fixture
def settled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """A house after its day: exports are written, and nobody has acknowledged them."""
    from flows import process

    for name in ("read", "judge"):
        monkeypatch.setattr(process, name, getattr(process, name))
    house.furnish(tmp_path)
    house.day(tmp_path)
    settings = house.settings_of(tmp_path)
    db = store.open_database(settings.database, settings.folders.files)
    yield db, settings
    store.close(db)


@pytest.fixture
def hooked(settled: House, secret: Path) -> Hooked:
    def with_address(url: str) -> Settings:
        hook = Webhook(url, secret, plain=True, seconds=0.3)
        return replace(settled[1], clients={"acme": Client(webhook=hook)})

    return with_address


def states(db: store.Database, client: str = "acme") -> list[ExportState]:
    return [export.state for export in ledger.of(db, client=client) if export.format == "jsonl"]


def test_what_is_written_is_sent_signed_and_once(settled: House, hooked: Hooked, tmp_path: Path) -> None:
    db, settings = settled
    with receiving(tmp_path / "there") as url:
        for _ in range(2):
            assert release_approved(db, hooked(url)).refused == ()
    keys = [export.key for export in ledger.of(db, client="acme") if export.format == "jsonl"]
    assert [(each[1], each[2]) for each in requests(tmp_path / "there")] == [(key, "new") for key in keys]
    assert set(states(db)) == {ExportState.ACKNOWLEDGED} and set(states(db, "beta")) == {ExportState.WRITTEN}
    kept = tmp_path / "there" / "kept" / keys[0].replace("/", "_")
    first = next(one for one in ledger.of(db, client="acme") if one.key == keys[0])
    assert kept.read_bytes() == (settings.folders.output / "export" / "acme" / f"{first.name}.jsonl").read_bytes()


@pytest.mark.parametrize("way", ["late", "silent"])
def test_a_receiver_that_times_out_after_accepting_counts_it_once(
    settled: House, hooked: Hooked, tmp_path: Path, way: str
) -> None:
    db, _ = settled
    with receiving(tmp_path / "there", way, way, "take") as url:
        first = release_approved(db, hooked(url))
        assert first.refused and "was not acknowledged" in first.refused[0][1]
        assert first.exit is Exit.TRY_AGAIN  # it goes out by itself: nobody has to be called
        while ExportState.WRITTEN in states(db):
            release_approved(db, hooked(url), patient=False)
    came = [each[1:] for each in requests(tmp_path / "there")]
    assert [key for key, how in came if how == "new"] == sorted({key for key, _ in came})
    assert any(how == "again" for _, how in came)
    assert set(states(db)) == {ExportState.ACKNOWLEDGED}


def test_a_receiver_that_fails_is_left_alone_and_stops_no_other(settled: House, hooked: Hooked, tmp_path: Path) -> None:
    db, _ = settled
    with receiving(tmp_path / "there", "error") as url:
        for _ in range(destinations.PATIENCE):
            told = release_approved(db, hooked(url)).refused
        assert "answered 500" in told[0][1] or "left alone" in told[0][1]
        before = len(requests(tmp_path / "there"))
        again = release_approved(db, hooked(url)).refused
        assert "left alone until" in again[0][1] and len(requests(tmp_path / "there")) == before
        assert destinations.resting(db, "acme", "webhook") and not destinations.resting(db, "beta", "webhook")
        release_approved(db, hooked(url), patient=False)
        assert len(requests(tmp_path / "there")) > before
    with receiving(tmp_path / "mended") as url:
        vandalise(db, "UPDATE destinations SET not_before = '2020-01-01 00:00:00.000000'")
        assert release_approved(db, hooked(url)).refused == ()
    assert destinations.resting(db, "acme", "webhook") is None and set(states(db)) == {ExportState.ACKNOWLEDGED}


def test_a_receiver_that_fails_is_told_once_when_it_begins_and_once_when_it_ends(
    settled: House, hooked: Hooked, tmp_path: Path
) -> None:
    db, _ = settled
    told: list[str] = []
    with receiving(tmp_path / "there", "error") as url:
        for _ in range(destinations.PATIENCE + 3):
            Teller(told.append).show(release_approved(db, hooked(url)))  # as each run of a schedule does
    assert len(told) == 1 and "answered 500" in told[0]
    with receiving(tmp_path / "mended") as url:
        vandalise(db, "UPDATE destinations SET not_before = '2020-01-01 00:00:00.000000'")
        for _ in range(2):
            Teller(told.append).show(release_approved(db, hooked(url)))
    assert told[1:] == ["the webhook of acme takes exports again"]


def test_pauses_grow_and_end(settled: House) -> None:
    db, _ = settled
    pauses = []
    for _ in range(destinations.PATIENCE + 8):
        trouble = destinations.failed(db, "acme", "folder", "full")
        resting = destinations.resting(db, "acme", "folder")
        pauses.append(0.0 if resting is None else (trouble.not_before - _now(db)).total_seconds())
    assert pauses[: destinations.PATIENCE - 1] == [0.0] * (destinations.PATIENCE - 1)
    assert 55 < pauses[destinations.PATIENCE - 1] <= 60 and 3590 < pauses[-1] <= destinations.LONGEST
    destinations.succeeded(db, "acme", "folder")
    assert destinations.resting(db, "acme", "folder") is None


def _now(db: store.Database):  # type: ignore[no-untyped-def]  # a moment
    from store.database import now, reading

    with reading(db) as connection:
        return now(connection)


def test_a_file_beside_the_export_acknowledges_it(settled: House) -> None:
    db, settings = settled
    first = next(one for one in ledger.of(db, client="acme") if one.format == "jsonl")
    folder = settings.folders.output / "export" / "acme"
    (folder / f"{first.name}.jsonl.ack").write_text("0" * 64)
    [(name, reason)] = take_acknowledgements(db, settings)
    assert "acknowledges other bytes" in reason and name.endswith(".ack")
    (folder / f"{first.name}.jsonl.ack").write_text(f"{first.sha256}  got it")
    assert take_acknowledgements(db, settings) == [] == take_acknowledgements(db, settings)
    assert ledger.by_name(db, first.name).state is ExportState.ACKNOWLEDGED
    (folder / "nobody.ack").touch()
    assert "no export 'nobody'" in take_acknowledgements(db, settings)[0][1]


SETTINGS = """
[clients.acme.webhook]
url = "{url}"
secret_file = "secret"
{more}
"""


@pytest.mark.parametrize(
    ("url", "more", "told"),
    [
        ("http://books.example.com/in", "", "is http, readable by all"),
        ("ftp://books.example.com/in", "", "is no address"),
        ("https://anna:pw@books.example.com/", "", "is no address"),
        ("https://books.example.com/", 'format = "jsonn"', "did you mean 'json"),
        ("https://books.example.com/", "seconds = 0", "no time to answer"),
    ],
)
def test_a_wrong_address_stops_the_start(tmp_path: Path, url: str, more: str, told: str) -> None:
    file = tmp_path / "paperdesk.toml"
    file.write_text(SETTINGS.format(url=url, more=more))
    file.chmod(0o600)
    with pytest.raises(SettingsError, match=told):
        load_settings(file, {})


def test_a_secret_is_read_from_its_file_beside_the_settings(tmp_path: Path, secret: Path) -> None:
    file = tmp_path / "paperdesk.toml"
    file.write_text(SETTINGS.format(url="http://127.0.0.1/in", more="plain = true"))
    file.chmod(0o600)
    hook = load_settings(file, {}).client("acme").webhook
    assert hook is not None and address(hook).secret == SECRET
    secret.chmod(0o644)
    with pytest.raises(SettingsError, match="others may read the secret"):
        address(hook)
    secret.chmod(0o600)
    secret.write_bytes(b"short")
    with pytest.raises(SettingsError, match="too short"):
        address(hook)
    secret.unlink()
    with pytest.raises(SettingsError, match="cannot be read"):
        address(hook)


def test_the_command_acknowledges_by_name(
    settled: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    db, _ = settled
    (tmp_path / "paperdesk.toml").write_text(
        'database = "sqlite:///house.db"\n[folders]\ninbox = "inbox"\noutput = "output"\nfiles = "files"\n'
    )
    (tmp_path / "paperdesk.toml").chmod(0o600)
    monkeypatch.chdir(tmp_path)
    name = ledger.of(db, client="acme")[0].name
    assert main(["acknowledge", name, "nobody"]) == 16
    assert main(["acknowledge", name]) == 0
    assert ledger.by_name(db, name).state is ExportState.ACKNOWLEDGED
    assert f"{name} is acknowledged" in capsys.readouterr().out
