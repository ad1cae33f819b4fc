"""What scanning, copying and photographing does to a page. The only module that knows pypdfium2 and OpenCV."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2

Grey = npt.NDArray[np.uint8]
Colour = npt.NDArray[np.uint8]
Ink = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Wear:
    """How a page suffers: `turn` in degrees (90, 180, 270), `skew` in degrees, `noise` as standard deviation of grey.

    `faint` (0 to 1) takes that share of the contrast away; `blur` is in pixels.
    """

    turn: int = 0
    skew: float = 0.0
    faint: float = 0.0
    noise: float = 0.0
    specks: int = 0
    stain: bool = False
    holes: bool = False
    blur: float = 0.0


def pages_as_grey(pdf: bytes, dpi: int = 200) -> list[Grey]:
    """Each page of the PDF as grey pixels, form fields included."""
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    return [
        np.ascontiguousarray(page.render(scale=dpi / 72, grayscale=True, may_draw_forms=True).to_numpy().squeeze())
        for page in document
    ]


def worn(page: Grey, wear: Wear, seed: int) -> Grey:
    """The page as it comes out of a scanner."""
    chance = np.random.default_rng(seed)
    sheet = page.astype(np.float32)
    if wear.stain:
        sheet = _stained(sheet, chance)
    if wear.holes:
        sheet = _punched(sheet)
    if wear.faint:
        sheet = 255 - (255 - sheet) * (1 - wear.faint)
    if wear.skew:
        sheet = _skewed(sheet, wear.skew)
    if wear.blur:
        sheet = np.asarray(cv2.GaussianBlur(sheet, (0, 0), wear.blur), np.float32)
    if wear.noise:
        sheet = sheet + chance.normal(0, wear.noise, sheet.shape).astype(np.float32)
    if wear.specks:
        sheet = _specked(sheet, wear.specks, chance)
    grey = np.clip(sheet, 0, 255).astype(np.uint8)
    return np.ascontiguousarray(np.rot90(grey, -wear.turn // 90)) if wear.turn else grey


def scanned(pdf: bytes, wear: Wear, seed: int, dpi: int = 200) -> list[Grey]:
    """Every page of the PDF as it comes out of a scanner."""
    return [worn(page, wear, seed + n) for n, page in enumerate(pages_as_grey(pdf, dpi))]


def _skewed(sheet: Ink, degrees: float) -> Ink:
    tall, wide = sheet.shape
    turn = cv2.getRotationMatrix2D((wide / 2, tall / 2), degrees, 1.0)
    turned = cv2.warpAffine(sheet, turn, (wide, tall), flags=cv2.INTER_LINEAR, borderValue=(250,))
    return np.asarray(turned, np.float32)


def _stained(sheet: Ink, chance: np.random.Generator) -> Ink:
    """A coffee ring and some drops, as dark as a scanner in grey sees them."""
    tall, wide = sheet.shape
    mask = np.zeros((tall, wide), np.float32)
    centre = (int(wide * chance.uniform(0.45, 0.7)), int(tall * chance.uniform(0.3, 0.6)))
    radius = int(wide * 0.13)
    cv2.circle(mask, centre, radius, (0.25,), -1)
    cv2.ellipse(mask, centre, (radius, int(radius * 0.97)), 20, 15, 345, (0.8,), 14)
    for _ in range(9):
        drop = (int(chance.uniform(0.1, 0.9) * wide), int(chance.uniform(0.1, 0.9) * tall))
        cv2.circle(mask, drop, int(chance.uniform(4, 16)), (0.5,), -1)
    soft = np.asarray(cv2.GaussianBlur(mask, (0, 0), 5), np.float32)
    return np.asarray(sheet * (1 - 0.38 * soft), np.float32)


def _punched(sheet: Ink) -> Ink:
    tall, wide = sheet.shape
    for share in (0.43, 0.57):
        cv2.circle(sheet, (int(wide * 0.045), int(tall * share)), int(wide * 0.014), (35,), -1)
    return sheet


def _specked(sheet: Ink, count: int, chance: np.random.Generator) -> Ink:
    tall, wide = sheet.shape
    for x, y, size, ink in zip(
        chance.integers(0, wide, count),
        chance.integers(0, tall, count),
        chance.integers(1, 3, count),
        chance.choice((0, 40, 255), count),
        strict=True,
    ):
        cv2.circle(sheet, (int(x), int(y)), int(size), (int(ink),), -1)
    return sheet


def photographed(page: Grey, seed: int) -> Colour:
    """The page on a table, seen slightly from the side, with a shadow: as a telephone takes it, RGB."""
    chance = np.random.default_rng(seed)
    wide = min(1900, int(page.shape[1] * 1.6))
    tall = int(wide * 1.1 * page.shape[0] / page.shape[1])
    wood = 105 + 12 * np.sin(np.linspace(0, 60, tall))[:, None] + chance.normal(0, 5, (tall, wide))
    table = np.stack([wood * 1.1, wood * 0.85, wood * 0.62], axis=2)
    high, broad = page.shape
    corners = np.array([[0, 0], [broad, 0], [broad, high], [0, high]], np.float32)
    shift = chance.uniform(-0.025, 0.025, (4, 2))
    seat = np.array([[0.08, 0.06], [0.92, 0.06], [0.94, 0.95], [0.06, 0.95]]) + shift
    move = cv2.getPerspectiveTransform(corners, (seat * (wide, tall)).astype(np.float32))
    flat = cv2.warpPerspective(page, move, (wide, tall), flags=cv2.INTER_AREA).astype(np.float32)
    where = cv2.warpPerspective(np.full_like(page, 255), move, (wide, tall)).astype(np.float32)[..., None] / 255
    warm = np.stack([flat * 0.98, flat * 0.95, flat * 0.87], axis=2)
    photo = table * (1 - where) + warm * where
    slope = np.linspace(1.02, 0.72, wide)[None, :] * np.linspace(1.0, 0.9, tall)[:, None]
    photo = cv2.GaussianBlur(photo * slope[..., None], (0, 0), 0.6)
    return np.asarray(np.clip(photo + chance.normal(0, 2.0, photo.shape), 0, 255), np.uint8)


def cut_to_bits(page: Grey, threshold: int = 165) -> npt.NDArray[np.bool_]:
    """Black and white only, as a fax machine sees it; True is white."""
    return np.asarray(page > threshold)
