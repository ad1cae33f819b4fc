"""What became of a file, and the table that tells it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from documents.case import Case, ReceiptState
from documents.fields import base_name
from documents.printing import printable
from documents.verdicts import Route
from flows.exit_codes import Exit


@dataclass(frozen=True, slots=True)
class Made:
    """One document of a file: the number of its case, and how much of it waits for a person."""

    case_id: int
    title: str
    type_name: str
    accepted: int
    doubtful: int
    route: Route
    reason: str

    @classmethod
    def of(cls, case_id: int, case: Case, title: str) -> Made:
        """The case in short, under its title (`documents.layout.titles`)."""
        reasons, foremost = case.decision.reasons, case.decision.foremost
        reason = foremost.message if foremost else ""
        more = f" (and {len(reasons) - 1} more)" if len(reasons) > 1 else ""
        accepted = len({base_name(name) for name in case.decision.accepted})
        return cls(case_id, title, case.type_name, accepted, case.decision.doubts, case.decision.route, reason + more)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file. RECEIVED means that it is tried again, PROCESSING that another has it."""

    receipt_id: int
    name: str
    state: ReceiptState
    made: tuple[Made, ...] = ()
    code: str = ""
    reason: str = ""
    seconds: float = 0.0

    @property
    def exit(self) -> Exit:
        """The exit code that this file alone would ask for."""
        if self.state is ReceiptState.FAILED:
            return Exit.FAILED
        if self.state in (ReceiptState.RECEIVED, ReceiptState.PROCESSING):
            return Exit.TRY_AGAIN
        return Exit.REVIEW if any(each.route is Route.REVIEW for each in self.made) else Exit.DONE


def worst(outcomes: Iterable[Outcome]) -> Exit:
    """The highest exit code of all."""
    return max((outcome.exit for outcome in outcomes), default=Exit.DONE)


def told(outcome: Outcome) -> list[str]:
    """The outcome in a few words, a line a document."""
    if outcome.made:
        return [f"{each.title}: {each.type_name}, {_where(each)}" for each in outcome.made]
    return [f"{outcome.name}: {_state(outcome)}"]


def _state(outcome: Outcome) -> str:
    return f"{outcome.state.value}: {outcome.reason}" if outcome.reason else outcome.state.value


def table(outcomes: Sequence[Outcome], width: int = 120) -> str:
    """All outcomes as a table for the terminal: document, type, fields, where it went and why, seconds."""
    rows: list[tuple[str, ...]] = [("document", "type", "accepted", "review", "where it went, and why", "s")]
    for outcome in outcomes:
        rows += [tuple(map(printable, row)) for row in _rows(outcome)]
    widths = [max(len(row[column]) for row in rows) for column in range(6)]
    widths[0], widths[1] = min(widths[0], 38), min(widths[1], 18)
    widths[4] = max(30, width - sum(widths[:4]) - widths[5] - 10)
    lines = [_line(row, widths) for row in rows]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def markdown(outcomes: Sequence[Outcome]) -> str:
    """The table for a run's artifact: numbers and states, no names and no values."""
    lines = ["| receipt | state | cases | types | to review | code | s |", "|---|---|---|---|---|---|---|"]
    for outcome in outcomes:
        cases = " ".join(str(each.case_id) for each in outcome.made)
        types = " ".join(dict.fromkeys(each.type_name for each in outcome.made))
        review = sum(each.route is Route.REVIEW for each in outcome.made)
        what = f"{outcome.receipt_id} | {outcome.state.value} | {cases} | {types} | {review} | {outcome.code}"
        lines.append(f"| {what} | {outcome.seconds:.1f} |")
    return "\n".join(lines)


def _rows(outcome: Outcome) -> list[tuple[str, ...]]:
    if not outcome.made:
        return [(outcome.name, "-", "-", "-", _state(outcome), f"{outcome.seconds:.1f}")]
    rows: list[tuple[str, ...]] = []
    for number, each in enumerate(outcome.made, 1):
        seconds = f"{outcome.seconds:.1f}" if number == 1 else ""
        why = f"{_where(each)}: {each.reason}" if each.reason else _where(each)
        rows.append((each.title, each.type_name, str(each.accepted), str(each.doubtful), why, seconds))
    return rows


def _where(made: Made) -> str:
    return (
        f"to review (case {made.case_id})" if made.route is Route.REVIEW else f"straight through (case {made.case_id})"
    )


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [_cut(cell, width) for cell, width in zip(row, widths, strict=True)]
    left = (cells[0].ljust(widths[0]), cells[1].ljust(widths[1]), cells[2].rjust(widths[2]), cells[3].rjust(widths[3]))
    return "  ".join((*left, cells[4].ljust(widths[4]), cells[5].rjust(widths[5])))


def _cut(text: str, width: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= width else text[: width - 1] + "…"
