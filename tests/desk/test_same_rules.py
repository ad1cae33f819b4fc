"""The same rule gives the same result in the night and at the desk (A7): values drawn at random, both entry points."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

import validators
from documents.fields import Field
from documents.kinds import KINDS
from documents.layout import Box, Document, Page, Source
from documents.verdicts import Finding, Severity
from flows.drafts import Draft
from flows.reading import judge
from store import queue
from tests.desk.conftest import BILL, GOOD, LINES, Site, a_case

AMOUNTS = some.sampled_from(["", "0.00", "19.00", "40.00", "60.00", "100.00", "119.00", "119.01", "1.190,00", "-5.00"])
NAMES = ("net", "tax", "total", "lines.1.amount", "lines.2.amount")
TEXTS = some.fixed_dictionaries(
    dict.fromkeys(NAMES, AMOUNTS)
    | {"number": some.sampled_from(["R-17", "4711", ""]), "issued": some.sampled_from(["31.12.2025", ""])}
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=TEXTS)
def test_flow_and_desk_say_the_same_of_the_same_values(site: Site, texts: dict[str, str]) -> None:
    waiting = queue.waiting(site.db)
    number = waiting[0].case_id if waiting else site.save(a_case(GOOD | LINES))
    night = by_night(texts)
    told = site.browser.post(f"/case/{number}/check", json={"values": {**dict.fromkeys([*GOOD, *LINES], ""), **texts}})
    rows, tables = told.json()["rows"], told.json()["tables"]
    said: dict[str, list[Finding]] = {}
    for finding in night:
        for name in finding.fields:
            said.setdefault(name, []).append(finding)
    for name, findings in said.items():
        place = rows.get(name) or tables[name.split(".")[0]]
        first = [each for each in findings if each.severity is Severity.MUST_FIX] or findings
        assert all(each.message.casefold() in place["message"].casefold() for each in findings), (name, place)
        assert place.get("state", "error") in ("error", "doubtful") and (first == findings or place["state"] == "error")
    absent = {name for name in (*GOOD, *LINES) if not texts.get(name)}
    unsaid = {n: row for n, row in rows.items() if n not in said and n not in absent}
    assert [n for n, row in unsaid.items() if row["state"] not in ("confirmed", "empty") or row["rule"]] == []


def by_night(texts: dict[str, str]) -> tuple[Finding, ...]:
    """What the night finds in these values."""
    fields = {}
    for name, text in texts.items():
        spec = BILL.spec(name)
        value = KINDS[spec.kind](text, False) if spec and text else None
        if value is not None:
            fields[name] = Field(name, value, text, 1.0, "label", (Box(0, 0.1, 0.1, 0.2, 0.2),), 1.0, 1.0)
    paper = Document("0" * 64, "bill.pdf", (Page(0, 595, 842, (), Source.TEXT_LAYER),))
    return judge(Draft(paper, BILL, fields), validators.NONE).findings
