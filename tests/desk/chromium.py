"""Where the browser is that the tests look through."""

from __future__ import annotations

import shutil

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
#: What distributions call it, the first one that is there is taken. Ubuntu's chromium is a snap of another name.
COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium_path() -> str:
    """The path of a Chromium. Raises RuntimeError, which says what to install, where there is none."""
    found = next(filter(None, map(shutil.which, COMMANDS)), None)
    if found is None:
        raise RuntimeError(
            f"the desk is tested in a real browser, and none of {', '.join(COMMANDS)} is on the PATH; install one: "
            "Debian's package is chromium, elsewhere take Chromium or Google Chrome, and run again"
        )
    return found
