"""Classify and assemble: the pages of a file put together otherwise, typed and turned; the fields are read again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import APIRouter, HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

import assurance
import capture
import doctypes
from desk.access import Keyer, Number, looked, seen
from desk.context import Desk, desk_of, page
from desk.judging import Answers, judge
from desk.keymap import active, bindings, buttons
from desk.leaving import Chosen
from desk.messages import Arrangement, Bundle
from desk.opened import Opened, opened
from desk.queue import address
from desk.reasons import REASONS
from desk.screen import pages
from documents.case import Case, CaseState
from documents.doctype import DocumentType
from documents.errors import CaptureError
from documents.fields import Field, Fields
from documents.layout import Document, Page
from documents.verdicts import Route
from store import history, master, originals, preferences, queue, rearranging
from store.queue import QueueItem

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Source:
    """A case whose pages are shared out: as it is now, and the newest row of its history from before that."""

    there: Opened
    newest: int


@router.get("/case/{case_id}/pages")
def strip(request: Request, case_id: Number, person: Keyer, chosen: Chosen) -> Response:
    """The pages of the file that the case came in, by document."""
    desk = desk_of(request)
    item = seen(desk, person, case_id)
    if item.state is not CaseState.REVIEW or item.person != person.name:
        return RedirectResponse(f"/case/{case_id}", 303)
    lease = queue.claim(desk.db, case_id, person=person.name, seconds=desk.settings.lease)
    looked(desk, person, item, "case.pages_opened")
    sources = _sources(desk, case_id)
    table = active(preferences.of(desk.db, person.name).get("keys", {}))
    told = {
        "case": case_id,
        "fence": lease.fence,
        "back": address(f"/case/{case_id}", *chosen),
        "keys": bindings(table)["strip"],
        "reasons": REASONS["assemble"],
        "types": {name: doctype.label for name, doctype in desk.types.items()},
        "documents": [_told(desk, number, source) for number, source in sources.items()],
        "last": rearranging.last(desk.db, case_id) is not None,
    }
    return page(
        request,
        "assemble.html",
        person,
        here="queue",
        name=item.name,
        client=item.client,
        screen=told,
        key=buttons(table),
    )


@router.post("/case/{case_id}/pages")
def arrange(request: Request, case_id: Number, person: Keyer, wanted: Arrangement, chosen: Chosen) -> Response:
    """Put the pages together as asked, read the fields again, and open the document that the case is now."""
    desk = desk_of(request)
    item = seen(desk, person, case_id)
    why = wanted.why("assemble")
    sources = _sources(desk, case_id)
    _check(wanted.documents, sources, case_id, desk)
    changed = [bundle for bundle in wanted.documents if _is_changed(bundle, sources)]
    given_up = set(sources) - {bundle.case for bundle in wanted.documents}
    if not changed and not given_up:
        return JSONResponse({"next": address(f"/case/{case_id}", *chosen)})
    with TemporaryDirectory(prefix="paperdesk-") as folder:
        turned = _turned(desk, item, changed, sources, Path(folder))
        made = [(bundle.case, _case(desk, item, bundle, sources, turned)) for bundle in changed]
        touched = {bundle.case for bundle in changed} & set(sources)
        rearranging.rearrange(
            desk.db,
            case_id,
            made,
            among={number: source.newest for number, source in sources.items() if number in touched | given_up},
            person=person.name,
            fence=wanted.fence,
            act=_act(changed, given_up, sources),
            why=why,
            images=Path(folder),
        )
    return JSONResponse({"next": address(f"/case/{case_id}", *chosen)})


def _sources(desk: Desk, case_id: int) -> dict[int, Source]:
    """The cases whose pages may be shared out, by part."""
    found: dict[int, Source] = {}
    for number in rearranging.siblings(desk.db, case_id):
        newest = history.newest(desk.db, number)
        found[number] = Source(opened(desk, queue.item(desk.db, number)), newest)
    return found


def _check(documents: Sequence[Bundle], sources: Mapping[int, Source], case_id: int, desk: Desk) -> None:
    """Refuse what is no arrangement of these pages: 422."""
    known = {page.number for source in sources.values() for page in source.there.case.document.pages}
    asked = [sheet.number for bundle in documents for sheet in bundle.pages]
    cases = [bundle.case for bundle in documents if bundle.case is not None]
    types = {bundle.type for bundle in documents} - {""}
    whole = not set(asked) - known and len(set(asked)) == len(asked) and len(set(cases)) == len(cases)
    if not whole or set(cases) - set(sources) or case_id not in cases or types - set(desk.types):
        raise HTTPException(422, "These are not the pages of this file as it is now. Reload the page.")


def _is_changed(bundle: Bundle, sources: Mapping[int, Source]) -> bool:
    """Has the document other pages, in another order or turned, or another type than before?"""
    if bundle.case is None:
        return True
    case = sources[bundle.case].there.stored
    numbers = [page.number for page in case.document.pages]
    is_retyped = bundle.type not in ("", case.type_name)
    return is_retyped or [sheet.number for sheet in bundle.pages] != numbers or any(s.turn for s in bundle.pages)


def _act(changed: Sequence[Bundle], given_up: set[int], sources: Mapping[int, Source]) -> str:
    """What was done, in the words of the audit."""
    left = {sheet.number for bundle in changed for sheet in bundle.pages}
    touched = given_up | {bundle.case for bundle in changed if bundle.case is not None}
    before = {number: [p.number for p in sources[number].there.stored.document.pages] for number in touched}
    same = [b for b in changed if b.case is not None and {s.number for s in b.pages} == set(before[b.case])]
    acts = {
        "split": any(bundle.case is None for bundle in changed),
        "merge": bool(given_up & set(sources)) and bool({n for g in given_up for n in before[g]} & left),
        "leave_out": bool({n for numbers in before.values() for n in numbers} - left),
        "rotate": any(sheet.turn for bundle in changed for sheet in bundle.pages),
        "reorder": any([s.number for s in b.pages] != before[b.case] for b in same if b.case is not None),
        "retype": any(
            b.type not in ("", sources[b.case].there.stored.type_name) for b in changed if b.case is not None
        ),
    }
    return "+".join(act for act, done in acts.items() if done) or "move"


def _turned(
    desk: Desk, item: QueueItem, changed: Iterable[Bundle], sources: Mapping[int, Source], folder: Path
) -> dict[int, Page]:
    """The pages that were turned, read again from the original; their pictures go to the folder. 422 when it fails."""
    known = {page.number: page for source in sources.values() for page in source.there.stored.document.pages}
    document = next(iter(sources.values())).there.stored.document
    made: dict[int, Page] = {}
    for sheet in (sheet for bundle in changed for sheet in bundle.pages if sheet.turn):
        turn = (known[sheet.number].turned + sheet.turn) % 360
        original, eyes = originals.get(desk.db, document.sha256), desk.settings.eyes(item.client)
        try:
            made[sheet.number] = capture.read_page(
                original,
                sheet.number,
                turn,
                name=item.name,
                images=folder,
                limits=eyes.limits,
                languages=eyes.languages,
                engine=eyes.engine,
            )
        except CaptureError as error:
            raise HTTPException(422, f"Page {sheet.number + 1} cannot be turned: {error}") from error
    return made


def _case(
    desk: Desk, item: QueueItem, bundle: Bundle, sources: Mapping[int, Source], turned: Mapping[int, Page]
) -> Case:
    """The document as it shall be: read for its fields again, with what people had keyed on its pages."""
    document = _document(bundle, sources, turned)
    source = sources.get(bundle.case) if bundle.case is not None else None
    doctype = _doctype(desk, item, bundle, document, source)
    if doctype is None:
        return Case(document, None, {}, (), assurance.unclassified("unclassified: its pages were put together anew"))
    keyed = _keyed(bundle, sources, doctype)
    known = master.look_ups(desk.db, item.client, besides=item.case_id)
    read, thresholds = desk.settings.read_anew(item.client, document, doctype, known)
    fields: Fields = {**read, **keyed}
    same_type = source is not None and source.there.stored.type_name == doctype.name
    said = source.there.said if source is not None and same_type else Answers()
    judged = judge(document, fields, doctype, said, known, thresholds)
    whole = {**judged.fields, **judged.hidden}
    # It stays in review even when nothing is in doubt: who put it together looks at it once more.
    return Case(document, doctype, whole, judged.findings, replace(judged.decision, route=Route.REVIEW))


def _doctype(
    desk: Desk, item: QueueItem, bundle: Bundle, document: Document, source: Source | None
) -> DocumentType | None:
    """The type asked for; else that of the case it goes on as; else what the pages announce."""
    if bundle.type:
        return desk.doctype(bundle.type, item.client)
    if source is not None and source.there.stored.doctype is not None:
        return source.there.stored.doctype
    verdict = doctypes.classify(document, desk.types)
    return desk.doctype(verdict.doctype.name, item.client) if verdict.doctype else None


def _document(bundle: Bundle, sources: Mapping[int, Source], turned: Mapping[int, Page]) -> Document:
    """Its pages in order. Data of the file (an e-invoice, form fields) goes with the page that it stands on."""
    documents = [source.there.stored.document for source in sources.values()]
    known = {page.number: page for document in documents for page in document.pages}
    numbers = [sheet.number for sheet in bundle.pages]
    own = sources[bundle.case].there.stored.document if bundle.case is not None else documents[0]
    first = {document.pages[0].number: document.e_invoice for document in documents if document.pages}
    forms = (field for document in documents for field in document.form_fields)
    return replace(
        own,
        pages=tuple(turned.get(number, known[number]) for number in numbers),
        e_invoice=next((first[number] for number in numbers if first.get(number)), None),
        form_fields=tuple(field for field in forms if field.box and field.box.page in numbers),
        notes=own.notes if bundle.case is not None else (),
    )


def _keyed(bundle: Bundle, sources: Mapping[int, Source], doctype: DocumentType) -> dict[str, Field]:
    """What people keyed: of its own case all that stands on no page it lost, of others what stands on its pages."""
    numbers = {sheet.number for sheet in bundle.pages if not sheet.turn}
    found: dict[str, Field] = {}
    for case_id, source in sources.items():
        for name, field in source.there.stored.fields.items():
            on = {box.page for box in field.boxes}
            stays = (bool(on) and on <= numbers) or (not on and case_id == bundle.case)
            if field.by.startswith("keyed:") and stays and doctype.spec(name) is not None:
                found.setdefault(name, field)
    return found


def _told(desk: Desk, number: int, source: Source) -> dict[str, object]:
    case = source.there.stored
    return {
        "case": number,
        "type": case.doctype.name if case.doctype else "",
        "label": desk.label(case.type_name),
        "part": case.document.part,
        "holder": source.there.item.person,
        "pages": pages(source.there),
    }
