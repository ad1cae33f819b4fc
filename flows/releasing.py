"""Approved cases go out, each once to every format that its type declares: ledger first, then the file, then the mark.

Killed between any two steps, the next call finishes the same export with the same cases under the same name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import release
import store
from documents.errors import PaperdeskError
from documents.failpoints import reached
from flows.delivering import LeftAlone, deliver, take_acknowledgements, told
from flows.exit_codes import Exit, exit_of
from flows.reading import Types, all_types
from flows.settings import Settings
from store import cases, clients, destinations, ledger, restating
from store.ledger import Export

#: The destination that every client has: its folder below export/.
FOLDER = "folder"
FOLDER_OF = "the export folder of {}"


@dataclass(frozen=True, slots=True)
class Released:
    """What a call wrote, and what it could not write: the export's name with the reason.

    `recovered` are the destinations that failed before and take exports again.
    """

    exports: tuple[Export, ...] = ()
    paths: tuple[Path, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    recovered: tuple[str, ...] = ()

    @property
    def exit(self) -> Exit:
        """The exit code that what was not written or not sent asks for."""
        return exit_of_refused(self.refused)

    @property
    def fresh(self) -> tuple[tuple[str, str], ...]:
        """What is refused, without that whose destination had failed before: somebody was told then."""
        known = (isinstance(reason, LeftAlone) and reason.is_known for _, reason in self.refused)
        return tuple(one for one, is_known in zip(self.refused, known, strict=True) if not is_known)

    @property
    def count(self) -> int:
        """Records in all files together."""
        return sum(self.by_format.values())

    @property
    def by_format(self) -> dict[str, int]:
        """Records by format: a case goes to every format that its type declares, so it counts in each."""
        counts: Counter[str] = Counter()
        for export in self.exports:
            counts[export.format] += export.entries
        return dict(sorted(counts.items()))


def exit_of_refused(refused: Sequence[tuple[str, str]]) -> Exit:
    """Somebody has to look; or only a destination does not answer, and it goes out by itself when it does again."""
    if all(isinstance(reason, LeftAlone) for _, reason in refused):
        return Exit.TRY_AGAIN if refused else Exit.DONE
    return Exit.UNBALANCED


@dataclass(slots=True)
class Teller:
    """Tells what each call of many released, and what is refused: once, as long as its reason lasts.

    Of a destination that fails it tells the first failure, and that it takes exports again.
    """

    tell: Callable[[str], None]
    _refused: frozenset[tuple[str, str]] = frozenset()

    def show(self, released: Released) -> None:
        """Tell what this call did."""
        for path in released.paths:
            self.tell(f"exported {path}")
        for name, reason in released.fresh:
            if (name, reason) not in self._refused:
                self.tell(f"not exported {name}: {reason}")
        for name in released.recovered:
            self.tell(f"{name} takes exports again")
        self._refused = frozenset(released.refused)


def release_approved(
    db: store.Database,
    settings: Settings,
    client: str | None = None,
    day: date | None = None,
    *,
    patient: bool = True,
    asked: bool = True,
) -> Released:
    """Finish what was begun, export all approved cases (of one client), send what is to be sent.

    One export's failure stops no other. `day` is the business date of the exports (None: today in the schedule's time
    zone). `patient`: a destination that failed three times in a row is left alone for a while. Where nobody `asked` for
    it, what a person finished waits as long as they may open it again, and is gathered (`schedule.release_every`).
    """
    day = day or datetime.now(settings.schedule.zone).date()
    done: list[Export] = []
    paths: list[Path] = []
    refused: list[tuple[str, str]] = []
    recovered: list[str] = []
    begun = [export for export in ledger.unfinished(db) if client in (None, export.client)]
    if begun:
        reached("recover.export_found")
    troubles = _resting(db) if patient else {}
    every = timedelta(seconds=settings.schedule.release_every)
    times = (ledger.NO_REST, ledger.NO_REST) if asked else (ledger.REOPEN, every)
    for export in [*begun, *_begin(db, client, day, troubles, *times)]:
        if export.client in troubles:
            refused.append((export.name, told(troubles[export.client])))
            continue
        try:
            paths.append(write(db, settings, export))
            done.append(export)
        except (PaperdeskError, OSError) as error:
            passes = exit_of(error) is Exit.TRY_AGAIN
            trouble = destinations.failed(db, export.client, FOLDER, str(error))
            refused.append((export.name, LeftAlone.of(error, trouble) if passes else str(error)))
        else:
            recovered += [FOLDER_OF.format(export.client)] if destinations.succeeded(db, export.client, FOLDER) else []
    refused += take_acknowledgements(db, settings, client)
    refused += deliver(db, settings, recovered, client, patient=patient)
    return Released(tuple(done), tuple(paths), tuple(refused), tuple(recovered))


def write(db: store.Database, settings: Settings, export: Export) -> Path:
    """Write an export that was begun, and mark it as written. Doing it twice does it once."""
    types = all_types()
    records = [record for number in export.case_ids for record in _records(db, export, number, types)]
    reached("export.recorded")
    folder = settings.folders.output / "export" / export.client
    written = release.write(records, folder, export.name, export.format)
    reached("export.published")
    ledger.written(db, export, written.sha256, written.count)
    reached("export.written")
    return written.path


def _records(db: store.Database, export: Export, number: int, types: Types) -> Iterator[release.Record]:
    """The case's record; of one that is restated first the reversal of what was said before."""
    version = export.versions.get(number, 1)
    if version > 1:
        before = restating.before(db, number, version, types)
        told = restating.told_before(db, number, version)
        yield release.reversal(release.record(number, before, export.client, told))
    if number not in export.reversed_only:
        yield release.record(number, cases.load(db, number, types), export.client, version)


def _begin(
    db: store.Database,
    client: str | None,
    day: date,
    troubles: Mapping[str, destinations.Trouble],
    rest: timedelta,
    gather: timedelta,
) -> list[Export]:
    begun: list[Export] = []
    ledger.release_unchanged(db, rest)
    for due, begin in ((ledger.due, ledger.begin), (restating.due, restating.begin)):
        for owner, format, type_name in due(db, rest, gather):
            if client in (None, owner) and owner not in troubles:
                export = begin(db, client=owner, format=format, doctype=type_name, business_date=day, rest=rest)
                begun += [export] if export else []
                reached("export.begun")
    return begun


def _resting(db: store.Database) -> dict[str, destinations.Trouble]:
    """By client, the trouble of the folders that are left alone for now."""
    found = ((name, destinations.resting(db, name, FOLDER)) for name in clients.names(db))
    return {name: trouble for name, trouble in found if trouble is not None}
