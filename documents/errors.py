"""Our errors, drawn as a tree.

* PaperdeskError                 every error we raise on purpose
  - CaptureError                 this file cannot be read
      - Encrypted                  it needs a password
      - Damaged                    it is broken, truncated or not what its name says
      - Unsupported                it is of a kind that we do not read
      - TooLarge                   it breaks a limit: bytes, pages, pixels, memory, time
      - EmptyFile                  zero bytes
      - NoContent                  readable, but every page is blank
      - Unreadable                 there is ink, and no words could be read
      - EngineMissing              a reading engine or its language is not installed
      - WorkerDied                 the process that worked on it died, twice
      - ReaderLost                 the reading process did not start, or its server was killed
          - ReaderKilled             it was killed from outside in the middle of this file
  - DoctypeError                 a document type is declared wrongly
  - ModelError                   a learned model cannot be used or learned
  - SettingsError                a setting is wrong or dangerous
  - IntakeError                  a file in a watched folder cannot be taken
  - StoreError                   the database or the content store refuses
      - Conflict                   somebody else was faster; look again
      - LeaseLost                  the lease ran out, another holds it now
      - IllegalMove                a case cannot go from this state to that
  - ReleaseError                 an export cannot be written or does not balance
  - AccessError                  sign-in failed, or this person may not do this
  - Busy                         not now: another run is at work, the disk is full
  - Defect                       our own code failed in a way nobody foresaw

A message says what, where, and what to do next. Wrong *data* is never an exception: it is a Finding.
`code` is the fixed word by which reason files, records and the desk name the error; docs/errors.md has a section
for each.
"""

from __future__ import annotations

from typing import ClassVar


class PaperdeskError(Exception):
    """Base of every error we raise on purpose."""

    code: ClassVar[str] = "error"
    #: Is the document to blame (it goes to error/), or are we (it is tried again)?
    fault_of_document: ClassVar[bool] = False
    #: Where nobody can tell whose fault it is: does the try count, so that the third ends it?
    counts: ClassVar[bool] = False


class CaptureError(PaperdeskError):
    """The file cannot be read. The message tells the operator what to do."""

    code = "unreadable_file"
    fault_of_document = True


class Encrypted(CaptureError):
    """The file needs a password that we do not have."""

    code = "encrypted"


class Damaged(CaptureError):
    """The file is broken, truncated, or not what its name says."""

    code = "damaged"


class Unsupported(CaptureError):
    """The file is of a kind that we do not read."""

    code = "unsupported"


class TooLarge(CaptureError):
    """The file breaks a limit: bytes, pages, pixels, memory or time."""

    code = "too_large"


class EmptyFile(CaptureError):
    """The file has zero bytes."""

    code = "empty_file"


class NoContent(CaptureError):
    """Every page of the file is blank, or a separator sheet."""

    code = "no_content"


class Unreadable(CaptureError):
    """There is ink on a page, and no word could be read from it."""

    code = "unreadable_page"


class EngineMissing(CaptureError):
    """A reading engine, or a language it needs, is not installed: our fault, not the document's."""

    code = "engine_missing"
    fault_of_document = False


class WorkerDied(CaptureError):
    """The process that worked on this document died, twice: a crash, out of memory, or killed from outside."""

    code = "worker_died"


class ReaderLost(CaptureError):
    """The process that reads files did not start, or its server was killed: our fault, not the document's."""

    code = "reader_lost"
    fault_of_document = False


class ReaderKilled(ReaderLost):
    """The process was killed from outside while it read this file, perhaps because the file wants too much memory."""

    code = "reader_killed"
    counts = True


class DoctypeError(PaperdeskError):
    """A file in doctypes/ is wrong. The message names file, key and cause."""

    code = "doctype"


class ModelError(PaperdeskError):
    """A learned model is damaged or of another program version, or there is nothing to learn from."""

    code = "model"


class SettingsError(PaperdeskError):
    """A setting is wrong or dangerous. The message names it and where it was set."""

    code = "settings"


class IntakeError(PaperdeskError):
    """A file in a watched folder cannot be taken."""

    code = "intake"


class StoreError(PaperdeskError):
    """The database or the content store refuses."""

    code = "store"


class Conflict(StoreError):
    """Somebody else was faster; look again."""

    code = "conflict"


class NotThere(StoreError):
    """What was named is not there: no receipt or case has the number, no backup lies in the folder."""

    code = "not_there"


class LeaseLost(StoreError):
    """The lease ran out and another holds the work now."""

    code = "lease_lost"


class IllegalMove(StoreError):
    """A case cannot go from the state it is in to the one asked for."""

    code = "illegal_move"


class ReleaseError(PaperdeskError):
    """An export cannot be written, or does not balance."""

    code = "release"


class AccessError(PaperdeskError):
    """Sign-in failed, or this person may not do this."""

    code = "access"


class Busy(PaperdeskError):
    """For now this cannot be done: another run is at work, the disk is full. It passes by itself or by making room."""

    code = "busy"


class Defect(PaperdeskError):
    """Our own code failed on a document in a way nobody foresaw. The message is for a bug report."""

    code = "defect"
    counts = True
