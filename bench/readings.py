"""Read the documents of the public sets once and keep what was read, so that extraction is measured without reading.

    .venv/bin/python -m bench.readings SETS KEPT [SET ...] [--jobs 2] [--anew]

Writes KEPT/SET/<file name>.json.gz, one Document each (documents/plain.py is the codec); a file that cannot be read
gets none and is named at the end. `load(KEPT, SET)` gives the Documents by the truth's `file`.
"""

from __future__ import annotations

import argparse
import gzip
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import capture
from documents.errors import CaptureError
from documents.layout import Document
from documents.plain import to_noun, to_plain


def load(kept: Path, name: str) -> dict[str, Document]:
    """The kept readings of one set, by the truth's `file` ("docs/x.pdf")."""
    return {
        f"docs/{path.name.removesuffix('.json.gz')}": to_noun(Document, json.loads(gzip.decompress(path.read_bytes())))
        for path in sorted((kept / name).glob("*.json.gz"))
    }


def keep(source: Path, target: Path) -> str | None:
    """Read one file and write what was read; a sentence when it cannot be read."""
    try:
        document = capture.read(source)
    except CaptureError as error:
        return f"{source.name}: {error}"
    part = target.with_name(f".{target.name}.part")
    part.write_bytes(gzip.compress(json.dumps(to_plain(document)).encode(), 3))
    part.replace(target)
    return None


def main() -> None:
    """Parse the arguments and read every document that is not kept yet."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("sets", type=Path)
    parser.add_argument("kept", type=Path)
    parser.add_argument(
        "names", nargs="*", default=["sroie", "einvoice_scanned", "einvoice_xml", "kleister_nda", "cuad"]
    )
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--anew", action="store_true", help="read also what is kept already")
    given = parser.parse_args()
    for name in given.names:
        (given.kept / name).mkdir(parents=True, exist_ok=True)
        rows = [json.loads(row) for row in (given.sets / name / "gold.jsonl").read_text().splitlines()]
        wanted = [
            (given.sets / name / row["file"], given.kept / name / f"{Path(row['file']).name}.json.gz") for row in rows
        ]
        wanted = [(source, target) for source, target in wanted if given.anew or not target.exists()]
        with ThreadPoolExecutor(given.jobs) as threads:
            troubles = [said for said in threads.map(lambda pair: keep(*pair), wanted) if said]
        print(f"{name}: {len(wanted) - len(troubles)} read", *troubles, sep="\n  ", flush=True)


if __name__ == "__main__":
    main()
