"""CSV, twice: exact for machines (RFC 4180), and safe for spreadsheets.

Either is two files: one row a case, and one row a table row (`.lines`). The exact one changes nothing. The safe one
puts an apostrophe before whatever a spreadsheet would run as a formula or turn into another value; real amounts and
dates stay as they are. Source of the dangerous beginnings: OWASP ASVS 5.0, 1.2.10.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from documents.kinds import written
from release.columns import Cell, Rows, line_rows, record_rows, written_out
from release.records import Record

#: Beginnings that a spreadsheet takes for a formula; the wide forms count as well.
_FORMULA = re.compile(r"[\s\"]*[=+\-@\0＝＋－＠]|[\t\r\n]")
#: The same behind what another country's spreadsheet takes for the end of a cell.
_FORMULA_BEHIND = re.compile(r"([;\t\r\n][ \"']*)(?=[=+\-@＝＋－＠])")
#: Texts that a spreadsheet turns into a number, a date, a time or a truth: 007, 1E5, 2025-17, 1/2, MAR1, 30 digits.
_MANGLED = re.compile(
    r"0\d+|\d{16,}|(?=.*[.,:/-])[\d.,:/\s-]+|[\d.,]+e[\d-]+|true|false|wahr|falsch"
    r"|(?=.*\d)\d{0,4}[\s./-]*(jan|feb|m[aä]r|apr|ma[iy]|ju[nl]|aug|sep|o[ck]t|nov|de[cz])[a-zä]*[\s./-]*\d{0,4}",
    re.IGNORECASE | re.DOTALL,
)
#: What a spreadsheet keeps of a number (IEEE 754 double).
DIGITS = 15


def exact(records: Sequence[Record]) -> dict[str, bytes]:
    """The files `.csv` and `.lines.csv`: UTF-8, CRLF, a header line; a value that is absent is an empty cell."""
    return {
        ".csv": _table(*record_rows(records), _plain).encode(),
        ".lines.csv": _table(*line_rows(records), _plain).encode(),
    }


def safe(records: Sequence[Record]) -> dict[str, bytes]:
    """The files `.safe.csv` and `.safe.lines.csv`: the same with a byte order mark, every cell quoted and defused."""
    return {
        ".safe.csv": _table(*record_rows(records), defused, csv.QUOTE_ALL).encode("utf-8-sig"),
        ".safe.lines.csv": _table(*line_rows(records), defused, csv.QUOTE_ALL).encode("utf-8-sig"),
    }


def _table(columns: list[str], rows: Rows, cell: Callable[[Cell], str], quoting: int = csv.QUOTE_MINIMAL) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=quoting, lineterminator="\r\n")  # type: ignore[arg-type]  # a Literal of csv's
    writer.writerow(columns)
    writer.writerows([cell(value) for value in row] for row in written_out(rows, columns))
    return text.getvalue()


def _plain(value: Cell) -> str:
    if value is None:
        return ""
    return str(value) if isinstance(value, int) else written(value)


def defused(value: Cell) -> str:
    """The value so that a spreadsheet shows what it is and runs nothing.

    >>> [defused(text) for text in ("=1+1", "007", "2025-17", "Acme, Ltd.", "x;=1+1")]
    ["'=1+1", "'007", "'2025-17", 'Acme, Ltd.', "x;'=1+1"]
    >>> from datetime import date
    >>> defused(Decimal("-12.50")), defused(date(2025, 1, 31)), defused(Decimal("1234567890123456.78"))
    ('-12.50', '2025-01-31', "'1234567890123456.78")
    """
    plain = _plain(value)
    if isinstance(value, Decimal):
        return plain if fits_a_double(value) else f"'{plain}"
    if not isinstance(value, str):
        return plain
    plain = _FORMULA_BEHIND.sub(r"\1'", plain)
    return f"'{plain}" if _FORMULA.match(plain) or _MANGLED.fullmatch(plain) else plain


def fits_a_double(value: Decimal) -> bool:
    """Does a spreadsheet keep every digit of this number?"""
    return len(value.as_tuple().digits) <= DIGITS and abs(value) < Decimal("1E+15")
