"""Settings and a store of their own for every test."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import store
from flows.settings import Folders, Settings, Watch
from tests.flows.clock import Clock


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    folders = Folders(tmp_path / "inbox", tmp_path / "output", tmp_path / "output" / "files")
    database = f"sqlite:///{tmp_path}/output/paperdesk.db"
    return replace(Settings(), database=database, folders=folders, watch=Watch(free_megabytes=1), jobs=1)


@pytest.fixture
def db(settings: Settings) -> Iterator[store.Database]:
    made = store.open_database(settings.database, settings.folders.files)
    yield made
    store.close(made)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def drop(settings: Settings) -> Callable[..., Path]:
    """Put a file into the inbox of client acme."""

    def put(name: str, content: bytes = b"one document") -> Path:
        path = settings.folders.inbox / "acme" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    return put
