"""Files that hold files: ZIP archives and mails. One level is opened, under limits; names in them are only shown.

Why limits and which: docs/decisions/0130. A member that cannot be had is told of, and holds up no other.
"""

from __future__ import annotations

import email
import email.policy
import stat
import zipfile
import zlib
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import IO

from capture.file_kind import FileKind
from capture.messages import Job, Length, Member, Message
from documents.errors import Encrypted, NoContent, TooLarge

#: A member that unpacks to more than so many times its packed size is made to burst; scans hardly pack at all.
_RATIO = 100
_SMALL = 1_000_000  # bytes: below this no ratio matters
_PIECE = 1 << 20
#: What systems leave in archives beside what people put there.
_LITTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def members(path: Path, kind: FileKind, job: Job) -> Iterator[Message]:
    """Each file in it, written into the folder `job.unpack` under a number. Raises CaptureError for the whole."""
    yield Length(1)
    found = _of_archive(path, job) if kind is FileKind.ZIP else _of_mail(path, job)
    number = 0
    for number, member in enumerate(found, 1):
        if number > job.limits.members:
            raise TooLarge(f"{job.name}: holds more than {job.limits.members} files (limit members). Send it in parts.")
        yield member
    if not number:
        what = "file" if kind is FileKind.ZIP else "attachment"
        raise NoContent(f"{job.name}: holds no {what}. Ask the sender what it was for.")


def _of_archive(path: Path, job: Job) -> Iterator[Member]:
    left = job.limits.unpacked_megabytes * 1_000_000
    with zipfile.ZipFile(path) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir() and not _is_litter(info.filename)]
        if infos and all(info.flag_bits & 1 for info in infos):
            raise Encrypted(f"{job.name}: is encrypted and needs a password. Ask the sender for an open copy.")
        for number, info in enumerate(infos, 1):
            name = _shown(info.filename)
            if trouble := _refused(info, name, job):
                yield Member(name, "", trouble)
                continue
            target = Path(job.unpack or "") / f"{number:04d}"
            try:
                with archive.open(info) as packed:
                    left -= _written(packed, target, left, job)
            except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError) as error:
                yield Member(name, "", f"{job.name}: {name} cannot be unpacked ({error}). Ask for it alone.")
                continue
            yield Member(name, target.name)


def _refused(info: zipfile.ZipInfo, name: str, job: Job) -> str:
    """Why this member is not unpacked; empty for one that is."""
    if stat.S_ISLNK(info.external_attr >> 16):
        return f"{job.name}: {name} is a link, not a file. Send the file."
    if info.flag_bits & 1:
        return f"{job.name}: {name} is encrypted. Ask the sender for an open copy."
    if info.file_size > _SMALL and info.file_size > _RATIO * max(1, info.compress_size):
        return f"{job.name}: {name} unpacks to more than {_RATIO} times its size. Send it alone."
    return ""


def _written(packed: IO[bytes], target: Path, left: int, job: Job) -> int:
    """Unpack one member; how many bytes it has. What its header says is not believed."""
    size = 0
    with target.open("xb") as file:
        while piece := packed.read(_PIECE):
            size += len(piece)
            if size > left:
                raise TooLarge(_too_much(job))
            file.write(piece)
    return size


def _of_mail(path: Path, job: Job) -> Iterator[Member]:
    left = job.limits.unpacked_megabytes * 1_000_000
    with path.open("rb") as file:
        mail = email.message_from_binary_file(file, policy=email.policy.default)
    body = mail.get_body(("html",))
    text = body.get_content() if body is not None else ""
    attached = [part for part in _attached(mail) if not _is_shown_by(part, text)]
    for number, part in enumerate(attached, 1):
        name = _shown(part.get_filename() or f"attachment {number}")
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes):  # a mail in a mail
            yield Member(name, "", f"{job.name}: {name} is a mail in a mail. Send what it holds.")
            continue
        left -= len(content)
        if left < 0:
            raise TooLarge(_too_much(job))
        target = Path(job.unpack or "") / f"{number:04d}"
        target.write_bytes(content)
        yield Member(name, target.name)


def _attached(part: EmailMessage) -> Iterator[EmailMessage]:
    """All but the text."""
    if part.get_content_type() != "message/rfc822" and part.is_multipart():
        for below in part.iter_parts():
            if isinstance(below, EmailMessage):
                yield from _attached(below)
    elif part.get_content_disposition() == "attachment" or part.get_filename():
        yield part


def _is_shown_by(part: EmailMessage, text: str) -> bool:
    """Is it a picture that the text shows, such as a logo?"""
    named = str(part["Content-ID"] or "").strip("<> ")
    return bool(named) and part.get_content_maintype() == "image" and f"cid:{named}" in text


def _too_much(job: Job) -> str:
    most = job.limits.unpacked_megabytes
    return f"{job.name}: unpacks to more than {most} MB (limit unpacked_megabytes). Send it in parts."


def _is_litter(name: str) -> bool:
    return name.startswith(_LITTER) or name.rsplit("/", 1)[-1] in _LITTER


def _shown(name: str) -> str:
    """The last part of a member's name, as one line."""
    last = name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    return "".join(char if char.isprintable() else "�" for char in last)[:120] or "a file without a name"
