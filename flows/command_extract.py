"""The command `extract`."""

from __future__ import annotations

import argparse

import capture
from flows.exit_codes import Exit
from flows.extract import extract as extract_files
from flows.paths import expand
from flows.reading import all_types, named_type
from flows.settings import load_settings


def extract(asked: argparse.Namespace) -> Exit:
    """Files to JSON Lines."""
    settings = load_settings(asked.settings)
    all_types()  # a wrong declaration stops the start
    files = expand(asked.paths, capture.takes)
    reading = settings.reading(doctype=named_type(asked.doctype))
    return extract_files(files, asked.out, reading=reading, words=asked.words, jobs=asked.jobs or settings.jobs)
