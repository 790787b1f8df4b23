"""Pages as pixels."""

from typing import NamedTuple


class Raster(NamedTuple):
    """Pixels from left to right and top to bottom, three bytes each: red, green, blue."""

    pixels: bytes
    columns: int
    rows: int
