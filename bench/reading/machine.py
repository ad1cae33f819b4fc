"""What this machine can compute with, and how that is limited so that a poorer one is seen."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SETS = {"avx2": "AVX2", "avx512f": "AVX-512", "avx512_vnni": "AVX-512 VNNI", "amx_int8": "AMX", "avx_vnni": "AVX VNNI"}
#: oneDNN, and OpenVINO with it, obey these; MLAS (onnxruntime) and Tesseract ask the CPU and have no such switch.
_SWITCHES = {"ONEDNN_MAX_CPU_ISA": "AVX2", "DNNL_MAX_CPU_ISA": "AVX2"}
#: One thread each, for engines in the process and in its children.
SINGLE = {"OMP_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def _cpu() -> dict[str, str]:
    rows = (line.partition(":") for line in Path("/proc/cpuinfo").read_text().splitlines())
    return {key.strip(): value.strip() for key, _, value in rows}


def instruction_sets() -> list[str]:
    """Those that matter for reading, by the names people use."""
    flags = set(_cpu().get("flags", "").split())
    return [name for flag, name in _SETS.items() if flag in flags]


def is_wide() -> bool:
    """Is there more than AVX2, so that a second column says something?"""
    return any(name.startswith(("AVX-512", "AMX")) for name in instruction_sets())


def machine() -> str:
    """One line on the machine."""
    sets = ", ".join(instruction_sets()) or "none of AVX2, AVX-512, AMX"
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} cores, {_cpu().get('model name', platform.machine())}, {sets}; load {load:.1f} at the start"
    )


@contextmanager
def environment(limited: bool) -> Iterator[None]:
    """Processes started inside have one thread each and, if `limited`, no more than AVX2."""
    wanted = {**SINGLE, **(_SWITCHES if limited else {})}
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
