"""The schedules that `paperdesk serve` registers with Prefect, and the runner that serves them.

None has a limit of concurrent runs at the server: a runner that is killed would keep its slot, and with it every later
run from starting. Two runs at once do nothing twice (the ledger and the night's lock see to that).
"""

from __future__ import annotations

import asyncio
import signal
from datetime import UTC, datetime, timedelta
from typing import Any

from prefect import Flow
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterName,
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.deployments.runner import RunnerDeployment
from prefect.runner import Runner
from prefect.schedules import Cron, Interval, Schedule
from prefect.types.entrypoint import EntrypointType

from flows.prefect_flows import maintain, nightly, release
from flows.settings import Settings

#: How many runs the server is asked for at a time.
_PAGE = 200


class _Runner(Runner):
    """Stops by SIGTERM as it stops by Ctrl-C: in peace, its running flows ended first."""

    def handle_sigterm(self, *_args: Any, **_named: Any) -> None:
        signal.raise_signal(signal.SIGINT)


def serve_schedules(settings: Settings) -> None:
    """Register nightly, release and maintain, and serve them until SIGINT or SIGTERM; two at a time."""
    times = settings.schedule
    drop_missed()
    runner = _Runner(name="paperdesk", pause_on_shutdown=False, limit=2)
    for deployment in (
        _deployed(nightly, Cron(times.nightly, timezone=times.timezone)),
        _deployed(release, Interval(timedelta(seconds=times.release_every))),
        _deployed(maintain, Interval(timedelta(seconds=times.maintain_every))),
    ):
        runner.add_deployment(deployment)
    # A shell that starts us in the background lets us ignore SIGINT, and with it the way in which a runner ends.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        asyncio.run(runner.start())
    except KeyboardInterrupt:
        return


def drop_missed() -> None:
    """Forget the runs that were due while nobody served, or were starting when it ended; the last night is kept.

    Without this a machine that was off for a day would first release a hundred times, then do the night's work.
    """
    with get_client(sync_client=True) as client:
        for flow, kept in ((nightly, 1), (release, 0), (maintain, 0)):
            while runs := _missed(client, flow.name, kept):
                for run in runs:
                    client.delete_flow_run(run.id)


def _missed(client: SyncPrefectClient, name: str, kept: int) -> list[FlowRun]:
    """Runs of this deployment that should have begun, newest first, without the first `kept`."""
    not_begun = FlowRunFilterStateType(any_=[StateType.SCHEDULED, StateType.PENDING])
    past = FlowRunFilterExpectedStartTime.model_validate({"before_": datetime.now(UTC)})
    return client.read_flow_runs(
        deployment_filter=DeploymentFilter(name=DeploymentFilterName(any_=[name])),
        flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=not_begun), expected_start_time=past),
        sort=FlowRunSort.EXPECTED_START_TIME_DESC,
        limit=_PAGE,
        offset=kept,
    )


def _deployed(flow: Flow[..., Any], schedule: Schedule) -> RunnerDeployment:
    module = EntrypointType.MODULE_PATH  # a scheduled run finds its flow wherever it is started
    return RunnerDeployment.from_flow(flow, flow.name, schedule=schedule, entrypoint_type=module, parameters={})
