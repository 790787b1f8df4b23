"""OpenDocument texts and sheets, zipped or flat (OpenDocument 1.3 part 3), as a reader sees them.

What tracked changes deleted stands apart from the text and is not read; struck and hidden text is
skipped; list numbers are part of the text.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from validator.markup import (
    Element,
    attribute,
    child,
    is_element,
    local_name,
)
from validator.model.document import Document, Source
from validator.model.errors import UserError
from validator.model.place import Place
from validator.reading.archives import open_archive, parse_flat
from validator.reading.flow import (
    Item,
    Paragraph,
    Picture,
    Table,
    TableCell,
    build_document,
    origins_by_place,
    unwrap_layout_tables,
)
from validator.reading.office.odf_changes import Deletions
from validator.reading.office.odf_lists import Lists
from validator.reading.office.odf_sheets import sheet_items
from validator.reading.office.odf_styles import Look, Styles
from validator.reading.office.odf_tables import repeated, spans, table_rows
from validator.reading.office.packages import DAMAGED, parse_whole
from validator.reading.options import Bounds, Options, Progress

CONTENT_PART = "content.xml"
_MAX_COLUMNS = 1000
# Elements around paragraphs, and around the text within them.
_SHAPES = (
    "custom-shape", "rect", "g", "ellipse", "circle", "polygon", "polyline", "path",
    "regular-polygon", "line", "connector", "caption", "measure",
)  # fmt: skip
_GROUPS = frozenset((
    "section", "index-body", "numbered-paragraph", "table-of-content", "index-title",
    "alphabetical-index", "user-index", "bibliography", "page-sequence", *_SHAPES,
))  # fmt: skip
_SKIPPED = frozenset((
    "tracked-changes", "forms", "annotation", "annotation-end", "sequence-decls", "variable-decls",
    "user-field-decls", "ruby-text", "note-citation", "hidden-text", "hidden-paragraph",
    "table-source", "script", "desc", "title", "event-listeners",
))  # fmt: skip
_BLANKS = re.compile(r"[ \t\r\n]+")
# Sides of a picture that may hold a table, in inches.
_MIN_PICTURE_SIZE = 1.0
_INCHES = {"in": 1.0, "cm": 1 / 2.54, "mm": 1 / 25.4, "pt": 1 / 72}


def read(data: bytes, source: Source, options: Options, _: Progress | None = None) -> Document:
    """Read an OpenDocument text or spreadsheet.

    Raise UserError `office_damaged`, `office_encrypted`, `exceeds_unpacked`, or any error of
    `build_document`.
    """
    opened = _open(data, options.bounds)
    items = _read_items(opened.root, opened, options.bounds)
    return build_document(items, source, options.bounds)


def elements_by_place(data: bytes, root: Element, bounds: Bounds) -> dict[Place, Element]:
    """The paragraph and cell elements of a content by the places that `read` gives them.

    `root` is the caller's own copy of the root of the content of the file in `data`. Raise
    UserError as `read` does.
    """
    origins = origins_by_place(_read_items(root, _open(data, bounds), bounds), bounds)
    return {place: origin for place, origin in origins.items() if is_element(origin)}


class _Opened(NamedTuple):
    """The root of the content of a file, its styles, and the roots of the objects in it."""

    root: Element
    styles: Styles
    part: Callable[[str], Element | None]


def _open(data: bytes, bounds: Bounds) -> _Opened:
    if not data.startswith(b"PK"):
        root = parse_flat(data, bounds, DAMAGED)
        return _Opened(root, Styles([root]), lambda _: None)
    archive = open_archive(data, bounds, DAMAGED)
    if b"encryption-data" in (archive.data("META-INF/manifest.xml") or b""):
        raise UserError("office_encrypted")
    content, styles = archive.part(CONTENT_PART), archive.part("styles.xml")
    if content is None:
        raise UserError(DAMAGED)
    roots = [content] if styles is None else [styles, content]
    return _Opened(content, Styles(roots), archive.part)


def _read_items(root: Element, opened: _Opened, bounds: Bounds) -> list[Item]:
    body = child(root, "body")
    sheets, text = child(body, "spreadsheet"), child(body, "text")
    styles = opened.styles
    reader = _Reader(styles, Lists(styles), opened.part, [], Deletions(root))
    if sheets is not None:
        return list(unwrap_layout_tables(sheet_items(sheets, styles, reader.cell_text, bounds)))
    if text is None:
        raise UserError(DAMAGED)
    return [*unwrap_layout_tables(reader.read_items(text, Look())), *reader.notes]


class _Aside(NamedTuple):
    """What a paragraph has beside its text: boxes, text unseen, struck out, raised."""

    boxes: list[Item]
    hidden: list[str]
    struck: list[str]
    raised: list[str]


class _Reader(NamedTuple):
    """Reads block-level elements; `notes` are the foot and end notes met so far."""

    styles: Styles
    lists: Lists
    part: Callable[[str], Element | None]
    notes: list[Item]
    deletions: Deletions

    def read_items(self, parent: Element, look: Look) -> Iterator[Item]:
        """The paragraphs and tables in an element, in order."""
        for element in parent:
            kind = local_name(element)
            if kind in ("p", "h"):
                yield from self.read_paragraph(element, look)
            elif kind == "list":
                with self.lists.inside(element):
                    yield from self.read_items(element, look)
            elif kind in ("list-item", "list-header"):
                self.lists.begin_item(element)
                yield from self.read_items(element, look)
            elif kind == "table":
                if self.styles.is_shown("table", attribute(element, "style-name")):
                    yield self.read_table(element, look)
            elif kind == "table-of-content":
                yield from (self.plain(p) for p in element.iter("{*}p"))
            elif kind == "frame":
                yield from self.read_frame(element, look)
            elif kind in _GROUPS and attribute(element, "display") != "none":
                style = attribute(element, "style-name")
                inner = self.styles.apply(look, "section" if kind == "section" else "", style)
                yield from self.read_items(
                    element, inner._replace(shaded=inner.shaded or kind in _SHAPES)
                )

    def plain(self, element: Element) -> Paragraph:
        """A paragraph that is not part of the text."""
        text = "".join(self.read_inline(element, Look(), _Aside([], [], [], [])))
        return Paragraph(text, boilerplate=True)

    def read_paragraph(self, element: Element, look: Look) -> Iterator[Item]:
        style = attribute(element, "style-name")
        aside = _Aside([], [], [], [])
        look = self.styles.apply(look, "paragraph", style)
        # Raised digits are the mark of a note only beside others.
        text = "".join(self.read_inline(element, look, aside))
        text = text if text.strip() else "".join(aside.raised)
        if text.strip():
            text = self.lists.next_mark(element) + text
        left_out = "".join(aside.hidden), "".join(aside.struck)
        yield Paragraph(text, False, element, *left_out)
        yield from aside.boxes

    def read_inline(self, parent: Element, look: Look, aside: _Aside) -> Iterator[str]:
        """The text of an element, without that of what is hidden in it."""
        yield from self.shown(parent.text, look, aside)
        for element in parent:
            kind = local_name(element)
            if kind == "span":
                style = attribute(element, "style-name")
                inner = self.styles.apply(look, "text", style)
                yield from self.read_inline(element, inner, aside)
            elif kind == "s":
                yield " " * min(parse_whole(attribute(element, "c"), 1), _MAX_COLUMNS)
            elif kind in ("tab", "line-break"):
                yield "\n" if kind == "line-break" else " "
            elif kind == "note":
                self.notes.extend(self.plain(p) for p in element.iter("{*}p"))
            elif kind in ("change-start", "change-end"):
                self.deletions.pass_mark(element)
            elif kind == "frame":
                formula = self.read_formula(element)
                yield formula
                if not formula:
                    with self.lists.apart():
                        aside.boxes.extend(self.read_frame(element, look))
            elif kind in _SHAPES:
                with self.lists.apart():
                    aside.boxes.extend(self.read_items(element, Look(shaded=True)))
            elif kind not in _SKIPPED:
                yield from self.read_inline(element, look, aside)
            yield from self.shown(element.tail, look, aside)

    def shown(self, text: str | None, look: Look, aside: _Aside) -> Iterator[str]:
        """Text with a look, if an eye sees it; blanks and line ends in the file are one blank."""
        if not text or self.deletions.are_open:
            return
        text = _BLANKS.sub(" ", text)
        if look.unseen:
            aside.hidden.append(text)
        elif look.struck:
            aside.struck.append(text)
        elif look.raised and look.in_table:
            aside.raised.append(text)
        else:
            yield text

    def read_frame(self, frame: Element, look: Look) -> Iterator[Item]:
        box = child(frame, "text-box")
        if box is not None:
            yield from self.read_items(box, look._replace(shaded=True))
        elif child(frame, "image") is not None and _is_large(frame):
            yield Picture()

    def read_formula(self, frame: Element) -> str:
        """The text of a formula in a frame (MathML), empty if there is none."""
        linked = child(frame, "object")
        href = (attribute(linked, "href") or "").removeprefix("./")
        math = self.part(f"{href}/content.xml") if href else child(linked, "math")
        if math is None or local_name(math) != "math":
            return ""
        return "".join(
            (e.text or "").strip() for e in math.iter("{*}mn", "{*}mi", "{*}mo", "{*}mtext")
        )

    def cell_text(self, cell: Element, look: Look) -> str:
        """The text of a cell of a sheet, its paragraphs on lines of their own."""
        paragraphs = (e for e in cell if local_name(e) == "p")
        lines = ("".join(self.read_inline(p, look, _Aside([], [], [], []))) for p in paragraphs)
        return "\n".join(lines).strip()

    def read_table(self, element: Element, look: Look) -> Table:
        look = self.styles.apply(look, "table", attribute(element, "style-name"))
        look = look._replace(in_table=True)
        cells: list[TableCell] = []
        for number, row in enumerate(table_rows(element)):
            row_look = self.styles.apply(look, "table-row", attribute(row, "style-name"))
            column = 0
            for cell in row:
                kind = local_name(cell)
                if kind not in ("table-cell", "covered-table-cell"):
                    continue
                times = min(repeated(cell), _MAX_COLUMNS - column)
                if kind == "table-cell":
                    cell_look = self.styles.apply(
                        row_look, "table-cell", attribute(cell, "style-name")
                    )
                    rows, columns = spans(cell)
                    content = tuple(self.read_items(cell, cell_look))
                    # Tables repeated in tables that are repeated would have no end.
                    again = tuple(item for item in content if not isinstance(item, Table))
                    cells.append(TableCell(number, column, rows, columns, content, cell))
                    cells.extend(
                        TableCell(number, at, rows, columns, again, cell)
                        for at in range(column + 1, column + times)
                    )
                column += times
        return Table(tuple(cells))


def _is_large(frame: Element) -> bool:
    """Whether a picture is large enough to hold a table; so is one of unknown size."""
    for side in ("width", "height"):
        text = attribute(frame, side) or ""
        try:
            inches = float(text[:-2]) * _INCHES.get(text[-2:], 1.0)
        except ValueError:
            continue
        if inches < _MIN_PICTURE_SIZE:
            return False
    return True
