"""Good documents with hostile ones between them, in one night: the good are exported, the bad say why not."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from bench import one_batch
from bench.hostile import descendants
from flows.nightly import run_night
from flows.process import in_threads
from flows.settings import Client, Folders, Settings, Watch
from flows.work import at_work
from tests.capture.bombs import make

BOMBS = ("million_points.pdf", "tree_loop.pdf", "links.pdf", "script.pdf", "huge.png", "huge.tif", "huge.jpg",
         "entities.xml", "outside.xml", "deep.xml", "archive.zip", "both.gif")  # fmt: skip
BAD = ("bad_empty.pdf", "bad_encrypted.pdf", "bad_text.pdf", "bad_truncated.pdf", "bad_word_file.pdf")
GOOD = ("invoice_01.pdf", "invoice_02.pdf", "invoice_03.pdf", "invoice_xml_01_cii.xml", "invoice_xml_02_ubl.xml",
        "invoice_facturx_01.pdf", "contract_01.pdf", "contract_02.pdf")  # fmt: skip


@pytest.mark.slow
def test_every_good_one_is_exported_and_every_bad_one_has_its_reason(tmp_path: Path) -> None:
    folders = Folders(tmp_path / "inbox", tmp_path / "output", tmp_path / "output" / "files")
    settings = replace(
        Settings(),
        database=f"sqlite:///{tmp_path}/output/paperdesk.db",
        folders=folders,
        watch=Watch(stable=0, free_megabytes=1),
        jobs=1,
        clients={"acme": Client(formats=("jsonl",))},
    )
    (tmp_path / "bombs").mkdir()
    samples = one_batch.SAMPLES / "docs"
    bad = [make(name, tmp_path / "bombs") for name in BOMBS] + [samples / name for name in BAD]
    good = [samples / name for name in GOOD]
    assert set(good) <= set(one_batch.good_samples())
    batch = one_batch.drop(folders.inbox / "acme", bad, good)
    before = set(descendants(os.getpid()))
    with at_work(settings, by_signal=False) as work:
        run_night(work, in_threads)
        one_batch.release_what_waits(work.db, batch.good)
        run_night(work, in_threads)
        assert list(one_batch.wrong(work.db, settings, batch)) == []
    rows = [json.loads(line) for path in (folders.output / "export").rglob("*.jsonl") for line in path.open()]
    assert {row["file"].partition("-")[2] for row in rows} == {path.name for path in good}
    assert batch.became.total() >= len(bad)
    assert not {pid for pid in descendants(os.getpid()) if pid not in before and _reads(pid)}


def _reads(pid: int) -> bool:
    try:
        return b"capture.fork_server" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
