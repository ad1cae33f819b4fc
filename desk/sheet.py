"""What the keying screen shows of a case: a row a field, a grid a table, each with its state in a word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from desk.judging import Absence, Answers, Judged, mark, shown
from documents.doctype import DocumentType, FieldSpec, TableSpec
from documents.fields import Field, base_name
from documents.kinds import written
from documents.layout import Document, Source
from documents.verdicts import Finding, Severity


class State(StrEnum):
    """How a field stands, in the word that the screen shows."""

    DOUBTFUL = "doubtful"  # a person must look
    ERROR = "error"  # a check says no
    CONFIRMED = "confirmed"  # a person keyed it, or said that there is none
    ACCEPTED = "accepted"  # the machine is sure
    EMPTY = "empty"  # not there, and not needed


@dataclass(frozen=True, slots=True)
class Row:
    """One field. `message` is why it is in doubt, a line a reason; `rule` marks a finding that asks to be confirmed."""

    name: str
    label: str
    kind: str
    required: bool
    repeated: bool
    text: str
    state: State
    message: str = ""
    source: str = ""
    absent: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class TableLine:
    """One line of a table, a cell for each column."""

    number: int
    cells: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """What a column adds up to, and the field that a rule compares it with; `agrees` is None while that is absent."""

    label: str
    total: str
    against: str
    value: str
    agrees: bool | None


@dataclass(frozen=True, slots=True)
class Grid:
    """One table. `blank` are the cells of a line to be added, with 0 for its number."""

    name: str
    label: str
    columns: tuple[FieldSpec, ...]
    lines: tuple[TableLine, ...]
    blank: tuple[Row, ...]
    sums: tuple[Sum, ...]
    message: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole form. `left` counts what needs a person, of `count` fields; `notes` concern the whole document.

    `rule` is the mark of a finding that asks to be confirmed and names no row: a column, or the document.
    """

    rows: tuple[Row, ...]
    tables: tuple[Grid, ...]
    notes: tuple[str, ...]
    left: int
    rule: str = ""
    has_pages: bool = True

    @property
    def count(self) -> int:
        """How many values the form has."""
        return len(self.rows) + sum(len(line.cells) for table in self.tables for line in table.lines)

    @property
    def told(self) -> str:
        """What is to do, in a few words."""
        if not self.count and not self.tables:
            return "Choose its type" if self.has_pages else "Nothing can be read"
        return f"{self.left} of {self.count} need you" if self.left else "Nothing left: finish"


@dataclass(frozen=True, slots=True)
class _View:
    document: Document
    doctype: DocumentType
    judged: Judged
    said: Answers
    typed: Mapping[str, str]


def sheet(
    document: Document, doctype: DocumentType | None, judged: Judged, said: Answers, typed: Mapping[str, str]
) -> Sheet:
    """The form of a case. `typed` are texts not yet values (or not yet saved), shown as they are."""
    reasons = judged.decision.reasons
    whole = [reason.message[:1].upper() + reason.message[1:] for reason in reasons if reason.field is None]
    notes = (*(note for note in document.notes if not any(note in said for said in whole)), *whole)
    left = judged.decision.doubts
    if doctype is None:
        return Sheet((), (), notes, left, has_pages=bool(document.pages))
    view = _View(document, doctype, judged, said, typed)
    rows = tuple(_row(view, name, spec) for spec in doctype.fields for name in _names(view, spec))
    tables = tuple(_grid(view, table) for table in doctype.tables)
    names = {row.name for row in rows} | {cell.name for table in tables for line in table.lines for cell in line.cells}
    rest = [finding for finding in judged.findings if names.isdisjoint(finding.fields)]
    return Sheet(rows, tables, notes, left, _rule(rest, said))


def plain(made: Sheet) -> dict[str, object]:
    """What changes on the screen after an edit, for the answer to it."""
    cells = [cell for table in made.tables for line in table.lines for cell in line.cells]
    return {
        "rows": {
            row.name: {
                "state": row.state.value,
                "message": row.message,
                "source": row.source,
                "absent": row.absent,
                "rule": row.rule,
            }
            for row in (*made.rows, *cells)
        },
        "tables": {
            table.name: {
                "message": table.message,
                "sums": [
                    {"label": s.label, "total": s.total, "against": s.against, "value": s.value, "agrees": s.agrees}
                    for s in table.sums
                ],
            }
            for table in made.tables
        },
        "notes": list(made.notes),
        "left": made.left,
        "rule": made.rule,
        "told": made.told,
    }


def _names(view: _View, spec: FieldSpec) -> list[str]:
    known = _known(view)
    more = {name for name in known if name != spec.name and base_name(name) == spec.name}
    return [spec.name, *sorted(more, key=lambda name: int(name.rpartition(".")[2]))]


def _known(view: _View) -> list[str]:
    """The names of all values that the form has, seen or not."""
    answered = (name for name, told in view.said.absent.items() if told.answers)
    return [*view.judged.fields, *view.judged.hidden, *view.typed, *answered]


def _grid(view: _View, table: TableSpec) -> Grid:
    known = _known(view)
    paths = (name.split(".") for name in known if name.startswith(f"{table.name}.") and name.count(".") == 2)
    lines = tuple(
        TableLine(number, tuple(_row(view, _cell(column, number), column) for column in table.columns))
        for number in sorted({int(path[1]) for path in paths})
    )
    blank = tuple(Row(_cell(c, 0), c.label, c.kind, c.required, False, "", State.EMPTY) for c in table.columns)
    own = (table.name, *(column.name for column in table.columns))
    said = _lines(r.message for r in view.judged.decision.reasons if r.field in own)
    return Grid(table.name, table.label, table.columns, lines, blank, tuple(_sums(view, table)), said)


def _cell(column: FieldSpec, number: int) -> str:
    table, short = column.name.split(".")
    return f"{table}.{number}.{short}"


def _row(view: _View, name: str, spec: FieldSpec) -> Row:
    present, absence = view.judged.fields.get(name), view.said.absent.get(name)
    if present is not None or name in view.typed:
        absence = None
    findings = [f for f in view.judged.findings if name in f.fields]
    return Row(
        name=name,
        label=spec.label,
        kind=spec.kind,
        required=spec.required,
        repeated=spec.repeated,
        text=view.typed.get(name, shown(present)),
        state=_state(view, name, present, absence, findings),
        message=_message(view, name, spec, findings),
        source=_source(view.document, present, absence),
        absent=absence.sort.value if absence else "",
        rule=_rule(findings, view.said),
    )


def _state(
    view: _View, name: str, present: Field | None, absence: Absence | None, findings: Iterable[Finding]
) -> State:
    if any(finding.severity is Severity.MUST_FIX for finding in findings):
        return State.ERROR
    if name in view.judged.decision.doubtful:
        return State.DOUBTFUL
    if present is None:
        return State.CONFIRMED if absence else State.EMPTY
    return State.CONFIRMED if present.by.startswith("keyed:") else State.ACCEPTED


def _message(view: _View, name: str, spec: FieldSpec, findings: list[Finding]) -> str:
    """All that speaks against a value, the worst first: nobody confirms what they were not shown."""
    wrong = [finding.message for finding in findings if finding.severity is Severity.MUST_FIX]
    reasons = [reason.message for reason in view.judged.decision.reasons if reason.field == name]
    told = [finding.message for finding in findings]
    return _lines(each.removeprefix(f"{spec.label}: ") for each in (*wrong, *reasons, *told))


def _lines(messages: Iterable[str]) -> str:
    """Each sentence once, on a line of its own."""
    return "\n".join(dict.fromkeys(each[:1].upper() + each[1:] for each in messages))


def _rule(findings: Iterable[Finding], said: Answers) -> str:
    asks = (each for each in findings if each.severity is Severity.CONFIRM and not said.confirms(each))
    return next(map(mark, asks), "")


def _source(document: Document, present: Field | None, absence: Absence | None) -> str:
    if absence:
        return f"keyed by {absence.person}"
    if present is None:
        return ""
    text, value = shown(present), written(present.value)
    meant = "" if "".join(text.split()).casefold() == "".join(value.split()).casefold() else f" → {value}"
    if present.by.startswith("keyed:"):
        return f"keyed by {present.by.removeprefix('keyed:')}{meant}"
    place = "known place, " if present.by == "template" else ""  # where people confirmed it on the sender's last ones
    return f"{place}{_engine(document, present)}{meant}"


def _engine(document: Document, present: Field) -> str:
    if present.by == "e_invoice":
        return "e-invoice"
    if present.by == "form_field":
        return "form field"
    pages = {page.number: page for page in document.pages}
    page = pages.get(present.box.page) if present.box else None
    if page is not None and page.source is Source.OCR:
        return f"OCR {present.confidence:.2f}"
    return f"text layer {present.confidence:.2f}" if page is not None else present.by.replace("_", " ")


def _sums(view: _View, table: TableSpec) -> Iterable[Sum]:
    """Each column of this table that a rule compares with a field, added up."""
    columns = {column.name: column for column in table.columns}
    for rule in view.doctype.rules:
        column = next((columns[name] for name in rule.on if name in columns), None)
        single = [spec for n in rule.on if "." not in n and (spec := view.doctype.spec(n)) and spec.kind == "money"]
        if column is None or not single:
            continue
        values = [f.value for name, f in view.judged.fields.items() if base_name(name) == column.name]
        total = sum((value for value in values if isinstance(value, Decimal)), Decimal())
        present = {spec.name: view.judged.fields[spec.name] for spec in single if spec.name in view.judged.fields}
        against = next(
            (spec for spec in single if spec.name in present and present[spec.name].value == total), single[0]
        )
        other = present.get(against.name)
        wrong = any(f.rule == rule.check.name and column.name in f.fields for f in view.judged.findings)
        agrees = None if other is None or not values else not wrong
        yield Sum(column.label, f"{total:f}", against.label, written(other.value) if other else "", agrees)
