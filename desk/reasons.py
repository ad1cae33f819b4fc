"""The reasons a person chooses from: one key each, stored as a word, so that they can be counted."""

from __future__ import annotations

#: What is asked, by act: the title of the question and its answers (code to sentence, in the order of the keys 1 to 9).
REASONS: dict[str, tuple[str, dict[str, str]]] = {
    "blank": (
        "Why is it blank?",
        {
            "not_printed": "The document does not say it",
            "left_empty": "There is a place for it, left empty",
            "crossed_out": "It is crossed out",
        },
    ),
    "unreadable": (
        "Why can it not be read?",
        {
            "faint": "Too faint or blurred",
            "covered": "Covered by a stamp, a stain or another text",
            "cut_off": "Cut off by the scan",
            "handwriting": "Handwriting that I cannot read",
        },
    ),
    "confirm": (
        "Why is it right all the same?",
        {
            "as_printed": "It stands so on the document",
            "known_exception": "A known exception of this client or sender",
            "asked": "I have asked, and it is right",
        },
    ),
    "skip": (
        "Why skip it?",
        {
            "language": "A language that I do not read",
            "unsure": "I am not sure, somebody else should look",
            "asking": "I have to ask first",
        },
    ),
    "retry": (
        "Why read it again?",
        {
            "reader_changed": "The reader has changed since",
            "our_fault": "It failed for a reason of ours",
            "asked": "The client asked for it",
        },
    ),
    "reject": (
        "Why reject it?",
        {
            "not_for_us": "Not for us",
            "advertising": "Advertising",
            "duplicate": "We have it already",
            "illegible": "The whole document cannot be read",
            "incomplete": "Pages are missing",
        },
    ),
    "hold": (
        "Why put it aside?",
        {
            "asked": "I have asked, and wait for an answer",
            "supervisor": "A supervisor has to decide",
            "original": "The paper itself is needed",
            "belongs": "It waits for another document",
        },
    ),
    "escalate": (
        "Why should a supervisor look?",
        {
            "contradiction": "The paper contradicts itself",
            "undecided": "I cannot decide it by the paper",
            "suspicious": "Something is wrong with this document",
            "place": "The wrong place is shown",
        },
    ),
    "reclassify": (
        "Why another type?",
        {
            "misread": "The machine took it for something else",
            "unknown": "The machine found no type",
            "mine": "I chose the wrong type before",
        },
    ),
    "assemble": (
        "Why put the pages together so?",
        {
            "several": "Several documents were scanned as one",
            "torn": "One document came in several parts",
            "lying": "A page lies on its side, or upside down",
            "order": "The pages were out of order",
            "foreign": "A page does not belong here",
            "empty": "A page says nothing",
        },
    ),
    "reopen": (
        "Why take it up again?",
        {
            "mistake": "Something was overlooked",
            "asked": "Somebody asked for it",
            "news": "Something new came",
        },
    ),
}


def sentence(act: str, code: str, remark: str = "") -> str:
    """What the history keeps: act, code and the remark, if there is one. KeyError for a reason we do not offer.

    >>> sentence("skip", "unsure", "ask Anna")
    'skip: unsure (ask Anna)'
    """
    if code not in REASONS[act][1]:
        raise KeyError(code)
    remark = " ".join(remark.split())[:200]
    return f"{act}: {code} ({remark})" if remark else f"{act}: {code}"
