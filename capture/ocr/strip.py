"""The place of one line of print in a page's picture."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from capture.page_image import Grey


@dataclass(frozen=True, slots=True)
class Strip:
    """A line of print as found: a rectangle around a centre (pixels), turned by `angle` (degrees, clockwise)."""

    x: float
    y: float
    width: float
    height: float
    angle: float
    surety: float

    def cut(self, grey: Grey) -> Grey:
        """Its picture, level."""
        if self.angle == 0:
            left, top = max(0, round(self.x - self.width / 2)), max(0, round(self.y - self.height / 2))
            right, bottom = round(self.x + self.width / 2), round(self.y + self.height / 2)
            return grey[top : max(bottom, top + 1), left : max(right, left + 1)]
        size = max(1, round(self.width)), max(1, round(self.height))
        matrix = cv2.getRotationMatrix2D((self.x, self.y), self.angle, 1.0)
        matrix[:, 2] += (size[0] / 2 - self.x, size[1] / 2 - self.y)
        cut = cv2.warpAffine(grey, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(cut, dtype=np.uint8)
