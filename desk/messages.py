"""What the keying screen sends. Anything else in it is refused."""

from __future__ import annotations

from typing import Annotated

from fastapi import HTTPException
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from desk.reasons import sentence
from documents.layout import Box

_NAME = r"[0-9]*[A-Za-z][A-Za-z0-9_]*"
Name = Annotated[str, Field(pattern=rf"^{_NAME}(\.[1-9]\d{{0,4}})?(\.{_NAME})?$", max_length=120)]
Text = Annotated[str, Field(max_length=2000)]
#: The client's own name for an edit: sent twice, it is stored once.
EditName = Annotated[str, Field(min_length=8, max_length=64)]
Share = Annotated[float, Field(ge=0, le=1)]


def _upright(corners: tuple[int, float, float, float, float]) -> tuple[int, float, float, float, float]:
    Box(*corners)  # ValueError for one that is inside out
    return corners


Corners = Annotated[tuple[Annotated[int, Field(ge=0)], Share, Share, Share, Share], AfterValidator(_upright)]


def because(act: str, code: str, remark: str) -> str:
    """What the history keeps of a reason. 422 for one that we do not offer."""
    try:
        return sentence(act, code, remark)
    except KeyError as error:
        raise HTTPException(422, f"{code!r} is no reason that we offer. Reload the page.") from error


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Nothing(_Message):
    """An act that needs no more words."""


class Held(_Message):
    """Something that only who holds the case may do."""

    fence: int


class Edit(Held):
    """One field as a person wants it: a text, or (`absent`) none. `edit` makes sending it twice harmless."""

    edit: EditName
    name: Name
    text: Text
    boxes: Annotated[list[Corners], Field(max_length=200)] = []
    absent: Annotated[str, Field(pattern="^(blank|unreadable|removed)?$")] = ""
    reason: Annotated[str, Field(max_length=40)] = ""
    remark: Annotated[str, Field(max_length=200)] = ""

    def places(self) -> tuple[Box, ...]:
        """Where the text stands on the page."""
        return tuple(Box(*corners) for corners in self.boxes)

    def why(self) -> str:
        """What the history keeps of an answer without a value."""
        return because(self.absent, self.reason, self.remark) if self.absent in ("blank", "unreadable") else "removed"


class Edits(Held):
    """Several fields at once: a block that was pasted, a row that was deleted."""

    edits: Annotated[list[Edit], Field(min_length=1, max_length=200)]


class Beat(Held):
    """Somebody works at a task; what stands in its input is kept as a draft."""

    typed: Text = ""


class Answer(Held):
    """What a person says of one field: a text, one of the two values shown (`choice` 1 or 2), or (`absent`) none."""

    text: Text = ""
    choice: Annotated[int, Field(ge=0, le=2)] = 0
    absent: Annotated[str, Field(pattern="^(blank|unreadable)?$")] = ""
    reason: Annotated[str, Field(max_length=40)] = ""
    remark: Annotated[str, Field(max_length=200)] = ""

    def why(self) -> str:
        """What is kept of an answer without a value."""
        return because(self.absent, self.reason, self.remark)


class Typed(_Message):
    """Texts as they stand in the inputs, not saved yet."""

    values: Annotated[dict[Name, Text], Field(max_length=5000)]


class Because(Held):
    """An act for a reason."""

    reason: Annotated[str, Field(max_length=40)]
    remark: Annotated[str, Field(max_length=200)] = ""

    def why(self, act: str) -> str:
        """What the history keeps."""
        return because(act, self.reason, self.remark)


class Confirm(Because):
    """A finding is right all the same: `finding` is its `judging.mark`. `edit` as in Edit."""

    edit: EditName
    finding: Annotated[str, Field(max_length=200)]


class Undo(Held):
    """What was there before the edit `of` shall be there again."""

    edit: EditName
    of: EditName


class Retype(Because):
    """The document is of another type."""

    type: Annotated[str, Field(max_length=100)]


class Area(_Message):
    """A part of a page, drawn by hand."""

    box: Corners


class Layout(_Message):
    """Where the page stands, and its share of the width in hundredths."""

    side: Annotated[str, Field(pattern="^(left|right)$")]
    share: Annotated[int, Field(ge=30, le=75)]


class GroupAnswer(_Message):
    """What was said of one value of a group: `shown` is the value that was looked at, `text` what it is."""

    case: Annotated[int, Field(ge=1, le=2**53)]
    name: Name
    shown: Text
    text: Text
    verdict: Annotated[str, Field(pattern="^(right|doubtful|postponed)$")]


class Answered(_Message):
    """The answers to a whole group."""

    values: Annotated[list[GroupAnswer], Field(max_length=100)]


class Sheet(_Message):
    """One page in its new place: its number in the file, and by how much (degrees clockwise) it is to be turned."""

    number: Annotated[int, Field(ge=0, le=100_000)]
    turn: Annotated[int, Field(ge=0, le=270, multiple_of=90)] = 0


class Bundle(_Message):
    """A document as it shall be: the case that it goes on as (None: a new one), its type ("": found), its pages."""

    case: Annotated[int, Field(ge=1, le=2**53)] | None
    type: Annotated[str, Field(max_length=100)] = ""
    pages: Annotated[list[Sheet], Field(min_length=1, max_length=2000)]


class Arrangement(Because):
    """All documents of a file as they shall be; pages that are in none are left out."""

    documents: Annotated[list[Bundle], Field(min_length=1, max_length=500)]
