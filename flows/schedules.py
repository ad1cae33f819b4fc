"""The schedules that `paperdesk serve` registers with Prefect, and the runner that serves them."""

from __future__ import annotations

import asyncio
import signal
from datetime import timedelta
from typing import Any

from prefect import Flow
from prefect.deployments.runner import RunnerDeployment
from prefect.runner import Runner
from prefect.schedules import Cron, Interval, Schedule
from prefect.types.entrypoint import EntrypointType

from flows.prefect_flows import maintain, nightly, release
from flows.settings import Settings


class _Runner(Runner):
    """Stops by SIGTERM as it stops by Ctrl-C: in peace, its running flows ended first."""

    def handle_sigterm(self, *_args: Any, **_named: Any) -> None:
        signal.raise_signal(signal.SIGINT)


def serve_schedules(settings: Settings) -> None:
    """Register nightly, release and maintain, and serve them until SIGINT or SIGTERM. Each runs one at a time."""
    times = settings.schedule
    runner = _Runner(name="paperdesk", pause_on_shutdown=False, limit=2)
    for deployment in (
        _deployed(nightly, Cron(times.nightly, timezone=times.timezone)),
        _deployed(release, Interval(timedelta(seconds=times.release_every))),
        _deployed(maintain, Interval(timedelta(seconds=times.maintain_every))),
    ):
        runner.add_deployment(deployment)
    try:
        asyncio.run(runner.start())
    except KeyboardInterrupt:
        return


def _deployed(flow: Flow[..., Any], schedule: Schedule) -> RunnerDeployment:
    module = EntrypointType.MODULE_PATH  # a scheduled run finds its flow wherever it is started
    return RunnerDeployment.from_flow(
        flow, flow.name, schedule=schedule, concurrency_limit=1, entrypoint_type=module, parameters={}
    )
