"""The document types: load the declared ones and refuse a wrong one at once, tell which type a document is of.

A type is one TOML file beside this one. Adding a type is adding a file; docs/doctypes.md has its keys.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from doctypes.call import bind
from doctypes.classify import Bid, Verdict, classify
from doctypes.section import Section, known
from doctypes.separators import split
from documents.doctype import DocumentType, FieldSpec, Recogniser, Review, Rule, Sensitive, TableSpec
from documents.errors import DoctypeError
from documents.kinds import KINDS
from documents.verdicts import Severity
from extractors import EXTRACTORS
from validators import VALIDATORS, misfit

__all__ = ["EXPORTS", "HERE", "Bid", "Verdict", "classify", "load", "load_all", "split"]

HERE = Path(__file__).parent

#: The promised share of wrong values among the accepted where a type says nothing.
ERROR = 0.01
#: The formats that a type may feed; release.RELEASES writes them.
EXPORTS = ("csv", "csv_safe", "json", "jsonl", "xlsx")


def load_all(folder: Path = HERE) -> dict[str, DocumentType]:
    """Every document type of a folder, by name. Raises DoctypeError for the first wrong one, or when there is none."""
    found = {path.stem: load(path) for path in sorted(folder.glob("*.toml"))}
    if not found:
        raise DoctypeError(f"{folder}: no document type (*.toml) is declared here; name the folder that has them")
    return found


def load(path: Path, exports: Collection[str] = EXPORTS) -> DocumentType:
    """One document type, from the file that declares it; its name is the file's. Raises DoctypeError.

    The message names the file, the key and the likely meaning. `exports` are the formats that may be named.
    """
    try:
        content = path.read_bytes()
        declared = tomllib.loads(content.decode())
    except OSError as error:
        raise DoctypeError(f"{path.name}: cannot be read: {error.strerror}; check the path") from error
    except UnicodeDecodeError as error:
        raise DoctypeError(f"{path.name}: is not UTF-8 text (byte {error.start}); save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise DoctypeError(f"{path.name}: is not TOML: {error}") from error
    return _doctype(path, Section(declared, path.name), exports, hashlib.sha256(content).hexdigest())


def _doctype(path: Path, top: Section, exports: Collection[str], declaration: str) -> DocumentType:
    label = top.text("label")
    error = top.share("error", ERROR)
    fields = tuple(_field(name, section, error) for name, section in top.sections("fields").items())
    tables = tuple(_table(name, section, error) for name, section in top.sections("tables").items())
    if not fields and not tables:
        raise DoctypeError(f"{path.name}: declares no field; add [fields.NAME]")
    names = [field.name for field in fields] + [column.name for table in tables for column in table.columns]
    names += [table.name for table in tables]
    made = DocumentType(
        name=path.stem,
        label=label,
        fields=fields,
        tables=tables,
        rules=tuple(_rule(rule, names) for rule in top.items("rules")),
        recognise=_recogniser(top.child("recognise")),
        business_key=top.texts("business_key", names),
        index=top.texts("index", names),
        positive=top.texts("positive", names),
        exports=top.texts("exports", exports),
        declaration=declaration,
    )
    top.close()
    _fit(made, path.name)
    return made


def _fit(made: DocumentType, file: str) -> None:
    """Every check can run on the fields it is declared for."""
    for number, rule in enumerate(made.rules, 1):
        if wrong := misfit(rule.check.name, rule.on, made):
            raise DoctypeError(f"{file}: rules[{number}].{rule.check.name}: {wrong}")


def _field(name: str, declared: Section, error: float) -> FieldSpec:
    _named(name, declared.where)
    kind = known(declared.text("kind", "text"), KINDS, declared.at("kind"))
    month_first = declared.flag("month_first", False)
    given = {"field": name, "kind": kind, "month_first": month_first}
    spec = FieldSpec(
        name=name,
        label=declared.text("label"),
        kind=kind,
        required=declared.flag("required", True),
        repeated=declared.flag("repeated", False),
        threshold=declared.share("threshold", 0.95),
        error=declared.share("error", error),
        sensitive=declared.choice("sensitive", Sensitive.NONE),
        review=declared.choice("review", Review.CONFIRM),
        month_first=month_first,
        extract=tuple(bind(step, "by", EXTRACTORS, given) for step in declared.items("extract")),
    )
    declared.close()
    return spec


def _table(name: str, declared: Section, error: float) -> TableSpec:
    _named(name, declared.where)
    columns = tuple(
        replace(_field(short, section, error), name=f"{name}.{short}")
        for short, section in declared.sections("columns").items()
    )
    if not columns:
        raise DoctypeError(f"{declared.where}: declares no column; add [tables.{name}.columns.NAME]")
    given = {"table": name, "kinds": {column.name.removeprefix(f"{name}."): column.kind for column in columns}}
    spec = TableSpec(
        name=name,
        label=declared.text("label"),
        columns=columns,
        required=declared.flag("required", False),
        extract=tuple(bind(step, "by", EXTRACTORS, given) for step in declared.items("extract")),
    )
    declared.close()
    return spec


def _rule(declared: Section, names: Collection[str]) -> Rule:
    on = declared.texts("on", names)
    if not on:
        raise DoctypeError(f"{declared.where}: 'on' is missing: the fields that the check looks at")
    severity = declared.choice("severity", Severity.MUST_FIX)
    return Rule(bind(declared, "check", VALIDATORS), on, severity)


def _recogniser(declared: Section) -> Recogniser:
    made = Recogniser(
        title=declared.texts("title"),
        words=declared.weights("words"),
        against=declared.texts("against"),
        e_invoice=declared.texts("e_invoice"),
        minimum=declared.share("minimum", 0.5),
    )
    declared.close()
    return made


def _named(name: str, where: str) -> None:
    if not re.fullmatch(r"[0-9]*[A-Za-z][A-Za-z0-9_]*", name):
        raise DoctypeError(f"{where}: {name!r} is no name; use letters, digits and _, a letter before the first _")
