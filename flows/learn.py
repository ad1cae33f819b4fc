"""Learn from reviews: a client's ranker, templates and correctness model, versioned, tested before they are used.

The newest reviews test what the older ones taught; they teach the next version. A version that does not pass stays in
the shadow, and what is in force stays so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import store
from assurance import fitting
from assurance.correctness import Correctness
from assurance.fitting import Known
from documents.counting import counted
from documents.doctype import DocumentType
from documents.errors import ModelError
from documents.fields import base_name
from documents.kinds import same
from documents.layout import Document
from documents.promise import Certificate
from extractors import learning
from extractors.knowledge import Knowledge
from extractors.ranker import Ranker
from extractors.template import Templates
from flows import shadow
from flows.certifying import evidence_of
from flows.learned import Contract, Learned, of_client, packed
from flows.reading import all_types
from flows.settings import Learning, Settings
from store import certificates, clients, models, scores
from store.models import ModelState, Version
from store.scores import Reviewed

#: The newest of this share of the documents test what the others taught, so many at least and at most.
TESTING, FEWEST_TESTING, MOST_TESTING = 0.25, 5, 200
#: So many documents teach a ranker, and so many values a correctness model; with fewer the shipped ones stay.
FEWEST, FEWEST_VALUES = 10, 200
#: Under which a version's facts keep the newest decision that all of it saw, and that its templates saw.
MARKS = ("taught", "remembered")


@dataclass(frozen=True, slots=True)
class Lesson:
    """What came of learning one type for one client. `version` is None where nothing was new."""

    client: str
    doctype: str
    version: Version | None
    sentence: str


def learn_all(
    db: store.Database, settings: Settings, client: str | None = None, *, every: int | None = None, person: str = ""
) -> list[Lesson]:
    """Learn for every client (or one) and type with `every` newly reviewed documents (None: as the settings say)."""
    wanted = settings.learning if every is None else replace(settings.learning, every=every)
    names = [name for name in clients.names(db) if client in (None, name)]
    return [
        lesson
        for name in names
        for doctype in (all_types()[each] for each in scores.waiting(db, name) if each in all_types())
        if (lesson := learn(db, name, doctype, wanted, settings.client(name).promise, person))
    ]


def learn(
    db: store.Database, client: str, doctype: DocumentType, wanted: Learning, contract: Contract, person: str = ""
) -> Lesson | None:
    """A new version from this client's reviewed documents of a type; None when none are new since the last one.

    New is what was finished since, whenever it came: documents are reviewed in another order than they come in, and
    one that is corrected later teaches what is right. Fewer than wanted give new templates alone.
    """
    before = [each for each in models.history(db, client) if each.doctype == doctype.name]
    every = scores.reviewed(db, client, doctype.name, limit=wanted.most)
    if len(_since(every, before, "taught")) < max(1, wanted.every):
        return _remembered(db, client, doctype, every, before, person)
    testing = min(max(round(len(every) * TESTING), FEWEST_TESTING), MOST_TESTING) if len(every) > FEWEST_TESTING else 0
    taught, kept = every[: len(every) - testing], every[len(every) - testing :]
    documents = {each.case_id: scores.document(db, each.case_id) for each in every}
    current = of_client(db, client, contract)
    ranker, correctness = fitted(doctype, taught, documents, current)
    templates = _templates(doctype, taught, documents, Templates())
    new = _with(current, doctype, ranker, correctness, templates)
    test, granted = _tested(db, client, kept, documents, doctype, new, current)
    version = models.add(
        db,
        client,
        doctype.name,
        new.version(doctype),
        packed(ranker, correctness, _templates(doctype, kept, documents, templates)),
        documents=len(taught),
        last_case=every[-1].case_id,
        facts={"test": shadow_facts(test), "sentence": test.sentence} | dict.fromkeys(MARKS, _newest(every)),
        activate=test.passed,
        person=person,
        why=test.sentence,
    )
    if test.passed and current.version(doctype) != new.version(doctype):
        certificates.issue(db, client, doctype.name, granted, person=person)
    return Lesson(
        client,
        doctype.name,
        version,
        f"from {counted(len(taught), 'document')}; {test.sentence}: {version.state.value}",
    )


def fitted(
    doctype: DocumentType, taught: Sequence[Reviewed], documents: dict[int, Document], current: Learned
) -> tuple[Ranker | None, Correctness | None]:
    """The two models from these reviewed documents; None for one that they are too few for."""
    return _ranker(doctype, taught, documents, current), _correctness(doctype, taught)


def _remembered(
    db: store.Database,
    client: str,
    doctype: DocumentType,
    every: Sequence[Reviewed],
    before: Sequence[Version],
    person: str,
) -> Lesson | None:
    """Templates follow every review: too few for a ranker are enough for the next document of the same sender.

    Ranker and correctness model stay what they are, and with them the certificates: a shadow test has nothing to say.
    """
    active = models.active(db, client).get(doctype.name)
    once = [each for each in before if each.state is not ModelState.SHADOW]  # what was taken back is not taught again
    fresh = _since(every, once, "remembered")
    if not fresh:
        return None
    content = models.content(db, active.id) if active else packed(None, None, Templates())
    documents = {each.case_id: scores.document(db, each.case_id) for each in fresh}
    templates = _templates(doctype, fresh, documents, Templates.from_plain(content["templates"]))
    why = f"the templates of {counted(len(fresh), 'more document')}"
    version = models.add(
        db,
        client,
        doctype.name,
        active.version if active else "templates",
        content | {"templates": templates.to_plain()},
        documents=(active.documents if active else 0) + len(fresh),
        last_case=max((each.last_case for each in before), default=0),
        facts={"remembered": _newest(fresh)},
        activate=True,
        person=person,
        why=why,
    )
    return Lesson(client, doctype.name, version, why)


def _since(every: Sequence[Reviewed], before: Sequence[Version], mark: str) -> list[Reviewed]:
    """The documents that were finished, or finished once more, after these versions looked."""
    last = max((int(each.facts.get(mark, 0)) for each in before), default=0)
    return [each for each in every if each.decided > last]


def _newest(every: Sequence[Reviewed]) -> int:
    return max(each.decided for each in every)


def shadow_facts(test: shadow.Test) -> dict[str, int | bool]:
    """The figures of a test, as the store keeps them."""
    names = ("documents", "values", "right", "before", "better", "worse", "recertified")
    return {name: getattr(test, name) for name in names}


def _tested(
    db: store.Database,
    client: str,
    kept: Sequence[Reviewed],
    documents: dict[int, Document],
    doctype: DocumentType,
    new: Learned,
    current: Learned,
) -> tuple[shadow.Test, list[Certificate]]:
    """The shadow test, and the certificates that the new version would have of its own."""
    read = shadow.read_again(kept, documents, doctype, new)
    held = list({each.sentence: each for each in current.judging(doctype).certificates.values()}.values())
    version = new.version(doctype)
    if version == current.version(doctype) or not held:
        return shadow.held_against(read, doctype, recertified=True), held
    checked = [each for each in evidence_of(db, client) if each.doctype == doctype.name]
    granted = shadow.certified_again(read, checked, held, version, doctype)
    covered = {name for each in granted for name in each.fields}
    again = all(name in covered for each in held for name in each.fields)
    return shadow.held_against(read, doctype, recertified=again), granted


def _ranker(
    doctype: DocumentType, taught: Sequence[Reviewed], documents: dict[int, Document], current: Learned
) -> Ranker | None:
    """A ranker that starts from the one in force; with too few documents, that one."""
    prior = current.knowledge.rankers.get(doctype.name)
    if len(taught) < FEWEST:
        return prior if doctype.name in current.taught else None
    examples = [learning.Example(documents[each.case_id], each.fields) for each in taught]
    return learning.fit(doctype, examples, prior=prior)


def _correctness(doctype: DocumentType, taught: Sequence[Reviewed]) -> Correctness | None:
    """A correctness model from the scores as they were stored; None with too few, or where nothing was ever wrong."""
    known = [
        Known(str(each.case_id), name, dict(score.features), right(doctype, each, name))
        for each in taught
        for name, score in each.scores.items()
        if name in each.read
    ]
    if len(known) < FEWEST_VALUES or all(each.right for each in known):
        return None
    try:
        return fitting.fit(doctype.name, known)
    except ModelError:  # many values of few documents: the shipped model stays
        return None


def right(doctype: DocumentType, reviewed: Reviewed, name: str) -> bool:
    """Is what the machine read in a field what is in force after the review? Of several values: one of them."""
    spec = doctype.spec(name)
    if spec is None:
        return False
    read = reviewed.read[name].value
    truth = (
        [field for path, field in reviewed.fields.items() if base_name(path) == spec.name]
        if spec.repeated
        else [reviewed.fields[name]]
        if name in reviewed.fields
        else []
    )
    return any(same(spec.kind, read, each.value) for each in truth)


def _templates(
    doctype: DocumentType, taught: Sequence[Reviewed], documents: dict[int, Document], known: Templates
) -> Templates:
    """The templates after these confirmed documents, taught in the order in which they came."""
    found = known
    for each in taught:
        found = found.learn(documents[each.case_id], doctype, each.fields)
    return found


def _with(
    current: Learned,
    doctype: DocumentType,
    ranker: Ranker | None,
    correctness: Correctness | None,
    templates: Templates,
) -> Learned:
    """What is in force, with the new version instead of what it replaces."""
    rankers = {**current.knowledge.rankers} | ({doctype.name: ranker} if ranker else {})
    weighing = {**current.thresholds.models} | ({doctype.name: correctness} if correctness else {})
    return Learned(
        Knowledge(rankers, templates),
        replace(current.thresholds, models=weighing),
        {**current.taught, doctype.name: "new"},
    )
