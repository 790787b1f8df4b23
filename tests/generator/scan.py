"""Documents as scans: pages drawn, photographed by arithmetic, and put into a PDF or a picture."""

import io
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tests.generator.pdf import Style, draw
from validator.model.document import Document
from validator.reading.pdf.rasterize import open_pdf, rasterize
from validator.reading.scanning.page_ocr import to_picture

_A4 = (595.0, 842.0)


@dataclass(frozen=True)
class ScanStyle:
    """How a document was scanned.

    `dpi` of the scanner; `skew` in degrees; `blur` and `noise` as standard deviations in
    pixels and in steps of grey; `quality` of the JPEG; `stamp`: a red seal over the middle of
    each page; `shadow`: one side darker; `faint`: ink of this lightness, 0 black.
    """

    dpi: int = 200
    skew: float = 0.7
    blur: float = 0.6
    noise: float = 5.0
    quality: int = 80
    stamp: bool = False
    shadow: bool = False
    faint: int = 0
    layout: Style = field(default_factory=Style)


def pictures(document: Document, style: ScanStyle, seed: int = 1) -> list[NDArray[np.uint8]]:
    """The pages of a document as a scanner sees them, rows x columns x (red, green, blue)."""
    chance = np.random.default_rng(seed)
    return [
        _scanned(page, style, chance) for page in drawn_pages(document, style.layout, style.dpi)
    ]


def drawn_pages(document: Document, layout: Style, dpi: int) -> list[NDArray[np.uint8]]:
    """The pages of a document as they are drawn, rows x columns x (red, green, blue)."""
    drawn: list[NDArray[np.uint8]] = []
    with open_pdf(draw(document, layout)) as opened:
        while raster := rasterize(opened, len(drawn) + 1, dpi / 72, max_pixels=3e7):
            drawn.append(to_picture(raster))
    return drawn


def _scanned(
    page: NDArray[np.uint8], style: ScanStyle, chance: np.random.Generator
) -> NDArray[np.uint8]:
    rows, columns, _ = page.shape
    grey: Any = page.astype(np.float32)
    grey = style.faint + grey * (255 - style.faint) / 255
    if style.stamp:
        seal = np.full_like(grey, 255)
        centre, radius = (columns // 2, rows // 2), columns // 7
        cv2.circle(seal, centre, radius, (215, 40, 50), columns // 120)
        cv2.circle(seal, centre, radius // 4, (215, 40, 50), -1)
        grey = np.minimum(grey, seal)
    turn = cv2.getRotationMatrix2D((columns / 2, rows / 2), -style.skew, 1.0)
    grey = cv2.warpAffine(grey, turn, (columns, rows), borderValue=(255, 255, 255))
    if style.blur:
        grey = cv2.GaussianBlur(grey, (0, 0), style.blur)
    if style.shadow:
        grey = grey * np.linspace(0.7, 1.0, columns, dtype=np.float32)[None, :, None]
    grey = grey - 6 + chance.normal(0, style.noise, (rows, columns, 1))
    return np.asarray(np.clip(grey, 0, 255), dtype=np.uint8)


def scan(document: Document, style: ScanStyle | None = None, seed: int = 1) -> bytes:
    """The PDF that a scanner makes of a document."""
    style = style or ScanStyle()
    images = [Image.fromarray(page) for page in pictures(document, style, seed)]
    out = io.BytesIO()
    first, *others = images
    first.save(
        out, "PDF", save_all=True, append_images=others, resolution=style.dpi,
        quality=style.quality,
    )  # fmt: skip
    return out.getvalue()
