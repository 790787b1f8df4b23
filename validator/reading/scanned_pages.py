"""Pages whose text is a picture, or whose fonts have no Unicode mapping: read by OCR."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from validator.model.document import PageFault
from validator.model.errors import UserError
from validator.model.page_objects import PageObjects
from validator.model.place import Box
from validator.reading.options import Options, Progress, exceeded
from validator.reading.raster import Raster

if TYPE_CHECKING:
    from validator.reading.scanning.image import Picture

# A page with a picture, or a document, with fewer chars than this has no text of its own.
MIN_CHARS = 20
# Maximum share of chars without a Unicode mapping for text to be trusted.
_MAX_UNMAPPED_SHARE = 0.1
# Minimum number of ruled cells for a picture on a page of text to hold a table.
_MIN_RULED_CELLS = 8
# Pixels per point of pages rasterized for OCR (240 dpi).
OCR_SCALE = 240 / 72
# Maximum pixels of a page rasterized for OCR.
MAX_OCR_PIXELS = 30_000_000
# Pairs of lines across and along a page from which on it is hatched, not ruled for a table.
_HATCHED = 40_000

# Draws a page (from 1) at `OCR_SCALE`; None if it cannot.
Draw = Callable[[int], Raster | None]


class PagedForm(NamedTuple):
    """A form with pages: its name in the keys of errors (`pdf_scan`), and what draws its pages.

    `open` opens a file for drawing; `draws_text` is false if only pictures are drawn.
    """

    name: str
    open: Callable[[], AbstractContextManager[Draw]]
    draws_text: bool = True

    def error(self, kind: str) -> UserError:
        """The error `scan`, `unmapped` or `damaged` of this form."""
        return UserError(f"{self.name}_{kind}")


class _OcrTask(NamedTuple):
    """A page (from 0) to recognise, or only the picture `box` on it.

    `unmapped` is true if the page's fonts have no Unicode mapping.
    """

    page: int
    box: Box | None = None
    unmapped: bool = False


class Recognised(NamedTuple):
    """All pages, the numbers (from 1) of those that were recognised by OCR, and whether it ran.

    `unread` are pages (from 1) that are pictures and were not read.
    """

    pages: Sequence[PageObjects]
    scanned: frozenset[int] = frozenset()
    ran: bool = False
    unread: Mapping[int, PageFault] = MappingProxyType({})


def recognise_scans(
    pages: Sequence[PageObjects], form: PagedForm, options: Options, progress: Progress | None
) -> Recognised:
    """Apply OCR to the pages and pictures that need it.

    Raises UserError `<form>_scan`, `<form>_unmapped`, `<form>_damaged`, `exceeds_scanned` or one of
    `no_text`.
    """
    tasks = _ocr_tasks(pages, form, options)
    result = Recognised(pages)
    if tasks and options.ocr == "never":
        result = _left_unread(pages, tasks)
    elif tasks:
        result = _recognise_pages(pages, tasks, form, progress)
    count = sum(char.text != " " for page in result.pages for char in page.chars)
    pictures = any(page.pictures for page in pages) or any(task.box is None for task in tasks)
    if count < MIN_CHARS and (pictures or not count):
        # Where recognition has run, there is nothing to install.
        raise no_text(result.unread) if result.ran else form.error("scan")
    return result


def no_text(unread: Mapping[int, PageFault]) -> UserError:
    """Why no text was found in pictures, of which these pages have a fault."""
    faults = {fault for fault in unread.values() if fault in ("dark", "blurred", "coarse")}
    return UserError(f"picture_{min(faults)}" if faults else "no_text_in_picture")


def _ocr_tasks(pages: Sequence[PageObjects], form: PagedForm, options: Options) -> list[_OcrTask]:
    if options.ocr == "always":
        return [_OcrTask(number) for number in range(len(pages))]
    tasks: list[_OcrTask] = []
    for number, page in enumerate(pages):
        char_count = sum(char.text != " " for char in page.chars)
        if page.unmapped > _MAX_UNMAPPED_SHARE * (char_count + page.unmapped):
            tasks.append(_OcrTask(number, unmapped=True))
        elif not page.pictures and len(page.horizontal) * len(page.vertical) > _HATCHED:
            continue
        elif char_count == 0 or (char_count < MIN_CHARS and page.pictures):
            tasks.append(_OcrTask(number))
        else:
            tasks.extend(_OcrTask(number, box) for box in page.pictures)
    unmapped = any(task.unmapped for task in tasks)
    if unmapped and (options.ocr == "never" or not form.draws_text):
        raise form.error("unmapped")
    if options.ocr == "never":
        return tasks
    max_scanned = options.bounds.scanned
    page_tasks = [task for task in tasks if task.box is None]
    if len(page_tasks) > max_scanned:
        raise exceeded("scanned", max_scanned)
    # Pictures may show anything; this many are hardly all tables.
    return tasks if len(tasks) <= max_scanned else page_tasks


def _recognise_pages(
    pages: Sequence[PageObjects],
    tasks: Sequence[_OcrTask],
    form: PagedForm,
    progress: Progress | None,
) -> Recognised:
    try:
        from validator.reading.scanning.page_ocr import to_picture
        from validator.reading.scanning.parallel import map_in_order
    except ImportError:
        if any(task.unmapped for task in tasks):
            raise form.error("unmapped") from None
        return _left_unread(pages, tasks)
    result = list(pages)
    scanned: set[int] = set()
    unread: dict[int, PageFault] = {}
    with form.open() as draw:

        def drawn() -> "Iterator[tuple[_OcrTask, PageObjects, Picture]]":
            for task in tasks:
                raster = draw(task.page + 1)
                if raster is None:
                    raise form.error("damaged")
                yield task, pages[task.page], to_picture(raster)

        pieces = map_in_order(_recognise, drawn(), len(tasks), progress)
        for task, recognised in zip(tasks, pieces, strict=True):
            if isinstance(recognised, str):
                unread[task.page + 1] = recognised
            elif recognised is not None:
                page = result[task.page]
                result[task.page] = (
                    recognised if task.box is None else page.with_objects(recognised, task.box)
                )
                scanned.add(task.page + 1)
    return Recognised(result, frozenset(scanned), ran=True, unread=unread)


def _left_unread(pages: Sequence[PageObjects], tasks: Sequence[_OcrTask]) -> Recognised:
    """The pages as they are; pictures on pages of text are told of if a table is missing."""
    numbers = [t.page for t in tasks if t.box is None and pages[t.page].pictures]
    return Recognised(pages, unread=dict.fromkeys((number + 1 for number in numbers), "off"))


def _recognise(given: "tuple[_OcrTask, PageObjects, Picture]") -> PageObjects | PageFault | None:
    """What OCR finds in the picture of a page or of a part of it; None if no text or table."""
    from validator.reading.scanning.page_ocr import count_ruled_cells, recognise_page

    task, page, picture = given
    if task.box is None:
        return recognise_page(picture, page.width, page.height)
    box = task.box
    x0, y0, x1, y1 = (max(round(v * OCR_SCALE), 0) for v in box)
    crop = picture[y0:y1, x0:x1]
    if not crop.size or count_ruled_cells(crop) < _MIN_RULED_CELLS:
        return None
    objects = recognise_page(crop, box.x1 - box.x0, box.y1 - box.y0)
    if objects is None or isinstance(objects, str):
        return None
    return objects.moved(box.x0, box.y0)
