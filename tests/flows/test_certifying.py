from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

import store
from assurance.sampling import Plan, choose
from documents.doctype import DocumentType
from documents.promise import Scope
from documents.verdicts import Score
from extractors.ranker import Ranker
from flows.certifying import certify_client
from flows.improving import improve
from flows.learned import BROKEN, BROUGHT, CHANGED, Contract, of_client
from flows.reading import all_types
from flows.settings import Settings
from store import cases, certificates, history, models, qa, queue
from store.database import writing
from tests.store import made

CONTRACT = Contract(errors={"invoice": 0.2})
SCORES = {name: Score(0.93, {"one": 1.0}) for name in ("invoice_number", "total")}


@pytest.fixture
def doctype() -> DocumentType:
    return all_types()["invoice"]


def check(db: store.Database, folder: Path, doctype: DocumentType, count: int, verdict: str) -> None:
    """So many invoices went straight through, and QA said this of their numbers."""
    for number in range(count):
        content = f"{verdict} {number} {folder.name}"
        version = BROUGHT.version(doctype)
        decision = replace(made.RELEASE, scores=SCORES, model=version, declaration=doctype.declaration)
        case = made.case(decision, number=content)
        drawn = qa.to_draw(db, "acme", case, choose, plan=Plan(rate=1.0))
        cases.save(db, made.claimed(db, folder, content), [case], None, [drawn])
    with writing(db) as connection:
        when = "strftime('%Y-%m-%d %H:%M:%f000', 'now')"
        said = f"UPDATE qa_samples SET verdict = '{verdict}', judged_at = {when} WHERE verdict = ''"
        connection.execute(text(f"{said} AND field = 'invoice_number'"))


def keyed(db: store.Database, folder: Path, doctype: DocumentType, count: int, to: str = "") -> None:
    """So many invoices that a person went through, who keyed each number (`to`: otherwise than read); QA agreed."""
    for number in range(count):
        content = f"keyed {number} {folder.name}"
        version = BROUGHT.version(doctype)
        decision = replace(made.REVIEW, scores=SCORES, model=version, declaration=doctype.declaration)
        [case_id] = cases.save(db, made.claimed(db, folder, content), [made.case(decision, number=content)])
        held: dict[str, Any] = {"person": "anna", "fence": queue.claim(db, case_id, person="anna").fence}
        history.correct(db, case_id, name="invoice_number", value=to or content, text=to or content, **held)
        fields = cases.load(db, case_id, made.TYPES).fields
        drawn = [qa.Draw("invoice_number", "identifier", 1.0)]
        cases.decide(db, case_id, fields=fields, findings=(), decision=made.RELEASE, drawn=drawn, **held)
    with writing(db) as connection:
        when = "strftime('%Y-%m-%d %H:%M:%f000', 'now')"
        connection.execute(text(f"UPDATE qa_samples SET verdict = 'right', judged_at = {when} WHERE verdict = ''"))


@pytest.mark.parametrize("wrong", [0, 9])
def test_where_everything_goes_to_people_what_they_keyed_and_qa_drew_proves_or_refutes(
    db: store.Database, tmp_path: Path, doctype: DocumentType, wrong: int
) -> None:
    strict = replace(CONTRACT, strict=True)
    spec = doctype.spec("invoice_number")
    assert spec is not None and of_client(db, "acme", strict).judging(doctype).of(doctype, spec) > 1
    keyed(db, sub(tmp_path, "a"), doctype, wrong, to="another")
    keyed(db, sub(tmp_path, "b"), doctype, 32 - wrong)
    told = certify_client(db, "acme", strict)
    [standing] = [each for each in told.standings if each.field == "invoice_number"]
    assert (standing.checked, standing.wrong) == (32, wrong)
    assert bool(standing.certificate) is not bool(wrong)
    assert (of_client(db, "acme", strict).judging(doctype).of(doctype, spec) > 1) is bool(wrong)


def sub(folder: Path, name: str) -> Path:
    (folder / name).mkdir()
    return folder / name


def test_enough_checked_values_make_a_certificate_that_the_work_goes_by(
    db: store.Database, tmp_path: Path, doctype: DocumentType
) -> None:
    check(db, sub(tmp_path, "a"), doctype, 20, "right")
    told = certify_client(db, "acme", CONTRACT)
    assert not [each for each in told.standings if each.certificate], "20 are too few for 20 %"
    check(db, sub(tmp_path, "b"), doctype, 12, "right")
    told = certify_client(db, "acme", CONTRACT)
    [kept] = certificates.in_force(db, "acme")
    assert (kept.certificate.fields, kept.certificate.scope) == (("invoice_number",), Scope.FIELD)
    learned = of_client(db, "acme", CONTRACT)
    spec = doctype.spec("invoice_number")
    assert spec is not None
    assert learned.judging(doctype).of(doctype, spec) == kept.certificate.threshold == 0.93
    assert learned.judging(doctype).certified(doctype, spec)
    strict = of_client(db, "acme", replace(CONTRACT, strict=True)).judging(doctype)
    other = next(each for each in doctype.fields if each.name != "invoice_number")
    assert strict.of(doctype, other) > 1 and strict.of(doctype, spec) == 0.93
    again = certify_client(db, "acme", CONTRACT)
    assert certificates.in_force(db, "acme") == [kept] and not again.ended


def test_a_certificate_is_withdrawn_when_qa_breaks_it_and_starts_anew(
    db: store.Database, tmp_path: Path, doctype: DocumentType, settings: Settings
) -> None:
    check(db, sub(tmp_path, "a"), doctype, 40, "right")
    certify_client(db, "acme", CONTRACT)
    [kept] = certificates.in_force(db, "acme")
    check(db, sub(tmp_path, "b"), doctype, 9, "wrong")
    acme = replace(settings.client("acme"), promise=CONTRACT)
    told = list(improve(db, replace(settings, clients={"acme": acme}), "acme"))
    assert certificates.in_force(db, "acme") == []
    assert certificates.history(db, "acme")[0].why == BROKEN
    assert told == [f"acme: withdrawn, invoice: {BROKEN}. It said: {kept.certificate.sentence}"]
    learned, spec = of_client(db, "acme", CONTRACT).judging(doctype), doctype.spec("invoice_number")
    other = next(each for each in doctype.fields if each.name != "invoice_number")
    assert spec is not None and learned.of(doctype, spec) > 1, "it goes to a person, whatever stood in before"
    assert learned.of(doctype, other) < 1
    check(db, sub(tmp_path, "c"), doctype, 20, "right")
    certify_client(db, "acme", CONTRACT)
    assert certificates.in_force(db, "acme") == [], "what was right before it broke counts no more"
    check(db, sub(tmp_path, "d"), doctype, 20, "right")
    certify_client(db, "acme", CONTRACT)
    assert of_client(db, "acme", CONTRACT).judging(doctype).of(doctype, spec) < 1, "proved anew, it goes through again"


def test_a_new_model_inherits_nothing(db: store.Database, tmp_path: Path, doctype: DocumentType) -> None:
    check(db, sub(tmp_path, "a"), doctype, 40, "right")
    certify_client(db, "acme", CONTRACT)
    ranker = Ranker("invoice", {}).to_bytes().decode()
    content: dict[str, Any] = {"ranker": ranker, "correctness": None, "templates": {}}
    models.add(db, "acme", "invoice", "v", content, documents=1, last_case=1, facts={}, activate=True)
    learned = of_client(db, "acme", CONTRACT)
    spec = doctype.spec("invoice_number")
    assert spec is not None and not learned.judging(doctype).certified(doctype, spec), "at once, before any night"
    told = certify_client(db, "acme", CONTRACT)
    assert [kept.certificate.doctype for kept in told.ended] == ["invoice"]
    assert certificates.history(db, "acme")[0].why == CHANGED and not certificates.in_force(db, "acme")
