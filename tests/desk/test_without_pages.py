"""A member of an archive that cannot be read has no page: it can be opened, is explained, and can be rejected."""

from __future__ import annotations

import assurance
from documents.case import Case, CaseState
from documents.layout import Document
from store import cases
from tests.desk.conftest import Site

SAID = "a.zip / torn.pdf: is a broken or cut-off PDF. Ask the sender to send it again."


def _torn() -> Case:
    document = Document("0" * 64, "a.zip / torn.pdf", (), part=2, notes=(SAID,))
    return Case(document, None, {}, (), assurance.unclassified(f"unreadable: {SAID}"))


def test_it_is_opened_explained_and_rejected(site: Site) -> None:
    number = site.save(_torn(), name="a.zip")
    assert "torn.pdf" in site.browser.get("/").text
    assert SAID in site.browser.get(f"/case/{number}").text
    fence = site.take(number)
    page = site.browser.get(f"/case/{number}").text
    assert page.count(f'<p class="problem">Unreadable: {SAID}</p>') == page.count('<p class="problem">') == 1
    assert 'id="first-act" data-act="reject"' in page and "Nothing of this document can be read" in page
    assert "no page<" in page and "Choose its type" not in page and "Which type" not in page
    answer = site.browser.post(f"/case/{number}/reject", json={"fence": fence, "reason": "illegible"})
    assert answer.status_code == 200
    assert cases.state(site.db, number) is CaseState.REJECTED
