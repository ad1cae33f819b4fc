"""In what condition a document comes in: from a clean PDF to a photo, by name."""

from __future__ import annotations

from collections.abc import Callable

from generator import bundles
from generator.scanner import Wear, pages_as_grey, photographed, scanned

#: Takes the born-digital PDF and a seed; gives the file.
Condition = Callable[[bytes, int], bytes]


def _scan(wear: Wear, *, fax: bool = False, quality: int = 55) -> Condition:
    def through_scanner(pdf: bytes, seed: int) -> bytes:
        return bundles.scan_pdf(scanned(pdf, wear, seed), fax=fax, quality=quality)

    return through_scanner


def _unchanged(pdf: bytes, seed: int) -> bytes:
    return pdf


def _photo(pdf: bytes, seed: int) -> bytes:
    return bundles.jpeg(photographed(pages_as_grey(pdf)[0], seed), 72)


def _tiff(pdf: bytes, seed: int) -> bytes:
    return bundles.tiff(scanned(pdf, Wear(skew=0.3, specks=120), seed))


def _png(pdf: bytes, seed: int) -> bytes:
    return bundles.png(scanned(pdf, Wear(skew=-0.4, blur=0.5), seed)[0])


def _last_page_scanned(pdf: bytes, seed: int) -> bytes:
    pages = scanned(pdf, Wear(skew=0.8, noise=3, blur=0.5), seed)
    return bundles.mixed_pdf(pdf, pages[-1:], first=len(pages) - 1)


CONDITIONS: dict[str, Condition] = {
    "born_digital": _unchanged,
    "scanned": _scan(Wear(skew=0.2, noise=2, blur=0.4)),
    "scanned_fax": _scan(Wear(skew=0.4, specks=160), fax=True),
    "scanned_clean_fax": _scan(Wear(skew=-0.3), fax=True),
    "scanned_turned_90": _scan(Wear(turn=90, noise=2, skew=-0.3)),
    "scanned_turned_180": _scan(Wear(turn=180, noise=2, skew=0.5)),
    "scanned_turned_270": _scan(Wear(turn=270, noise=2)),
    "scanned_skewed": _scan(Wear(skew=2.4, noise=3, blur=0.5)),
    "scanned_skewed_back": _scan(Wear(skew=-1.6, noise=3, blur=0.5, holes=True)),
    "scanned_faint": _scan(Wear(faint=0.6, noise=4, skew=0.3)),
    "scanned_noisy": _scan(Wear(noise=12, specks=700), quality=45),
    "scanned_stained": _scan(Wear(stain=True, holes=True, skew=-0.7, blur=0.5)),
    "photo": _photo,
    "tiff": _tiff,
    "png": _png,
    "mixed": _last_page_scanned,
}
