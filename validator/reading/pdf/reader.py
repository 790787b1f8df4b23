"""PDF files: pages are read by one of two engines, and by OCR if they have no usable text.

A page needs OCR if its text is a picture, or if its fonts have no Unicode mapping.
"""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, NamedTuple

from validator.model.document import Document, Source
from validator.model.errors import UserError
from validator.model.page_objects import PageObjects
from validator.model.place import Box
from validator.reading.geometry.layout import arrange
from validator.reading.options import Options, Progress

if TYPE_CHECKING:
    from validator.reading.scanning.image import Picture

# A page with a picture, or a document, with fewer chars than this has no text of its own.
_MIN_CHARS = 20
# Maximum share of chars without a Unicode mapping for text to be trusted.
_MAX_UNMAPPED_SHARE = 0.1
# Minimum number of ruled cells for a picture on a page of text to hold a table.
_MIN_RULED_CELLS = 8
# Pixels per point of pages rasterized for OCR (240 dpi).
_OCR_SCALE = 240 / 72
# Maximum pixels of a page rasterized for OCR.
_MAX_OCR_PIXELS = 30_000_000


class _OcrTask(NamedTuple):
    """A page (from 0) to recognise, or only the picture `box` on it.

    `unmapped` is true if the page's fonts have no Unicode mapping.
    """

    page: int
    box: Box | None = None
    unmapped: bool = False


def read(
    data: bytes, source: Source, options: Options, progress: Progress | None = None
) -> Document:
    """Read a PDF.

    Raises UserError `pdf_encrypted`, `pdf_damaged`, `too_many_pages` or `too_many_scanned`;
    `pdf_scan` or `pdf_unmapped` if there is no usable text and OCR is off, not installed or
    finds none.
    """
    if options.engine == "pdfplumber":
        from validator.reading.pdf import plumber as reader
    else:
        from validator.reading.pdf import pdfium as reader  # type: ignore[no-redef]
    pages = _reread_missing_fonts(data, reader.pages(data, options.bounds.pages))
    tasks = _ocr_tasks(pages, options)
    engine: str = options.engine
    scanned: frozenset[int] = frozenset()
    if tasks:
        pages, scanned = _recognise_pages(data, pages, tasks, progress)
        engine = f"{engine}+rapidocr"
    if sum(char.text != " " for page in pages for char in page.chars) < _MIN_CHARS:
        raise UserError("pdf_scan")
    return _arrange(source._replace(engine=engine, pages=len(pages)), pages, scanned)


def reread(
    data: bytes, source: Source, numbers: Collection[int], first: Document | None = None
) -> Document:
    """Read a PDF again, with the pages `numbers` (from 1) read by the other engine.

    The other pages are as in the `first` reading; without it they are read as they were, except
    that OCR is not repeated. Raises UserError as `read` does.
    """
    from validator.reading.pdf import pdfium, plumber

    same, other = (pdfium, plumber) if source.engine.startswith("pdfium") else (plumber, pdfium)
    if first is not None:
        pages, scanned = list(first.pages), first.scanned
    else:
        pages = _reread_missing_fonts(data, same.pages(data, source.pages))
        scanned = frozenset()
    for number, page in zip(sorted(numbers), other.some_pages(data, numbers), strict=True):
        pages[number - 1] = page
    return _arrange(source, pages, scanned)


def _arrange(source: Source, pages: Sequence[PageObjects], scanned: frozenset[int]) -> Document:
    layout = arrange(pages)
    return Document(
        source,
        layout.blocks,
        layout.boilerplate,
        layout.pictures,
        scanned,
        layout.rotations,
        tuple(pages),
    )


def _reread_missing_fonts(data: bytes, pages: list[PageObjects]) -> list[PageObjects]:
    """Reread pages for which PDFium lacks a font with pdfplumber, which needs no outlines."""
    affected = [number for number, page in enumerate(pages, 1) if page.missing_font]
    if not affected:
        return pages
    from validator.reading.pdf import plumber

    replacements = dict(zip(affected, plumber.some_pages(data, affected), strict=True))
    return [replacements.get(number, page) for number, page in enumerate(pages, 1)]


def _ocr_tasks(pages: Sequence[PageObjects], options: Options) -> list[_OcrTask]:
    if options.ocr == "always":
        return [_OcrTask(number) for number in range(len(pages))]
    tasks: list[_OcrTask] = []
    for number, page in enumerate(pages):
        char_count = sum(char.text != " " for char in page.chars)
        if page.unmapped > _MAX_UNMAPPED_SHARE * (char_count + page.unmapped):
            tasks.append(_OcrTask(number, unmapped=True))
        elif char_count == 0 or (char_count < _MIN_CHARS and page.pictures):
            tasks.append(_OcrTask(number))
        else:
            tasks.extend(_OcrTask(number, box) for box in page.pictures)
    if options.ocr == "never":
        if any(task.unmapped for task in tasks):
            raise UserError("pdf_unmapped")
        return []
    max_scanned = options.bounds.scanned
    page_tasks = [task for task in tasks if task.box is None]
    if len(page_tasks) > max_scanned:
        raise UserError("too_many_scanned", pages=str(len(page_tasks)), most=str(max_scanned))
    # Pictures may show anything; this many are hardly all tables.
    return tasks if len(tasks) <= max_scanned else page_tasks


def _recognise_pages(
    data: bytes, pages: Sequence[PageObjects], tasks: Sequence[_OcrTask], progress: Progress | None
) -> tuple[list[PageObjects], frozenset[int]]:
    """Apply OCR; return all pages, and the numbers (from 1) of those recognised."""
    try:
        from validator.reading.scanning.page_ocr import to_picture
    except ImportError:
        if all(task.box is not None for task in tasks):
            # Pictures may show anything; they are reported if a table is missing.
            return list(pages), frozenset()
        unmapped = any(task.unmapped for task in tasks)
        raise UserError("pdf_unmapped" if unmapped else "pdf_scan") from None
    from validator.reading.pdf.rasterize import open_pdf, rasterize

    result = list(pages)
    scanned: set[int] = set()
    with open_pdf(data) as opened:
        for done, task in enumerate(tasks, start=1):
            number = task.page + 1
            raster = opened and rasterize(opened, number, _OCR_SCALE, max_pixels=_MAX_OCR_PIXELS)
            if not raster:
                raise UserError("pdf_damaged")
            recognised = _recognise(task, result[task.page], to_picture(raster))
            if recognised is not None:
                result[task.page] = recognised
                scanned.add(number)
            if progress is not None:
                progress(done, len(tasks))
    return result, frozenset(scanned)


def _recognise(task: _OcrTask, page: PageObjects, picture: "Picture") -> PageObjects | None:
    """The page with what OCR finds in its picture, or None if there is no text or table."""
    from validator.reading.scanning.page_ocr import count_ruled_cells, has_ink, recognise_page

    if task.box is None:
        return recognise_page(picture, page.width, page.height) if has_ink(picture) else None
    box = task.box
    x0, y0, x1, y1 = (max(round(v * _OCR_SCALE), 0) for v in box)
    crop = picture[y0:y1, x0:x1]
    if not crop.size or count_ruled_cells(crop) < _MIN_RULED_CELLS:
        return None
    objects = recognise_page(crop, box.x1 - box.x0, box.y1 - box.y0)
    return page.with_objects(objects.moved(box.x0, box.y0), replacing=box)
