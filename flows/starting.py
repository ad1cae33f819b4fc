"""What a command that works needs, looked at when it starts: not only in the night, when it is needed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import capture
from documents.errors import EngineMissing, SettingsError
from flows.addresses import address
from flows.reading import all_types
from flows.settings import Settings, load_settings
from flows.telling import told


def settings_for_work(path: Path | None) -> Settings:
    """The settings in force, for a command that works; what will fail later is told on standard error.

    Raises SettingsError and DoctypeError for what makes all work impossible.
    """
    settings = load_settings(path)
    all_types()
    for name in ("output", "files"):
        folder: Path = getattr(settings.folders, name)
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise SettingsError(f"folders.{name}: {folder} cannot be made ({error.strerror}); name another.") from error
        if trouble := _unwritable(folder):
            raise SettingsError(f"folders.{name}: {trouble}; give us the right to, or name another.")
    for sentence in troubles(settings):
        told(f"paperdesk: {sentence}")
    return settings


def troubles(settings: Settings) -> Iterator[str]:
    """What will fail when it is needed, and what happens until it is mended. Everything else can be done meanwhile."""
    for name, own in settings.clients.items():
        if own.webhook is not None:
            try:
                address(own.webhook)
            except SettingsError as error:
                yield f"clients.{name}.webhook: {error} Until then exports are written, and not sent."
    for folder in _export_folders(settings):
        if trouble := _unwritable(folder):
            yield f"{trouble}; make room for it. Until then approved documents wait for their export."
    yield from _missing(settings)


def _missing(settings: Settings) -> Iterator[str]:
    """Engines and languages that are not installed, with whose they are."""
    wanted: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for name in ("", *settings.clients):
        reading = settings.reading(name)
        wanted.setdefault((reading.engine, reading.languages), []).append(f"clients.{name}" if name else "engine")
    for (engine, languages), whose in wanted.items():
        try:
            capture.refuse_missing(engine, languages)
        except EngineMissing as error:
            yield f"{', '.join(whose)}: {error} Until then scans and photos cannot be read."


def _export_folders(settings: Settings) -> list[Path]:
    folder = settings.folders.output / "export"
    there = folder.iterdir() if folder.is_dir() and os.access(folder, os.R_OK) else ()
    return [folder, *sorted(path for path in there if path.is_dir() and not path.name.startswith("."))]


def _unwritable(folder: Path) -> str:
    """Why nothing can be written there; nothing when something can. A folder that is not there yet is made later."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    if not there.is_dir():
        return f"{there}: is no folder"
    if not os.access(there, os.W_OK | os.X_OK):
        return f"{there}: we may not write there"
    return ""
