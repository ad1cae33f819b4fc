"""XLSX: the sheets "records" (one row a case) and "lines" (one row a table row). The same records give the same bytes.

Amounts are numbers where a spreadsheet keeps every digit, else texts; dates are dates; identifiers are texts; nothing
is ever a formula. Characters that XML cannot hold are shown by their pictures (U+2400 and on).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from documents.counting import counted
from documents.errors import ReleaseError
from documents.kinds import written
from release.columns import Cell, Rows, line_rows, record_rows, written_out
from release.records import Record
from release.to_csv import fits_a_double

if TYPE_CHECKING:
    import openpyxl.cell

#: Excel's limits: characters in a cell, rows and columns on a sheet.
MOST_CHARACTERS, MOST_ROWS, MOST_COLUMNS = 32_767, 1_048_576, 16_384
#: Excel counts days wrongly before this one.
FIRST_DAY = date(1900, 3, 1)
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip knows
_TIMES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(<)")


def contents(records: Sequence[Record]) -> dict[str, bytes]:
    """The file `.xlsx`. Raises ReleaseError when the records are too many for a sheet."""
    import pandas  # half a second, which the other formats need not wait for

    buffer = io.BytesIO()
    with pandas.ExcelWriter(buffer, engine="openpyxl") as writer:
        for sheet, (columns, rows) in (("records", record_rows(records)), ("lines", line_rows(records))):
            _fits(sheet, columns, rows)
            cells = [[shown(value) for value in row] for row in written_out(rows, columns)]
            pandas.DataFrame(cells, columns=columns, dtype=object).to_excel(writer, sheet_name=sheet, index=False)
            page = writer.sheets[sheet]
            page.freeze_panes = "A2"
            for drawn, values in zip(page.iter_rows(min_row=2), cells, strict=True):
                for cell, value in zip(drawn, values, strict=True):
                    _set(cell, value)
    return {".xlsx": _timeless(buffer.getvalue())}


def shown(value: Cell) -> Cell:
    r"""The value as the sheet holds it: a number, a date, or text that XML can hold.

    >>> shown("a\x07b"), shown(Decimal("12345678901234567890")), shown(date(1066, 10, 14)), shown("_x0041_")
    ('a␇b', '12345678901234567890', '1066-10-14', '_x005F_x0041_')
    """
    if isinstance(value, Decimal):
        return value if fits_a_double(value) else written(value)
    if isinstance(value, date):
        return value if value >= FIRST_DAY else written(value)
    return _text(value) if isinstance(value, str) else value


def _text(text: str) -> str:
    text = text.replace("\r\n", "\n")
    text = re.sub(r"[\x00-\x08\x0b-\x1f]", lambda sign: chr(0x2400 + ord(sign[0])), text)
    text = re.sub("[\ufffe\uffff]", "\ufffd", text)
    text = re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)  # else Excel reads it as a character's number
    if len(text) <= MOST_CHARACTERS:
        return text
    note = f" [cut: {len(text)} characters, a cell holds {MOST_CHARACTERS}; JSON has them all]"
    return text[: MOST_CHARACTERS - len(note)] + note


def _set(cell: openpyxl.cell.Cell, value: Cell) -> None:
    """Say what the cell holds, whatever openpyxl guessed from the look of it."""
    if isinstance(value, str):
        cell.value, cell.data_type, cell.number_format, cell.quotePrefix = value, "s", "@", True
    elif isinstance(value, Decimal):
        exponent = value.as_tuple().exponent
        places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
        cell._value = written(value)  # type: ignore[attr-defined]  # the digits themselves; `value` makes a float's
        cell.data_type = "n"
        cell.number_format = f"0.{'0' * places}" if places else "0"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"


def _fits(sheet: str, columns: Sequence[str], rows: Rows) -> None:
    if len(rows) >= MOST_ROWS or len(columns) > MOST_COLUMNS:
        held = f"{counted(len(rows), 'row')} and {counted(len(columns), 'column')}"
        raise ReleaseError(
            f"sheet {sheet!r}: {held} are more than a sheet holds; export fewer cases at a time, or as csv"
        )


def _timeless(content: bytes) -> bytes:
    """The same workbook without the time it was made at: a second run gives the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = _TIMES.sub(rb"\g<1>1980-01-01T00:00:00Z\g<3>", part)
            new.writestr(zipfile.ZipInfo(name, _EPOCH), part, zipfile.ZIP_DEFLATED)
    return made.getvalue()
