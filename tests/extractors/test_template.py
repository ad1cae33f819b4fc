"""Template memory: one confirmed document teaches the next, errors are remembered, senders do not mix."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from documents.doctype import DocumentType, FieldSpec
from documents.fields import Candidate, Field, Value
from documents.layout import Document
from extractors import extract
from extractors.arbitrate import Claim
from extractors.knowledge import Knowledge
from extractors.template import Templates
from extractors.template_memory import CAPPED, OWED
from extractors.template_vote import weighed
from tests.extractors.paper import page

#: No step finds anything here: all that is found the template has said.
LETTER = DocumentType(
    "letter",
    "Letter",
    (
        FieldSpec("number", "Number", "identifier"),
        FieldSpec("day", "Day", "date"),
        FieldSpec("sender", "Sender", "name"),
        FieldSpec("vat_id", "VAT id", "tax_id"),
        FieldSpec("gross", "Gross", "money"),
        FieldSpec("reference", "Reference", "identifier", required=False),
    ),
)


def invoice(
    number: str, day: str, gross: str, *rows: str, name: str = "Weaver & Daughter", vat: str = "DE136695976"
) -> Document:
    """An invoice of a small maker of cloth: what stands below the rows moves down with them."""
    printed = page(
        name,
        "Mill Lane 4, Dyersham | phone (0155) 238 7110",
        "orders@weaver-cloth.example",
        "",
        f"Delivery of woven goods | Slip {number}",
        f"Handed over on | {day}",
        "Goods | Pieces | Each",
        *(row for row in rows or ("Linen | 2 | 4.00",)),
        "",
        f"To be settled | {gross}",
        f"Kindly remit within a month | our tax register {vat}",
    )
    return Document(f"{number:0<64}", f"{number}.pdf", (printed,))


def says(number: str, day: str, gross: str) -> dict[str, Field]:
    """The same as a person confirms it, without a place."""
    year, month, date_ = map(int, day.split("-"))
    values: dict[str, Value] = {"number": number, "day": date(year, month, date_), "sender": "Weaver & Daughter"}
    values |= {"vat_id": "DE136695976", "gross": Decimal(gross)}
    return {name: Field(name, value, str(value), 1.0, "keyed:ann") for name, value in values.items()}


FIRST = invoice("WD-1043", "2025-03-04", "80.00")
SECOND = invoice("WD-2077", "2025-05-06", "1,250.00", "Linen | 2 | 4.00", "Wool | 9 | 12.00", "Silk | 1 | 90.00")
TAUGHT = Templates().learn(FIRST, LETTER, says("WD-1043", "2025-03-04", "80.00"))


def found(templates: Templates, document: Document) -> dict[str, Value]:
    return {name: said.value for name, said in templates.find(document, LETTER) if said.value is not None}


def test_one_confirmed_document_tells_where_the_next_has_its_values() -> None:
    assert found(TAUGHT, SECOND) == {
        "number": "WD-2077",
        "day": date(2025, 5, 6),
        "sender": "Weaver & Daughter",
        "vat_id": "DE136695976",
        "gross": Decimal("1250.00"),
    }


def shop(*address: str) -> Document:
    """A till's paper, its head centred."""
    head = ("CORNER BAKERY", *address, "OUR TAX REGISTER DE136695976", "SMALL BILL OF THE HOUSE")
    lines = [" " * ((44 - len(line)) * 5 // 6) + line for line in head]  # a space is narrower than a letter
    below = ("Rolls | 4.00", "To be settled | 4.00", "Please come back soon", "Open all days but Monday")
    return Document(f"{abs(hash(address)):0>64}", "till.pdf", (page(*lines, *below),))


def test_a_value_of_several_centred_lines_is_read_whole_and_half_of_one_hardly_counts() -> None:
    place = DocumentType("slip", "Slip", (FieldSpec("address", "Address", "address"), LETTER.fields[3]))
    whole = "Lot 3, Jalan Pelabur 23, 40300 Shah Alam, Selangor"
    confirmed = {
        "address": Field("address", whole, whole, 1.0, "keyed:ann"),
        "vat_id": says("1", "2025-01-01", "1")["vat_id"],
    }
    taught = Templates().learn(shop("Lot 3, Jalan Pelabur 23,", "40300 Shah Alam, Selangor"), place, confirmed)
    same = dict(taught.find(shop("Lot 7, Jalan Merdeka 19,", "50100 Klang City, Penang"), place))["address"]
    assert same.value == "Lot 7, Jalan Merdeka 19, 50100 Klang City, Penang" and same.belief > 0.8
    half = dict(taught.find(shop("Lot 7, Jalan Merdeka 19,", "", "", "| | | No 12"), place))["address"]
    assert half.value == "Lot 7, Jalan Merdeka 19," and half.belief < 0.8 * same.belief


def test_each_value_stands_in_words_of_the_page() -> None:
    for _, said in TAUGHT.find(SECOND, LETTER):
        assert said.by == "template" and said.words and set(said.words) <= set(SECOND.words)


def test_extraction_listens_to_templates() -> None:
    fields = extract(SECOND, LETTER, Knowledge({}, TAUGHT))
    assert fields["gross"].value == Decimal("1250.00") and fields["gross"].by == "template"
    assert extract(SECOND, LETTER, Knowledge({})) == {}


def test_another_make_and_another_type_find_nothing() -> None:
    other = Document("1" * 64, "x.pdf", (page("Tax office Northam", "Notice of assessment", "Year 2024 | Due 80.00"),))
    assert found(TAUGHT, other) == {}
    assert TAUGHT.match(SECOND, replace(LETTER, name="order")) is None
    assert len(TAUGHT.learn(other, LETTER, {}).known) == 2


def test_a_value_badly_read_at_its_place_is_the_one_confirmed_before() -> None:
    misread = invoice("WD-2078", "2025-05-07", "12.00", name="Weaver & Daughfer")
    assert found(TAUGHT, misread)["sender"] == "Weaver & Daughter"


def test_confirmation_raises_belief_and_an_error_caps_it_until_right_again() -> None:
    sure = {name: said.belief for name, said in TAUGHT.find(SECOND, LETTER)}
    twice = TAUGHT.learn(SECOND, LETTER, says("WD-2077", "2025-05-06", "1250.00"))
    third = invoice("WD-3001", "2025-07-01", "7.00")
    surer = {name: said.belief for name, said in twice.find(third, LETTER)}
    assert surer["gross"] > sure["gross"]

    wrong = twice.correct(SECOND, LETTER, {"gross": says("WD-2077", "2025-05-06", "90.00")["gross"]})
    doubted = {name: said.belief for name, said in wrong.find(third, LETTER)}
    assert doubted.get("gross", 0.0) <= CAPPED
    assert doubted["number"] == surer["number"]

    memory = next(iter(wrong.known.values())).fields["gross"]
    assert memory.owed == OWED and memory.misses == 1


def test_a_document_that_is_taught_again_replaces_what_it_taught() -> None:
    mistaken = Templates().learn(FIRST, LETTER, says("WD-1043", "2025-03-04", "4.00"))
    mended = mistaken.learn(FIRST, LETTER, says("WD-1043", "2025-03-04", "80.00"))
    assert found(mended, SECOND)["gross"] == Decimal("1250.00")
    assert next(iter(mended.known.values())).documents == 1


def test_wrong_teaching_harms_its_own_template_alone() -> None:
    lettered = Document(
        "2" * 64,
        "other.pdf",
        (page("Harbour Rope Works", "Quay 9 Saltport", "Account sent | 12.12.2025", "Sum wanted | 44.10"),),
    )
    both = TAUGHT.learn(lettered, LETTER, says("WD-1043", "2025-03-04", "12.12"))
    before, after = dict(TAUGHT.find(SECOND, LETTER)), dict(both.find(SECOND, LETTER))
    assert before == after and len(both.known) == 2


def test_what_was_never_confirmed_is_absent() -> None:
    assert "reference" not in found(TAUGHT, SECOND)
    memory = next(iter(TAUGHT.known.values())).fields["reference"]
    assert memory.absent == 1 and memory.seen == 0


def test_learning_changes_no_older_templates() -> None:
    before = json.dumps(TAUGHT.to_plain(), sort_keys=True)
    TAUGHT.learn(SECOND, LETTER, says("WD-2077", "2025-05-06", "1250.00"))
    assert json.dumps(TAUGHT.to_plain(), sort_keys=True) == before


def test_templates_are_small_and_come_back_from_json() -> None:
    twice = TAUGHT.learn(SECOND, LETTER, says("WD-2077", "2025-05-06", "1250.00"), date(2025, 6, 1))
    text = json.dumps(twice.to_plain())
    again = Templates.from_plain(json.loads(text))
    assert again.known == twice.known
    assert dict(again.find(SECOND, LETTER)) == dict(twice.find(SECOND, LETTER))
    assert len(text) < 20_000


@pytest.mark.parametrize("plain", [{"a": {}}, {"a": {"words": ["x"], "fields": {}}}])
def test_what_is_no_template_is_refused(plain: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        Templates.from_plain(plain)


def test_what_was_long_ago_counts_less() -> None:
    templates = TAUGHT
    for number in range(4):
        fresh = invoice(f"WD-30{number}0", "2025-05-06", f"{number}1.00")
        templates = templates.learn(
            fresh, LETTER, says(f"WD-30{number}0", "2025-05-06", f"{number}1.00"), date(2025, 6, 1)
        )
    now = dict(templates.find(SECOND, LETTER, date(2025, 6, 2)))
    later = dict(templates.find(SECOND, LETTER, date(2031, 6, 2)))
    assert later["gross"].belief < now["gross"].belief


def test_a_senders_name_is_known_on_its_other_papers() -> None:
    lines = ["Reminder", "DE136695976 | Weaver & Daughter", "please pay what is open | 1,250.00"]
    reminder = Document("3" * 64, "reminder.pdf", (page(*lines),))
    assert found(TAUGHT, reminder) == {"sender": "Weaver & Daughter", "vat_id": "DE136695976"}


def test_the_vote_weighs_a_rule_against_a_template() -> None:
    rule = Claim("A", (Candidate("A", (), 0.9, "label"),))
    strong, weak = (Candidate("B", (), belief, "template", "B") for belief in (0.97, 0.4))
    assert weighed([rule], strong)[0].value == "B"
    assert weighed([rule], weak)[0].value == "A"
    assert weighed([rule], replace(strong, value="A"))[0].odds > rule.odds
    exact = Claim("A", (Candidate("A", (), 1.0, "e_invoice"),))
    assert weighed([exact], strong) == [exact]
    assert weighed([rule], None) == [rule]


def test_what_nobody_else_proposes_is_as_sure_as_the_template() -> None:
    alone = weighed([], Candidate("B", (), 0.4, "template", "B"))
    assert [claim.value for claim in alone] == ["B"]
    assert alone[0].chance == pytest.approx(0.4)
