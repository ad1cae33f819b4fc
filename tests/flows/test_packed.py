"""An archive through the way of a document: every file in it is a document, and none of them is lost."""

from __future__ import annotations

import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from capture import Limits
from documents.errors import TooLarge, Unreadable
from flows.reading import Reading, all_types, read, read_cases
from tests.capture.papers import text_pdf
from tests.flows.outside import SAMPLES

INVOICES = ("invoice_xml_01_cii.xml", "invoice_xml_02_ubl.xml")


def _zip(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def test_every_file_of_an_archive_is_a_document_and_a_bad_one_waits_with_its_reason(tmp_path: Path) -> None:
    files = {name: (SAMPLES / name).read_bytes() for name in INVOICES}
    first, bad, second = read_cases(
        _zip(
            tmp_path / "a.zip",
            {INVOICES[0]: files[INVOICES[0]], "torn.pdf": b"%PDF-1.4", INVOICES[1]: files[INVOICES[1]]},
        ),
        all_types(),
        Reading(),
    )
    assert [case.document.part for case in (first, bad, second)] == [1, 2, 3]
    assert len({case.document.sha256 for case in (first, bad, second)}) == 1
    assert first.type_name == second.type_name == "invoice" and first.fields != second.fields
    assert bad.type_name == "unclassified" and "torn.pdf" in bad.decision.reasons[0].message
    assert bad.document.name == "a.zip: torn.pdf" and not bad.document.pages


def test_an_archive_or_a_mail_in_an_archive_is_not_opened(tmp_path: Path) -> None:
    good = {INVOICES[0]: (SAMPLES / INVOICES[0]).read_bytes()}
    inner = _zip(tmp_path / "inner.zip", good).read_bytes()
    mail = EmailMessage()
    mail.set_content("see there")
    mail.add_attachment(inner, maintype="application", subtype="zip", filename="inner.zip")
    outer = _zip(tmp_path / "outer.zip", {"inner.zip": inner, "mail.eml": mail.as_bytes(), **good})
    first, second, third = read_cases(outer, all_types(), Reading())
    assert third.type_name == "invoice"
    for case, name in ((first, "inner.zip"), (second, "mail.eml")):
        told = f"outer.zip: {name}: is an archive or a mail in another, which is not opened. Send its files."
        assert not case.document.pages and told in case.decision.reasons[0].message
    (tmp_path / "mail.eml").write_bytes(mail.as_bytes())
    with pytest.raises(Unreadable, match=r"none of its 1 files can be read.*an archive or a mail in another"):
        read_cases(tmp_path / "mail.eml", all_types(), Reading())


def test_pictures_of_the_members_keep_apart(tmp_path: Path) -> None:

    content = {f"{n}.pdf": text_pdf(tmp_path / f"{n}.pdf", words=f"Letter{n}").read_bytes() for n in (1, 2)}
    images = tmp_path / "images"
    images.mkdir()
    drafts = read(_zip(tmp_path / "a.zip", content), all_types(), Reading(), images=images)
    pictures = [page.image for draft in drafts for page in draft.document.pages]
    assert len(set(pictures)) == 2 and all(picture and (images / picture).is_file() for picture in pictures)


def test_an_archive_of_which_nothing_can_be_read_fails_as_a_whole(tmp_path: Path) -> None:
    path = _zip(tmp_path / "a.zip", {"a.pdf": b"nothing", "b.docx": b"nothing"})
    with pytest.raises(Unreadable, match=r"a\.zip: none of its 2 files can be read; the first"):
        read_cases(path, all_types(), Reading())


def test_the_pages_of_all_members_count_together(tmp_path: Path) -> None:

    content = {f"{n}.pdf": text_pdf(tmp_path / f"{n}.pdf", pages=3).read_bytes() for n in (1, 2)}
    with pytest.raises(TooLarge, match="in all"):
        read_cases(_zip(tmp_path / "a.zip", content), all_types(), Reading(limits=Limits(pages=5)))
