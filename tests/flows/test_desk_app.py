"""The desk that the command opens is set up as the settings say, and judges as the flows do."""

from dataclasses import replace

import pytest

import store
from flows import reading
from flows.command_serve import desk_app
from flows.settings import Client, Desk, Settings

pytest.importorskip("fastapi")


def test_the_desk_has_the_thresholds_and_formats_of_the_flows(db: store.Database, settings: Settings) -> None:
    clients = {"acme": Client(formats=("csv",)), "beta": Client(languages=("deu",))}
    desk = desk_app(db, replace(settings, clients=clients)).state.desk
    assert desk.settings.thresholds is reading.THRESHOLDS
    assert desk.doctype("invoice", "acme").exports == ("csv",)
    assert desk.doctype("invoice", "beta") == reading.all_types()["invoice"]
    assert desk.doctype("novel", "acme") is None


def test_the_desk_takes_changes_from_its_own_addresses_only(db: store.Database, settings: Settings) -> None:
    from starlette.testclient import TestClient

    chosen = Desk(secure=True, origins=("https://desk.example.com",))
    browser = TestClient(desk_app(db, replace(settings, desk=chosen)), base_url="http://127.0.0.1")
    form = {"name": "anna", "password": "wrong"}
    codes = {
        origin: browser.post("/login", data=form, headers={"Origin": origin}).status_code
        for origin in ("https://desk.example.com", "http://127.0.0.1", "https://evil.example.com")
    }
    assert codes == {"https://desk.example.com": 401, "http://127.0.0.1": 403, "https://evil.example.com": 403}
    assert "Strict-Transport-Security" in browser.get("/login").headers
