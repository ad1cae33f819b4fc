"""After an export is written: whoever is to receive it by address gets it, and whoever has it says so.

A receiver says so by a 2xx to what was sent, by a file NAME.ack beside the export, or by `paperdesk acknowledge`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import release
import store
from documents.counting import counted
from documents.errors import PaperdeskError, ReleaseError, StoreError
from flows.addresses import Webhook, address
from flows.settings import Settings
from store import destinations, ledger
from store.ledger import Export, ExportState

#: What ends the name of a file by which a receiver acknowledges.
ACK = ".ack"
ADDRESS = "webhook"

#: The name of an export and why it did not go out.
Refused = tuple[str, str]


class LeftAlone(str):
    """A reason that passes by itself: the export is kept, and sent again.

    `is_known`: the destination had failed before, and somebody was told then.
    """

    is_known = False

    @classmethod
    def of(cls, error: object, trouble: destinations.Trouble) -> LeftAlone:
        """Why this export did not go out: an error that was not the first one, or the rest that followed."""
        made = cls(error)
        made.is_known = trouble.failures > 1
        return made


def deliver(
    db: store.Database, settings: Settings, recovered: list[str], client: str | None = None, *, patient: bool = True
) -> list[Refused]:
    """Send what is written and not acknowledged to the addresses of all clients, or one; what failed is returned.

    What failed before and takes exports again is added to `recovered`.

    `patient`: an address that failed three times in a row is left alone for a while. One client's stops no other's.
    """
    refused: list[Refused] = []
    for name, own in settings.clients.items():
        if client in (None, name) and own.webhook is not None:
            refused += _deliver(db, settings, name, own.webhook, patient, recovered)
    return refused


def _deliver(
    db: store.Database, settings: Settings, client: str, hook: Webhook, patient: bool, recovered: list[str]
) -> Iterator[Refused]:
    written, failures = ledger.of(db, client=client, state=ExportState.WRITTEN), 0
    for export in (one for one in written if one.format == hook.format):
        trouble = destinations.resting(db, client, ADDRESS) if patient else None
        if trouble is not None:
            yield export.name, told(trouble)
            continue
        try:
            file = _main_file(settings, export)
        except ReleaseError as error:  # it is no fault of the receiver's
            yield export.name, str(error)
            continue
        try:
            release.send(file, address(hook), export.key)
            ledger.acknowledged(db, export.id)
        except (PaperdeskError, OSError) as error:
            yield export.name, LeftAlone.of(error, destinations.failed(db, client, ADDRESS, str(error)))
            failures += 1
            if failures == destinations.PATIENCE:  # a slow one holds up nobody for long; the rest goes next time
                return
        else:
            recovered += [f"the webhook of {client}"] if destinations.succeeded(db, client, ADDRESS) else []


def told(trouble: destinations.Trouble) -> LeftAlone:
    """Why a destination is left alone; the same sentence as long as it is, so that it is told once."""
    failed = f"it failed {counted(trouble.failures, 'time')}, last: {trouble.reason}"
    return LeftAlone.of(f"left alone until {trouble.not_before:%H:%M} UTC; {failed}", trouble)


def _main_file(settings: Settings, export: Export) -> Path:
    """The export's main file, if it is as it was written. Raises ReleaseError."""
    folder = settings.folders.output / "export" / export.client
    manifest = release.manifests(folder).get(export.name)
    path = manifest.with_name(manifest.name.removesuffix(release.MANIFEST)) if manifest else folder / export.name
    if not path.is_file() or sha256(path.read_bytes()).hexdigest() != export.sha256:
        raise ReleaseError(f"{path}: is not there as it was written; `paperdesk audit` says more")
    return path


def take_acknowledgements(db: store.Database, settings: Settings, client: str | None = None) -> list[Refused]:
    """Believe the files NAME.ack beside the exports; one that names another SHA-256 is refused."""
    refused: list[Refused] = []
    for path in sorted((settings.folders.output / "export").glob(f"{client or '*'}/*{ACK}")):
        try:
            export = ledger.by_name(db, path.name.split(".")[0])
            if export.state is ExportState.ACKNOWLEDGED or export.client != path.parent.name:
                continue
            _refuse_another(path, export)
            ledger.acknowledged(db, export.id)
        except (StoreError, ReleaseError, OSError) as error:
            refused.append((path.name, str(error)))
    return refused


def _refuse_another(path: Path, export: Export) -> None:
    named = re.findall(r"\b[0-9a-f]{64}\b", path.read_bytes()[:10_000].decode("ascii", "replace").lower())
    if named and export.sha256 not in named:
        raise ReleaseError(
            f"{path}: acknowledges other bytes than {export.sha256}; compare what was received, then remove it"
        )
