from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import assurance
from assurance import confirmation, decide
from documents.doctype import DocumentType, FieldSpec, Review, TableSpec
from documents.fields import Candidate, Field, Fields
from documents.verdicts import Doubt, Finding, Reason, Route, Severity

DOCTYPE = DocumentType(
    "invoice",
    "Invoice",
    (
        FieldSpec("number", "Number", "identifier"),
        FieldSpec("note", "Note", "text", required=False),
        FieldSpec("party", "Party", "name", repeated=True),
        FieldSpec("total", "Total", "money", threshold=0.98),
    ),
    (
        TableSpec(
            "lines",
            "Lines",
            (
                FieldSpec("lines.text", "Text", "text", required=False, threshold=0.5),
                FieldSpec("lines.amount", "Amount", "money", threshold=0.9),
            ),
        ),
    ),
    declaration="hash",
)


def field(name: str, confidence: float = 1.0, **more: object) -> Field:
    made = Field(name, "x", "x", confidence, "label", place=confidence)
    return replace(made, **more)  # type: ignore[arg-type]  # any of Field's


def sure(*more: Field, without: str = "") -> Fields:
    found = [*(field(name) for name in ("number", "party", "total") if name != without), *more]
    return {each.name: each for each in found}


def told(fields: Fields, *findings: Finding, doctype: DocumentType = DOCTYPE) -> list[tuple[str | None, Doubt]]:
    return [(reason.field, reason.doubt) for reason in decide(fields, findings, doctype).reasons]


def finding(*fields: str, severity: Severity = Severity.MUST_FIX, message: str = "does not add up") -> Finding:
    return Finding("sum", fields, severity, message)


def test_what_is_complete_and_sure_is_released_with_what_was_in_force() -> None:
    decision = decide(sure(), [], DOCTYPE)
    assert (decision.route, decision.reasons) == (Route.RELEASE, ())
    assert decision.accepted == {"number", "party", "total"}
    assert decision.thresholds == {
        "number": 0.95, "note": 0.95, "party": 0.95, "total": 0.98, "lines.text": 0.5, "lines.amount": 0.9
    }  # fmt: skip
    assert (decision.declaration, decision.model) == ("hash", "declared-1")


def test_a_missing_required_field_goes_to_review_and_a_missing_optional_one_does_not() -> None:
    assert told(sure(without="total")) == [("total", Doubt.MISSING)]


def test_a_document_without_any_field_is_never_released_though_nothing_is_required() -> None:
    optional = DocumentType("x", "X", (FieldSpec("note", "Note", "text", required=False),))
    assert told({}, doctype=optional) == [(None, Doubt.MISSING)]


def test_the_threshold_itself_is_enough_and_less_is_not() -> None:
    assert told(sure(field("total", 0.98))) == []
    assert told(sure(field("total", 0.9799))) == [("total", Doubt.PLACE)]


@pytest.mark.parametrize(
    ("place", "reading", "confidence", "doubts"),
    [
        (0.5, 1.0, 0.5, [Doubt.PLACE]),
        (1.0, 0.5, 0.5, [Doubt.READING]),
        (0.5, 0.5, 0.25, [Doubt.PLACE, Doubt.READING]),
        (0.98, 0.985, 0.965, [Doubt.PLACE]),  # each would do alone: the weaker is named
        (0.99, 0.98, 0.97, [Doubt.READING]),
        (0.5, 0.5, 0.99, []),  # the confidence decides, not its parts
    ],
)
def test_the_two_doubts_are_told_apart(place: float, reading: float, confidence: float, doubts: list[Doubt]) -> None:
    total = field("total", confidence, place=place, reading=reading)
    assert told(sure(total)) == [("total", doubt) for doubt in doubts]


def test_a_doubt_is_said_in_words_with_its_figure_cut_and_no_value() -> None:
    rivals = (Candidate("7.00", (), 0.4, "label"), Candidate("X", (), 0.4, "pattern"))
    seen = field("total", 0.97999, others=rivals)
    (reason,) = decide(sure(seen), [], DOCTYPE).reasons
    assert reason.message == "Total: seen in two places (97.9 % sure, 98 % needed)"
    read = field("total", 0.6, place=1.0, reading=0.6)
    (reason,) = decide(sure(read), [], DOCTYPE).reasons
    assert reason.message == "Total: read unsurely (60 % sure, 98 % needed)"


def test_a_keyed_value_is_never_doubted_and_still_checked() -> None:
    keyed = field("total", 0.0, by="keyed:anna")
    assert told(sure(keyed)) == []
    assert told(sure(keyed), finding("total")) == [("total", Doubt.FINDING)]


@pytest.mark.parametrize("review", [Review.VERIFY, Review.BLIND])
def test_a_field_under_verification_needs_a_person_however_sure_the_machine_is(review: Review) -> None:
    doctype = replace(DOCTYPE, fields=(replace(DOCTYPE.fields[0], review=review), *DOCTYPE.fields[1:]))
    assert told(sure(), doctype=doctype) == [("number", Doubt.READING)]
    assert told(sure(field("number", by="keyed:anna")), doctype=doctype) == []


@dataclass(frozen=True)
class Certified:
    model: str = "certified-7"

    def of(self, doctype: DocumentType, spec: FieldSpec) -> float:
        return 0.4

    def certified(self, doctype: DocumentType, spec: FieldSpec) -> bool:
        return True


def test_a_certified_threshold_replaces_the_declared_one_and_lifts_verification() -> None:
    doctype = replace(DOCTYPE, fields=tuple(replace(spec, review=Review.VERIFY) for spec in DOCTYPE.fields))
    decision = decide(sure(field("total", 0.4)), [], doctype, Certified())
    assert (decision.route, decision.model, decision.thresholds["total"]) == (Route.RELEASE, "certified-7", 0.4)


def test_a_finding_stands_against_every_field_it_looked_at() -> None:
    decision = decide(sure(), [finding("total", "number")], DOCTYPE)
    assert decision.doubtful == ("number", "total")
    assert decision.accepted == {"party"}


def test_a_finding_of_the_whole_document_stands_first() -> None:
    assert told(sure(without="total"), finding()) == [(None, Doubt.FINDING), ("total", Doubt.MISSING)]


def test_what_is_only_worth_knowing_holds_up_nothing() -> None:
    assert told(sure(), finding("total", severity=Severity.INFO)) == []


def test_a_person_may_confirm_what_asks_for_it_and_nothing_else() -> None:
    asks, forbids = finding("total", severity=Severity.CONFIRM), finding("total")
    confirmed = frozenset({confirmation(asks)})
    assert decide(sure(), [asks], DOCTYPE).route is Route.REVIEW
    assert decide(sure(), [asks], DOCTYPE, confirmed=confirmed).route is Route.RELEASE
    assert decide(sure(), [forbids], DOCTYPE, confirmed=confirmed).route is Route.REVIEW


def test_a_confirmation_does_not_hold_for_another_sentence_of_the_same_rule() -> None:
    confirmed = frozenset({confirmation(finding("total", severity=Severity.CONFIRM, message="one cent off"))})
    worse = finding("total", severity=Severity.CONFIRM, message="a thousand off")
    assert decide(sure(), [worse], DOCTYPE, confirmed=confirmed).route is Route.REVIEW


def test_cells_count_one_by_one_by_their_columns_threshold() -> None:
    cells = [field("lines.1.amount", 0.95), field("lines.1.text", 0.6), field("lines.2.amount", 0.8)]
    decision = decide(sure(*cells), [], DOCTYPE)
    assert decision.doubtful == ("lines.2.amount",)
    assert {"lines.1.amount", "lines.1.text"} <= decision.accepted


def test_a_row_without_a_required_cell_misses_that_cell() -> None:
    assert told(sure(field("lines.7.text"))) == [("lines.7.amount", Doubt.MISSING)]


def test_a_required_table_without_rows_is_missing() -> None:
    doctype = replace(DOCTYPE, tables=(replace(DOCTYPE.tables[0], required=True),))
    assert told(sure(), doctype=doctype) == [("lines", Doubt.MISSING)]


def test_a_finding_on_a_column_is_one_reason_and_stands_against_its_cells() -> None:
    cells = [field("lines.1.amount"), field("lines.2.amount"), field("lines.1.text")]
    decision = decide(sure(*cells), [finding("lines.amount")], DOCTYPE)
    assert decision.doubtful == ("lines.amount",)
    assert not {"lines.1.amount", "lines.2.amount"} & decision.accepted
    assert "lines.1.text" in decision.accepted


def test_a_doubt_about_one_of_several_values_is_not_one_about_the_others() -> None:
    decision = decide(sure(field("party.2", 0.1)), [], DOCTYPE)
    assert decision.doubtful == ("party.2",)
    assert "party" in decision.accepted


def test_a_field_that_the_type_does_not_have_is_told() -> None:
    assert told(sure(field("colour"))) == [("colour", Doubt.TYPE)]


NAMES = [
    "number",
    "note",
    "party",
    "party.2",
    "total",
    "lines.1.text",
    "lines.1.amount",
    "lines.2.text",
    "lines.10.amount",
]


@given(
    there=st.permutations(NAMES).flatmap(lambda names: st.integers(0, len(names)).map(lambda n: names[:n])),
    confidence=st.floats(0, 1),
    on=st.lists(st.sampled_from([*NAMES, "lines.amount", "lines"]), max_size=4),
)
def test_reasons_follow_the_declaration_whatever_the_order_of_fields(
    there: list[str], confidence: float, on: list[str]
) -> None:
    findings = [finding(*on)] if on else []
    fields = {name: field(name, confidence) for name in there}
    decision = decide(fields, findings, DOCTYPE)
    again = decide(dict(reversed(fields.items())), findings, DOCTYPE)
    assert again == decision
    assert (decision.route is Route.RELEASE) == (not decision.reasons)
    assert not decision.accepted & set(decision.doubtful)
    rank = {"number": 0, "note": 1, "party": 2, "party.2": 3, "total": 4}
    ranks = [rank.get(name, 5) for name in decision.doubtful]
    assert ranks == sorted(ranks)
    rows = [int(name.split(".")[1]) for name in decision.doubtful if name.count(".") == 2]
    assert rows == sorted(rows)


def test_an_unclassified_document_goes_to_review_with_the_reason() -> None:
    decision = assurance.unclassified("unclassified: invoice and receipt bid alike")
    assert decision.route is Route.REVIEW
    assert decision.reasons == (Reason(None, Doubt.TYPE, "unclassified: invoice and receipt bid alike"),)
    assert decision.model == "declared-1"
