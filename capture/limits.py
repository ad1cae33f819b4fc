"""What a stranger's file may cost us."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one reading. Breaking one raises TooLarge, and the message names it.

    `megabytes`: size of the file (10^6 bytes). `pages`: pages in it. `inches`: longest side of a page.
    `megapixels`: of an image file, per page; rendering never makes more than `render_megapixels`.
    `memory`: address space of each process, MiB. `seconds`: wall clock of the whole file at most; within that a file
    gets `seconds_base` and `seconds_page` for each page, and no step between two pages may take longer than `stall`.
    `ocr_seconds`: one call of the reading engine. `members` and `unpacked_megabytes`: of an archive or a mail. Figures:
    docs/decisions/0021 and 0130.
    """

    megabytes: int = 50
    pages: int = 500
    inches: int = 200
    megapixels: int = 80
    render_megapixels: int = 12
    memory: int = 1900
    seconds: int = 1800
    seconds_base: int = 90
    seconds_page: int = 10
    stall: int = 90
    ocr_seconds: int = 60
    members: int = 200
    unpacked_megabytes: int = 200

    def budget(self, pages: int) -> float:
        """Seconds of wall clock that a file of so many pages may take.

        >>> Limits().budget(1), Limits().budget(500)
        (100.0, 1800.0)
        """
        return float(min(self.seconds, self.seconds_base + self.seconds_page * pages))
