"""Layout of stacked column charts over years; the page template draws them as SVG."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

# In units of the SVG view box; the margins leave room for the labels.
WIDTH, HEIGHT = 460, 250
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 12, 26, 34
_STEPS = 4


class Bar(NamedTuple):
    """A segment of a column: top left corner, size, index of its series, and tooltip."""

    x: float
    y: float
    width: float
    height: float
    series: int
    label: str


class Column(NamedTuple):
    """A year's column: centre, name, total with its height, and segments."""

    x: float
    name: str
    total: str
    top: float
    bars: tuple[Bar, ...]


class Tick(NamedTuple):
    """A grid line of the scale: its height and label."""

    y: float
    figure: str


class Chart(NamedTuple):
    """A chart with its title, the unit of its scale, and the names of its series."""

    title: str
    unit: str
    ticks: tuple[Tick, ...]
    columns: tuple[Column, ...]
    legend: tuple[str, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT


def stacked_columns(
    title: str, unit: str, years: Mapping[str, Sequence[float]], legend: Sequence[str]
) -> Chart:
    """A stacked column chart; `years` maps the label of each year to its values by series."""
    highest = max((sum(parts) for parts in years.values()), default=0)
    step = _step(highest)
    scale = (HEIGHT - _TOP - _BOTTOM) / (step * _STEPS)
    ground = HEIGHT - _BOTTOM
    ticks = tuple(Tick(ground - k * step * scale, _format(k * step)) for k in range(_STEPS + 1))
    room = (WIDTH - _LEFT - _RIGHT) / max(len(years), 1)
    width = min(room * 0.6, 64)
    columns = []
    for position, (name, parts) in enumerate(years.items()):
        middle = _LEFT + room * (position + 0.5)
        bars, y = [], float(ground)
        for series, part in enumerate(parts):
            height = part * scale
            y -= height
            if part:
                label = f"{name} {legend[series]}: {_format(part)}"
                bars.append(Bar(middle - width / 2, y, width, height, series, label))
        columns.append(Column(middle, name, _format(sum(parts)), y - 6, tuple(bars)))
    return Chart(title, unit, ticks, tuple(columns), tuple(legend))


def _step(highest: float) -> float:
    """A round step for the scale that keeps its top line at or above the highest column."""
    size = 1.0
    while size * _STEPS * 10 < highest:
        size *= 10
    return next(size * k for k in (1, 2, 2.5, 5, 10) if size * k * _STEPS >= highest and
                (size * k) % 1 == 0)  # fmt: skip


def _format(value: float) -> str:
    return f"{value:,.0f}"
