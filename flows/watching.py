"""Watch the inbox for ever: one thread takes files in, another has them processed when there are any.

Nothing here is a state that could be lost: what lies in the folders and in the store says all there is to do.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from documents.case import ReceiptState
from documents.errors import PaperdeskError
from flows.intake import Inbox, Looked, inboxes, strays
from flows.moves import shown
from flows.releasing import Teller, release_approved
from flows.work import Work
from store import receipts

#: Work that nobody announced (given back, taken over from the dead) is looked for so often, in seconds.
LOOK_FOR_LEFT = 60.0
#: What could not be done is tried again so soon, in seconds.
AFTER_TROUBLE = 5.0


@dataclass(slots=True)
class Watcher:
    """Watches all inboxes. `process` works off what waits: one flow run, however many files came meanwhile."""

    work: Work
    process: Callable[[], object]
    stopped: threading.Event = field(default_factory=threading.Event)
    came: threading.Event = field(default_factory=threading.Event)
    inboxes: dict[str, Inbox] = field(default_factory=dict)
    told: str = ""
    troubles: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    exports: Teller = field(init=False)

    def __post_init__(self) -> None:
        self.exports = Teller(self.work.tell)

    def watch(self) -> None:
        """Until `stop` is called: take in, and process. Ends sooner when processing raises what is not our error."""
        looking = threading.Thread(target=self._look_for_ever, name="intake", daemon=True)
        looking.start()
        pause = LOOK_FOR_LEFT
        try:
            while not self._ended():
                self.came.wait(pause)
                self.came.clear()
                if not self._ended():
                    pause = LOOK_FOR_LEFT if self._tried(self._process_waiting) else AFTER_TROUBLE
        finally:
            self.stop()
            looking.join()

    def stop(self) -> None:
        """Let `watch` come to its end."""
        self.stopped.set()
        self.came.set()

    def _ended(self) -> bool:
        return self.stopped.is_set() or self.work.stopped.is_set()

    def look(self) -> bool:
        """One look at every inbox; a client's folder may have been added since the last. Did files come in?"""
        there = {inbox.client for inbox in self.inboxes.values() if not inbox.refusal}
        for inbox in inboxes(self.work.db, self.work.settings):
            if inbox.client not in there:
                self.inboxes[inbox.client] = inbox
        self._tell_troubles("inbox", strays(self.work.settings))
        came = False
        for inbox in self.inboxes.values():
            looked = inbox.look()
            self._tell(inbox.client, looked)
            self._tell_troubles(inbox.client, looked)
            came |= any(receipt.state is ReceiptState.RECEIVED for receipt in looked.registered)
        return came

    def _look_for_ever(self) -> None:
        while not self.stopped.is_set():
            if self._tried(self.look):
                self.came.set()
            self.stopped.wait(self.work.settings.watch.look_every)

    def _process_waiting(self) -> bool:
        if receipts.of(self.work.db, states=(ReceiptState.RECEIVED, ReceiptState.PROCESSING)):
            self.process()
        self.exports.show(release_approved(self.work.db, self.work.settings, asked=False))
        return True

    def _tried(self, step: Callable[[], bool]) -> bool:
        """Do it; what stands in the way (a full disk, a database away) is told once, and tried again for ever."""
        try:
            done = step()
        except (PaperdeskError, OSError) as error:
            if str(error) != self.told:
                self.work.tell(f"{time.strftime('%H:%M:%S')}  waiting: {error}")
            self.told = str(error)
            return False
        self.told = ""
        return done

    def _tell(self, client: str, looked: Looked) -> None:
        for receipt in looked.registered:
            self.work.tell(f"{client}: {receipt.name} came in, receipt {receipt.id}")
        for name, reason in looked.refused:
            self.work.tell(f"{client}: {name} refused: {reason}")
        for path in looked.settled:
            self.work.tell(f"{client}: {path.name} moved to {path.parent}")

    def _tell_troubles(self, client: str, looked: Looked) -> None:
        """What is new of the troubles, a line a reason: each once as long as it lasts, for looks are many."""
        known, self.troubles[client] = self.troubles.get(client, set()), set(looked.troubled)
        fresh: dict[str, list[str]] = {}
        for name, reason in dict.fromkeys(looked.troubled):
            if (name, reason) not in known:
                fresh.setdefault(reason, []).append(name)
        for reason, names in fresh.items():
            more = f" and {len(names) - 1} more" if len(names) > 1 else ""
            self.work.tell(f"{shown(client)}: {names[0]}{more} waits: {reason}")
