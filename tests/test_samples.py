"""All of sample_docs/ through the house: every document ends where its truth says, and what went out is right."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from documents.case import CaseState, ReceiptState
from documents.kinds import KINDS, written
from documents.verdicts import Route
from flows.command_run import register_all
from flows.outcome import Outcome
from flows.process import in_threads, process_waiting
from flows.reading import all_types
from flows.releasing import release_approved
from flows.settings import Folders, Settings, Watch
from flows.work import Work, at_work
from store import cases, ledger, master

SAMPLES = Path(__file__).parent.parent / "sample_docs"
TRUTHS: dict[str, dict[str, Any]] = {
    path.name.removesuffix(".json"): json.loads(path.read_text()) for path in sorted((SAMPLES / "truth").glob("*.json"))
}
#: The code that each kind of bad file is refused with.
CODES = {
    "blank": "no_content",
    "empty_file": "empty_file",
    "encrypted": "encrypted",
    "not_a_document": "unsupported",
    "text_as_pdf": "damaged",
    "too_large": "too_large",
    "truncated": "damaged",
}
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("samples")]


@dataclass(frozen=True)
class Ended:
    """What became of the samples."""

    work: Work
    outcomes: dict[str, Outcome]
    exported: list[dict[str, Any]]


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ended]:
    here = tmp_path_factory.mktemp("samples")
    folders = Folders(here / "inbox", here / "output", here / "output" / "files")
    database = f"sqlite:///{here}/output/paperdesk.db"
    settings = replace(Settings(), database=database, folders=folders, watch=Watch(free_megabytes=1), jobs=2)
    with at_work(settings, by_signal=False) as work:
        master.import_suppliers(work.db, "default", SAMPLES / "master" / "suppliers.csv")
        master.import_orders(work.db, "default", SAMPLES / "master" / "purchase_orders.csv")
        _, _, outcomes = register_all(work, sorted((SAMPLES / "docs").iterdir()), "default")
        outcomes += process_waiting(work, in_threads)
        released = release_approved(work.db, settings)
        assert not released.refused
        rows = [json.loads(path.read_text()) for path in released.paths if path.suffix == ".json"]
        yield Ended(work, {outcome.name: outcome for outcome in outcomes}, [each for row in rows for each in row])


def of(*outcomes: str) -> list[str]:
    return [name for name, truth in TRUTHS.items() if truth["outcome"] in outcomes]


def test_every_sample_has_an_end(ended: Ended) -> None:
    assert set(ended.outcomes) == set(TRUTHS)
    assert ledger.reconcile(ended.work.db).balances


@pytest.mark.parametrize("name", of("error"))
def test_a_bad_file_is_refused_with_its_own_reason(ended: Ended, name: str) -> None:
    outcome = ended.outcomes[name]
    assert outcome.state is ReceiptState.FAILED
    assert outcome.code == CODES[TRUTHS[name]["reason"]]
    assert outcome.reason.startswith(name)


@pytest.mark.parametrize("name", of("duplicate"))
def test_the_same_bytes_are_no_second_document(ended: Ended, name: str) -> None:
    assert ended.outcomes[name].state is ReceiptState.DUPLICATE


@pytest.mark.parametrize("name", of("review"))
def test_what_is_wrong_or_of_no_type_waits_for_a_person(ended: Ended, name: str) -> None:
    (made,) = ended.outcomes[name].made
    assert made.route is Route.REVIEW
    assert cases.state(ended.work.db, made.case_id) is CaseState.REVIEW
    assert made.type_name == (TRUTHS[name]["type"] or "unclassified")


FOUND_OUT = {
    "duplicate_number": "duplicate_number",
    "unknown_order": "purchase_order_known",
    "wrong_iban": "iban",
    "wrong_sum": "net_tax_gross",
}


@pytest.mark.parametrize("name", [name for name in of("review") if TRUTHS[name]["reason"] in FOUND_OUT])
def test_what_is_wrong_is_named(ended: Ended, name: str) -> None:
    (made,) = ended.outcomes[name].made
    case = cases.load(ended.work.db, made.case_id, all_types())
    assert FOUND_OUT[TRUTHS[name]["reason"]] in {finding.rule for finding in case.findings}


@pytest.mark.parametrize("name", of("split"))
def test_a_batch_is_cut_at_its_separator_sheets(ended: Ended, name: str) -> None:
    assert len(ended.outcomes[name].made) == len(TRUTHS[name]["parts"])


@pytest.mark.parametrize("name", of("record"))
def test_a_good_document_is_of_its_type(ended: Ended, name: str) -> None:
    (made,) = ended.outcomes[name].made
    assert made.type_name == TRUTHS[name]["type"]


def same(kind: str, got: str, truth: str) -> bool:
    if kind in ("text", "name", "address"):
        return "".join(filter(str.isalnum, got.casefold())) == "".join(filter(str.isalnum, truth.casefold()))
    value = KINDS[kind](truth, False)
    return got == truth or (value is not None and KINDS[kind](got, False) == value) or got == written(value or "")


def several(value: str | list[str]) -> list[str]:
    return sorted(value) if isinstance(value, list) else [value]


def test_what_went_straight_through_is_right(ended: Ended) -> None:
    types, wrong = all_types(), []
    for record in ended.exported:
        truth = TRUTHS[record["file"]]["fields"]
        for name in record["fields"].keys() & truth.keys():
            spec = types[record["type"]].spec(name)
            assert spec
            got, wanted = record["fields"][name], truth[name]
            if not all(same(spec.kind, *pair) for pair in zip(several(got), several(wanted), strict=True)):
                wrong.append((record["file"], name, got, wanted))
    assert ended.exported
    assert not wrong
