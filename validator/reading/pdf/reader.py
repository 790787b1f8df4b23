"""PDF files: pages are read by one of two engines, and by OCR if they have no usable text.

A page needs OCR if its text is a picture, or if its fonts have no Unicode mapping.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from validator.model.document import Document, Source
from validator.model.page_objects import PageObjects
from validator.reading.geometry.layout import arrange_document
from validator.reading.options import UNBOUNDED, Options, Progress
from validator.reading.scanned_pages import (
    MAX_OCR_PIXELS,
    OCR_SCALE,
    Draw,
    PagedForm,
    recognise_scans,
)


def read(
    data: bytes, source: Source, options: Options, progress: Progress | None = None
) -> Document:
    """Read a PDF.

    Raises UserError `pdf_encrypted`, `pdf_damaged`, `exceeds_pages` or `exceeds_scanned`;
    `pdf_scan` or `pdf_unmapped` if there is no usable text and OCR is off, not installed or
    finds none.
    """
    if options.engine == "pdfplumber":
        from validator.reading.pdf import plumber as reader
    else:
        from validator.reading.pdf import pdfium as reader  # type: ignore[no-redef]
    pages = _reread_missing_fonts(data, reader.pages(data, options.bounds))
    form = PagedForm("pdf", lambda: _drawing(data))
    result = recognise_scans(pages, form, options, progress)
    engine = f"{options.engine}+rapidocr" if result.scanned else options.engine
    source = source._replace(engine=engine, pages=len(pages))
    return arrange_document(source, result.pages, result.scanned, result.unread)


@contextmanager
def _drawing(data: bytes) -> Iterator[Draw]:
    from validator.reading.pdf.rasterize import open_pdf, rasterize

    with open_pdf(data) as opened:
        yield (
            lambda number: (
                rasterize(opened, number, OCR_SCALE, max_pixels=MAX_OCR_PIXELS) if opened else None
            )
        )


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
        pages = _reread_missing_fonts(data, same.pages(data, UNBOUNDED))
        scanned = frozenset()
    for number, page in zip(sorted(numbers), other.some_pages(data, numbers), strict=True):
        pages[number - 1] = page
    return arrange_document(source, pages, scanned)


def _reread_missing_fonts(data: bytes, pages: list[PageObjects]) -> list[PageObjects]:
    """Reread pages for which PDFium lacks a font with pdfplumber, which needs no outlines."""
    affected = [number for number, page in enumerate(pages, 1) if page.missing_font]
    if not affected:
        return pages
    from validator.reading.pdf import plumber

    replacements = dict(zip(affected, plumber.some_pages(data, affected), strict=True))
    return [replacements.get(number, page) for number, page in enumerate(pages, 1)]
