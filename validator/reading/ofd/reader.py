"""OFD files: pages are read as those of a PDF, by OCR if they are pictures."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from validator.model.document import Document, Source
from validator.reading.archives import Archive
from validator.reading.geometry.layout import arrange_document
from validator.reading.metering import Meter
from validator.reading.ofd.content import PageContent, read_page
from validator.reading.ofd.structure import open_ofd
from validator.reading.options import Options, Progress
from validator.reading.raster import Raster
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
    """Read the first document in an OFD file.

    Raises UserError `ofd_damaged`, `ofd_encrypted`, `exceeds_unpacked`, `exceeds_pages` or
    `exceeds_scanned`; `ofd_scan` if there is no text and OCR is off, not installed or finds
    none, `ofd_unmapped` if most of it has no Unicode mapping.
    """
    opened = open_ofd(data, options.bounds)
    meter = Meter(options.bounds)
    contents = [read_page(page, opened.resources, meter) for page in opened.pages]
    form = PagedForm("ofd", lambda: _drawing(contents, opened.pictures, options), draws_text=False)
    result = recognise_scans([content.objects for content in contents], form, options, progress)
    source = source._replace(
        engine=f"{source.engine}+rapidocr" if result.scanned else source.engine,
        pages=len(contents),
        attachments=opened.attachments,
        signatures=opened.signatures,
        documents=opened.documents,
    )
    return arrange_document(source, result.pages, result.scanned, result.unread)


@contextmanager
def _drawing(contents: Sequence[PageContent], archive: Archive, options: Options) -> Iterator[Draw]:
    from validator.reading.scanning.placed import draw_pictures

    def draw(number: int) -> Raster | None:
        content = contents[number - 1]
        width, height = content.objects.width, content.objects.height
        scale = min(OCR_SCALE, (MAX_OCR_PIXELS / max(width * height, 1.0)) ** 0.5)
        placed = [(archive.data(p.part) or b"", p.box) for p in content.pictures if p.part]
        return draw_pictures(width, height, scale, placed, options.bounds.pixels)

    yield draw
