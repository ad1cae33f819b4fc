"""The keying screen: the page, and all that its script has to know of the document."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response

from desk.context import Desk, page
from desk.judging import is_hidden, shown
from desk.keymap import active, bindings, buttons
from desk.opened import Opened
from desk.reasons import REASONS
from desk.sheet import plain
from documents.doctype import DocumentType
from documents.fields import Fields
from documents.layout import Box
from store import preferences, rearranging
from store.ledger import REOPEN
from store.people import Person


def screen(request: Request, there: Opened, person: Person, fence: int) -> Response:
    """The document to be keyed."""
    desk, case, made = there.desk, there.case, there.sheet
    chosen = preferences.of(desk.db, person.name)
    table = active(chosen.get("keys", {}))
    told = {
        "case": there.item.case_id,
        "fence": fence,
        "lease": desk.settings.lease,
        "pages": pages(there),
        "boxes": {name: corners(field.boxes) for name, field in case.fields.items()},
        "others": _others(case.fields, case.doctype),
        "keys": bindings(table),
        "reasons": REASONS,
        "types": {name: doctype.label for name, doctype in desk.types.items()},
        "layout": chosen.get("layout", {}),
        "sheet": plain(made),
    }
    return page(
        request,
        "keying.html",
        person,
        client=there.item.client,
        name=there.item.name,
        type_label=desk.label(case.type_name),
        pages=case.document.pages,
        sheet=made,
        keymap=table,
        key=buttons(table),
        layout=chosen.get("layout", {}),
        reopens=_reopens(desk, chosen.get("last"), there.item.case_id),
        accepts_rest=there.item.client in desk.settings.accept_rest,
        screen=told,
    )


def pages(there: Opened) -> list[dict[str, object]]:
    """The pages as the script shows them. `version` makes the address of a picture another when its page was turned."""
    version = rearranging.arrangement(there.desk.db, there.item.case_id)
    return [
        {
            "number": p.number,
            "ratio": p.height / p.width if p.width else 1.414,
            "image": p.image is not None,
            "version": version,
        }
        for p in there.case.document.pages
    ]


def corners(boxes: Iterable[Box]) -> list[list[float]]:
    """Boxes as the script has them: page, left, top, right, bottom."""
    return [[box.page, box.left, box.top, box.right, box.bottom] for box in boxes]


def is_recent(left: object) -> bool:
    """Was this document left so short a time ago that its keyer may open it again?"""
    at = left.get("at") if isinstance(left, dict) else None
    return isinstance(at, str) and datetime.now(UTC) - datetime.fromisoformat(at) < REOPEN


def _reopens(desk: Desk, left: object, case_id: int) -> bool:
    return is_recent(left) and isinstance(left, dict) and left.get("case") != case_id


def _others(fields: Fields, doctype: DocumentType | None) -> dict[str, list[dict[str, object]]]:
    """What else the machine saw: each text once, without the one that is shown, and none that must not be seen."""
    found: dict[str, list[dict[str, object]]] = {}
    for name, field in fields.items():
        spec = doctype.spec(name) if doctype else None
        if spec is None or is_hidden(field, spec):
            continue
        texts = {shown(field)}
        for other in field.others:
            text = " ".join(other.text.split())
            if text and text not in texts:
                texts.add(text)
                places = [word.box for word in other.words] or ([other.box] if other.box else [])
                found.setdefault(name, []).append({"text": text, "boxes": corners(places)})
    return found
