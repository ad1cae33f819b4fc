"""With which code every command ends. docs/exit_codes.md explains each; the highest that applies is returned."""

from __future__ import annotations

import errno
from enum import IntEnum

from documents.errors import Busy, Conflict, IllegalMove, NotThere, StoreError


class Exit(IntEnum):
    """The fixed exit codes, in the manner of night-batch schedulers."""

    DONE = 0  # everything done
    REVIEW = 4  # done, and something waits for a person
    FAILED = 8  # done, and some documents could not be read
    UNBALANCED = 12  # control totals do not balance
    FATAL = 16  # a wrong setting, declaration or command: nothing was done
    TRY_AGAIN = 75  # for now it cannot be done: disk full, database away, another run is at work
    INTERRUPTED = 130  # stopped from the keyboard; what was done is kept


#: Operating system errors that pass by themselves or by making room.
_PASSING = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EAGAIN, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EIO})


def exit_of(error: BaseException) -> Exit:
    """The exit code for an error that ended a command.

    >>> exit_of(Busy("another run is at work")), exit_of(ValueError("no")), exit_of(OSError(28, "No space left"))
    (<Exit.TRY_AGAIN: 75>, <Exit.FATAL: 16>, <Exit.TRY_AGAIN: 75>)
    """
    if isinstance(error, KeyboardInterrupt):
        return Exit.INTERRUPTED
    if isinstance(error, (Busy, StoreError)) and not isinstance(error, (IllegalMove, Conflict, NotThere)):
        return Exit.TRY_AGAIN
    if isinstance(error, OSError) and error.errno in _PASSING:
        return Exit.TRY_AGAIN
    return Exit.FATAL
