"""Word files (ECMA-376 part 1 in any namespace, Word 2003 XML), as a reader sees them.

Text deleted by a tracked change, struck through or hidden is skipped; list numbers are part of the
text.
"""

from collections.abc import Callable, Iterator
from itertools import count
from typing import NamedTuple

from validator.markup import Element, attribute, child, is_element, local_name
from validator.model.document import Document, Source
from validator.model.errors import UserError
from validator.model.place import Place
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
from validator.reading.office.chunks import read_chunk
from validator.reading.office.numbering import Numbering
from validator.reading.office.packages import (
    Package,
    is_on,
    main_part,
    open_package,
    parse_whole,
    related_part,
)
from validator.reading.office.visibility import Visibility, find_styles, has_ground
from validator.reading.options import Bounds, Options, Progress

# Pictures smaller than this (English Metric Units, 914400 per inch) cannot hold a table.
_MIN_PICTURE_SIZE = 914_400
# Elements that wrap text without changing it.
_WRAPPERS = frozenset((
    "ins", "moveTo", "hyperlink", "smartTag", "customXml", "sdt", "sdtContent", "fldSimple",
    "dir", "bdo", "oMath", "oMathPara", "rubyBase", "ruby", "AlternateContent", "Choice",
    # Of Word 2003 XML.
    "sect", "sub-section", "pBdrGroup", "annotation", "content", "hlink",
))  # fmt: skip
_SKIPPED = frozenset((
    "del", "moveFrom", "Fallback", "rt", "rPr", "pPr", "instrText", "delText",
))  # fmt: skip
# Annotations of Word 2003 XML whose content is part of the text.
_KEPT_ANNOTATIONS = frozenset(("Word.Insertion", "Word.MoveTo", "Word.Formatting"))
# Files inserted into a Word file beyond this many are left out.
_MAX_CHUNKS = 8
# The main part, unless the package's relationships name another.
DEFAULT_MAIN_PART = "word/document.xml"
_SPECIAL_CHARACTERS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read(data: bytes, source: Source, options: Options, _: Progress | None = None) -> Document:
    """Read a Word file.

    Raise UserError `office_damaged`, `exceeds_unpacked`, or any error of `build_document`.
    """
    items = read_items(data, options.bounds)
    return build_document(items, source, options.bounds)


def read_items(data: bytes, bounds: Bounds, depth: int = 0) -> list[Item]:
    """The items of a Word file that is itself `depth` files deep in another; errors as `read`."""
    package = open_package(data, bounds)
    part_name = main_part(package, DEFAULT_MAIN_PART)
    body = child(package.part(part_name), "body")
    if body is None:
        raise UserError("office_damaged")
    return _read_items(package, part_name, body, bounds, depth)


def elements_by_place(data: bytes, body: Element, bounds: Bounds) -> dict[Place, Element]:
    """The paragraph and cell elements of a Word body, by the places that `read` gives them.

    `body` is the caller's own copy of the body of the file in `data`. Raise UserError as
    `read` does.
    """
    package = open_package(data, bounds)
    items = _read_items(package, main_part(package, DEFAULT_MAIN_PART), body, bounds)
    origin_by_place = origins_by_place(items, bounds)
    return {place: origin for place, origin in origin_by_place.items() if is_element(origin)}


def _read_items(
    package: Package, part_name: str, body: Element, bounds: Bounds, depth: int = 0
) -> list[Item]:
    """The items of the body of the part `part_name`, followed by its footnotes."""
    chunks = count(1)
    folder = part_name.rpartition("/")[0]
    styles = package.part(f"{folder}/styles.xml")
    numbering = Numbering(package.part(f"{folder}/numbering.xml"), styles)

    def inserted(relationship_id: str) -> list[Item]:
        if next(chunks) > _MAX_CHUNKS:
            return []
        name = related_part(package, part_name, relationship_id)
        return read_chunk(package.data(name) or b"", bounds, depth)

    visibility = find_styles(styles)._replace(grounded=has_ground(body))
    reader = _Reader(numbering, visibility, inserted)
    notes = package.part(f"{folder}/footnotes.xml")
    items = list(unwrap_layout_tables(reader.read_items(body)))
    if notes is not None:
        items.extend(reader.read_boilerplate(notes))
    return items


class _Reader(NamedTuple):
    """Reads block-level elements; `inserted` gives the items of another file by its id."""

    numbering: Numbering
    visibility: Visibility
    inserted: Callable[[str], list[Item]]

    def read_items(self, parent: Element) -> Iterator[Item]:
        """The paragraphs and tables in an element, in order."""
        carried = ""
        for element in parent:
            kind = local_name(element)
            if kind == "p":
                paragraph, boxes = self.read_paragraph(element)
                text = carried + paragraph.text
                carried = ""
                if is_on(child(element, "pPr", "rPr"), "del"):
                    # The paragraph mark is deleted, so the next paragraph continues this one.
                    carried = text
                else:
                    yield paragraph._replace(text=text)
                yield from boxes
            elif kind == "tbl":
                yield self.read_table(element)
            elif kind == "altChunk":
                yield from self.inserted(attribute(element, "id") or "")
            elif kind in _WRAPPERS and not _is_void(element):
                gallery = attribute(child(element, "sdtPr", "docPartObj", "docPartGallery"), "val")
                if gallery == "Table of Contents":
                    yield from self.read_boilerplate(element)
                else:
                    yield from self.read_items(element)
        if carried:
            yield Paragraph(carried)

    def read_boilerplate(self, parent: Element) -> Iterator[Item]:
        """The paragraphs in an element, marked as boilerplate."""
        for element in parent.iter("{*}p"):
            yield self.read_paragraph(element)[0]._replace(boilerplate=True, origin=None)

    def read_paragraph(self, element: Element) -> tuple[Paragraph, list[Item]]:
        """A paragraph with its list mark, and the text boxes and pictures anchored in it."""
        style = attribute(child(element, "pPr", "pStyle"), "val") or ""
        aside = _Aside(style, [], [], [], [])
        # Raised digits are the mark of a note only beside others.
        text = "".join(self.read_inline(element, aside)) or "".join(aside.raised)
        if text.strip():
            text = self.numbering.next_mark(child(element, "pPr")) + text
        is_contents = style.upper().startswith("TOC")
        left_out = "".join(aside.hidden), "".join(aside.struck)
        return Paragraph(text, is_contents, element, *left_out), aside.boxes

    def read_inline(self, parent: Element, aside: "_Aside") -> Iterator[str]:
        for element in parent:
            kind = local_name(element)
            if kind == "t":
                yield element.text or ""
            elif kind in _SKIPPED:
                continue
            elif kind in _SPECIAL_CHARACTERS:
                yield _SPECIAL_CHARACTERS[kind]
            elif kind == "r":
                seen = self.visibility
                if seen.is_plain(element, aside.style):
                    yield from self.read_inline(element, aside)
                    continue
                if seen.is_hidden(element, aside.style):
                    aside.hidden.extend(text.text or "" for text in element.iter("{*}t"))
                elif seen.is_struck(element, aside.style):
                    aside.struck.extend(text.text or "" for text in element.iter("{*}t"))
                elif seen.is_note_mark(element):
                    aside.raised.extend(text.text or "" for text in element.iter("{*}t"))
                else:
                    yield from self.read_inline(element, aside)
                    continue
                if not seen.is_vanished(element, aside.style):
                    # What is anchored in a run is seen for itself.
                    for anchored in element.iter("{*}drawing", "{*}pict"):
                        self.read_drawing(anchored, aside.boxes)
            elif kind in ("drawing", "pict", "object"):
                self.read_drawing(element, aside.boxes)
            elif kind in _WRAPPERS and not _is_void(element):
                yield from self.read_inline(element, aside)

    def read_drawing(self, element: Element, boxes: list[Item]) -> None:
        text_boxes = list(element.iter("{*}txbxContent"))
        nested = {inner for box in text_boxes for inner in box.iterdescendants("{*}txbxContent")}
        for text_box in text_boxes:
            # A nested text box is read with the outer one.
            if text_box not in nested:
                boxes.extend(self.read_items(text_box))
        if not text_boxes and _is_large(element):
            boxes.append(Picture())

    def read_table(self, element: Element) -> Table:
        cells: list[TableCell] = []
        # For each column, the index in `cells` of the last cell, which a vertical merge may extend.
        last_cell_by_column: dict[int, int] = {}
        for row_number, row in enumerate(self.rows(element)):
            properties = child(row, "trPr")
            column = parse_whole(attribute(child(properties, "gridBefore"), "val"), 0)
            for cell in _children_named(row, "tc"):
                cell_properties = child(cell, "tcPr")
                span = max(parse_whole(attribute(child(cell_properties, "gridSpan"), "val"), 1), 1)
                merge = child(cell_properties, "vMerge")
                merge = child(cell_properties, "vmerge") if merge is None else merge
                continues_merge = merge is not None and attribute(merge, "val") != "restart"
                last_cell_index = last_cell_by_column.get(column)
                if is_on(cell_properties, "cellDel"):
                    continue
                if continues_merge and last_cell_index is not None:
                    cells[last_cell_index] = cells[last_cell_index]._replace(
                        row_span=row_number + 1 - cells[last_cell_index].row
                    )
                else:
                    last_cell_by_column[column] = len(cells)
                    content = tuple(self.read_items(cell))
                    cells.append(TableCell(row_number, column, 1, span, content, cell))
                column += span
        return Table(tuple(cells))

    def rows(self, table: Element) -> Iterator[Element]:
        for row in _children_named(table, "tr"):
            if not is_on(child(row, "trPr"), "del"):
                yield row


class _Aside(NamedTuple):
    """What a paragraph of a style has beside its text: boxes, text unseen, struck out, raised."""

    style: str
    boxes: list[Item]
    hidden: list[str]
    struck: list[str]
    raised: list[str]


def _is_void(element: Element) -> bool:
    """Whether a wrapper holds nothing of the document: a prompt to type, or what was deleted."""
    if local_name(element) == "annotation":
        return attribute(element, "type") not in _KEPT_ANNOTATIONS
    return is_on(child(element, "sdtPr"), "showingPlcHdr")


def _children_named(parent: Element, name: str) -> Iterator[Element]:
    """The children with this name, looking through content controls and similar wrappers."""
    for element in parent:
        kind = local_name(element)
        if kind == name:
            yield element
        elif kind in _WRAPPERS and not _is_void(element):
            yield from _children_named(element, name)


def _is_large(drawing: Element) -> bool:
    extent = next(drawing.iter("{*}extent"), None)
    if extent is None:
        return next(drawing.iter("{*}imagedata"), None) is not None
    return all(parse_whole(extent.get(side), 0) >= _MIN_PICTURE_SIZE for side in ("cx", "cy"))
