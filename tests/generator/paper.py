"""Pictures of paper as it really comes: kinds of damage, each in three strengths.

A kind takes a drawn page (rows x columns x (red, green, blue), at `DPI`), a strength from 0 to 2
and a source of chance, and returns the picture of it.
"""

from collections.abc import Callable, Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Kind = Callable[[Picture, int, np.random.Generator], Picture]

DPI = 200
_WHITE = (255, 255, 255)
_RED = (208, 38, 46)
# A desk on which paper is photographed.
_DESK = (122, 96, 74)


def flat(page: Picture, strength: int, chance: np.random.Generator) -> Picture:
    """As a good scanner sees it, with more or less blur and noise."""
    blurred = cv2.GaussianBlur(page, (0, 0), (0.5, 0.7, 1.0)[strength])
    return _noisy(blurred, (3, 5, 8)[strength], chance)


def _noisy(page: Any, noise: float, chance: np.random.Generator) -> Picture:
    grain = chance.normal(0, noise, page.shape[:2])[:, :, None]
    return _clipped(page.astype(np.float32) - 4 + grain)


def _clipped(values: Any) -> Picture:
    return np.asarray(np.clip(values, 0, 255), dtype=np.uint8)


def _sealed(page: Picture, strength: int, chance: np.random.Generator) -> Picture:
    """One to three round seals with a ring, a star and strokes like letters, over the middle."""
    rows, columns, _ = page.shape
    seal = np.full_like(page, 255)
    for _ in range(strength + 1):
        radius = int(columns * chance.uniform(0.11, 0.15))
        x = int(columns * chance.uniform(0.3, 0.75))
        y = int(rows * chance.uniform(0.3, 0.75))
        cv2.circle(seal, (x, y), radius, _RED, max(radius // 14, 3), cv2.LINE_AA)
        points = [
            (x + (radius * (0.32 if n % 2 == 0 else 0.13)) * np.sin(n * np.pi / 5),
             y - (radius * (0.32 if n % 2 == 0 else 0.13)) * np.cos(n * np.pi / 5))
            for n in range(10)
        ]  # fmt: skip
        cv2.fillPoly(seal, [np.array(points, np.int32)], _RED, cv2.LINE_AA)
        for at in np.linspace(-2.2, 2.2, 11):
            middle = (x + 0.72 * radius * np.sin(at), y - 0.72 * radius * np.cos(at))
            for _ in range(5):
                ends = chance.uniform(-0.1, 0.1, 4) * radius
                start = int(middle[0] + ends[0]), int(middle[1] + ends[1])
                end = int(middle[0] + ends[2]), int(middle[1] + ends[3])
                cv2.line(seal, start, end, _RED, max(radius // 30, 2), cv2.LINE_AA)
    # Stamping ink is laid on unevenly, and what is printed shows through.
    cover = cv2.GaussianBlur(chance.uniform(0.55, 1.0, (rows // 8, columns // 8)), (0, 0), 2)
    cover = cv2.resize(cover, (columns, rows))[:, :, None]
    faded = 255 - (255 - seal.astype(np.float32)) * cover
    return _clipped(page.astype(np.float32) * faded / 255)


def seal(page: Picture, strength: int, chance: np.random.Generator) -> Picture:
    """Red seals."""
    return flat(_sealed(page, strength, chance), 1, chance)


def grey_seal(page: Picture, strength: int, chance: np.random.Generator) -> Picture:
    """Seals on a copy without colours."""
    grey = cv2.cvtColor(_sealed(page, strength, chance), cv2.COLOR_RGB2GRAY)
    return flat(_clipped(cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB)), 1, chance)


def fax(page: Picture, strength: int, chance: np.random.Generator) -> Picture:
    """Black and white at 204 dpi across and 196, 150 or 98 down, with lines of the scanner lost."""
    rows, columns, _ = page.shape
    grey = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    down = (196, 150, 98)[strength] / DPI
    small = cv2.resize(
        grey, (round(columns * 204 / DPI), round(rows * down)), interpolation=cv2.INTER_AREA
    )
    noisy = small + chance.normal(0, (12, 18, 22)[strength], small.shape)
    black = np.where(noisy < 150, 0, 255).astype(np.uint8)
    specks = chance.random(black.shape) < (0.0005, 0.001, 0.002)[strength]
    black[specks] = 255 - black[specks]
    for row in chance.integers(0, len(black), (0, 2, 4)[strength]):
        black[row] = 255
    square = round(rows * 204 / DPI)
    shown = cv2.resize(black, (black.shape[1], square), interpolation=cv2.INTER_NEAREST)
    return _clipped(cv2.cvtColor(shown, cv2.COLOR_GRAY2RGB))


def _turned(page: Picture, degrees: float, ground: tuple[int, int, int] = _WHITE) -> Picture:
    """The page turned, in a picture that holds all of it."""
    rows, columns, _ = page.shape
    turn = cv2.getRotationMatrix2D((columns / 2, rows / 2), degrees, 1.0)
    cos, sin = abs(turn[0, 0]), abs(turn[0, 1])
    wide, high = int(columns * cos + rows * sin), int(columns * sin + rows * cos)
    turn[:, 2] += (wide / 2 - columns / 2, high / 2 - rows / 2)
    return _clipped(
        cv2.warpAffine(page, turn, (wide, high), flags=cv2.INTER_CUBIC, borderValue=ground)
    )


def skew(page: Picture, strength: int, chance: np.random.Generator) -> Picture:
    """Laid askew by 3, 8 or 15 degrees."""
    sign = 1 if chance.random() < 0.5 else -1
    return flat(_turned(page, sign * (3.0, 8.0, 15.0)[strength]), 1, chance)


def photograph(page: Picture, strength: int, chance: np.random.Generator) -> Picture:
    """Taken from aside, on a desk, in uneven light."""
    rows, columns, _ = page.shape
    margin = 0.06
    shift = (0.02, 0.05, 0.09)[strength]
    corners = np.array([[0, 0], [columns, 0], [columns, rows], [0, rows]], np.float32)
    moved = corners * (1 - 2 * margin) + np.array([columns, rows], np.float32) * margin
    moved += (chance.uniform(-shift, shift, (4, 2)) * (columns, rows)).astype(np.float32)
    warp = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    shown = cv2.warpPerspective(
        page, warp, (columns, rows), flags=cv2.INTER_CUBIC, borderValue=_DESK
    )
    light = np.linspace(1.0, (0.85, 0.75, 0.6)[strength], columns)[None, :, None]
    shaded = shown.astype(np.float32) * light * np.linspace(0.95, 1.0, rows)[:, None, None]
    blurred = cv2.GaussianBlur(shaded, (0, 0), (0.6, 0.9, 1.2)[strength])
    return _noisy(blurred, 5, chance)


def faint(page: Picture, strength: int, chance: np.random.Generator) -> Picture:
    """Printed with little ink."""
    lightness = (110, 150, 185)[strength]
    return flat(_clipped(lightness + page.astype(np.float32) * (255 - lightness) / 255), 1, chance)


def curved(page: Picture, strength: int, chance: np.random.Generator) -> Picture:
    """Bent as a page of a bound book."""
    rows, columns, _ = page.shape
    height = (0.004, 0.009, 0.016)[strength] * rows
    across = np.arange(columns, dtype=np.float32) / columns
    bend = height * np.sin(np.pi * across) + height * 0.4 * across**2
    x, y = np.meshgrid(np.arange(columns, dtype=np.float32), np.arange(rows, dtype=np.float32))
    bent = cv2.remap(
        page, x, (y + bend[None, :]).astype(np.float32), cv2.INTER_CUBIC, borderValue=_WHITE
    )
    return flat(_clipped(bent), 1, chance)


def light(page: Picture, strength: int, chance: np.random.Generator) -> Picture:
    """In uneven light, with the edge of a shadow across."""
    rows, columns, _ = page.shape
    dark = (0.75, 0.6, 0.45)[strength]
    edge = chance.uniform(0.3, 0.7) * columns + np.arange(rows)[:, None] * chance.uniform(-0.3, 0.3)
    sides = np.where(np.arange(columns)[None, :] > edge, dark, 1.0).astype(np.float32)
    shade = cv2.GaussianBlur(sides, (0, 0), 15) * np.linspace(1.0, 0.85, rows)[:, None]
    return flat(_clipped(page.astype(np.float32) * shade[:, :, None]), 1, chance)


def specks(page: Picture, strength: int, chance: np.random.Generator) -> Picture:
    """Salt and pepper."""
    share = (0.004, 0.01, 0.02)[strength]
    noisy = flat(page, 1, chance)
    hit = chance.random(noisy.shape[:2])
    noisy[hit < share] = 0
    noisy[hit > 1 - share] = 255
    return noisy


def broken(page: Picture, strength: int, chance: np.random.Generator) -> Picture:
    """With white streaks across, by which lines are broken."""
    rows, columns, _ = page.shape
    streaked = page.copy()
    for _ in range((6, 12, 24)[strength]):
        x = int(chance.integers(0, columns))
        streaked[:, x : x + int(chance.integers(1, 3))] = 255
        y = int(chance.integers(0, rows))
        streaked[y : y + 1] = 255
    return flat(streaked, 1, chance)


def coarse(page: Picture, strength: int, chance: np.random.Generator) -> Picture:
    """At 150, 120 or 96 dpi, as a JPEG of low quality."""
    scale = (150, 120, 96)[strength] / DPI
    rows, columns, _ = page.shape
    small = cv2.resize(
        page, (round(columns * scale), round(rows * scale)), interpolation=cv2.INTER_AREA
    )
    _, data = cv2.imencode(".jpg", _noisy(small, 4, chance), [cv2.IMWRITE_JPEG_QUALITY, 60])
    return _clipped(cv2.imdecode(data, cv2.IMREAD_COLOR))


def lying(page: Picture, strength: int, chance: np.random.Generator) -> Picture:
    """On its side or upside down."""
    return flat(_clipped(np.ascontiguousarray(np.rot90(page, strength + 1))), 1, chance)


def beside(left: Picture, others: Sequence[Picture]) -> Picture:
    """A page and the one after it, if there is one, in one picture."""
    right = others[0] if others else np.full_like(left, 255)
    return np.concatenate((left, right), axis=1)


KINDS: dict[str, Kind] = {
    kind.__name__: kind
    for kind in (
        flat, seal, grey_seal, fax, skew, photograph, faint, curved, light, specks, broken, coarse,
        lying,
    )
}  # fmt: skip
