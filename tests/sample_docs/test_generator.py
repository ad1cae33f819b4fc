"""The generator makes what is committed, and the same bytes every time."""

import doctest
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

SAMPLES = Path(__file__).parent.parent.parent / "sample_docs"
#: Documents that need no fonts of the machine: reportlab's own, or none.
BORN_DIGITAL = ("invoice_01.pdf", "purchase_order_02.pdf", "contract_02.pdf", "registration_form_02_fillable.pdf")
WITHOUT_PACKING = ("invoice_xml_01_cii.xml", "invoice_xml_02_ubl.xml", "bad_text.pdf", "bad_empty.pdf")
MADE_WITH_CHANCE = ("invoice_facturx_01.pdf", "claim_form_04_scan.pdf", "bad_encrypted.pdf", "bad_truncated.pdf")


def make(out: Path, *names: str, seed: int = 2026) -> dict[str, bytes]:
    subprocess.run(
        [sys.executable, str(SAMPLES / "generate.py"), "--out", str(out), "--seed", str(seed), "--only", *names],
        check=True,
        capture_output=True,
    )
    return {path.name: path.read_bytes() for path in sorted((out / "docs").iterdir())}


def page_contents(path: Path) -> list[bytes]:
    with pikepdf.open(path) as pdf:
        return [page.Contents.read_bytes() for page in pdf.pages]


def test_two_runs_of_one_seed_give_the_same_bytes(tmp_path: Path) -> None:
    names = (*BORN_DIGITAL, *WITHOUT_PACKING, *MADE_WITH_CHANCE)
    first, second = make(tmp_path / "a", *names), make(tmp_path / "b", *names)
    assert sorted(first) == sorted(names)
    assert first == second
    for name in WITHOUT_PACKING:
        assert first[name] == (SAMPLES / "docs" / name).read_bytes(), "committed and made differ: run make samples"
    for name in BORN_DIGITAL:
        made = page_contents(tmp_path / "a" / "docs" / name)
        assert made == page_contents(SAMPLES / "docs" / name), "committed and made differ: run make samples"


def test_another_seed_gives_other_documents(tmp_path: Path) -> None:
    name = "invoice_xml_01_cii.xml"
    assert make(tmp_path, name, seed=7)[name] != (SAMPLES / "docs" / name).read_bytes()


def test_master_records_and_blank_forms_are_made_alike(tmp_path: Path) -> None:
    make(tmp_path, "bad_text.pdf")
    for name in ("master/suppliers.csv", "master/purchase_orders.csv", "forms/claim_form.zones.json"):
        assert (tmp_path / name).read_bytes() == (SAMPLES / name).read_bytes()


def test_half_a_set_is_not_written_over_the_whole() -> None:
    ran = subprocess.run(
        [sys.executable, str(SAMPLES / "generate.py"), "--only", "bad_text.pdf"], capture_output=True, text=True
    )
    assert ran.returncode == 2
    assert "--out" in ran.stderr
    assert len(list((SAMPLES / "docs").iterdir())) >= 60


@pytest.mark.parametrize("module", ["print_forms", "xml_trees"])
def test_the_generators_own_examples_run(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SAMPLES))
    spec = importlib.util.spec_from_file_location(module, SAMPLES / "generator" / f"{module}.py")
    assert spec is not None and spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, module, loaded)
    spec.loader.exec_module(loaded)
    tried = doctest.testmod(loaded)
    assert tried.attempted > 0
    assert tried.failed == 0


def test_gold_rows_are_the_truths_that_have_something_to_find() -> None:
    gold = {row["file"]: row for row in map(json.loads, (SAMPLES / "gold.jsonl").read_text().splitlines())}
    for path in (SAMPLES / "truth").iterdir():
        truth = json.loads(path.read_text())
        wanted = bool(truth["fields"]) and truth["outcome"] not in ("error", "split")
        assert (truth["file"] in gold) == wanted, path.name
        if wanted:
            row = gold[truth["file"]]
            assert row["type"] == truth["type"]
            assert row["lines"] == truth["lines"]
            assert all(isinstance(values, list) for values in row["fields"].values())
