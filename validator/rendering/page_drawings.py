"""Pages drawn from what was read on them, where no library draws them, as SVG.

The fonts are those of the viewer; seals and watermarks, which are not read, are not drawn.
"""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

from validator.model.errors import UserError
from validator.model.page_objects import Char
from validator.reading.ofd.content import POINTS, PageContent, PlacedPicture, read_page
from validator.reading.ofd.structure import Structure, open_ofd
from validator.reading.options import Bounds
from validator.reading.pdf.rasterize import Strip
from validator.rendering.page_pictures import Picture

# How far the baseline of a char is below the top of its box, as a share of its height.
_BASELINE = 0.86
# Pictures that browsers show, by their first bytes; larger ones than this are left out.
_SHOWN = ((b"\x89PNG", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"GIF8", "image/gif"))
_MAX_BYTES = 4_000_000


class Drawings(NamedTuple):
    """The pages of an open OFD file; each is read when it is drawn."""

    opened: Structure

    def size(self, number: int) -> tuple[float, float] | None:
        """Width and height of a page in points, or None if there is no such page."""
        if not 1 <= number <= len(self.opened.pages):
            return None
        _, _, width, height = self.opened.pages[number - 1].box
        return width * POINTS, height * POINTS

    def draw(self, number: int, strip: Strip | None = None) -> Picture | None:
        """A page, or a part of it over its full width; None if there is no such page."""
        if not 1 <= number <= len(self.opened.pages):
            return None
        try:
            content = read_page(self.opened.pages[number - 1], self.opened.resources)
        except UserError:
            return None
        width, height = content.objects.width, content.objects.height
        top, bottom = strip or Strip(0.0, height)
        placed = [p for p in content.pictures if p.box.y0 < bottom and p.box.y1 > top]
        drawn = "".join((*self._pictures(placed), *_objects(content)))
        text = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.1f}" '
            f'height="{bottom - top:.1f}" viewBox="0 {top:.1f} {width:.1f} {bottom - top:.1f}">'
            f'<rect y="{top:.1f}" width="100%" height="100%" fill="white"/>{drawn}</svg>'
        )
        return Picture(text.encode(), "image/svg+xml")

    def _pictures(self, placed: Sequence[PlacedPicture]) -> Iterator[str]:
        for picture in placed:
            try:
                data = self.opened.pictures.data(picture.part) or b""
            except UserError:
                continue
            kind = next((kind for magic, kind in _SHOWN if data.startswith(magic)), None)
            if kind is None or len(data) > _MAX_BYTES:
                continue
            box = picture.box
            yield (
                f'<image x="{box.x0:.1f}" y="{box.y0:.1f}" width="{box.x1 - box.x0:.1f}" '
                f'height="{box.y1 - box.y0:.1f}" preserveAspectRatio="none" '
                f'href="data:{kind};base64,{b64encode(data).decode()}"/>'
            )


def open_drawings(data: bytes, bounds: Bounds) -> Drawings | None:
    """Open an OFD file; None if it cannot be read."""
    try:
        return Drawings(open_ofd(data, bounds))
    except UserError:
        return None


def _objects(content: PageContent) -> Iterator[str]:
    page = content.objects
    lines = [f"M{e.start:.1f} {e.at:.1f}H{e.end:.1f}" for e in page.horizontal]
    lines += [f"M{e.at:.1f} {e.start:.1f}V{e.end:.1f}" for e in page.vertical]
    if lines:
        yield f'<path d="{"".join(lines)}" stroke="black" stroke-width="0.6" fill="none"/>'
    run: list[Char] = []
    for char in page.chars:
        if run and not (
            char.turn == run[-1].turn == 0
            and abs(char.y0 - run[-1].y0) < 0.05
            and abs(char.y1 - run[-1].y1) < 0.05
        ):
            yield _text(run)
            run = []
        run.append(char)
    if run:
        yield _text(run)


def _text(run: Sequence[Char]) -> str:
    first = run[0]
    width, height = first.x1 - first.x0, first.y1 - first.y0
    size = width if first.turn % 2 else height
    if first.turn:
        x, y = (first.x0 + first.x1) / 2, (first.y0 + first.y1) / 2
        place = f'transform="translate({x:.1f} {y:.1f}) rotate({-90 * first.turn})" '
        place += f'x="{-size / 2:.1f}" y="{size * (_BASELINE - 0.5):.1f}"'
    else:
        starts = " ".join(f"{char.x0:.1f}" for char in run)
        place = f'x="{starts}" y="{first.y0 + _BASELINE * height:.1f}"'
    text = escape("".join(char.text[:1] for char in run))
    return f'<text {place} font-size="{size:.1f}" xml:space="preserve">{text}</text>'
