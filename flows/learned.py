"""What was learned for a client, as the work uses it: rankers, templates, correctness models, certificates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import store
from assurance import PROMISED, Promised
from assurance.correctness import Correctness
from documents.doctype import DocumentType
from documents.promise import Certificate
from extractors import SHIPPED, Knowledge
from extractors.ranker import Ranker
from extractors.template import Templates
from store import certificates, models
from store.certificates import Kept

#: The version of what a type has that nobody learned anything for.
RULES = "rules"
#: Why a certificate ends; a field that broke one needs a person until it has another.
CHANGED, BROKEN = "the model or the declaration is another now", "blind QA found more wrong values than promised"


@dataclass(frozen=True, slots=True)
class Contract:
    """What a client was promised: `error` of all values (None: as declared), and `errors` of "TYPE" or "TYPE.FIELD".

    `strict`: what is not certified goes to a person, whatever was declared.
    """

    error: float | None = None
    errors: Mapping[str, float] = field(default_factory=dict)
    strict: bool = False

    @property
    def promised(self) -> dict[tuple[str, str], float]:
        """The promised errors by type and field; "" stands for all.

        >>> Contract(0.02, {"receipt.total": 0.01}).promised
        {('receipt', 'total'): 0.01, ('', ''): 0.02}
        """
        found = {(name.partition(".")[0], name.partition(".")[2]): error for name, error in self.errors.items()}
        return found | ({("", ""): self.error} if self.error is not None else {})


@dataclass(frozen=True)
class Learned:
    """All that one client's documents are read and judged with. `taught` holds the client's own, by document type."""

    knowledge: Knowledge = SHIPPED
    thresholds: Promised = PROMISED
    taught: Mapping[str, str] = field(default_factory=dict)

    def version(self, doctype: DocumentType) -> str:
        """What ranks and judges documents of this type: the versions of both. A certificate is good for one alone."""
        ranker = self.knowledge.rankers.get(doctype.name)
        correctness = self.thresholds.correctness(doctype)
        return f"{ranker.version if ranker else RULES}+{correctness.version if correctness else RULES}"

    def judging(self, doctype: DocumentType) -> Promised:
        """The thresholds for documents of this type, under its version; certificates of another version do not hold."""
        version = self.version(doctype)
        held = {
            key: each
            for key, each in self.thresholds.certificates.items()
            if key[0] == doctype.name and each.model == version
        }
        return replace(self.thresholds, certificates=held, model=version)


#: What the package brings, for whoever has no client.
BROUGHT = Learned()


def of_client(db: store.Database, client: str, contract: Contract) -> Learned:
    """What is in force for a client now."""
    versions = {each.id: each.doctype for each in models.active(db, client).values()}
    issued = certificates.history(db, client)
    held = [kept.certificate for kept in issued if kept.ended_at is None]
    taught = _taught(db, tuple(sorted(versions.items())))
    return Learned(
        knowledge=taught.knowledge,
        thresholds=replace(
            taught.thresholds,
            certificates=by_field(held),
            errors=contract.promised,
            strict=contract.strict,
            broken=_broken(issued),
        ),
        taught=taught.taught,
    )


def _broken(issued: list[Kept]) -> frozenset[tuple[str, str]]:
    """The fields of which QA has refuted the last certificate: what stood in before it was certified may be laxer."""
    last = {(kept.certificate.doctype, name): kept for kept in issued for name in kept.certificate.fields}
    return frozenset(key for key, kept in last.items() if kept.ended_at is not None and kept.why == BROKEN)


def by_field(held: list[Certificate]) -> dict[tuple[str, str], Certificate]:
    """Certificates by document type and field."""
    return {(each.doctype, name): each for each in held for name in each.fields}


@lru_cache(maxsize=32)
def _taught(db: store.Database, versions: tuple[tuple[int, str], ...]) -> Learned:
    """The versions as objects, kept while they are in force: to unpack them costs more than to use them."""
    if not versions:
        return BROUGHT
    rankers, correctness, templates = {}, {}, Templates()
    for number, doctype in versions:
        content = models.content(db, number)
        if content["ranker"] is not None:
            rankers[doctype] = Ranker.from_bytes(content["ranker"].encode())
        if content["correctness"] is not None:
            correctness[doctype] = Correctness.from_plain(content["correctness"])
        templates = Templates({**templates.known, **Templates.from_plain(content["templates"]).known})
    knowledge = Knowledge({**SHIPPED.rankers, **rankers}, templates)
    names: dict[str, str] = {doctype: str(number) for number, doctype in versions}
    return Learned(knowledge, Promised(models=correctness), names)


def packed(ranker: Ranker | None, correctness: Correctness | None, templates: Templates) -> dict[str, Any]:
    """What the store keeps of a version."""
    return {
        "ranker": ranker.to_bytes().decode() if ranker else None,
        "correctness": correctness.to_plain() if correctness else None,
        "templates": templates.to_plain(),
    }
