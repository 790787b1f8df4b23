"""PDF files: pages by one of two engines; those that show no text of their own recognised.

A page needs recognition where its text is a picture, or where its fonts do not say which
characters they draw.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from validator.model.document import Document, Source
from validator.model.errors import UserError
from validator.model.place import Box
from validator.reading.ink import PageInk
from validator.reading.layout import arrange
from validator.reading.options import Options, Progress

# A page with fewer glyphs than this shows no text of its own beside its picture.
_FEW = 20
# With a larger share of glyphs of unknown characters, text cannot be trusted.
_UNKNOWN = 0.1
# A picture on a page of text holds a table where so many cells are ruled in it.
_LEAST_CELLS = 8
# Pages are drawn for recognition with so many pixels a point (240 an inch).
_SCALE = 240 / 72


class _Need(NamedTuple):
    """What is to be recognised: a page (from 0), all of it or a picture on it.

    `unmapped` where its fonts do not say what characters they draw.
    """

    page: int
    box: Box | None = None
    unmapped: bool = False


def read(
    data: bytes, source: Source, options: Options, progress: Progress | None = None
) -> Document:
    """The document in a PDF.

    Raises UserError `pdf_encrypted`, `pdf_damaged`, `too_many_pages`; where recognition is
    needed and not to be had `pdf_scan` or `pdf_unmapped`.
    """
    if options.engine == "pdfplumber":
        from validator.reading import plumber as reader
    else:
        from validator.reading import pdfium as reader  # type: ignore[no-redef]
    pages = _seen(data, reader.pages(data, options.bounds.pages))
    needs = _needs(pages, options)
    engine: str = options.engine
    scanned: frozenset[int] = frozenset()
    if needs:
        pages, scanned = _recognised(data, pages, needs, progress)
        engine = f"{engine}+rapidocr"
    if sum(glyph.text != " " for page in pages for glyph in page.glyphs) < _FEW:
        raise UserError("pdf_scan")
    layout = arrange(pages)
    source = source._replace(engine=engine, pages=len(pages))
    return Document(source, layout.blocks, layout.furniture, layout.pictures, scanned, layout.lying)


def reread(data: bytes, source: Source, numbers: Collection[int]) -> Document:
    """The document in a PDF, pages of these numbers (from 1) read by the other engine.

    Pages are not recognised again. Raises UserError as `read` does.
    """
    from validator.reading import pdfium, plumber

    first, second = (pdfium, plumber) if source.engine.startswith("pdfium") else (plumber, pdfium)
    pages = _seen(data, first.pages(data, source.pages))
    for number, page in zip(sorted(numbers), second.some_pages(data, numbers), strict=True):
        pages[number - 1] = page
    layout = arrange(pages)
    return Document(source, layout.blocks, layout.furniture, layout.pictures, lying=layout.lying)


def _seen(data: bytes, pages: list[PageInk]) -> list[PageInk]:
    """The pages, those on which PDFium was blind read by pdfplumber, which needs no outlines."""
    blind = [number for number, page in enumerate(pages, 1) if page.blind]
    if not blind:
        return pages
    from validator.reading import plumber

    others = dict(zip(blind, plumber.some_pages(data, blind), strict=True))
    return [others.get(number, page) for number, page in enumerate(pages, 1)]


def _needs(pages: Sequence[PageInk], options: Options) -> list[_Need]:
    if options.ocr == "always":
        return [_Need(number) for number in range(len(pages))]
    needs: list[_Need] = []
    for number, page in enumerate(pages):
        shown = sum(glyph.text != " " for glyph in page.glyphs)
        if page.unmapped > _UNKNOWN * (shown + page.unmapped):
            needs.append(_Need(number, unmapped=True))
        elif shown == 0 or (shown < _FEW and page.pictures):
            needs.append(_Need(number))
        else:
            needs.extend(_Need(number, box) for box in page.pictures)
    if options.ocr == "never":
        if any(need.unmapped for need in needs):
            raise UserError("pdf_unmapped")
        return []
    most = options.bounds.scanned
    whole = [need for need in needs if need.box is None]
    if len(whole) > most:
        raise UserError("too_many_scanned", pages=str(len(whole)), most=str(most))
    # Pictures may be of anything, and so many are hardly of tables.
    return needs if len(needs) <= most else whole


def _recognised(
    data: bytes, pages: Sequence[PageInk], needs: Sequence[_Need], progress: Progress | None
) -> tuple[list[PageInk], frozenset[int]]:
    """The pages with what was recognised on them, and the numbers (from 1) of those."""
    try:
        from validator.reading.scanning import inked, rulings_of, scanned_ink
    except ImportError:
        if all(need.box is not None for need in needs):
            # The pictures may be of anything; they are named where a table is missed.
            return list(pages), frozenset()
        unmapped = any(need.unmapped for need in needs)
        raise UserError("pdf_unmapped" if unmapped else "pdf_scan") from None
    from validator.reading.rasters import rasters

    result = list(pages)
    scanned: set[int] = set()
    numbers = [need.page for need in needs]
    for done, (need, picture) in enumerate(
        zip(needs, rasters(data, numbers, _SCALE), strict=True), 1
    ):
        page = result[need.page]
        if need.box is None:
            if inked(picture):
                result[need.page] = scanned_ink(picture, page.width, page.height)
                scanned.add(need.page + 1)
        else:
            box = need.box
            x0, y0, x1, y1 = (max(round(v * _SCALE), 0) for v in box)
            part = picture[y0:y1, x0:x1]
            if part.size and rulings_of(part) >= _LEAST_CELLS:
                own = scanned_ink(part, box.x1 - box.x0, box.y1 - box.y0)
                result[need.page] = page.with_ink(own.moved(box.x0, box.y0), instead_of=box)
                scanned.add(need.page + 1)
        if progress is not None:
            progress(done, len(needs))
    return result, frozenset(scanned)
