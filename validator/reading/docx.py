"""Word files (ECMA-376 part 1, both of its namespaces), as their reader sees them.

Text that a tracked change deletes is none, nor is hidden text; numbers of lists are text.
"""

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from validator.model.document import Document, Source
from validator.model.errors import UserError
from validator.model.place import Place
from validator.reading.flow import (
    Item,
    Paragraph,
    Picture,
    Table,
    TableCell,
    arrange,
    origins,
    unfolded,
)
from validator.reading.numbering import Numbering
from validator.reading.options import Bounds, Options, Progress
from validator.reading.package import Package, attribute, child, local, opened, switched, whole

# Pictures smaller than this (English metric units, 914400 an inch) hold no table.
_SMALL = 914_400
# What wraps text without changing it.
_WRAPPERS = frozenset((
    "ins", "moveTo", "hyperlink", "smartTag", "customXml", "sdt", "sdtContent", "fldSimple",
    "dir", "bdo", "oMath", "oMathPara", "rubyBase", "ruby", "AlternateContent", "Choice",
))  # fmt: skip
_GONE = frozenset((
    "del", "moveFrom", "Fallback", "rt", "rPr", "pPr", "instrText", "delText",
))  # fmt: skip
# Where the main part is unless the package says otherwise.
MAIN = "word/document.xml"
_SIGNS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read(data: bytes, source: Source, options: Options, _: Progress | None = None) -> Document:
    """The document in a Word file.

    Raises UserError `office_damaged`, `too_large`, and as `arrange` does.
    """
    package = opened(data, options.bounds.unpacked)
    name = package.main(MAIN)
    body = child(package.part(name), "body")
    if body is None:
        raise UserError("office_damaged")
    return arrange(_items(package, name, body), source, options.bounds.cells)


def elements(data: bytes, body: etree._Element, bounds: Bounds) -> dict[Place, etree._Element]:
    """The paragraphs and cells in the body of a Word file by the places that `read` gives them.

    `body` is the caller's own copy of the body of the file in `data`. Raises UserError as
    `read` does.
    """
    package = opened(data, bounds.unpacked)
    items = _items(package, package.main(MAIN), body)
    found = origins(items, bounds.cells)
    return {place: own for place, own in found.items() if isinstance(own, etree._Element)}


def _items(package: Package, name: str, body: etree._Element) -> list[Item]:
    """What stands in a body, which is that of the part of this name, and in its notes."""
    folder = name.rpartition("/")[0]
    styles = package.part(f"{folder}/styles.xml")
    reader = _Reader(Numbering(package.part(f"{folder}/numbering.xml"), styles), _hidden(styles))
    notes = package.part(f"{folder}/footnotes.xml")
    items = list(unfolded(reader.items(body)))
    if notes is not None:
        items.extend(reader.furniture(notes))
    return items


def _hidden(styles: etree._Element | None) -> frozenset[str]:
    """The styles that hide text."""
    return frozenset(
        attribute(style, "styleId") or ""
        for style in (styles if styles is not None else ())
        if local(style) == "style" and switched(child(style, "rPr"), "vanish")
    )


class _Reader(NamedTuple):
    """Reads blocks of text; `hidden` names the styles that hide it."""

    numbering: Numbering
    hidden: frozenset[str]

    def items(self, parent: etree._Element) -> Iterator[Item]:
        """The paragraphs and tables in an element, in order."""
        carried = ""
        for element in parent:
            kind = local(element)
            if kind == "p":
                text, boxes = self.paragraph(element)
                text = carried + text
                carried = ""
                if switched(child(element, "pPr", "rPr"), "del"):
                    # Its end is deleted: the next paragraph goes on with it.
                    carried = text
                else:
                    style = attribute(child(element, "pPr", "pStyle"), "val") or ""
                    yield Paragraph(text, style.upper().startswith("TOC"), element)
                yield from boxes
            elif kind == "tbl":
                yield self.table(element)
            elif kind in _WRAPPERS:
                contents = attribute(child(element, "sdtPr", "docPartObj", "docPartGallery"), "val")
                if contents == "Table of Contents":
                    yield from self.furniture(element)
                else:
                    yield from self.items(element)
        if carried:
            yield Paragraph(carried)

    def furniture(self, parent: etree._Element) -> Iterator[Item]:
        """The paragraphs in an element as what is no text of the document."""
        for element in parent.iter("{*}p"):
            yield Paragraph(self.paragraph(element)[0], furniture=True)

    def paragraph(self, element: etree._Element) -> tuple[str, list[Item]]:
        """A paragraph's text with its mark, and the text boxes and pictures anchored in it."""
        boxes: list[Item] = []
        text = "".join(self.runs(element, boxes))
        if text.strip():
            text = self.numbering.mark(child(element, "pPr")) + text
        return text, boxes

    def runs(self, parent: etree._Element, boxes: list[Item]) -> Iterator[str]:
        for element in parent:
            kind = local(element)
            if kind == "t":
                yield element.text or ""
            elif kind in _GONE:
                continue
            elif kind in _SIGNS:
                yield _SIGNS[kind]
            elif kind == "r":
                if not self.unseen(element):
                    yield from self.runs(element, boxes)
            elif kind in ("drawing", "pict", "object"):
                self.drawing(element, boxes)
            elif kind in _WRAPPERS:
                yield from self.runs(element, boxes)

    def unseen(self, run: etree._Element) -> bool:
        """Whether a run shows no text of its own: hidden, or the mark of a note."""
        note = any(
            local(one) in ("footnoteReference", "endnoteReference")
            and attribute(one, "customMarkFollows")
            for one in run
        )
        properties = child(run, "rPr")
        if attribute(child(properties, "vertAlign"), "val") == "superscript":
            # A raised figure in a table's cell is the mark of a note.
            note = note or next(run.iterancestors("{*}tc"), None) is not None
        style = attribute(child(properties, "rStyle"), "val")
        return note or style in self.hidden or switched(properties, "vanish")

    def drawing(self, element: etree._Element, boxes: list[Item]) -> None:
        texts = list(element.iter("{*}txbxContent"))
        for content in texts:
            # A text box within a text box comes with the outer one.
            if not any(above in texts for above in content.iterancestors()):
                boxes.extend(self.items(content))
        if not texts and _large(element):
            boxes.append(Picture())

    def table(self, element: etree._Element) -> Table:
        cells: list[TableCell] = []
        # For each column the index of the cell that reaches down through it.
        above: dict[int, int] = {}
        for number, row in enumerate(self.rows(element)):
            properties = child(row, "trPr")
            column = whole(attribute(child(properties, "gridBefore"), "val"), 0)
            for cell in _within(row, "tc"):
                own = child(cell, "tcPr")
                span = max(whole(attribute(child(own, "gridSpan"), "val"), 1), 1)
                merge = child(own, "vMerge")
                goes_on = merge is not None and attribute(merge, "val") != "restart"
                upper = above.get(column)
                if switched(own, "cellDel"):
                    continue
                if goes_on and upper is not None:
                    cells[upper] = cells[upper]._replace(row_span=number + 1 - cells[upper].row)
                else:
                    above[column] = len(cells)
                    content = tuple(self.items(cell))
                    cells.append(TableCell(number, column, 1, span, content, cell))
                column += span
        return Table(tuple(cells))

    def rows(self, table: etree._Element) -> Iterator[etree._Element]:
        for row in _within(table, "tr"):
            if not switched(child(row, "trPr"), "del"):
                yield row


def _within(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """The children of a name, content controls and the like around them passed through."""
    for element in parent:
        kind = local(element)
        if kind == name:
            yield element
        elif kind in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _within(element, name)


def _large(drawing: etree._Element) -> bool:
    extent = next(drawing.iter("{*}extent"), None)
    if extent is None:
        return next(drawing.iter("{*}imagedata"), None) is not None
    return all(whole(extent.get(side), 0) >= _SMALL for side in ("cx", "cy"))
