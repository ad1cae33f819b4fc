"""When a document is done: decided again, its fields keyed unseen handed on, and some accepted values drawn for QA."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from assurance.sampling import choose
from desk.context import Desk
from desk.opened import Opened, opened
from desk.unseen import asked
from documents.case import CaseState
from documents.errors import Conflict, IllegalMove, LeaseLost
from store import cases, drafts, finishing, history, qa, queue
from store.people import Person
from store.qa import Draw
from store.queue import QueueItem


def finished(desk: Desk, item: QueueItem, person: Person, fence: int) -> tuple[Opened, CaseState]:
    """The case decided again as this person leaves it. It stays with them while anything is left for them to do.

    With nothing left it is approved, or (in review still) others key what two people have to key.
    """
    number = item.case_id
    seen = history.newest(desk.db, number)  # before the case is loaded: what is saved after that was not judged
    drafted = drafts.newest(desk.db, number, person.name)
    there = opened(desk, item, person)
    judged, unseen = there.judged, asked(there)
    if judged.decision.reasons and there.own:  # what a check says of values that only this person may see is not kept
        queue.heartbeat(desk.db, number, person=person.name, fence=fence, seconds=desk.settings.lease)
        return there, CaseState.REVIEW
    if not unseen:
        state = cases.decide(
            desk.db,
            number,
            fields={**judged.fields, **judged.hidden},
            findings=judged.findings,
            decision=judged.decision,
            person=person.name,
            fence=fence,
            seen=seen,
            unseen=judged.hidden,
            drawn=drawn(there),
        )
        return there, state
    state = finishing.finish(
        desk.db,
        number,
        asked=unseen,
        fields=judged.fields,
        findings=judged.findings,
        decision=judged.decision,
        person=person.name,
        fence=fence,
        seen=seen,
        drafted=drafted,
        drawn=drawn(there),
    )
    return there, state


def conclude(desk: Desk, case_id: int, person: Person) -> None:
    """Decide a case whose last field was settled by this person: approved, or a person looks at what is left."""
    seen = history.newest(desk.db, case_id)
    there = opened(desk, queue.item(desk.db, case_id))
    judged = there.judged
    with suppress(LeaseLost, Conflict, IllegalMove):  # somebody has taken it from the queue meanwhile: they finish it
        cases.decide(
            desk.db,
            case_id,
            fields={**judged.fields, **judged.hidden},
            findings=judged.findings,
            decision=judged.decision,
            person=person.name,
            fence=None,
            seen=seen,
            unseen=judged.hidden,
            drawn=drawn(there),
        )


def drawn(there: Opened) -> list[Draw]:
    """The values of a case that is complete which QA shall check."""
    desk, judged = there.desk, there.judged
    decided = replace(there.case, fields=judged.fields, decision=judged.decision)
    return qa.to_draw(desk.db, there.item.client, decided, choose, plan=desk.settings.plan)
