"""A number run: the figures of one row of a table without its grid."""

from dataclasses import dataclass, field

from validator.model.place import Extent, Place
from validator.model.report import Figure, FigureState


@dataclass(slots=True)
class NumberRun:
    """Consecutive figures of one row: block indices of first and last line, text before them.

    `near` is the text around them, up to the figures of the rows before and after; `above` are
    the lines of it before them; `positions` are the first and last line's indices in the lines
    searched. `extents` are those of the figures, if all are known. In a `celled` run, of barred
    text, blank cells are figures too. `label` is the key of the known label that ends right
    before the figures, empty if there is none. An `overfull` run, of a cell a line, is followed
    by more figures: any of them may be a page number.
    """

    first: int
    last: int
    prefix: str
    figures: list[Figure]
    place: Place
    near: str = ""
    above: list[str] = field(default_factory=list)
    positions: tuple[int, int] = field(default=(0, 0))
    extents: list[Extent] = field(default_factory=list)
    celled: bool = False
    label: str = ""
    overfull: bool = False

    @property
    def is_placed(self) -> bool:
        """Whether the extents of all figures are known, so that blank cells can be told."""
        return bool(self.figures) and len(self.extents) == len(self.figures)

    def fits(self, width: int) -> bool:
        """Whether the figures can be those of a row of `width` cells."""
        if not self.celled:
            return len(self.figures) == width and not self.overfull
        return len(self.figures) >= width >= self.spread

    @property
    def spread(self) -> int:
        """The number of cells from the first figure to the last."""
        printed = [at for at, figure in enumerate(self.figures) if not _is_blank(figure)]
        return printed[-1] - printed[0] + 1 if printed else 0

    def fitted(self, width: int, *, padded_left: bool | None = None) -> list[Figure] | None:
        """The figures of a row of `width` cells, or None if it is not known which these are.

        Blank cells of merged ones are before the figures if `padded_left`, or else behind them;
        if it is unknown, there must be blank cells at one side only.
        """
        if not self.fits(width):
            return None
        surplus = len(self.figures) - width
        if self.celled and self.spread == width:
            first = next(at for at, figure in enumerate(self.figures) if not _is_blank(figure))
            return self.figures[first : first + width]
        left, right = self.figures[surplus:], self.figures[:width]
        if not surplus or not self.filled:
            return right
        may_left = all(map(_is_blank, self.figures[:surplus]))
        may_right = all(map(_is_blank, self.figures[width:]))
        if padded_left is None:
            # Surplus cells may as well be at both sides.
            if _is_blank(self.figures[0]) and _is_blank(self.figures[-1]):
                return None
            return left if may_left else right if may_right else None
        if padded_left and may_left:
            return left
        return right if may_right else None

    @property
    def filled(self) -> bool:
        """Whether any figure is printed."""
        return any(not _is_blank(figure) for figure in self.figures)


def _is_blank(figure: Figure) -> bool:
    return figure.state is FigureState.BLANK
