"""What became of a true value on its way from the page to the record."""

from __future__ import annotations

from enum import StrEnum


class Loss(StrEnum):
    """Where a true value was lost, in the order of the way: what comes first stands in the way of all that follows.

    `RIGHT` was not lost; `INVENTED` is a value where the truth has none.
    """

    READING = "reading"  # the value does not stand among the words as read
    CANDIDATES = "candidates"  # it was read, and nobody proposed it
    NORMALISATION = "normalisation"  # its place was proposed, in another form
    RANKING = "ranking"  # it was proposed, and another was chosen, or none
    RIGHT = "right"
    INVENTED = "invented"
