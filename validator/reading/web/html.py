"""Web pages saved from sites: the text and tables that a visitor sees.

No script of a page is run, and no linked resource is fetched.
"""

import re

from validator.markup import Element, MarkupError, Walk, html_title, parse_html
from validator.model.document import Document, Source
from validator.model.errors import UserError
from validator.reading.flow import (
    Item,
    Paragraph,
    Picture,
    Table,
    TableCell,
    build_document,
    unwrap_layout_tables,
)
from validator.reading.metering import require_bounded_markup
from validator.reading.options import Bounds, Options, Progress
from validator.reading.text.encoding import decode_text
from validator.reading.web.boilerplate import BoilerplateDetector, mark_trailing_boilerplate
from validator.reading.web.grids import TableBuilder
from validator.reading.web.style_sheets import Sheet, read_sheets
from validator.reading.web.visibility import is_struck, is_visible, shows_nothing

_MAX_SPAN = 1000
# Pictures whose stated width or height in pixels is below this cannot hold a table.
_MIN_PICTURE_SIZE = 150
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "legend", "li", "main", "menu",
    "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "ul",
))  # fmt: skip
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# Inlined data and overlong tags: no page needs them, and they slow the parser down.
_INLINE_DATA = re.compile(r"""(=\s*["'])data:[^"'<>]{200,}""")
_ENDLESS_TAG = re.compile(r"<[a-zA-Z][^<>]{20000,}>?")
# End tags in the middle of pages concatenated from others, where the parser would stop.
_END_TAGS = re.compile(r"</\s*(body|html)\s*>", re.I)
# What shows something that is not read, which may be a table.
_PICTURES = ("img", "iframe", "object", "canvas")
# Fields of forms, whose value is what a visitor sees in a cell.
_FIELDS = frozenset(("input", "select", "textarea"))
_FIELD_TYPES = frozenset(("", "text", "number", "tel", "search", "email", "url"))
_WHITESPACE = re.compile(r"[ \t\n\r\f]+")


def read(data: bytes, source: Source, options: Options, _: Progress | None = None) -> Document:
    """Read a web page.

    Hidden elements are left out unless the page then has no table: some pages show their text
    by a script only. Raise UserError `exceeds_unpacked`, `exceeds_elements`, `html_too_deep`,
    or any of `decode_text` and `build_document`.
    """
    text = decode_text(data, options.encoding)
    items = mark_trailing_boilerplate(read_items(text, options.bounds))
    document = build_document(items, source, options.bounds)
    return document._replace(title=html_title(text))


def read_items(text: str, bounds: Bounds) -> list[Item]:
    """The items that a page or fragment shows, in order.

    Raise UserError `exceeds_unpacked`, `exceeds_elements`, `html_too_deep`.
    """
    text = _INLINE_DATA.sub(r"\1", text)
    require_bounded_markup(text.encode("utf-8", "replace"), bounds)
    try:
        body = parse_html(_END_TAGS.sub("", _ENDLESS_TAG.sub("", text)))
    except MarkupError:
        # No real page is nested as deeply.
        raise UserError("html_too_deep") from None
    if body is None:
        return []
    for foot in list(body.iter("tfoot")):
        # The foot of a table is shown at its end, wherever it is written.
        table = foot.getparent()
        if table is not None:
            table.append(foot)
    sheet = read_sheets(text)
    items = list(unwrap_layout_tables(_PageWalk(body, sheet, bounds).items))
    if not any(isinstance(item, Table) for item in items):
        walk = _PageWalk(body, sheet, bounds, include_hidden=True)
        items = list(unwrap_layout_tables(walk.items))
    return items


class _PageWalk:
    """The items of a page, gathered in one walk over its elements."""

    def __init__(
        self, body: Element, sheet: Sheet, bounds: Bounds, *, include_hidden: bool = False
    ) -> None:
        self.bounds = bounds
        self.include_hidden = include_hidden
        self.sheet = sheet
        self.boilerplate = BoilerplateDetector(body)
        self.items: list[Item] = []
        # Stack of lists that items are added to: that of the page, then of open tables and cells.
        self.targets: list[list[Item]] = [self.items]
        self.tables: list[TableBuilder] = []
        self.cells: list[tuple[TableBuilder, TableCell]] = []
        self.pieces: list[str] = []
        # Text in cells that no eye sees, and that is struck out, since the last paragraph.
        self.hidden: list[str] = []
        self.struck: list[str] = []
        self.linked_length = self.text_length = 0
        self.open_links = self.open_headings = 0
        # The element that marks the text being read as boilerplate.
        self.boilerplate_root: Element | None = None
        walk = Walk(body)
        for begins, element in walk:
            if begins:
                if self.begin(element):
                    if sheet.rules:
                        self.add_generated(element, "before")
                    self.add_text(element.text)
                else:
                    walk.skip()
            else:
                if self.is_visible(element):
                    if sheet.rules:
                        self.add_generated(element, "after")
                    self.end(element)
                self.add_text(element.tail if element is not body else None)
        self.flush()

    def is_visible(self, element: Element) -> bool:
        """Whether the content of an element is read."""
        if self.include_hidden:
            return not shows_nothing(element)
        if not is_visible(element):
            return False
        if not self.sheet.rules or not self.cells or element.tag in ("td", "th", "tr"):
            return True
        return not (self.sheet.hides(element) or self.sheet.strikes(element))

    def begin(self, element: Element) -> bool:
        tag = element.tag
        if tag in _FIELDS and self.cells:
            self.add_text(_field_value(element))
            return False
        if not self.is_visible(element):
            self.leave_out(element)
            return False
        if tag in _BLOCKS:
            self.flush()
        if self.boilerplate_root is None and self.boilerplate.matches_element(element):
            self.flush()
            self.boilerplate_root = element
        if tag == "br":
            self.pieces.append("\n")
        elif tag in _PICTURES and not _is_small(element):
            self.flush()
            self.targets[-1].append(Picture())
        elif tag == "a" and element.get("href"):
            self.open_links += 1
        elif tag in _HEADINGS:
            self.open_headings += 1
        elif tag == "table":
            self.tables.append(TableBuilder(self.bounds))
            self.targets.append(self.tables[-1].stray)
        elif tag == "tr" and self.tables:
            self.tables[-1].next_row()
        elif tag in ("td", "th") and self.tables:
            table = self.tables[-1]
            cell = table.place_cell(_span(element, "rowspan"), _span(element, "colspan"))
            self.cells.append((table, cell))
            self.targets.append([])
        elif tag in ("sup", "sub") and self.cells and len("".join(element.itertext())) < 4:
            # A note mark beside a figure is not one of its digits.
            return False
        return True

    def end(self, element: Element) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self.flush()
        if tag == "a" and element.get("href"):
            self.open_links -= 1
        elif tag in _HEADINGS:
            self.open_headings -= 1
        elif tag in ("td", "th") and self.tables:
            table, cell = self.cells.pop()
            table.cells.append(cell._replace(content=tuple(self.targets.pop())))
        elif tag == "table":
            table = self.tables.pop()
            self.targets.pop()
            self.targets[-1].extend(table.stray)
            if table.cells:
                self.targets[-1].append(Table(tuple(table.cells)))
        if element is self.boilerplate_root:
            self.flush()
            self.boilerplate_root = None

    def leave_out(self, element: Element) -> None:
        """Keep apart what a cell has beside the text that a visitor sees."""
        if not self.cells:
            return
        if is_struck(element) or self.sheet.strikes(element):
            self.struck.append("".join(element.itertext()))
        elif not shows_nothing(element):
            self.hidden.append("".join(element.itertext()))

    def add_generated(self, element: Element, side: str) -> None:
        """Add what the style sheet puts into a cell; elsewhere it is ornament."""
        if self.cells:
            self.add_text(self.sheet.of(element, side))

    def add_text(self, text: str | None) -> None:
        if not text:
            return
        self.pieces.append(_WHITESPACE.sub(" ", text))
        size = len(text.strip())
        self.text_length += size
        if self.open_links:
            self.linked_length += size

    def flush(self) -> None:
        """End the current paragraph."""
        text = "".join(self.pieces)
        left_out = "".join(self.hidden), "".join(self.struck)
        if text.strip():
            all_linked = self.linked_length == self.text_length and not self.open_headings
            is_boilerplate = (
                self.boilerplate_root is not None
                or all_linked
                or self.boilerplate.matches_text(text)
            )
            self.targets[-1].append(Paragraph(text, is_boilerplate, None, *left_out))
        elif any(left_out):
            self.targets[-1].append(Paragraph("", False, None, *left_out))
        self.hidden.clear()
        self.struck.clear()
        self.pieces.clear()
        self.linked_length = self.text_length = 0


def _field_value(field: Element) -> str:
    """What a field of a form shows: its value, the chosen option, or its text."""
    if field.tag == "input":
        shown = field.get("type", "").strip().lower() in _FIELD_TYPES
        return field.get("value", "") if shown and field.get("hidden") is None else ""
    if field.tag == "textarea":
        return field.text or ""
    options = list(field.iter("option"))
    chosen = [option for option in options if option.get("selected") is not None] or options[:1]
    return "".join(chosen[-1].itertext()) if chosen else ""


def _span(element: Element, name: str) -> int:
    """A span as browsers read it: 1 if invalid, capped at the standard's maximum.

    A row span of 0 reaches to the end of the table.
    """
    digits = re.match(r"\s*(\d{1,9})", element.get(name, "1"))
    if digits is None:
        return 1
    if name == "rowspan" and int(digits[1]) == 0:
        return _MAX_SPAN
    return min(max(int(digits[1]), 1), _MAX_SPAN)


def _is_small(element: Element) -> bool:
    sizes = [re.match(r"\s*(\d{1,6})", element.get(name, "")) for name in ("width", "height")]
    return any(size is not None and int(size[1]) < _MIN_PICTURE_SIZE for size in sizes)
