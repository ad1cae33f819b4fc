"""How long does a refit take? Receipts as lines of text are reviewed in a store of their own, then learned from.

    .venv/bin/python -m bench.refit SETS [--documents 300] [--profile]

Timed, in CPU seconds of one thread: first the refit of ranker and correctness model from all of them, then everything
that `paperdesk learn` does, which is the same from the older three quarters, the templates, the shadow test on the
newest quarter, and keeping the version. Reading and reviewing the documents is not.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import extractors
import store
import validators
from bench import senders, truth
from bench.senders import Sample
from documents.verdicts import Decision, Route
from flows.drafts import Draft
from flows.learn import fitted, learn_all
from flows.learned import Contract, of_client
from flows.reading import all_types, judge
from flows.settings import Settings
from store import cases, queue, scores
from tests.store.made import claimed

#: Whose receipts they are.
CLIENT = "acme"


def review(db: store.Database, folder: Path, sets: Path, number: int, sample: Sample) -> None:
    """One receipt read, judged and kept; then a person who knows the truth finishes it."""
    doctype = all_types()["receipt"]
    document = replace(sample.document, sha256=f"{number:064x}")
    fields = extractors.extract(document, doctype)
    case = judge(Draft(document, doctype, fields), validators.NONE)
    case = replace(case, decision=replace(case.decision, route=Route.REVIEW))
    [made] = cases.save(db, claimed(db, folder, f"file {number}"), [case])
    lease = queue.claim(db, made, person="anna")
    gold = sample.row["fields"]
    left = truth.confirmed(truth.score_of(sets), gold, doctype, case.fields)  # type: ignore[arg-type]  # texts by field
    held = {"person": "anna", "fence": lease.fence}
    cases.decide(db, made, fields=left, findings=(), decision=Decision(Route.RELEASE), **held)  # type: ignore[arg-type]


def main() -> None:
    """Parse the arguments, fill the store, learn, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("sets", type=Path)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--profile", action="store_true", help="also print what took longest")
    given = parser.parse_args()
    samples = senders.load_text(given.sets)[: given.documents]
    with TemporaryDirectory(prefix="paperdesk-refit-") as name:
        folder = Path(name)
        db = store.open_database(f"sqlite:///{folder}/paperdesk.db", folder / "files")
        for number, sample in enumerate(samples):
            review(db, folder, given.sets, number, sample)
        print(f"{len(samples)} receipts reviewed", flush=True)
        began = time.process_time()
        every = scores.reviewed(db, CLIENT, "receipt", limit=len(samples))
        documents = {each.case_id: scores.document(db, each.case_id) for each in every}
        fitted(all_types()["receipt"], every, documents, of_client(db, CLIENT, Contract()))
        print(f"refitted from {len(every)}: {time.process_time() - began:.1f} CPU s", flush=True)
        profile = cProfile.Profile()
        began, waited = time.process_time(), time.monotonic()
        if given.profile:
            profile.enable()
        lessons = learn_all(db, Settings(), every=1)
        profile.disable()
        took = f"{time.process_time() - began:.1f} CPU s, {time.monotonic() - waited:.1f} s by the clock"
        print(f"learned: {took}; {'; '.join(each.sentence for each in lessons)}")
        if given.profile:
            pstats.Stats(profile).sort_stats("cumulative").print_stats(40)


if __name__ == "__main__":
    main()
