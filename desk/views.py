"""The views in which single fields are worked on, and who may work in them."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import HTTPException

from store.people import SUPERVISING, Person

#: Who decides what others could not.
LEADING = frozenset({"senior", "supervisor", "admin"})


@dataclass(frozen=True, slots=True)
class View:
    """A way of working on tasks: its address, its title, what it asks, which kinds it gives to which roles.

    `whole`: the page is shown too. `aside`: roles that also get what waits for a supervisor.
    """

    name: str
    title: str
    ask: str
    kinds: tuple[str, ...]
    roles: frozenset[str]
    whole: bool = True
    aside: frozenset[str] = SUPERVISING


VIEWS = {
    view.name: view
    for view in (
        View("second", "Second keying", "What stands here?", ("key", "verify"), LEADING | {"operator"}),
        View("snippets", "Snippets", "What stands here?", ("key", "verify"), LEADING | {"operator", "snippet"}, False),
        View("arbitrate", "Arbitration", "Which of the two stands here?", ("arbitrate",), LEADING),
        View("qa", "QA", "What stands here?", ("qa",), LEADING | {"qa"}),
    )
}


def supervising(person: Person) -> None:
    """Only for who leads the queue; for all others the page does not exist."""
    if SUPERVISING.isdisjoint(person.roles):
        raise HTTPException(404)


def views_of(person: Person | None) -> list[View]:
    """The views that this person may work in."""
    return [view for view in VIEWS.values() if person is not None and not view.roles.isdisjoint(person.roles)]
