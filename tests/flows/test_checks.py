"""What goes straight through is drawn for QA when it is saved; a client's documents are due when its settings say."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import store
from assurance.sampling import Plan, choose
from documents.case import Case
from documents.errors import SettingsError
from flows.settings import load_settings
from store import cases, qa, tasks
from tests.store.made import RELEASE, REVIEW, case, claimed


def drawn(db: store.Database, made: Case, plan: Plan) -> list[str]:
    return [one.name for one in qa.to_draw(db, "acme", made, choose, plan=plan)]


def test_of_what_goes_through_values_are_drawn_at_the_rate_of_the_plan(db: store.Database, tmp_path: Path) -> None:
    straight, all_of_them = case(RELEASE), Plan(rate=1.0)
    assert drawn(db, straight, all_of_them) == ["invoice_number", "total"]
    assert drawn(db, case(REVIEW), all_of_them) == []
    assert drawn(db, replace(straight, doctype=None), all_of_them) == []
    samples = [
        drawn(db, replace(straight, document=replace(straight.document, sha256=hashlib.sha256(b"%d" % at).hexdigest())),
              Plan(rate=0.2, first=0.2))
        for at in range(200)
    ]  # fmt: skip
    assert 50 < sum(map(len, samples)) < 110  # of 400
    made = qa.to_draw(db, "acme", straight, choose, plan=all_of_them)
    cases.save(db, claimed(db, tmp_path), [straight], None, [made])
    assert tasks.counts(db)["qa"] == 2
    assert qa.drawn_before(db, "acme", "invoice") == {"invoice_number": 1, "total": 1}


def test_the_settings_of_checks_and_deadlines(tmp_path: Path) -> None:
    file = tmp_path / "paperdesk.toml"
    file.write_text('[qa]\nrate = 0.1\n[clients.acme]\nhours = 4\nmachine_votes = ["*"]\n')
    file.chmod(0o600)
    settings = load_settings(file, {})
    assert settings.reading("acme").checks == settings.qa == Plan(rate=0.1)
    assert settings.client("acme").machine_votes == ("*",)
    due = settings.deadline("acme")
    assert due is not None
    assert timedelta(hours=3.9) < due - datetime.now(UTC) <= timedelta(hours=4)
    assert settings.deadline("beta") is None


@pytest.mark.parametrize(
    ("text", "told"),
    [("[qa]\nrate = 2.0", "qa: rate 2.0 is no share"), ("[clients.a]\nhours = 0", "no time to be done")],
)
def test_a_wrong_share_or_time_is_refused(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "paperdesk.toml"
    file.write_text(text)
    file.chmod(0o600)
    with pytest.raises(SettingsError, match=told):
        load_settings(file, {})
