"""What is found on a file's documents before anything is judged; and how a file that holds files becomes documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import capture
from documents.counting import counted
from documents.doctype import DocumentType
from documents.errors import CaptureError, TooLarge, Unreadable
from documents.fields import Fields
from documents.layout import Document


@dataclass(frozen=True, slots=True)
class Draft:
    """A document with what was found on it, before anything is judged. Without a type there is a reason."""

    document: Document
    doctype: DocumentType | None
    fields: Fields
    reason: str = ""


#: Reads one file as drafts; takes the keywords `name` and `images`.
Read = Callable[..., list[Draft]]


def unpacked(
    path: Path, read: Read, limits: capture.Limits, *, name: str | None = None, images: Path | None = None
) -> list[Draft]:
    """The documents of an archive or a mail, counted through. A member that cannot be read is one without pages.

    It then waits for a person with its reason, and the others go their way. Raises CaptureError when none can be
    read, or the whole breaks a limit.
    """
    name = name or path.name
    with TemporaryDirectory(prefix="paperdesk-parts-") as folder:
        found = capture.unpack(path, Path(folder), limits=limits, name=name)
        drafts: list[Draft] = []
        for number, (member, called) in enumerate(zip(found, _names(name, found), strict=True), 1):
            drafts += _of_member(member, number, Path(folder), read, called, images)
            if sum(len(draft.document.pages) for draft in drafts) > limits.pages:
                raise TooLarge(f"{name}: has more than {limits.pages} pages in all (limit pages). Send it in parts.")
    if not any(draft.document.pages for draft in drafts):
        held = f"holds {counted(len(found), 'file')}, none of which can be read"
        raise Unreadable(f"{name}: {held}; the first: {drafts[0].reason}")
    sha256 = capture.sha256(path)
    only = len(drafts) == 1
    return [
        replace(draft, document=replace(draft.document, sha256=sha256, part=0 if only else number))
        for number, draft in enumerate(drafts, 1)
    ]


def _names(name: str, members: Sequence[capture.Member]) -> Iterator[str]:
    """What each member is called: after its file, and counted where several have one name (of several folders)."""
    seen: Counter[str] = Counter()
    given: set[str] = set()
    for member in members:
        called = member.name
        while called in given:
            seen[member.name] += 1
            called = f"{member.name} ({seen[member.name] + 1})"
        given.add(called)
        yield f"{name} / {called}"


def _of_member(
    member: capture.Member, number: int, folder: Path, read: Read, called: str, images: Path | None
) -> Iterator[Draft]:
    own = images / str(number) if images else None
    trouble = member.trouble
    if not trouble:
        try:
            if own:
                own.mkdir()
            for draft in read(folder / member.file, name=called, images=own):
                yield replace(draft, document=_placed(draft.document, str(number)))
        except CaptureError as error:
            if not error.fault_of_document:
                raise
            trouble = str(error)
    if trouble:
        yield Draft(Document("", called, (), notes=(trouble,)), None, {}, f"unreadable: {trouble}")


def _placed(document: Document, folder: str) -> Document:
    """The document with the names of its page pictures as seen from the folder of all."""
    pages = (replace(page, image=f"{folder}/{page.image}" if page.image else page.image) for page in document.pages)
    return replace(document, pages=tuple(pages))
