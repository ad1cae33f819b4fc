"""The address that a client's exports are sent to, as the settings name it."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import doctypes
import release
from documents.errors import SettingsError
from flows.table import refuse_unknown

#: A shorter secret could be guessed.
_SHORTEST = 16


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where a client's exports of one `format` are sent. The secret that signs them stands in a file of its own.

    `plain`: the address may be http, without encryption. `seconds`: how long an answer may take.
    """

    url: str
    secret_file: Path
    format: str = "jsonl"
    plain: bool = False
    seconds: float = 30.0


def refuse_wrong(hook: Webhook, where: str) -> None:
    """Raise SettingsError for an address that cannot be, or that is http where nobody said that it may be."""
    parts = urlsplit(hook.url)
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.username or parts.fragment:
        raise SettingsError(f"{where}.url: {hook.url!r} is no address such as https://books.example.com/paperdesk.")
    if parts.scheme == "http" and not hook.plain:
        raise SettingsError(f"{where}.url: is http, readable by all on its way; use https, or say `plain = true`.")
    if hook.seconds <= 0:
        raise SettingsError(f"{where}.seconds: {hook.seconds:g} seconds are no time to answer.")
    refuse_unknown([hook.format], doctypes.EXPORTS, f"{where}.format")


def address(hook: Webhook) -> release.Address:
    """Where to send, with the secret read from its file. Raises SettingsError."""
    try:
        mode, secret = hook.secret_file.stat().st_mode, hook.secret_file.read_bytes().strip()
    except OSError as error:
        raise SettingsError(f"{hook.secret_file}: the webhook's secret cannot be read ({error.strerror}).") from error
    if mode & (stat.S_IRWXO | stat.S_IWGRP):
        raise SettingsError(f"{hook.secret_file}: others may read the secret; run `chmod 600 {hook.secret_file}`.")
    if len(secret) < _SHORTEST:
        raise SettingsError(f"{hook.secret_file}: a secret of {len(secret)} bytes is too short; {_SHORTEST} at least.")
    return release.Address(hook.url, secret, hook.seconds)
