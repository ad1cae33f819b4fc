"""What the child does: read one file, send its parts."""

from __future__ import annotations

import socket
import struct
import traceback
import zlib
from collections.abc import Iterator
from pathlib import Path

import cv2

from capture import again, e_invoice, packed, pdf, pictures
from capture.file_kind import PACKED, FileKind, kind_of
from capture.messages import End, Job, Length, Message, encode
from documents.errors import CaptureError, Damaged, TooLarge, Unsupported
from documents.layout import Page, Source

#: What parsers are known to raise on broken input. Anything else ends the child, which our side reports as a crash.
_PARSERS_RAISE = (
    OSError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RuntimeError,
    EOFError,
    SyntaxError,
    cv2.error,
    struct.error,
    zlib.error,
)
_A4 = (595.0, 842.0)  # points


def send(job: Job, results: socket.socket) -> None:
    """Send all parts of the file, or the error that stopped us, then say that this was all."""
    try:
        for message in parts(job):
            results.sendall(encode(message))
        results.sendall(encode(End()))
    except CaptureError as error:
        results.sendall(encode(error))
    except MemoryError:
        limit = job.limits.memory
        results.sendall(
            encode(TooLarge(f"{job.name}: reading needs more than {limit} MiB (limit memory). Split it, scan it anew."))
        )
    except BrokenPipeError:
        return  # nobody listens any more; the fork server buries us
    except _PARSERS_RAISE as error:
        results.sendall(encode(_broken(job, error)))


def parts(job: Job) -> Iterator[Message]:
    """The parts of the file in order: its length, its data, its pages."""
    path = Path(job.path)
    if job.page is not None:
        return again.parts(path, job)
    kind = kind_of(path, job.name)
    if kind in PACKED:
        if job.unpack is None:
            raise Unsupported(f"{job.name}: is an archive or a mail in another, which is not opened. Send its files.")
        return packed.members(path, kind, job)
    if kind is FileKind.PDF:
        return pdf.parts(path, job)
    if kind is FileKind.XML:
        return _bare_invoice(path, job)
    return pictures.parts(path, kind, job)


def _bare_invoice(path: Path, job: Job) -> Iterator[Message]:
    """Data without paper: one page of the kind DATA, so that it can be pointed at."""
    yield Length(1)
    try:
        yield e_invoice.parse(path.read_bytes())
    except e_invoice.NoInvoice as error:
        raise Unsupported(f"{job.name}: is XML, but no e-invoice: {error}. Send CII, UBL or a PDF.") from error
    yield Page(0, *_A4, source=Source.DATA)


def _broken(job: Job, error: Exception) -> Damaged:
    """A parser of others raises anything on broken input; the trace goes along as a note."""
    cause = f"{type(error).__name__}: {error}"[:200]
    damaged = Damaged(f"{job.name}: cannot be read, it seems to be broken ({cause}). Ask for a new file.")
    damaged.add_note("".join(traceback.format_exception(error))[-4000:])
    return damaged
