"""Image files: PNG, JPEG, TIFF with its pages, BMP, GIF, WebP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from capture.file_kind import FileKind
from capture.messages import Job, Length, Message
from capture.page_image import Grey, shrunk
from capture.photo import squared
from capture.scan import Scan, read_scan
from documents.counting import counted
from documents.errors import Damaged, TooLarge

_A4 = 842.0  # points: the long side of a picture that does not say how big it is


def parts(path: Path, kind: FileKind, job: Job) -> Iterator[Message]:
    """The pages of an image file. Only a TIFF has several: the frames of a GIF or WebP are a film, the first counts."""
    Image.MAX_IMAGE_PIXELS = None  # _scan holds every page's header against our own limit before it is decoded
    try:
        with Image.open(path, formats=[kind.value]) as image:
            count = getattr(image, "n_frames", 1) if kind is FileKind.TIFF else 1
            if count > job.limits.pages:
                raise TooLarge(f"{job.name}: has {counted(count, 'page')}, the limit is {job.limits.pages}. Split it.")
            yield Length(count)
            for number in range(count):
                image.seek(number)
                yield read_scan(_scan(image, number, job), job)
    except UnidentifiedImageError as error:  # its message names our path
        raise Damaged(f"{job.name}: is a broken {kind}. Ask the sender to send it again.") from error
    except (OSError, SyntaxError, EOFError, ValueError) as error:
        raise Damaged(f"{job.name}: is a broken {kind} ({error}). Ask the sender to send it again.") from error


def scan_of(path: Path, kind: FileKind, number: int, job: Job) -> Scan:
    """The picture of one page as it lies in the file."""
    Image.MAX_IMAGE_PIXELS = None  # as above
    with Image.open(path, formats=[kind.value]) as image:
        image.seek(number if kind is FileKind.TIFF else 0)
        return _scan(image, number, job)


def _scan(image: Image.Image, number: int, job: Job) -> Scan:
    width, height = image.size
    if width * height > job.limits.megapixels * 1_000_000:
        raise TooLarge(
            f"{job.name}: page {number + 1} has {width * height / 1e6:.0f} megapixels, the limit is "
            f"{job.limits.megapixels}. Scan it at 300 dpi."
        )
    image.load()
    upright = ImageOps.exif_transpose(image)
    resolution = _resolution(image)
    grey = squared(_grey(upright))
    points = 72 / resolution if resolution else _A4 / max(grey.shape)
    size = grey.shape[1] * points, grey.shape[0] * points
    return Scan(_capped(grey, job.limits.render_megapixels), number, *size)


def _grey(image: Image.Image) -> Grey:
    """Grey on white paper: what is transparent is white."""
    if image.mode.startswith(("I", "F")):
        deep = np.asarray(image, dtype=np.float64)
        most = 65535.0 if deep.max(initial=0) > 255 else 255.0
        return np.clip(deep * (255.0 / most), 0, 255).astype(np.uint8)
    if image.has_transparency_data:
        colour = image.convert("RGBA")
        paper = Image.new("RGBA", colour.size, "white")
        image = Image.alpha_composite(paper, colour)
    return np.array(image.convert("L"), dtype=np.uint8)


def _capped(grey: Grey, megapixels: int) -> Grey:
    over = grey.size / (megapixels * 1_000_000)
    return shrunk(grey, int(max(grey.shape) / over**0.5)) if over > 1 else grey


def _resolution(image: Image.Image) -> float | None:
    """Dots an inch, where the file tells and it can be true."""
    told = image.info.get("dpi")
    try:
        dots = float(told[0]) if told else 0.0
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return dots if 90 <= dots <= 1300 and max(image.size) / dots < 60 else None
