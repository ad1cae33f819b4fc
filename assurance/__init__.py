"""Decide: straight through, or to a person, and why.

A value goes through when it is sure enough (its threshold), nothing required is missing and no check speaks against
it. docs/decisions/0050 has the rules in a page.
"""

from __future__ import annotations

from assurance.decision import confirmation, decide, unclassified
from assurance.paper_findings import on_paper
from assurance.thresholds import DECLARED, PROMISED, AsDecided, Promised, Thresholds
from assurance.weighing import Weighed, weigh

__all__ = [
    "DECLARED",
    "PROMISED",
    "AsDecided",
    "Promised",
    "Thresholds",
    "Weighed",
    "confirmation",
    "decide",
    "on_paper",
    "unclassified",
    "weigh",
]
