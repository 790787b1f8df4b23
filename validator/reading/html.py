"""Web pages, as they are saved from sites: the text and tables that a reader of them sees.

Nothing in a page is run, and nothing that it names is fetched.
"""

import re

from lxml import etree

from validator.model.document import Document, Source
from validator.model.errors import UserError
from validator.reading.encoding import decoded
from validator.reading.flow import Item, Paragraph, Picture, Table, TableCell, arrange, unfolded
from validator.reading.furniture import Furniture, without_tail
from validator.reading.options import Bounds, Options, Progress

_MOST_SPAN = 1000
# Pictures known to be smaller than this (pixels) hold no table.
_SMALL = 150
# What shows no text, and what is struck out.
_UNSEEN = frozenset((
    "del", "s", "strike",
    "script", "style", "noscript", "template", "head", "title", "object", "embed", "iframe",
    "svg", "math", "select", "option", "datalist", "textarea", "button", "audio", "video",
    "canvas", "map",
))  # fmt: skip
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "legend", "li", "main", "menu",
    "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "ul",
))  # fmt: skip
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# Tags that no page needs: inlined pictures, and what only takes parsers long.
_INLINE_DATA = re.compile(r"""(=\s*["'])data:[^"'<>]{200,}""")
_ENDLESS_TAG = re.compile(r"<[a-zA-Z][^<>]{20000,}>?")
# Pages put together of others end in their middle; the parser would stop there.
_ENDS = re.compile(r"</\s*(body|html)\s*>", re.I)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_BLANKS = re.compile(r"[ \t\n\r\f]+")


def read(data: bytes, source: Source, options: Options, _: Progress | None = None) -> Document:
    """The document that a page shows.

    What a page hides is left out, unless it has no table otherwise: some pages show their
    text by a script only. Raises UserError `too_large`, `html_too_deep`, and as `decoded` and
    `arrange` do.
    """
    items = items_of(decoded(data, options.encoding), options.bounds)
    return arrange(without_tail(items), source, options.bounds.cells)


def items_of(text: str, bounds: Bounds) -> list[Item]:
    """The items that a page or a part of one shows, in order; UserError as `read`."""
    if len(text) > bounds.characters * 10**6:
        raise UserError("too_large", most=f"{bounds.characters} MB")
    body = _body(_ENDS.sub("", _ENDLESS_TAG.sub("", _INLINE_DATA.sub(r"\1", text))))
    if body is None:
        return []
    items = list(unfolded(_Walk(body).items))
    if not any(isinstance(item, Table) for item in items):
        items = list(unfolded(_Walk(body, hidden=True).items))
    return items


def _body(text: str) -> etree._Element | None:
    # Text is given as bytes, so that no declaration in it can change how it is understood.
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser)
    # libxml2 stops where elements are nested deeper than 2048; no page that people read does.
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise UserError("html_too_deep")
    if root is None:
        return None
    body = root.find("body")
    return root if body is None else body


class _TableWalk:
    """A table while its rows and cells are read (HTML Living Standard, 4.9.12)."""

    def __init__(self) -> None:
        self.cells: list[TableCell] = []
        self.row = -1
        self.column = 0
        # For each column the row before which a cell above still takes it.
        self.busy: dict[int, int] = {}
        # Text between cells, which browsers show before the table.
        self.stray: list[Item] = []

    def next_row(self) -> None:
        self.row += 1
        self.column = 0

    def place(self, row_span: int, column_span: int) -> TableCell:
        """An empty cell at the next free columns of the row."""
        self.row = max(self.row, 0)
        while self.busy.get(self.column, 0) > self.row:
            self.column += 1
        start = self.column
        while self.column - start < column_span and self.busy.get(self.column, 0) <= self.row:
            self.busy[self.column] = self.row + row_span
            self.column += 1
        return TableCell(self.row, start, row_span, self.column - start, ())


class _Walk:
    """The items of a page, gathered in one walk over its elements."""

    def __init__(self, body: etree._Element, *, hidden: bool = False) -> None:
        self.hidden = hidden
        self.furniture = Furniture(body)
        self.items: list[Item] = []
        # Where items go: those of the page, or of the cells that are open.
        self.open: list[list[Item]] = [self.items]
        self.tables: list[_TableWalk] = []
        self.cells: list[tuple[_TableWalk, TableCell]] = []
        self.text: list[str] = []
        self.linked = self.length = 0
        self.links = self.headings = 0
        # The element that makes what is read now furniture.
        self.within: etree._Element | None = None
        walk = etree.iterwalk(body, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                if self.begin(element):
                    self.add(element.text)
                else:
                    walk.skip_subtree()
            else:
                if self.seen(element):
                    self.end(element)
                self.add(element.tail if element is not body else None)
        self.flush()

    def seen(self, element: etree._Element) -> bool:
        """Whether an element shows what is in it."""
        if element.tag in _UNSEEN:
            return False
        if self.hidden or not element.attrib:
            return True
        return element.get("hidden") is None and not _HIDDEN.search(element.get("style", ""))

    def begin(self, element: etree._Element) -> bool:
        if not self.seen(element):
            return False
        tag = element.tag
        if tag in _BLOCKS:
            self.flush()
        if self.within is None and self.furniture.holds(element):
            self.flush()
            self.within = element
        if tag == "br":
            self.text.append("\n")
        elif tag == "img" and not _small(element):
            self.flush()
            self.open[-1].append(Picture())
        elif tag == "a" and element.get("href"):
            self.links += 1
        elif tag in _HEADINGS:
            self.headings += 1
        elif tag == "table":
            self.tables.append(_TableWalk())
            self.open.append(self.tables[-1].stray)
        elif tag == "tr" and self.tables:
            self.tables[-1].next_row()
        elif tag in ("td", "th") and self.tables:
            table = self.tables[-1]
            cell = table.place(_span(element, "rowspan"), _span(element, "colspan"))
            self.cells.append((table, cell))
            self.open.append([])
        elif tag in ("sup", "sub") and self.cells and len("".join(element.itertext())) < 4:
            # The mark of a note beside a figure is no digit of it.
            return False
        return True

    def end(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self.flush()
        if tag == "a" and element.get("href"):
            self.links -= 1
        elif tag in _HEADINGS:
            self.headings -= 1
        elif tag in ("td", "th") and self.tables:
            table, cell = self.cells.pop()
            table.cells.append(cell._replace(content=tuple(self.open.pop())))
        elif tag == "table":
            table = self.tables.pop()
            self.open.pop()
            self.open[-1].extend(table.stray)
            if table.cells:
                self.open[-1].append(Table(tuple(table.cells)))
        if element is self.within:
            self.flush()
            self.within = None

    def add(self, text: str | None) -> None:
        if not text:
            return
        self.text.append(_BLANKS.sub(" ", text))
        size = len(text.strip())
        self.length += size
        if self.links:
            self.linked += size

    def flush(self) -> None:
        """End the paragraph that was being read."""
        text = "".join(self.text)
        if text.strip():
            all_linked = self.linked == self.length and not self.headings
            furniture = self.within is not None or all_linked or self.furniture.says(text)
            self.open[-1].append(Paragraph(text, furniture))
        self.text.clear()
        self.linked = self.length = 0


def _span(element: etree._Element, name: str) -> int:
    """A span as browsers take it: 1 where it is none, no more than the standard's bound."""
    digits = re.match(r"\s*(\d{1,9})", element.get(name, "1"))
    return min(max(int(digits[1]), 1), _MOST_SPAN) if digits else 1


def _small(element: etree._Element) -> bool:
    sizes = [re.match(r"\s*(\d{1,6})", element.get(name, "")) for name in ("width", "height")]
    return any(size is not None and int(size[1]) < _SMALL for size in sizes)
