"""What tests of several packages share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import store
from tests.postgres import cluster


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server whose database `paperdesk` has our tables."""
    with cluster() as url:
        store.close(store.open_database(url, tmp_path_factory.mktemp("files")))
        yield url
