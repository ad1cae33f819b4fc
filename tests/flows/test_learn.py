from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import store
from documents.errors import IllegalMove
from documents.fields import Field
from flows.learn import learn_all
from flows.learned import Contract, of_client
from flows.reading import all_types
from flows.settings import Settings
from flows.shadow import Read, held_against
from store import cases, models, scores
from store.models import ModelState
from store.scores import Reviewed
from tests.flows.reviewed import come, review


@pytest.fixture
def taught(db: store.Database, settings: Settings, tmp_path: Path) -> Settings:
    """Twenty-four receipts reviewed."""
    for number in range(24):
        review(db, *come(db, tmp_path, number))
    return settings


def test_scores_are_there_before_anybody_looks(db: store.Database, tmp_path: Path) -> None:
    number, case, paid = come(db, tmp_path, 1)
    assert case.decision.scores["total"].features["one"] == 1.0
    assert not scores.reviewed(db, "acme", "receipt")
    review(db, number, case, paid)
    [reviewed] = scores.reviewed(db, "acme", "receipt")
    assert reviewed.scores == case.decision.scores
    assert reviewed.read["total"].value != paid and reviewed.fields["total"].value == paid


@pytest.mark.slow
def test_what_was_learned_is_tested_in_the_shadow_and_then_reads_better(
    db: store.Database, taught: Settings, tmp_path: Path
) -> None:
    [lesson] = learn_all(db, taught, every=1, person="anna")
    assert lesson.version and lesson.version.state is ModelState.ACTIVE, lesson.sentence
    test = lesson.version.facts["test"]
    assert test["documents"] == 6 and test["right"] > test["before"] and test["worse"] == 0
    _, case, paid = come(db, tmp_path, 77)
    assert case.fields["total"].value == paid
    doctype = all_types()["receipt"]
    learned = of_client(db, "acme", Contract())
    assert case.decision.model == learned.version(doctype) != of_client(db, "other", Contract()).version(doctype)
    assert not learn_all(db, taught, every=1), "nothing new, nothing learned"
    before = models.revert(db, "acme", "receipt", person="anna", why="looks odd")
    assert before is None
    assert models.history(db, "acme")[0].state is ModelState.REVERTED
    assert of_client(db, "acme", Contract()).version(doctype) == of_client(db, "other", Contract()).version(doctype)
    with pytest.raises(IllegalMove, match="nothing to take back"):
        models.revert(db, "acme", "receipt", person="anna", why="again")
    assert models.activate(db, lesson.version.id, person="anna", why="it was right").state is ModelState.ACTIVE


def test_templates_follow_every_review_and_the_rest_waits_for_enough(
    db: store.Database, settings: Settings, tmp_path: Path
) -> None:
    assert not learn_all(db, settings)
    doctype = all_types()["receipt"]
    version = of_client(db, "acme", Contract()).version(doctype)
    review(db, *come(db, tmp_path, 3))
    [lesson] = learn_all(db, settings)
    assert lesson.version and (lesson.version.state, lesson.version.documents) == (ModelState.ACTIVE, 1)
    learned = of_client(db, "acme", Contract())
    assert learned.knowledge.templates is not None and len(learned.knowledge.templates.known) == 1
    assert learned.version(doctype) == version, "what was certified stays certified"
    assert not learn_all(db, settings), "each document teaches once"
    review(db, *come(db, tmp_path, 7))
    [lesson] = learn_all(db, settings)
    assert lesson.version and lesson.version.documents == 2 and lesson.version.last_case == 0


def test_what_came_first_and_is_reviewed_last_teaches_too(
    db: store.Database, settings: Settings, tmp_path: Path
) -> None:
    early, late = come(db, tmp_path, 3), come(db, tmp_path, 7)
    review(db, *late)
    assert len(learn_all(db, settings)) == 1
    review(db, *early)
    [lesson] = learn_all(db, settings)
    assert lesson.sentence == "the templates of 1 more document" and not learn_all(db, settings)
    [lesson] = learn_all(db, settings, every=2)
    assert lesson.version and lesson.version.documents == 2, "nothing but templates saw them"
    assert not learn_all(db, settings, every=1)


def test_what_was_taken_back_is_not_taught_again(db: store.Database, settings: Settings, tmp_path: Path) -> None:
    review(db, *come(db, tmp_path, 3))
    learn_all(db, settings)
    models.revert(db, "acme", "receipt", person="anna", why="keyed wrong")
    assert not learn_all(db, settings), "the next night leaves it taken back"
    review(db, *come(db, tmp_path, 7))
    [lesson] = learn_all(db, settings)
    assert lesson.version and lesson.version.documents == 1, "only what came after"


def test_a_document_that_is_corrected_teaches_its_template_what_is_right(
    db: store.Database, settings: Settings, tmp_path: Path
) -> None:
    number, case, paid = come(db, tmp_path, 3)
    words = [word.text for word in case.document.words]
    before = Decimal(words[words.index("REBATE") + 1])
    review(db, number, case, before)
    learn_all(db, settings)
    assert memory(db) == (str(before), 0)
    cases.reopen(db, number, person="dora", why="not what was paid")
    review(db, number, case, paid)
    [lesson] = learn_all(db, settings)
    assert lesson.sentence == "the templates of 1 more document"
    assert memory(db) == (str(paid), 1), "and it is believed less"


def memory(db: store.Database) -> tuple[str, int]:
    """The total that the one template remembers, and how often it was wrong."""
    templates = of_client(db, "acme", Contract()).knowledge.templates
    assert templates is not None
    [template] = templates.known.values()
    total = template.fields["total"]
    return total.values[-1], round(total.misses)


def test_a_value_that_only_one_version_invents_counts_against_it() -> None:
    doctype = all_types()["receipt"]
    total, cash = (Field(name, Decimal("5.00"), "5.00", 0.9, "label") for name in ("total", "cash"))
    truth, more = {"total": total}, {"total": total, "cash": cash}
    for before, now, told in ((truth, more, (1, 2, 0, 1)), (more, truth, (2, 1, 1, 0)), (more, more, (1, 1, 0, 0))):
        reviewed = Reviewed(1, before, truth, {}, "m")
        test = held_against([Read(reviewed, now)], doctype, recertified=True)
        assert (test.values, (test.right, test.before, test.better, test.worse)) == (2, told)
