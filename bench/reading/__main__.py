"""How well and how dearly pages are read, by every engine and by the whole of capture.

    .venv/bin/python -m bench.reading SETS [SET ...] [--limit N] [--engines E,...] [--processes N] [--seed N]
                                      [--out FOLDER] [--no-pipeline] [--pipeline-only]

SETS is the folder of the sets; the sets are ocr_pages, sroie, funsd, contracts (pages of kleister_nda rendered at
200 dpi and degraded, against their text layer) and invoices (einvoice_scanned against the text layer of the original).
Engines: `command` (the `tesseract` command with its defaults), every engine of capture.ocr, and `page` (a page's
picture as capture reads it, with orientation, rulings and codes). Prints a Markdown table; FOLDER gets figures.json
and, for each engine, the words it read.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.reading import engines, judged, machine, metrics, pages, pipeline, table
from documents.plain import to_plain

Figures = dict[str, Any]
#: The name of the row of all sets' pages.
TOGETHER = "together"


def main() -> None:
    """Parse the arguments, read, print."""
    given = _arguments()
    given.out.mkdir(parents=True, exist_ok=True)
    print(f"machine: {machine.machine()}")
    if not machine.is_wide():
        print("This CPU has neither AVX-512 nor AMX: the figures are those of AVX2, and there is no second column.")
    wanted = {
        name: pages.pages_of(name, given.sets, given.out / "pages", given.limit, given.seed) for name in given.names
    }
    found: list[Figures] = []
    speeds = (False, True) if machine.is_wide() else (False,)
    for limited in speeds if not given.pipeline_only else ():
        for engine in given.engines:
            found += measured(engine, wanted, given.processes, limited, given.out)
            compared(found)
            print("..", engine, "done", flush=True)
            _keep(given, found, [])
    if found:
        print(table.markdown(sorted(found, key=lambda figure: [*given.names, TOGETHER].index(figure["set"]))))
    pace = [] if given.no_pipeline else list(_paces(wanted, given.processes, speeds))
    _keep(given, found, pace)


def _keep(given: argparse.Namespace, found: list[Figures], pace: list[Figures]) -> None:
    """Write what is known so far: an engine that fails later leaves the others their figures."""
    result = {"machine": machine.machine(), "seed": given.seed, "processes": given.processes}
    (given.out / "figures.json").write_text(json.dumps({**result, "engines": found, "pipeline": pace}, indent=1))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.reading", description=__doc__.split("\n")[0])
    parser.add_argument("sets", type=Path)
    parser.add_argument("names", nargs="*", default=list(pages.NAMES), metavar="SET")
    parser.add_argument("--limit", type=int, help="pages of each set, chosen at random")
    parser.add_argument("--engines", type=lambda text: text.split(","), default=list(engines.names()))
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("output/bench/reading"))
    parser.add_argument("--no-pipeline", action="store_true")
    parser.add_argument("--pipeline-only", action="store_true")
    given = parser.parse_args()
    for wrong in sorted({*given.names} - {*pages.NAMES}):
        parser.error(f"no set {wrong}; there are {', '.join(pages.NAMES)}")
    for wrong in sorted({*given.engines} - {*engines.names()}):
        parser.error(f"no engine {wrong}; there are {', '.join(engines.names())}")
    return given


def measured(
    engine: str, wanted: Mapping[str, Sequence[pages.PagePicture]], processes: int, limited: bool, out: Path
) -> list[Figures]:
    """One engine on all sets; its words are written to `out`."""
    run = engines.run(engine, [page for of in wanted.values() for page in of], processes, limited)
    kept = out / f"{engine}{'.avx2' if limited else ''}.jsonl"
    with kept.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(_row(reading), ensure_ascii=False) + "\n" for reading in run.readings)
    found = []
    for name in (*wanted, TOGETHER):
        readings = [reading for reading in run.readings if name in (reading.page.of, TOGETHER)]
        if not readings:
            continue
        compared_pages = [compared_page(reading) for reading in readings]
        found.append({
            "set": name,
            "engine": engine,
            "limited": limited,
            "pages": len(readings),
            **metrics.pooled(compared_pages),
            "judged": metrics.pooled([judged_page(reading) for reading in readings]),
            "cpu_seconds": sum(reading.cpu for reading in readings) / len(readings),
            "megabytes": run.peak / 1e6,
            "start_seconds": run.start,
            "troubles": [reading.trouble for reading in readings if reading.trouble],
            "by_page": {
                f"{reading.page.of}/{reading.page.name}": [metrics.pooled([page])["f1"], round(reading.cpu, 2)]
                for reading, page in zip(readings, compared_pages, strict=True)
            },
        })  # fmt: skip
    return found


def compared_page(reading: engines.Reading) -> metrics.Comparison:
    """One page's words against its truth."""
    return metrics.compare([metrics.Read(word.text, word.confidence) for word in reading.words], reading.page.truth)


def judged_page(reading: engines.Reading) -> metrics.Comparison:
    """The same of those words that the truth can judge."""
    words = judged.judged(reading.words, reading.page.lines)
    return metrics.compare([metrics.Read(word.text, word.confidence) for word in words], reading.page.truth)


def _row(reading: engines.Reading) -> dict[str, Any]:
    page = reading.page
    return {
        "set": page.of,
        "page": page.name,
        "cpu": reading.cpu,
        "trouble": reading.trouble,
        "words": [to_plain(word) for word in reading.words],
        "truth": page.truth,
    }


def compared(found: list[Figures]) -> None:
    """Say of each figure how many times the command's CPU it took, where the command ran too."""
    commands = {(row["set"], row["limited"]): row["cpu_seconds"] for row in found if row["engine"] == engines.COMMAND}
    for row in found:
        command = commands.get((row["set"], row["limited"]))
        row["times_command"] = row["cpu_seconds"] / command if command else None


def _paces(
    wanted: Mapping[str, Sequence[pages.PagePicture]], processes: int, speeds: Sequence[bool]
) -> Iterator[Figures]:
    pictures = [page.picture for of in wanted.values() for page in of]
    for limited in speeds:
        for way, pace in pipeline.paces(pictures, processes, limited).items():
            yield {"way": way, "limited": limited, "pages_per_minute": pace.pages_per_minute, "cpu_seconds": pace.cpu}
            suffix = " (AVX2)" if limited else ""
            print(f"{way}{suffix}: {pace.pages_per_minute:.1f} pages a minute, {pace.cpu:.2f} CPU s/page", flush=True)


if __name__ == "__main__":
    main()
