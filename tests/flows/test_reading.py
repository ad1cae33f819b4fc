"""A file on its way through the verbs, where no picture need be read."""

from pathlib import Path

import pytest

import capture
from documents.errors import NoContent
from documents.layout import Box, Code, Document, Page
from flows.reading import Reading, all_types, read


def test_a_file_of_separator_sheets_alone_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    code = Code("PAPERDESK-SEPARATOR", "Code128", Box(0, 0.4, 0.4, 0.6, 0.5))
    sheets = Document("0" * 64, "sheets.pdf", (Page(0, 595, 842, codes=(code,)), Page(1, 595, 842, codes=(code,))))
    monkeypatch.setattr(capture, "read", lambda path, **given: sheets)
    with pytest.raises(NoContent, match=r"sheets\.pdf: holds only separator sheets"):
        read(Path("sheets.pdf"), all_types(), Reading())
