"""A worker may die, hang or fail without harm to the others."""

import operator
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from documents.errors import Busy, Damaged, Defect, TooLarge, WorkerDied
from flows.workers import Crew


@pytest.fixture
def crew() -> Iterator[Crew]:
    with Crew(2, seconds=20, preload="flows.paths") as made:
        yield made


def test_a_call_runs_in_another_process(crew: Crew) -> None:
    assert crew.call(os.getpid) != os.getpid()


def test_a_worker_that_dies_twice_is_named_and_the_others_go_on(crew: Crew) -> None:
    with pytest.raises(WorkerDied, match="exit code 7"):
        crew.call(os._exit, 7)
    assert crew.call(operator.add, 2, 3) == 5


def test_a_call_whose_worker_is_killed_once_is_tried_again(crew: Crew, tmp_path: Path) -> None:
    killed = tmp_path / "killed"
    script = f"test -e {killed} || {{ touch {killed}; kill -9 $PPID; }}"
    assert crew.call(os.system, script) == 0
    assert killed.exists()


def test_a_call_that_takes_too_long_is_ended_with_all_it_started(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    with Crew(1, seconds=2, preload="flows.paths") as crew, pytest.raises(TooLarge, match="after 2 seconds"):
        crew.call(os.system, f"echo $$ > {pid}; sleep 60; true")
    assert _has_ended(int(pid.read_text()))


def test_our_own_errors_pass_and_unforeseen_ones_become_a_defect(crew: Crew) -> None:
    with pytest.raises(Defect, match="ZeroDivisionError"):
        crew.call(operator.truediv, 1, 0)
    with pytest.raises(Damaged, match="torn"):
        crew.call(_throw_through, Damaged("torn"))


def _throw_through(error: Exception) -> None:
    raise error


def test_workers_are_replaced_after_some_calls() -> None:
    with Crew(1, recycle=2, preload="flows.paths") as crew:
        seen = [crew.call(os.getpid) for _ in range(5)]
    assert len(set(seen)) == 3


def test_closing_at_once_ends_calls_that_wait_or_work() -> None:
    errors: list[BaseException] = []

    def work(crew: Crew) -> None:
        try:
            crew.call(time.sleep, 60)
        except Busy as error:
            errors.append(error)

    crew = Crew(1, preload="flows.paths")
    threads = [threading.Thread(target=work, args=(crew,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    crew.close(at_once=True)
    for thread in threads:
        thread.join(timeout=10)
    assert len(errors) == 2


def test_workers_die_with_their_foreman_even_by_kill_9(tmp_path: Path) -> None:
    script = (
        "import os, sys, threading, time\n"
        "from flows.workers import Crew\n"
        "if __name__ == '__main__':\n"
        "    crew = Crew(1, preload='flows.paths')\n"
        "    print(crew.call(os.getpid), flush=True)\n"
        "    crew.call(time.sleep, 60)\n"
    )
    file = tmp_path / "foreman.py"
    file.write_text(script)
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    foreman = subprocess.Popen([sys.executable, str(file)], stdout=subprocess.PIPE, text=True, env=environment)
    assert foreman.stdout is not None
    worker = int(foreman.stdout.readline())
    foreman.send_signal(signal.SIGKILL)
    foreman.wait()
    assert _has_ended(worker)


def _has_ended(pid: int) -> bool:
    for _ in range(50):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":  # dead; whether the init of this machine buries it is not ours to say
            return True
        time.sleep(0.1)
    return False
