"""The audit reads everything again, and names what is wrong: what, where, what to do."""

import json
import os
import time
from pathlib import Path

import pytest

import store
from bench import house
from flows.auditing import Audited, audit_client, audit_house, sweep
from flows.cli import main
from flows.settings import Settings
from store import ledger, receipts
from tests.store.made import vandalise


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return house.settings_of(tmp_path)


@pytest.fixture
def db(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> store.Database:
    """A house after its day."""
    from flows import process

    for name in ("read", "judge"):  # the day puts its own in their place
        monkeypatch.setattr(process, name, getattr(process, name))
    house.furnish(tmp_path)
    house.day(tmp_path)
    return store.open_database(settings.database, settings.folders.files)


def audited(db: store.Database, settings: Settings, grace: float = 0) -> Audited:
    time.sleep(0.01)
    return audit_client(db, settings, "acme", grace=grace)


def old(path: Path) -> Path:
    """As if nobody had touched it for a day."""
    os.utime(path, (time.time() - 86400,) * 2)
    return path


def export(settings: Settings, ending: str) -> Path:
    return min((settings.folders.output / "export" / "acme").glob(f"*{ending}"))


def test_a_house_in_which_all_is_well_has_nothing_to_tell(db: store.Database, settings: Settings) -> None:
    assert audited(db, settings).wrong == ()
    assert audit_house(db, settings, grace=0).wrong == ()


def test_a_temporary_file_of_a_dead_process_is_told_and_removed_by_the_next_night(
    db: store.Database, settings: Settings
) -> None:
    left = old(settings.folders.output / "export" / "acme")
    left = left / ".acme_invoice.jsonl.1.ab.part"
    left.write_text("half")
    kept = settings.folders.files / "sha256" / "ab" / ".x.part"
    kept.parent.mkdir(exist_ok=True)
    kept.write_text("half")
    assert audited(db, settings, grace=3600).wrong == ()
    old(left), old(kept)
    [told] = audited(db, settings, grace=3600).found
    assert str(left) in told and "the next nightly run removes it" in told
    assert str(kept) in audit_house(db, settings, grace=3600).wrong[0]
    assert sorted(sweep(settings)) == sorted([left, kept]) and not left.exists() and not kept.exists()


def test_a_temporary_folder_of_a_killed_worker_is_removed_by_the_next_night(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for name in ("paperdesk-pages-old", "paperdesk-pages-new", "paperdesk-other-old"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "1.webp").write_text("a page")
    (tmp_path / "paperdesk-parts-link").symlink_to(tmp_path / "paperdesk-other-old")
    for name in ("paperdesk-pages-old", "paperdesk-other-old"):
        old(tmp_path / name)
    assert sweep(settings) == [tmp_path / "paperdesk-pages-old"]
    left = sorted(path.name for path in tmp_path.glob("paperdesk-*"))
    assert left == ["paperdesk-other-old", "paperdesk-pages-new", "paperdesk-parts-link"]


def test_a_claimed_file_that_nobody_goes_on_with_is_told(db: store.Database, settings: Settings) -> None:
    claim = settings.folders.inbox / "acme" / "work" / "abc"
    claim.mkdir()
    (claim / "x.pdf").write_text("x")
    assert audited(db, settings, grace=3600).wrong == ()
    old(claim)
    [told] = audited(db, settings, grace=3600).found
    assert "x.pdf: was claimed and has no receipt; start `paperdesk watch`" in told
    [first] = [one for one in receipts.of(db, client="acme") if one.name == "torn.xml"]
    claim = claim.rename(claim.with_name(first.claim))
    assert f"receipt {first.id} is failed" in audited(db, settings, grace=0).found[0]


def test_a_file_that_lies_in_the_inbox_and_beside_the_clients_folders_is_told(
    db: store.Database, settings: Settings
) -> None:
    for path in (settings.folders.inbox / "acme" / "x.pdf", settings.folders.inbox / "y.pdf"):
        path.write_text("x")
        old(path)
    [told] = audited(db, settings, grace=3600).found
    assert "x.pdf: lies in the inbox and nobody takes it" in told
    assert "y.pdf: lies beside the clients' folders" in audit_house(db, settings, grace=3600).wrong[0]


def test_a_refused_file_without_its_reason_is_told(db: store.Database, settings: Settings) -> None:
    (settings.folders.inbox / "acme" / "error" / "torn.xml.reason.txt").unlink()
    [told] = audited(db, settings).found
    assert "torn.xml: has no .reason.txt" in told


def test_a_file_that_was_written_to_after_it_was_put_aside_is_told(db: store.Database, settings: Settings) -> None:
    acme = settings.folders.inbox / "acme"
    for path in (acme / "error" / "torn.xml", next(acme.glob("duplicate/*.xml"))):
        before = path.read_bytes()
        path.write_bytes(before + b" more")
        [told] = audited(db, settings).found
        assert f"{path}: was written to after it was put aside; drop it" in told
        path.write_bytes(before)
    assert audited(db, settings).wrong == ()


def test_an_export_is_read_again_where_it_lies(db: store.Database, settings: Settings) -> None:
    path = export(settings, "000001.jsonl")
    path.write_text(path.read_text().replace(".00", ".01"))
    [told] = audited(db, settings).found
    assert f"{path}: its bytes are not those that its manifest names" in told
    path.unlink()
    [told] = audited(db, settings).found
    assert f"{path}: its manifest names it, and it is not there" in told


def test_a_manifest_that_was_changed_with_its_file_is_told(db: store.Database, settings: Settings) -> None:
    manifest = export(settings, "000001.jsonl.manifest.json")
    content = json.loads(manifest.read_text())
    content["cases"] = content["cases"][1:]
    manifest.write_text(json.dumps(content))
    told = audited(db, settings).found
    assert "holds" in told[0] and "cases, its manifest names" in told[0]
    assert "names other cases or bytes than the ledger" in told[1]
    manifest.write_text("{")
    assert "is no manifest" in audited(db, settings).found[0]


def test_an_export_that_is_gone_is_told_unless_it_was_acknowledged(db: store.Database, settings: Settings) -> None:
    [first, *_] = ledger.of(db, client="acme")
    for path in (settings.folders.output / "export" / "acme").glob(f"{first.name}.*"):
        path.unlink()
    [told] = audited(db, settings).found
    assert f"export {first.name} is not there, and nobody acknowledged it" in told
    ledger.acknowledged(db, first.id)
    assert audited(db, settings).wrong == ()


def test_an_export_that_nobody_entered_and_a_case_that_went_out_twice_are_told(
    db: store.Database, settings: Settings
) -> None:
    path = export(settings, "000001.jsonl")
    for each in (path, path.with_name(path.name + ".manifest.json")):
        each.with_name(each.name.replace("000001", "000099")).write_bytes(each.read_bytes())
    told = audited(db, settings).found
    assert any("the ledger knows no export acme_invoice_jsonl_000099" in each for each in told)


def test_a_forked_history_a_value_of_nobody_and_a_lost_decision_are_told(
    db: store.Database, settings: Settings
) -> None:
    vandalise(
        db,
        "INSERT INTO field_values SELECT 9000, client, case_id, name, tag, value, text, confidence, by, boxes,"
        " place, reading, others, person, at, why, previous, NULL FROM field_values WHERE id = 1",
    )
    # In which order the day's files become cases is not fixed: take what was surely exported, and last said.
    exported = "SELECT max(id) FROM field_values WHERE case_id IN (SELECT case_id FROM export_cases)"
    vandalise(db, f"UPDATE field_values SET by = '' WHERE id = ({exported})")
    vandalise(db, "DELETE FROM findings WHERE decision_id IN (SELECT id FROM decisions WHERE case_id = 2)")
    vandalise(db, "DELETE FROM decisions WHERE case_id = 2")
    told = "\n".join(audited(db, settings).found)
    assert "has 2 values that each claim to be the next" in told
    assert "was exported, and nobody says where it came from" in told
    assert "case 2 is approved without a decision" in told


def test_a_lease_and_an_export_that_nobody_finished_are_told(db: store.Database, settings: Settings) -> None:
    vandalise(db, "UPDATE exports SET state = 'begun', begun_at = '2020-01-01 00:00:00.000000' WHERE id = 1")
    vandalise(
        db,
        "UPDATE receipts SET state = 'processing', lease_owner = 'x', "
        "lease_until = '2020-01-01 00:00:00.000000' WHERE id = 3",
    )
    told = "\n".join(audited(db, settings, grace=3600).found)
    assert "was begun at 2020-01-01 00:00 UTC and is not written; `paperdesk export` writes it" in told
    assert "receipt 3 is on lease to x, whose lease ran out at 2020-01-01 00:00 UTC" in told


def test_sums_that_differ_are_named(db: store.Database, settings: Settings) -> None:
    vandalise(db, "UPDATE receipts SET parts = 7 WHERE id = (SELECT receipt_id FROM cases WHERE id = 1)")
    told = "\n".join(audited(db, settings).wrong)
    assert "documents by their receipts" in told and "became 7 documents, and 1 is there" in told


def test_the_command_tells_all_and_ends_with_12(
    db: store.Database,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "paperdesk.toml").write_text(
        'database = "sqlite:///house.db"\n[folders]\ninbox = "inbox"\noutput = "output"\nfiles = "files"\n'
    )
    (tmp_path / "paperdesk.toml").chmod(0o644)
    monkeypatch.chdir(tmp_path)
    assert main(["audit"]) == 0
    assert "acme: 8 files, " in capsys.readouterr().out
    (settings.folders.inbox / "acme" / "error" / "torn.xml.reason.txt").unlink()
    assert main(["audit", "--client", "acme"]) == 12
    assert "1 thing is WRONG" in capsys.readouterr().out
    assert main(["audit", "--client", "beta"]) == 0
    assert main(["audit", "--client", "acne"]) == 16


def test_what_is_wrong_stands_in_the_nightly_report(db: store.Database, settings: Settings) -> None:
    from flows.exit_codes import Exit
    from flows.nightly import run_night
    from flows.work import Work

    (settings.folders.inbox / "acme" / "error" / "torn.xml.reason.txt").unlink()
    night = run_night(Work(settings, db, house.Inline(), tell=lambda line: None), house.one_by_one)  # type: ignore[arg-type]
    assert night.exit is Exit.UNBALANCED and "torn.xml: has no .reason.txt" in night.markdown
    assert "has no .reason.txt" in json.loads(night.paths[0].read_text())["clients"]["acme"]["found"][0]
