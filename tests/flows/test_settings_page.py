"""The page of the settings shows every one, with its value."""

import re
import tomllib
from dataclasses import fields, is_dataclass
from pathlib import Path

from flows.settings import ENVIRONMENT, Client, Settings
from flows.table import built

PAGE = Path("docs/settings.md").read_text()
SHOWN = tomllib.loads(re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)[0])


def test_every_setting_is_shown_with_its_default() -> None:
    assert SHOWN.pop("clients").keys() == {"acme"}
    shown = built(Settings, SHOWN, "docs/settings.md")
    assert shown == Settings()
    wanted = {each.name for each in fields(Settings)} - {"clients", "source"}
    assert set(SHOWN) == wanted
    for name in wanted:
        section = getattr(shown, name)
        if is_dataclass(section):
            assert set(SHOWN[name]) == {each.name for each in fields(section)}


def test_every_setting_of_a_client_and_every_variable_is_shown() -> None:
    assert all(each.name in PAGE for each in fields(Client))
    assert all(name in PAGE for name in ENVIRONMENT)
