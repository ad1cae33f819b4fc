import json

import numpy as np
import pytest

from documents.doctype import DocumentType, FieldSpec, Step
from documents.errors import ModelError
from documents.layout import Document
from extractors import Knowledge, extract
from extractors.design import Case, design_of
from extractors.features import Traits
from extractors.growing import grow
from extractors.knowledge import RULES_ALONE, SHIPPED
from extractors.learning import Example, fit
from extractors.ranker import Ranker, spread
from extractors.trees import Trees
from tests.extractors.paper import document

TOTAL = FieldSpec("total", "Total", "money", required=False)
SHOP = DocumentType("slip", "Slip", (TOTAL,))


def slip(number: int, paid: bool = True) -> Document:
    """A slip whose total no rule knows: it is what is settled, not the deposit nor the largest amount."""
    price, deposit = 3 + number * 7 % 23, 90 - number
    lines = [f"Deposit kept | {deposit}.00", f"Goods | {price + 2}.40", f"Rebate | {number}.15"]
    return document(*lines, *([f"Amount settled | {price}.25"] if paid else []))


def taught(count: int) -> list[Example]:
    paid = [Example(slip(number), {"total": f"{3 + number * 7 % 23}.25"}) for number in range(count)]
    return [*paid, *(Example(slip(number + 40, paid=False), {}) for number in range(count // 3))]


def test_a_dozen_documents_teach_a_field_that_no_rule_knows() -> None:
    learned = Knowledge({"slip": fit(SHOP, taught(12))})
    fields = [extract(slip(number), SHOP, learned)["total"] for number in range(13, 20)]
    assert [str(field.value) for field in fields] == [f"{3 + number * 7 % 23}.25" for number in range(13, 20)]
    assert all(field.place > 0.4 and field.by == "ranker" for field in fields)
    assert {candidate.text for candidate in fields[0].others} >= {"77.00"}
    assert not extract(slip(13), SHOP, RULES_ALONE)


def test_absent_is_an_answer() -> None:
    learned = Knowledge({"slip": fit(SHOP, taught(12))})
    assert "total" not in extract(slip(25, paid=False), SHOP, learned)


def test_the_same_examples_make_the_same_bytes_and_the_bytes_the_same_ranker() -> None:
    one, two = fit(SHOP, taught(10), seed=3), fit(SHOP, taught(10), seed=3)
    assert one.to_bytes() == two.to_bytes() and one.version == two.version
    assert Ranker.from_bytes(one.to_bytes()) == one


def test_what_was_known_before_stays_when_two_documents_come() -> None:
    before = fit(SHOP, taught(12))
    after = fit(SHOP, taught(2), prior=before)
    assert str(extract(slip(17), SHOP, Knowledge({"slip": after}))["total"].value) == f"{3 + 17 * 7 % 23}.25"
    assert after.version == before.version, "two documents prove nothing"


def test_a_dozen_and_more_that_contradict_a_sure_rule_overrule_it_and_a_few_do_not() -> None:
    step = Step("label", {"labels": ["goods"], "kind": "money", "belief": 0.95})
    ruled = DocumentType("slip", "Slip", (FieldSpec("total", "Total", "money", extract=(step,)),))
    paid = f"{3 + 30 * 7 % 23}.25"
    for count, overruled in ((24, True), (2, False)):
        examples = [Example(slip(number), {"total": f"{3 + number * 7 % 23}.25"}) for number in range(count)]
        learned = Knowledge({"slip": fit(ruled, examples)})
        assert (str(extract(slip(30), ruled, learned)["total"].value) == paid) is overruled


def test_reviews_that_confirm_the_rules_change_nothing() -> None:
    step = Step("label", {"labels": ["goods"], "kind": "money"})
    ruled = DocumentType("slip", "Slip", (FieldSpec("total", "Total", "money", extract=(step,)),))
    agreed = [Example(slip(number), {"total": f"{5 + number * 7 % 23}.40"}) for number in range(30)]
    assert not fit(ruled, agreed).fields


def test_how_sure_a_model_may_be_is_kept_with_it() -> None:
    learned = fit(SHOP, taught(30))
    assert 0.2 <= learned.fields["total"].sharpness <= 1
    assert Ranker.from_bytes(learned.to_bytes()) == learned


def test_rules_are_believed_before_anything_contradicts_them() -> None:
    step = Step("label", {"labels": ["goods"], "kind": "money"})
    ruled = DocumentType("slip", "Slip", (FieldSpec("total", "Total", "money", extract=(step,)),))
    agreed = [Example(slip(number), {"total": f"{5 + number * 7 % 23}.40"}) for number in range(3)]
    learned = Knowledge({"slip": fit(ruled, agreed)})
    assert str(extract(slip(9), ruled, learned)["total"].value) == f"{5 + 9 * 7 % 23}.40"


def test_several_values_of_a_field_are_judged_each_by_itself() -> None:
    spec = FieldSpec("party", "Party", "name", repeated=True)
    deed = DocumentType("deed", "Deed", (spec,))
    names = ["Elm", "Fir", "Oak", "Ash", "Yew", "Box", "Bay", "Fig", "Nut", "Rye", "Hop", "Ivy", "Sal", "Tea"]

    def made(at: int) -> Document:
        first, second, third = (names[(at + step) % len(names)] for step in (0, 3, 5))
        return document(
            f"Lender: {first} Works Ltd",
            f"Borrower: {second} Mills Ltd",
            "Terms follow",
            f"Printed by {third} Press Ltd",
        )

    def truth(at: int) -> list[str]:
        return [f"{names[at % len(names)]} Works Ltd", f"{names[(at + 3) % len(names)]} Mills Ltd"]

    learned = fit(deed, [Example(made(at), {"party": truth(at)}) for at in range(11)])
    found = extract(made(12), deed, Knowledge({"deed": learned}))
    assert sorted(str(field.value) for field in found.values()) == sorted(truth(12))


def test_nothing_to_learn_from_and_no_ranker_are_said() -> None:
    with pytest.raises(ModelError, match="review some first"):
        fit(SHOP, [Example(slip(1), {})])
    for content in (b"", b"[]", b'{"format": 1}', b'{"format": 99, "doctype": "x", "fields": {}}'):
        with pytest.raises(ModelError):
            Ranker.from_bytes(content)


def test_trees_walk_as_they_were_grown() -> None:
    draw = np.random.default_rng(0)
    seen = [Traits(("w",) if x > y else (), {"a": float(x), "b": float(y)}) for x, y in draw.random((160, 2))]
    right = [each.numbers["a"] + each.numbers["b"] > 1 for each in seen]
    cases = [Case(tuple(seen[at : at + 4]), tuple(right[at : at + 4])) for at in range(0, 160, 4)]
    trees = grow(design_of(cases, ()), range(40), 0)
    rows = [spread(each) for each in seen]
    assert trees is not None
    scores = trees.scores(rows)
    assert np.mean((scores > 0) == np.array(right)) > 0.9
    again = Trees.from_plain(json.loads(json.dumps(trees.to_plain())))
    assert np.array_equal(again.scores(rows), scores)


def test_the_package_brings_models_that_load() -> None:
    for name, ranker in SHIPPED.rankers.items():
        assert ranker.doctype == name and ranker.fields
