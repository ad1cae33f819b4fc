"""What every page of one desk shares; it travels with the app, so that two desks can live in one process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import BoundedSemaphore

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from desk.recent import Recent
from desk.settings import Settings
from desk.views import views_of
from documents.counting import counted
from documents.doctype import DocumentType
from store import Database
from store.people import Person

HERE = Path(__file__).parent


def _templates() -> Environment:
    folder = FileSystemLoader(HERE / "templates")
    made = Environment(loader=folder, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.globals["counted"] = counted
    made.policies["json.dumps_kwargs"] = {"sort_keys": False}  # reasons and types stand in their own order
    return made


@dataclass(frozen=True, slots=True)
class Desk:
    """The database, the document types, the settings.

    `recent` are the documents being worked on; `door` lets two sign in at a time, since hashing takes memory.
    `put_off` are the values (case and field) that a person does not want to see in a group again, as long as this runs.
    """

    db: Database
    types: Mapping[str, DocumentType]
    settings: Settings
    templates: Environment = field(default_factory=_templates)
    recent: Recent = field(default_factory=Recent)
    door: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(2))
    put_off: dict[str, set[tuple[int, str]]] = field(default_factory=dict)

    def doctype(self, name: str, client: str) -> DocumentType | None:
        """The type of this name as it is for the client, who may want other exports; None when there is none."""
        found, formats = self.types.get(name), self.settings.formats.get(client)
        return replace(found, exports=formats) if found and formats else found

    def label(self, type_name: str) -> str:
        """What people call a type."""
        return self.types[type_name].label if type_name in self.types else type_name.capitalize()


def desk_of(request: Request) -> Desk:
    """The desk that a request came to."""
    desk: Desk = request.app.state.desk
    return desk


def page(request: Request, template: str, person: Person | None, code: int = 200, **values: object) -> HTMLResponse:
    """A page, everything in it escaped."""
    shown = {"here": "", "q": "", "person": person, "views": views_of(person)} | values
    return HTMLResponse(desk_of(request).templates.get_template(template).render(shown), code)
