"""One field after the other: what a person is shown of a task, and what they answer.

Four views have this screen: second keying, snippets, arbitration, QA. Which one a task comes in decides what of its
document is shown; whoever has not the task on lease is shown nothing of it.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

import capture
import validators
from desk.access import Number, Snipper, clients_of
from desk.context import Desk, desk_of, page
from desk.finishing import conclude
from desk.images import picture_of
from desk.keymap import active, bindings, buttons
from desk.messages import Answer, Beat, Because
from desk.reasons import REASONS
from desk.screen import corners
from desk.views import VIEWS, View, views_of
from documents.doctype import FieldSpec
from documents.errors import CaptureError, LeaseLost
from documents.fields import Value
from documents.kinds import written
from store import audit, cases, preferences, skills, tasks
from store.people import ALL_CLIENTS, Person
from store.tasks import Task
from store.voices import Sort, Voice
from validators.keyed import EXAMPLES, Unread

router = APIRouter()


Name = Annotated[str, Query(pattern="^(second|snippets|arbitrate|qa)$")]


def show(request: Request, person: Person, name: str) -> Response:
    """The screen of a view, with the next task of this person."""
    desk, view = desk_of(request), _view(person, name)
    table = active(preferences.of(desk.db, person.name).get("keys", {}))
    told = {
        "view": name,
        "task": _next(desk, person, view),
        "keys": bindings(table),
        "reasons": REASONS,
        "lease": desk.settings.lease,
    }
    return page(
        request,
        "arbitration.html" if name == "arbitrate" else "stream.html",
        person,
        here=name,
        view=view,
        screen=told,
        key=buttons(table),
        keymap={title: keys for title, keys in table.items() if title == "One field"},
    )


@router.get("/task/{task_id}/image")
def image(request: Request, task_id: Number, person: Snipper, view: Name) -> Response:
    """The place of the value, cut out of its page and encoded anew; with what is around it where that may be seen."""
    desk, task = desk_of(request), _mine(request, task_id, person)
    boxes = [box for box in task.boxes if box.page == task.boxes[0].page] if task.boxes else []
    picture = cases.page_image(desk.db, task.case_id, boxes[0].page) if boxes else None
    if picture is None:
        raise HTTPException(404)
    beside, above = (5.0, 1.4) if _view(person, view).whole else (0.5, 0.2)
    try:
        return Response(capture.cut(picture, boxes, beside=beside, above=above), media_type="image/png")
    except CaptureError as error:
        raise HTTPException(404) from error


@router.get("/task/{task_id}/page/{number}")
def whole_page(request: Request, task_id: Number, number: Number, person: Snipper, view: Name) -> Response:
    """The page that the value stands on; not for who keys snippets."""
    desk, task = desk_of(request), _mine(request, task_id, person)
    if not _view(person, view).whole:
        raise HTTPException(404)
    audit.viewed(desk.db, client=task.client, person=person.name, case_id=task.case_id, action="task.page")
    return picture_of(desk, task.case_id, number)


@router.post("/task/{task_id}/answer")
def answer(request: Request, task_id: Number, person: Snipper, said: Answer, view: Name) -> Response:
    """Keep what the person says, and give them the next."""
    desk, here = desk_of(request), _view(person, view)
    try:
        task = tasks.held(desk.db, task_id, person.name)
    except LeaseLost:
        voice = Voice(Sort.KEYED, person.name, said.text or None, said.text)
        tasks.answer(desk.db, task_id, fence=said.fence, voice=voice)  # refused, and kept as a draft
        raise
    done = tasks.answer(desk.db, task_id, fence=said.fence, voice=_voice(desk, task, person, said))
    if done.is_last:
        conclude(desk, done.case_id, person)
    return JSONResponse({"task": _next(desk, person, here, (task.type_name, task.field))})


@router.post("/task/{task_id}/heartbeat")
def heartbeat(request: Request, task_id: Number, person: Snipper, beat: Beat) -> Response:
    """Somebody works here: keep the lease, and what was typed."""
    desk = desk_of(request)
    held = {"person": person.name, "fence": beat.fence, "typed": " ".join(beat.typed.split())}
    tasks.heartbeat(desk.db, task_id, seconds=desk.settings.lease, **held)  # type: ignore[arg-type]  # as it takes them
    return JSONResponse({"seconds": desk.settings.lease})


@router.post("/task/{task_id}/skip")
def skip(request: Request, task_id: Number, person: Snipper, told: Because, view: Name) -> Response:
    """Pass the task on to others; the third time it waits for a supervisor."""
    desk, here = desk_of(request), _view(person, view)
    tasks.give_back(desk.db, task_id, person=person.name, fence=told.fence, why=told.why("skip"))
    return JSONResponse({"task": _next(desk, person, here)})


@router.post("/task/{task_id}/escalate")
def escalate(request: Request, task_id: Number, person: Snipper, told: Because, view: Name) -> Response:
    """Put the task before a supervisor."""
    desk, here = desk_of(request), _view(person, view)
    tasks.give_back(desk.db, task_id, person=person.name, fence=told.fence, aside=told.why("escalate"))
    return JSONResponse({"task": _next(desk, person, here)})


def _view(person: Person, name: str) -> View:
    """The view, if the person may work in it; else 404."""
    if VIEWS[name] not in views_of(person):
        raise HTTPException(404)
    return VIEWS[name]


def _mine(request: Request, task_id: int, person: Person) -> Task:
    """The task, which the person must have; for all others it is not there."""
    try:
        return tasks.held(desk_of(request).db, task_id, person.name)
    except LeaseLost as error:
        raise HTTPException(404) from error


def _next(desk: Desk, person: Person, view: View, like: tuple[str, str] | None = None) -> dict[str, object] | None:
    """The next task as the screen has it; None when there is none."""
    task = tasks.next(
        desk.db,
        person=person.name,
        kinds=view.kinds,
        seconds=desk.settings.lease,
        clients=None if ALL_CLIENTS in person.clients else clients_of(desk, person),
        wanted=skills.of(desk.db, person.name),
        placed=not view.whole,
        aside=not view.aside.isdisjoint(person.roles),
        like=like,
    )
    return None if task is None else _told(desk, person, view, task)


def _told(desk: Desk, person: Person, view: View, task: Task) -> dict[str, object]:
    """What the screen is told of a task: what others said only to an arbiter, of its document nothing with snippets."""
    spec = _spec(desk, task)
    told: dict[str, object] = {
        "id": task.id,
        "fence": task.fence,
        "label": spec.label,
        "hint": EXAMPLES[spec.kind].partition(": write ")[2],
        "kind": spec.kind,
        "draft": task.draft,
        "image": bool(task.boxes),
        "choices": [],
    }
    if task.kind == "arbitrate":
        told["choices"] = [_words(voice) for voice in tasks.choices(desk.db, task.id, person.name)]
    if view.whole:
        document = desk.recent.case(desk.db, task.case_id, desk.types).document
        told["pages"] = [each.number for each in document.pages if each.image]
        told["boxes"] = corners(task.boxes)
        told["of"] = desk.label(task.type_name)
    return told


def _words(voice: Voice) -> dict[str, str]:
    """A voice as an arbiter sees it: what it says, never whose it is."""
    if voice.value is None:
        told = "unreadable" if voice.is_unreadable else "blank"
        return {"text": "", "told": told}
    return {"text": " ".join(voice.text.split()) or written(voice.value), "told": ""}


def _spec(desk: Desk, task: Task) -> FieldSpec:
    doctype = desk.types.get(task.type_name)
    return (doctype.spec(task.field) if doctype else None) or FieldSpec(task.field, task.field, task.value_kind)


def _voice(desk: Desk, task: Task, person: Person, said: Answer) -> Voice:
    """What the person says: one of two values, a value of their own, or none and why. 422 for what is no value."""
    if said.choice:
        if task.kind != "arbitrate":
            raise HTTPException(422, "There is nothing to choose from here. Key what you see.")
        chosen = tasks.choices(desk.db, task.id, person.name)[said.choice - 1]
        return Voice(Sort.ARBITRATED, person.name, chosen.value, chosen.text, chosen.boxes, chosen.why)
    text = " ".join(said.text.split())
    if said.absent:
        return Voice(Sort.KEYED, person.name, None, "", task.boxes, said.why())
    value: Value | Unread = validators.of_kind(text, _spec(desk, task))
    if isinstance(value, Unread):
        raise HTTPException(422, str(value))
    return Voice(Sort.KEYED, person.name, value, text, task.boxes)
