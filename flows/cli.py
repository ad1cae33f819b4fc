"""The command line. Each command imports what it needs when it is called, so that --help answers at once."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from importlib import import_module
from pathlib import Path

EPILOG = """exit codes: 0 done, 4 items in review, 8 some documents failed, 12 totals do not balance, 16 fatal,
75 try again later, 130 interrupted (docs/exit_codes.md)"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code. Errors are one sentence on standard error."""
    asked = parser().parse_args(arguments)
    module, function = asked.run.split(":")
    try:
        return int(getattr(import_module(module), function)(asked))
    except BrokenPipeError:  # whoever read our output has left
        sys.stderr.close()
        return 0
    except (Exception, KeyboardInterrupt) as error:
        return _refused(error)


def _refused(error: BaseException) -> int:
    from documents.errors import PaperdeskError
    from flows.exit_codes import exit_of
    from flows.telling import told, trace

    if not isinstance(error, (PaperdeskError, OSError, KeyboardInterrupt)):
        told(*trace(error))  # a defect: what the bug report needs
    told("paperdesk: stopped; what was done is kept" if isinstance(error, KeyboardInterrupt) else f"paperdesk: {error}")
    return int(exit_of(error))


def parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    top = argparse.ArgumentParser(
        prog="paperdesk", description="From scanned paper to proved records.", epilog=EPILOG, allow_abbrev=False
    )
    top.add_argument("--settings", type=Path, metavar="FILE", help="settings file (default: paperdesk.toml, if there)")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for declare in (_work, _records, _assurance, _upkeep):
        declare(commands)
    return top


Commands = argparse._SubParsersAction  # what argparse calls the object that commands are added to


def _add(
    commands: Commands[argparse.ArgumentParser], name: str, run: str, told: str, *, sub: bool = False
) -> argparse.ArgumentParser:
    described = told[0].upper() + told[1:] + ("" if told.endswith("?") else ".")
    made = commands.add_parser(name, help=told, description=described, allow_abbrev=False)
    if not sub:
        made.set_defaults(run=run)
    return made


def _work(commands: Commands[argparse.ArgumentParser]) -> None:
    run = _add(commands, "run", "flows.command_run:run", "process files, put records into output/, show a table")
    run.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file or a folder; nothing is moved")
    run.add_argument("--client", default="default", help="whose files these are (default: default)")
    run.add_argument("--jobs", type=_positive, help="worker processes (default: jobs in the settings)")
    _add(commands, "watch", "flows.command_watch:watch", "watch the inbox and process what comes, until stopped")
    nightly = _add(commands, "nightly", "flows.command_watch:nightly", "intake, process, release, reconcile, report")
    nightly.add_argument("--date", type=_day, metavar="DAY", help="business date, YYYY-MM-DD (default: today)")
    nightly.add_argument("--client", help="one client only (default: all)")
    _add(commands, "serve", "flows.command_serve:serve", "serve the schedules and watch the inbox, until stopped")
    desk = _add(commands, "desk", "flows.command_serve:desk", "open the web desk")
    desk.add_argument("--host", help="address to listen on (default: desk.host in the settings)")
    desk.add_argument("--port", type=_positive, help="port to listen on (default: desk.port in the settings)")


def _records(commands: Commands[argparse.ArgumentParser]) -> None:
    extract = _add(commands, "extract", "flows.command_extract:extract", "files to JSON Lines; keeps nothing")
    extract.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file or a folder")
    extract.add_argument("--out", type=Path, required=True, metavar="RECORDS.jsonl", help="- is standard output")
    extract.add_argument("--type", dest="doctype", metavar="T", help="the document type, if you know it")
    extract.add_argument("--words", action="store_true", help="also every word, in reading order")
    extract.add_argument("--jobs", type=_positive, metavar="N", help="worker processes (default: 2)")
    state = _add(commands, "status", "flows.command_records:tell", "how many files and cases stand where")
    state.add_argument("--client", help="one client only")
    search = _add(commands, "search", "flows.command_records:search", "find cases by words or by a field's value")
    search.add_argument("text", help="words to look for")
    search.add_argument("--field", help="the whole value of this field (R-*: how it begins)")
    search.add_argument("--client", help="one client only")
    export = _add(commands, "export", "flows.command_records:export", "release approved cases now")
    export.add_argument("--client", help="one client only")
    reconcile = _add(commands, "reconcile", "flows.command_records:reconcile", "does everything add up?")
    reconcile.add_argument("--client", help="one client only")
    arrived = _add(commands, "acknowledge", "flows.command_records:acknowledge", "say that exports have arrived")
    arrived.add_argument("name", nargs="+", metavar="EXPORT", help="its name, without the ending")
    audit = _add(commands, "audit", "flows.command_audit:audit", "is everything there, once, and as it came?")
    audit.add_argument("--client", help="one client only")
    told = "what is unfinished is wrong after so many seconds (default: 3600)"
    audit.add_argument("--older", type=_seconds, default=3600.0, metavar="SECONDS", help=told)
    retry = _add(commands, "retry", "flows.command_again:retry", "let failed files wait again")
    which = retry.add_mutually_exclusive_group(required=True)
    which.add_argument("receipt", nargs="*", type=_positive, default=[], metavar="RECEIPT", help="its number")
    which.add_argument("--all", action="store_true", help="all that failed")
    retry.add_argument("--client", help="with --all: one client only")
    limit = "a limit for these files only, such as seconds=3600; may be repeated"
    retry.add_argument("--limit", action="append", default=[], metavar="NAME=N", help=limit)
    close = _add(commands, "close", "flows.command_again:close", "a failed file will not come again: close it")
    close.add_argument("receipt", nargs="+", type=_positive, metavar="RECEIPT", help="its number")
    reopen = _add(commands, "reopen", "flows.command_again:reopen", "put a case that was decided back into review")
    reopen.add_argument("case", type=_positive, metavar="CASE", help="its number; not one that was exported")
    restate = _add(commands, "restate", "flows.command_again:restate", "correct a case that was exported")
    restate.add_argument("case", type=_positive, metavar="CASE", help="its number")
    for again in (retry, close, reopen, restate):
        again.add_argument("--by", required=True, metavar="NAME", help="the supervisor or administrator who says so")
        again.add_argument("--why", required=True, metavar="REASON", help="kept in the audit chain")


def _assurance(commands: Commands[argparse.ArgumentParser]) -> None:
    accuracy = _add(commands, "accuracy", "flows.command_accuracy:accuracy", "how right is it, and what goes through?")
    accuracy.add_argument("--truth", type=Path, metavar="FOLDER", help="gold.jsonl with its docs/ instead of reviews")
    accuracy.add_argument("--type", dest="doctype", metavar="T", help="with --truth: the type of all documents")
    accuracy.add_argument("--client", help="one client only")
    accuracy.add_argument("--out", type=Path, metavar="REPORT.html", help="default: accuracy.html in the output")
    learn = _add(commands, "learn", "flows.command_learn:learn", "learn from what people reviewed")
    learn.add_argument("--client", help="one client only")
    learn.add_argument("--now", action="store_true", help="also from a single new document")
    which = learn.add_mutually_exclusive_group()
    which.add_argument("--list", action="store_true", help="the versions there are")
    which.add_argument("--revert", metavar="TYPE", help="take back what is in force for this type of the client")
    which.add_argument("--activate", type=_positive, metavar="VERSION", help="put this version in force")
    learn.add_argument("--why", metavar="REASON", help="kept in the audit chain")
    promise = _add(commands, "promise", "flows.command_learn:promise", "what is promised, and what of it is proved")
    promise.add_argument("--client", help="one client only")
    for command in (learn, promise):
        command.add_argument("--by", metavar="NAME", help="who says so; kept in the audit chain")


def _upkeep(commands: Commands[argparse.ArgumentParser]) -> None:
    backup = _add(commands, "backup", "flows.command_backup:backup", "copy the database and every kept file")
    backup.add_argument("folder", type=Path, metavar="FOLDER", help="the backup becomes a new folder below this one")
    restore = _add(commands, "restore", "flows.command_backup:restore", "put a backup back into an empty house")
    restore.add_argument("folder", type=Path, metavar="BACKUP", help="a folder that `paperdesk backup` made")
    of_types = _below(_add(commands, "type", "", "document types", sub=True))
    check = _add(of_types, "check", "flows.command_upkeep:check_type", "is this declaration right?")
    check.add_argument("file", type=Path, metavar="FILE")
    _add(of_types, "list", "flows.command_upkeep:list_types", "the document types there are")
    of_people = _below(_add(commands, "user", "", "people at the desk", sub=True))
    user = _add(of_people, "add", "flows.command_upkeep:add_user", "add a person; asks for the password")
    user.add_argument("name")
    user.add_argument(
        "--role",
        action="append",
        help="what they may do; may be repeated (default: admin for the first person, then operator)",
    )
    user.add_argument("--client", action="append", default=[], help="only this client's cases; may be repeated")
    user.add_argument("--password-file", type=Path, help="read the password from this file (- is standard input)")
    of_master = _below(_add(commands, "master", "", "master data for look-ups", sub=True))
    load = _add(of_master, "import", "flows.command_upkeep:import_master", "replace a table by a CSV file")
    load.add_argument("table", choices=("suppliers", "orders"))
    load.add_argument("file", type=Path, metavar="FILE")
    load.add_argument("--client", default="default")


def _below(above: argparse.ArgumentParser) -> Commands[argparse.ArgumentParser]:
    return above.add_subparsers(title="commands", metavar="COMMAND", required=True)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write it as 2025-12-31") from error


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 <= seconds < 1e9:
        raise argparse.ArgumentTypeError(f"{text} is no number of seconds")
    return seconds


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a positive whole number")
    return number


if __name__ == "__main__":
    sys.exit(main())
