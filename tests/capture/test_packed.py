from __future__ import annotations

import stat
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

import capture
from capture import Limits
from documents.errors import CaptureError, Damaged, Encrypted, NoContent, TooLarge, Unsupported
from tests.capture.bombs import BOMBS, make
from tests.capture.papers import text_pdf


def _zip(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def _unpacked(path: Path, **limits: int) -> list[tuple[str, bytes | str]]:
    folder = path.parent / "unpacked"
    folder.mkdir()
    found = capture.unpack(path, folder, limits=Limits(**limits))
    return [(one.name, (folder / one.file).read_bytes() if one.file else one.trouble) for one in found]


def test_the_files_of_an_archive_come_under_numbers_whatever_they_are_called(tmp_path: Path) -> None:
    pdf = text_pdf(tmp_path / "a.pdf").read_bytes()
    names = ("a.pdf", "sub/b.pdf", "../../etc/passwd", "/abs.pdf", "x\ny.pdf", "__MACOSX/a.pdf", "d/.DS_Store")
    path = _zip(tmp_path / "a.zip", dict.fromkeys(names, pdf) | {"empty/": b""})
    assert [name for name, _ in _unpacked(path)] == ["a.pdf", "b.pdf", "passwd", "abs.pdf", "x�y.pdf"]
    assert sorted(file.name for file in (tmp_path / "unpacked").iterdir()) == [f"000{n}" for n in range(1, 6)]


def test_a_link_and_a_member_that_bursts_hold_up_no_other(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        link = zipfile.ZipInfo("link.pdf")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("zeros.pdf", b"\0" * 20_000_000)
        archive.writestr("good.pdf", b"good")
    (_, link_said), (_, zeros_said), good = _unpacked(path)
    assert "is a link" in str(link_said) and "100 times its size" in str(zeros_said)
    assert good == ("good.pdf", b"good")


def test_limits_of_the_whole_name_themselves(tmp_path: Path) -> None:
    path = _zip(tmp_path / "a.zip", {f"{n}.pdf": bytes([n]) * 900_000 for n in range(5)})
    (tmp_path / "one").mkdir()
    for limits, said in ((Limits(members=4), "limit members"), (Limits(unpacked_megabytes=3), "limit unpacked")):
        with pytest.raises(TooLarge, match=said):
            capture.unpack(path, tmp_path / "one", limits=limits)
        for file in (tmp_path / "one").iterdir():
            file.unlink()


def test_a_broken_archive_and_an_empty_one_say_so(tmp_path: Path) -> None:
    whole = _zip(tmp_path / "a.zip", {"a.pdf": b"x" * 1000}).read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[:-30])
    with pytest.raises(Damaged, match=r"cut\.zip"):
        _unpacked(tmp_path / "cut.zip")
    with pytest.raises(NoContent, match="holds no file"):
        capture.unpack(_zip(tmp_path / "litter.zip", {"__MACOSX/x": b""}), tmp_path)


def test_an_encrypted_archive_asks_for_an_open_copy(tmp_path: Path) -> None:
    path = _zip(tmp_path / "a.zip", {"a.pdf": b"x"})
    content = bytearray(path.read_bytes())
    content[6] |= 1
    content[content.index(b"PK\1\2") + 8] |= 1
    path.write_bytes(content)
    with pytest.raises(Encrypted, match="password"):
        capture.unpack(path, tmp_path)


def test_an_archive_in_an_archive_is_not_opened(tmp_path: Path) -> None:
    [*inner] = _unpacked(make("archive.zip", tmp_path))
    assert len(inner) == 10
    with pytest.raises(Unsupported, match="in another"):
        capture.read(tmp_path / "unpacked" / "0001", name="0.zip")
    assert "archive.zip" in BOMBS


def test_an_office_file_is_no_archive_to_us(tmp_path: Path) -> None:
    path = _zip(tmp_path / "a.docx", {"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})
    with pytest.raises(Unsupported, match="Office file"):
        capture.is_packed(path)


def test_the_attachments_of_a_mail_not_its_text_nor_its_logo(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "anna@example.org", "desk@example.org", "Your invoice"
    mail.set_content("Please find it attached.")
    mail.add_alternative('<p>Please <img src="cid:logo"></p>', subtype="html")
    html = mail.get_body(("html",))
    assert isinstance(html, EmailMessage)
    html.add_related(b"\x89PNG", "image", "png", cid="<logo>", filename="logo.png")
    mail.add_attachment(b"%PDF-1", "application", "pdf", filename="Rechnung ä.pdf")
    inner = EmailMessage()
    inner.set_content("a mail")
    mail.add_attachment(inner, filename="forwarded.eml")
    (tmp_path / "a.eml").write_bytes(mail.as_bytes())
    assert capture.is_packed(tmp_path / "a.eml")
    first, second = _unpacked(tmp_path / "a.eml")
    assert first == ("Rechnung ä.pdf", b"%PDF-1")
    assert second[0] == "forwarded.eml" and "mail in a mail" in str(second[1])


def test_a_mail_without_attachments_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(b"From: anna@example.org\r\nSubject: hello\r\n\r\nGood morning\r\n")
    with pytest.raises(NoContent, match="holds no attachment"):
        capture.unpack(tmp_path / "a.eml", tmp_path)


@pytest.mark.parametrize("start", [b"Dear Sir: please\nfind it", b"Note: one\n\nTwo: three"])
def test_a_letter_as_text_is_no_mail(tmp_path: Path, start: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(start)
    with pytest.raises(CaptureError, match="plain text"):
        capture.is_packed(tmp_path / "a.txt")
