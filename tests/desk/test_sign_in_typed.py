"""What is typed on the sign-in page while it still loads is not lost: nobody waits for a style sheet."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.desk.conftest import PASSWORD, Site
from tests.desk.test_typed_ahead import asked, held_back
from tests.desk.window import chromium, desk, page

__all__ = ["chromium", "desk", "page"]
pytestmark = pytest.mark.slow


def test_keys_typed_before_the_style_sheet_is_there_stand_in_their_fields(desk: Site, page: Page) -> None:
    styles = held_back(page, "**/static/desk.css")
    page.goto("/login", wait_until="commit")
    page.wait_for_selector("#password", state="attached")
    page.keyboard.type("anna")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    asked(page, styles).continue_()
    page.unroute_all(behavior="ignoreErrors")
    page.wait_for_load_state("load")
    assert (page.input_value("#name"), page.input_value("#password")) == ("anna", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Exception queue")
