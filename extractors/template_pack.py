"""A template as JSON values and back: the codec of all nouns, its many words and anchors as one short text each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar

from documents.plain import to_noun, to_plain
from extractors.template_memory import Anchor, StillWord, Template

Small = TypeVar("Small", Anchor, StillWord)


def packed(template: Template) -> dict[str, Any]:
    """The template as JSON values."""
    plain: dict[str, Any] = to_plain(template)
    plain["words"] = [_line(word) for word in template.words]
    for name, memory in template.fields.items():
        for place, said in zip(memory.places, plain["fields"][name]["places"], strict=True):
            said["anchors"] = [_line(anchor) for anchor in place.anchors]
    return plain


def unpacked(plain: Mapping[str, Any]) -> Template:
    """The template again. Raises KeyError, TypeError or ValueError for anything else."""
    memories = {
        name: {**memory, "places": [_whole(place) for place in memory["places"]]}
        for name, memory in plain["fields"].items()
    }
    words = [to_plain(_of(StillWord, line)) for line in plain["words"]]
    return to_noun(Template, {**plain, "words": words, "fields": memories})


def _whole(place: Mapping[str, Any]) -> dict[str, Any]:
    return {**place, "anchors": [to_plain(_of(Anchor, line)) for line in place["anchors"]]}


def _line(small: Anchor | StillWord) -> str:
    return " ".join(str(getattr(small, each.name)) for each in fields(small))


def _of(kind: type[Small], line: str) -> Small:
    word, *numbers = line.split(" ")
    wanted = [each.type for each in fields(kind)][1:]
    read = [int(number) if each == "int" else float(number) for each, number in zip(wanted, numbers, strict=True)]
    return kind(word, *read)  # type: ignore[arg-type]
