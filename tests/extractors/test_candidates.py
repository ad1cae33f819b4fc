import pytest

from documents.doctype import DocumentType, FieldSpec, Step
from documents.fields import Candidate
from documents.layout import Document
from documents.losses import Loss
from extractors import extract
from extractors.candidates import spots
from extractors.explain import explain
from extractors.knowledge import RULES_ALONE
from tests.extractors.paper import document

SLIP = document(
    "KEDAI ABU SDN BHD (12345-X)",
    "NO. 7, JALAN UTAMA",
    "50480 KUALA LUMPUR",
    "Tel: 03-1234 5678",
    "Bill A-1027 | 3 March 2018 12:01",
    "Rice 2 x 4.50 | 9.00",
    "Total | RM9.00",
)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("name", "KEDAI ABU SDN BHD"),
        ("address", "NO. 7, JALAN UTAMA 50480 KUALA LUMPUR"),
        ("identifier", "A-1027"),
        ("date", "2018-03-03"),
        ("money", "9.00"),
    ],
)
def test_each_kind_is_found_where_no_rule_asks_for_it(kind: str, value: str) -> None:
    assert value in {str(spot.value) for spot in spots(SLIP, FieldSpec("x", "X", kind))}


def test_dates_and_durations_go_over_line_ends() -> None:
    made = document("This Agreement is made this 13 th day of", "July, 2012 for a period of two (2)", "years from now")
    assert [str(spot.value) for spot in spots(made, FieldSpec("x", "X", "date"))] == ["2012-07-13"]
    assert [spot.value for spot in spots(made, FieldSpec("x", "X", "duration"))] == ["2_years"]


def test_one_value_at_one_place_is_one_spot_and_keeps_who_proposed_it() -> None:
    total = SLIP.words[-1]
    found = spots(SLIP, FieldSpec("x", "X", "money"), [Candidate(total.text, (total,), 0.9, "label")])
    nine = [spot for spot in found if str(spot.value) == "9.00"]
    assert [{candidate.by for candidate in spot.candidates} for spot in nine] == [{"anywhere"}, {"label", "anywhere"}]
    assert nine[1].candidates[0].by == "label"


def _told(made: Document, truth: str) -> Loss:
    step = Step("label", {"labels": ["total"], "kind": "money"})
    doctype = DocumentType("x", "X", (FieldSpec("total", "Total", "money", extract=(step,)),))
    return explain(made, doctype, extract(made, doctype, RULES_ALONE), {"total": truth} if truth else {})["total"][0]


def test_a_lost_value_is_told_where_it_was_lost() -> None:
    assert _told(document("Total | 9.00"), "9.00") is Loss.RIGHT
    assert _told(document("Total | 9.00"), "7.00") is Loss.READING
    assert _told(document("Total | 9.00", "Paid | 7.00"), "7.00") is Loss.RANKING
    assert _told(document("Total | 9.00", "Paid 7"), "7") is Loss.CANDIDATES
    assert _told(document("Total | 9.00"), "") is Loss.INVENTED
