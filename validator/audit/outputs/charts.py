"""Columns over years as a drawing: numbers to places and lengths, which the page draws."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

# The drawing in its own units; the plot leaves room for the figures at its left and below.
WIDTH, HEIGHT = 460, 250
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 12, 26, 34
_STEPS = 4


class Bar(NamedTuple):
    """A part of a column: its corner, size, the number of its series, what it says."""

    x: float
    y: float
    width: float
    height: float
    series: int
    says: str


class Column(NamedTuple):
    """A year: the middle of its column, its name, the sum above it at a height, its parts."""

    x: float
    name: str
    total: str
    top: float
    bars: tuple[Bar, ...]


class Tick(NamedTuple):
    """A line of the scale: its height and figure."""

    y: float
    figure: str


class Chart(NamedTuple):
    """A drawing with its title, the unit of its scale, and the names of its series."""

    title: str
    unit: str
    ticks: tuple[Tick, ...]
    columns: tuple[Column, ...]
    legend: tuple[str, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT


def stacked(
    title: str, unit: str, years: Mapping[str, Sequence[float]], legend: Sequence[str]
) -> Chart:
    """Columns of parts one above the other; `years` has the parts of each by its name."""
    highest = max((sum(parts) for parts in years.values()), default=0)
    step = _step(highest)
    scale = (HEIGHT - _TOP - _BOTTOM) / (step * _STEPS)
    ground = HEIGHT - _BOTTOM
    ticks = tuple(Tick(ground - k * step * scale, _figure(k * step)) for k in range(_STEPS + 1))
    room = (WIDTH - _LEFT - _RIGHT) / max(len(years), 1)
    width = min(room * 0.6, 64)
    columns = []
    for at, (name, parts) in enumerate(years.items()):
        middle = _LEFT + room * (at + 0.5)
        bars, y = [], float(ground)
        for series, part in enumerate(parts):
            height = part * scale
            y -= height
            if part:
                says = f"{name} {legend[series]}: {_figure(part)}"
                bars.append(Bar(middle - width / 2, y, width, height, series, says))
        columns.append(Column(middle, name, _figure(sum(parts)), y - 6, tuple(bars)))
    return Chart(title, unit, ticks, tuple(columns), tuple(legend))


def _step(highest: float) -> float:
    """A round step of the scale, so that its last line is not below the highest column."""
    size = 1.0
    while size * _STEPS * 10 < highest:
        size *= 10
    return next(size * k for k in (1, 2, 2.5, 5, 10) if size * k * _STEPS >= highest and
                (size * k) % 1 == 0)  # fmt: skip


def _figure(value: float) -> str:
    return f"{value:,.0f}"
