"""What the keying screen sends. Anything else in it is refused."""

from __future__ import annotations

from typing import Annotated

from fastapi import HTTPException
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from desk.reasons import sentence
from documents.layout import Box

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[1-9]\d{0,4})?(\.[a-z][a-z0-9_]*)?$", max_length=120)]
Text = Annotated[str, Field(max_length=2000)]
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


class Held(_Message):
    """Something that only who holds the case may do."""

    fence: int


class Edit(Held):
    """One field as a person wants it: a text, or (`absent`) none. `edit` makes sending it twice harmless."""

    edit: Annotated[str, Field(min_length=8, max_length=64)]
    name: Name
    text: Text
    boxes: Annotated[list[Corners], Field(max_length=200)] = []
    absent: Annotated[str, Field(pattern="^(blank|unreadable|removed)?$")] = ""
    reason: Annotated[str, Field(max_length=40)] = ""
    remark: Annotated[str, Field(max_length=200)] = ""

    def places(self) -> tuple[Box, ...]:
        """Where the text stands on the page."""
        return tuple(Box(*corners) for corners in self.boxes)


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
    """A finding is right all the same: `finding` is its `judging.mark`."""

    finding: Annotated[str, Field(max_length=200)]


class Retype(Held):
    """The document is of another type."""

    type: Annotated[str, Field(max_length=100)]
