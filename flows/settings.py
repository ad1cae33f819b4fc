"""The settings: one file, `paperdesk.toml`, and environment variables PAPERDESK_* over it. docs/settings.md has all.

Relative paths are meant from the folder of the settings file (without one: the working directory).
"""

from __future__ import annotations

import os
import re
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import capture
import doctypes
from assurance.sampling import Plan
from documents import failpoints
from documents.errors import SettingsError
from flows import addresses
from flows.addresses import Webhook
from flows.learned import Contract
from flows.reading import Reading, all_types
from flows.table import built, refuse_unknown

FILE = "paperdesk.toml"
_CODE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Folders:
    """Where files come in, where records go, where originals and page images are kept."""

    inbox: Path = Path("inbox")
    output: Path = Path("output")
    files: Path = Path("output/files")


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the desk listens, and how browsers reach it.

    `secure`: by https only, through a proxy. `origins`: the addresses its pages have there; empty: whatever was asked.
    """

    host: str = "127.0.0.1"
    port: int = 8765
    secure: bool = False
    origins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Schedule:
    """When the night's work starts (cron, in the time zone); how often approved cases are released (seconds)."""

    nightly: str = "0 22 * * *"
    timezone: str = "UTC"
    release_every: int = 300
    maintain_every: int = 300

    @property
    def zone(self) -> tzinfo:
        """The time zone."""
        return ZoneInfo(self.timezone)


@dataclass(frozen=True, slots=True)
class Watch:
    """How a folder is watched: seconds between two looks, and how long a file must stay unchanged to be taken.

    `trigger`: if given (".done"), a file is taken only when one of its name with this ending stands beside it.
    `free_megabytes`: nothing is taken in while less is free on the disks of ours.
    """

    look_every: float = 5.0
    stable: float = 5.0
    trigger: str = ""
    free_megabytes: int = 500


@dataclass(frozen=True, slots=True)
class Client:
    """What differs for one client. Empty: what the document type says, or the general settings.

    `machine_votes` are types ("*": all) of whose fields that two people key the machine's reading is one voice. `hours`
    is how long after it came in a document is due; without it, it has no deadline. `accept_rest`: one key at the desk
    accepts all values of a document that are not in doubt.
    """

    languages: tuple[str, ...] = ()
    engine: str = ""
    formats: tuple[str, ...] = ()
    trigger: str | None = None
    stable: float | None = None
    promise: Contract = field(default_factory=Contract)
    machine_votes: tuple[str, ...] = ()
    hours: float | None = None
    webhook: Webhook | None = None
    accept_rest: bool = False


@dataclass(frozen=True, slots=True)
class Learning:
    """When the nights learn: after so many newly reviewed documents of a type, from the newest `most` of them."""

    every: int = 25
    most: int = 1000


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings. `jobs` are worker processes."""

    database: str = "sqlite:///output/paperdesk.db"
    jobs: int = 2
    languages: tuple[str, ...] = capture.LANGUAGES
    engine: str = capture.ENGINE
    folders: Folders = Folders()
    limits: capture.Limits = field(default_factory=capture.Limits)
    watch: Watch = Watch()
    schedule: Schedule = Schedule()
    desk: Desk = Desk()
    learning: Learning = Learning()
    qa: Plan = field(default_factory=Plan)
    clients: Mapping[str, Client] = field(default_factory=dict)
    source: Path | None = None

    def client(self, name: str) -> Client:
        """The client's own settings."""
        return self.clients.get(name, Client())

    def deadline(self, client: str) -> datetime | None:
        """When a document of this client that comes in now is due; None when it is not."""
        hours = self.client(client).hours
        return None if hours is None else datetime.now(UTC) + timedelta(hours=hours)

    def reading(self, client: str = "", doctype: str | None = None, limits: Mapping[str, int] | None = None) -> Reading:
        """How this client's files are read; `limits` are those that a supervisor gave a single file instead."""
        own = self.client(client)
        return Reading(
            replace(self.limits, **(limits or {})),
            own.languages or self.languages,
            own.engine or self.engine,
            doctype,
            own.formats,
            own.promise,
            self.qa,
        )


#: Environment variables, and the setting (section and key) that each sets.
ENVIRONMENT = {
    "PAPERDESK_DATABASE": ("", "database"),
    "PAPERDESK_JOBS": ("", "jobs"),
    "PAPERDESK_INBOX": ("folders", "inbox"),
    "PAPERDESK_OUTPUT": ("folders", "output"),
    "PAPERDESK_FILES": ("folders", "files"),
    "PAPERDESK_DESK_HOST": ("desk", "host"),
    "PAPERDESK_DESK_PORT": ("desk", "port"),
}
_OTHERS = {"PAPERDESK_SETTINGS", failpoints.ARMED_BY, failpoints.FOLDER_BY}


def load_settings(path: Path | None = None, environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings in force. Raises SettingsError that names the key and where it was set."""
    file = _find(path, environment)
    base = file.resolve().parent if file else Path.cwd()
    table = _read(file) if file else {}
    if table.get("source"):
        raise SettingsError(f"{file}: 'source' is no setting; remove it")
    _take_environment(table, environment)
    settings = built(Settings, table, str(file or "settings"))
    settings = _resolved(settings, base, file)
    _refuse_wrong(settings)
    _refuse_dangerous(settings)
    return settings


def _find(path: Path | None, environment: Mapping[str, str]) -> Path | None:
    named = path or (Path(environment["PAPERDESK_SETTINGS"]) if environment.get("PAPERDESK_SETTINGS") else None)
    if named is None:
        return Path(FILE) if Path(FILE).is_file() else None
    if not named.is_file():
        raise SettingsError(f"{named}: there is no such settings file; check the path.")
    return named


def _read(file: Path) -> dict[str, object]:
    if file.stat().st_mode & stat.S_IWOTH:
        raise SettingsError(f"{file}: anybody on this machine may change it; run `chmod o-w {file}`.")
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{file}: is not TOML: {error}.") from error


def _take_environment(table: dict[str, object], environment: Mapping[str, str]) -> None:
    ours = [name for name in environment if name.startswith("PAPERDESK_") and name not in _OTHERS]
    refuse_unknown(ours, ENVIRONMENT, "environment")
    for name in ours:
        section, key = ENVIRONMENT[name]
        text = environment[name]
        where = table.setdefault(section, {}) if section else table
        if isinstance(where, dict):
            where[key] = int(text) if text.isdecimal() else text


def _resolved(settings: Settings, base: Path, file: Path | None) -> Settings:
    folders = Folders(*((base / getattr(settings.folders, each.name)).resolve() for each in fields(Folders)))
    database = settings.database
    if found := re.fullmatch(r"sqlite:///([^/:].*)", database):
        database = f"sqlite:///{(base / found[1]).resolve()}"
    clients = {name: _with_secret(client, base) for name, client in settings.clients.items()}
    return replace(settings, folders=folders, database=database, source=file, clients=clients)


def _with_secret(client: Client, base: Path) -> Client:
    hook = client.webhook
    return client if hook is None else replace(client, webhook=replace(hook, secret_file=base / hook.secret_file))


def _refuse_wrong(settings: Settings) -> None:
    engines = [settings.engine, *(client.engine for client in settings.clients.values() if client.engine)]
    refuse_unknown(engines, capture.ENGINES, "engine")
    try:
        ZoneInfo(settings.schedule.timezone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise SettingsError(f"schedule.timezone: {settings.schedule.timezone!r} is no time zone.") from error
    if len(settings.schedule.nightly.split()) != 5:
        raise SettingsError(f"schedule.nightly: {settings.schedule.nightly!r} is no cron line of five parts.")
    if settings.jobs < 1:
        raise SettingsError(f"jobs: {settings.jobs} worker processes can do nothing; at least 1.")
    for origin in settings.desk.origins:
        if not re.fullmatch(r"https?://[a-z0-9.\[\]:-]+", origin) or (settings.desk.secure and origin[4] != "s"):
            wanted = "https://desk.example.com" if settings.desk.secure else "http://desk.example.com:8765"
            raise SettingsError(f"desk.origins: {origin!r} is no address such as {wanted}, without a path.")
    for name, client in settings.clients.items():
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", name):
            raise SettingsError(f"clients.{name}: a client's name has letters, digits, - and _ only (64 at most).")
        refuse_unknown(client.formats, doctypes.EXPORTS, f"clients.{name}.formats")
        if client.webhook is not None:
            addresses.refuse_wrong(client.webhook, f"clients.{name}.webhook")
        if client.hours is not None and not 0 < client.hours <= 10_000:
            raise SettingsError(f"clients.{name}.hours: {client.hours} is no time to be done in; 1 to 10000 hours.")
        _refuse_promise(client.promise, f"clients.{name}.promise")


def _refuse_promise(contract: Contract, where: str) -> None:
    refuse_unknown((name.partition(".")[0] for name in contract.errors), all_types(), f"{where}.errors")
    for (doctype, field_name), error in contract.promised.items():
        if not 0 < error < 1:
            raise SettingsError(f"{where}: {error:g} is no promised error; write 0.01 for one value in a hundred.")
        if field_name and all_types()[doctype].spec(field_name) is None:
            raise SettingsError(f"{where}.errors: {doctype} has no field {field_name!r}; see `paperdesk type list`.")


def _refuse_dangerous(settings: Settings) -> None:
    folders = settings.folders
    for name in ("output", "files"):
        if getattr(folders, name).is_relative_to(folders.inbox):
            raise SettingsError(f"folders.{name}: lies inside the inbox, so that it would be taken in again; move it.")
    if folders.inbox.is_relative_to(folders.output):
        raise SettingsError("folders.inbox: lies inside the output; give each a folder of its own.")
    for each in fields(Folders):
        folder: Path = getattr(folders, each.name)
        inside = any(folder.is_relative_to(code) for code in _CODE.iterdir() if (code / "__init__.py").is_file())
        if inside or _CODE.is_relative_to(folder):
            raise SettingsError(f"folders.{each.name}: {folder} overlaps the program's own code; choose another.")
    if settings.source and settings.source.resolve().is_relative_to(folders.inbox):
        raise SettingsError(f"{settings.source}: lies inside the inbox, where strangers put files; move it.")
