"""An archive through the way of a document: every file in it is a document, and none of them is lost."""

from __future__ import annotations

import json
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from capture import Limits
from documents.errors import TooLarge, Unreadable
from flows.cli import main
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
    assert bad.document.name == "a.zip / torn.pdf" and not bad.document.pages


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
        told = f"outer.zip / {name}: is an archive or a mail in another, which is not opened. Send its files."
        assert not case.document.pages and told in case.decision.reasons[0].message
    (tmp_path / "mail.eml").write_bytes(mail.as_bytes())
    with pytest.raises(Unreadable, match=r"holds 1 file, none of which can be read.*an archive or a mail in another"):
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
    with pytest.raises(Unreadable, match=r"a\.zip: holds 2 files, none of which can be read; the first"):
        read_cases(path, all_types(), Reading())


def test_the_pages_of_all_members_count_together(tmp_path: Path) -> None:

    content = {f"{n}.pdf": text_pdf(tmp_path / f"{n}.pdf", pages=3).read_bytes() for n in (1, 2)}
    with pytest.raises(TooLarge, match="in all"):
        read_cases(_zip(tmp_path / "a.zip", content), all_types(), Reading(limits=Limits(pages=5)))


def test_extract_counts_a_member_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = (SAMPLES / INVOICES[0]).read_bytes()
    path, out = _zip(tmp_path / "a.zip", {"good.xml": good, "torn.pdf": b"%PDF-1.4"}), tmp_path / "rows.jsonl"
    assert main(["extract", str(path), "--out", str(out)]) == 8
    told = capsys.readouterr().err
    assert "a.zip: invoice, unreadable, " in told and "1 file, 2 rows, 1 could not be read" in told
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert [row["file"] for row in rows] == ["a.zip / good.xml", "a.zip / torn.pdf"]


def test_members_of_one_name_are_told_apart_whatever_the_others_are_called(tmp_path: Path) -> None:
    good = (SAMPLES / INVOICES[0]).read_bytes()
    made = read_cases(
        _zip(tmp_path / "a.zip", {"x/a.xml": good, "y/a.xml": good, "a.xml (2)": good, "z/a.xml": good}),
        all_types(),
        Reading(),
    )
    assert [case.document.name.removeprefix("a.zip / ") for case in made] == [
        "a.xml", "a.xml (2)", "a.xml (2) (2)", "a.xml (3)"
    ]  # fmt: skip
    assert all(case.document.pages for case in made[:2])
