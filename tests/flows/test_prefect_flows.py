"""The flows themselves, on a Prefect server. What they do is tested without Prefect; here: that Prefect runs it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import store
from flows.settings import Settings, Watch
from flows.work import Work

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("prefect")]
prefect = pytest.importorskip("prefect")

Drop = Callable[..., Path]


@pytest.fixture(scope="session")
def server() -> Iterator[None]:
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
        yield


@pytest.fixture
def work(db: store.Database, settings: Settings, server: None, monkeypatch: pytest.MonkeyPatch) -> Work:
    """The work of this process, with a crew that refuses every file."""
    from tests.flows.refusing import Refusing

    settings = replace(settings, watch=Watch(stable=0.2, look_every=0.1, free_megabytes=1))
    made = Work(settings, db, Refusing(), tell=lambda line: None)
    monkeypatch.setattr("flows.work._open", made)
    return made


def artifacts() -> list[tuple[str | None, object]]:
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        return [(each.key, each.data) for each in client.read_artifacts()]


def test_process_works_off_what_waits_and_leaves_one_artifact(work: Work) -> None:
    from flows.prefect_flows import process
    from store import receipts

    for number in range(3):
        path = work.settings.folders.output / f"{number}.pdf"
        path.write_bytes(str(number).encode())
        receipts.register(work.db, client="acme", name=path.name, path=path)
    before = len(artifacts())
    outcomes = process()
    assert sorted(outcome.name for outcome in outcomes) == ["0.pdf", "1.pdf", "2.pdf"]
    left = artifacts()
    assert len(left) == before + 1
    assert all(".pdf" not in str(shown) for _, shown in left)


def test_documents_are_no_runs_and_nothing_of_them_reaches_the_server(work: Work) -> None:
    from prefect.client.orchestration import get_client

    from flows.prefect_flows import process
    from store import receipts

    for number in range(12):
        path = work.settings.folders.output / f"{number}.xml"
        path.write_bytes(str(number).encode())
        receipts.register(work.db, client="acme", name=path.name, path=path)
    with get_client(sync_client=True) as client:
        before = {run.id for run in client.read_flow_runs()}
        assert len(process()) == 12
        [run] = [run for run in client.read_flow_runs() if run.id not in before]
    assert run.parameters == {}


def test_process_with_nothing_to_do_does_nothing(work: Work) -> None:
    from flows.prefect_flows import process

    assert process() == []


def test_release_and_maintain_run(work: Work) -> None:
    from flows.prefect_flows import maintain, release

    assert release().count == 0
    assert maintain() == 0


def test_a_release_fails_when_an_export_was_refused(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    from documents.errors import ReleaseError
    from flows import prefect_flows
    from flows.releasing import Released

    refused = Released(refused=(("acme_000001", "the disk is full"),))
    monkeypatch.setattr(prefect_flows, "release_approved", lambda *given, **more: refused)
    with pytest.raises(ReleaseError, match="1 export was refused"):
        prefect_flows.release()


def test_a_night_is_a_flow_and_runs_twice(work: Work, drop: Drop) -> None:
    from flows.prefect_flows import nightly

    drop("a.pdf")
    first = nightly()
    assert nightly(first.day).paths == first.paths
    assert '"failed": 1' in first.paths[0].read_text()


def test_every_schedule_is_registered_by_module(work: Work) -> None:
    from prefect.schedules import Cron

    from flows.prefect_flows import nightly
    from flows.schedules import _deployed

    deployment = _deployed(nightly, Cron("0 22 * * *", timezone="Europe/Berlin"))
    assert deployment.entrypoint == "flows.prefect_flows.nightly"
    deployment.apply()


def test_runs_missed_while_nobody_served_are_forgotten_but_the_last_night(work: Work) -> None:
    from datetime import UTC, datetime, timedelta

    from prefect.client.orchestration import get_client
    from prefect.client.schemas.objects import State
    from prefect.schedules import Cron
    from prefect.states import Pending, Scheduled

    from flows.prefect_flows import nightly, release
    from flows.schedules import _deployed, drop_missed

    past, soon = (datetime.now(UTC) + timedelta(hours=hours) for hours in (-1, 1))
    with get_client(sync_client=True) as client:
        runs = {}
        for flow in (nightly, release):
            _deployed(flow, Cron("0 22 * * *")).apply()
            number = client.read_deployment_by_name(f"{flow.name}/{flow.name}").id
            states: list[State[object]] = [Scheduled(scheduled_time=past), Pending(), Scheduled(scheduled_time=soon)]
            for state in states:
                run = client.create_flow_run_from_deployment(number, state=state)
                runs[run.id] = (flow.name, state.name, state.state_details.scheduled_time)
        drop_missed()
        left = [runs[run.id] for run in client.read_flow_runs() if run.id in runs]
    assert ("release", "Scheduled", soon) in left and ("nightly", "Scheduled", soon) in left
    assert not [one for one in left if one[0] == "release" and one[2] != soon]
    assert len([one for one in left if one[0] == "nightly"]) == 2
