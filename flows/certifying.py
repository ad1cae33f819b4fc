"""The promise, kept: certificates from what was checked, and their end when QA or a new model says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import store
from assurance import watch
from assurance.certificate import Promise, Standing, certify, drawn_among
from assurance.watch import Verdict
from documents.doctype import DocumentType
from documents.promise import Checked
from flows.learned import BROKEN, CHANGED, Contract, Learned, of_client
from flows.reading import all_types
from store import certificates, scores
from store.certificates import Kept


@dataclass(frozen=True, slots=True)
class Told:
    """How a client's promises stand: every field with evidence, and the certificates that ended now."""

    client: str
    standings: tuple[Standing, ...]
    ended: tuple[Kept, ...]


def certify_client(db: store.Database, client: str, contract: Contract, *, person: str = "") -> Told:
    """End what holds no more, certify what is proved, and tell how every field stands."""
    learned = of_client(db, client, contract)
    evidence = evidence_of(db, client)
    ended = _ended(db, client, learned, evidence, person)
    fresh = _since_broken(db, client, evidence)
    standings = certify(fresh, promises(learned, {each.doctype for each in evidence}))
    held = {field: kept.certificate for kept in certificates.in_force(db, client) for field in _keys(kept)}
    standings = [
        replace(each, certificate=each.certificate or held.get((each.doctype, each.field))) for each in standings
    ]  # what was once proved stands until QA breaks it, or the model changes
    for name in sorted({each.doctype for each in standings}):
        granted = {each.certificate for each in standings if each.doctype == name and each.certificate}
        certificates.issue(db, client, name, granted, person=person)
    return Told(client, tuple(standings), tuple(ended))


def evidence_of(db: store.Database, client: str) -> list[Checked]:
    """All that is known of a client's values without the score having had a part in it, oldest first."""
    drawn = scores.evidence(db, client)
    found = [*drawn, *drawn_among(scores.removed(db, client), drawn)]
    return sorted(found, key=lambda each: (each.at, each.case_id, each.field))


def _keys(kept: Kept) -> list[tuple[str, str]]:
    return [(kept.certificate.doctype, name) for name in kept.certificate.fields]


def promises(learned: Learned, names: set[str]) -> dict[tuple[str, str], Promise]:
    """What is promised of every field of these document types, columns of tables included."""
    found = {}
    for doctype in (all_types()[name] for name in sorted(names) if name in all_types()):
        version = learned.version(doctype)
        for spec in (*doctype.fields, *(column for table in doctype.tables for column in table.columns)):
            error = learned.thresholds.error(doctype, spec)
            found[(doctype.name, spec.name)] = Promise(error, version, doctype.declaration)
    return found


def _ended(db: store.Database, client: str, learned: Learned, evidence: Sequence[Checked], person: str) -> list[Kept]:
    """Withdraw what another model or declaration, or QA, has overtaken."""
    ended = []
    for kept in certificates.in_force(db, client):
        why = _against(kept, learned, evidence)
        if why:
            certificates.withdraw(db, kept.id, why=why, person=person)
            ended.append(replace(kept, why=why))
    return ended


def _against(kept: Kept, learned: Learned, evidence: Sequence[Checked]) -> str:
    certificate = kept.certificate
    doctype: DocumentType | None = all_types().get(certificate.doctype)
    now = (learned.version(doctype), doctype.declaration) if doctype else None
    if (certificate.model, certificate.declaration) != now:
        return CHANGED
    since = [
        Verdict(each.right, each.probability)
        for each in evidence
        if each.at > kept.issued_at
        and (each.doctype, each.model) == (certificate.doctype, certificate.model)
        and each.field in certificate.fields
        and each.score >= certificate.threshold
    ]
    return BROKEN if watch.broken(since, certificate.error) else ""


def _since_broken(db: store.Database, client: str, evidence: Sequence[Checked]) -> list[Checked]:
    """The evidence without what came before QA broke a certificate of its field: that world is gone."""
    last = {
        (kept.certificate.doctype, name): kept.ended_at
        for kept in certificates.history(db, client)
        if kept.why == BROKEN and kept.ended_at
        for name in kept.certificate.fields
    }
    return [each for each in evidence if (when := last.get((each.doctype, each.field))) is None or each.at > when]
