"""Documents as OpenDocument texts and sheets, zipped or flat, as office programs write them."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

from validator.model.document import Cell, Document, Grid, Line

_SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"),
        ("draw", "drawing"), ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"),
        ("manifest", "manifest"),
    )
)  # fmt: skip
_HEADING = re.compile(r"^[一二三四五六七八九十]+、")
_PART = re.compile(r"^（[一二三四五六七八九十]+）")
_TEXT = "application/vnd.oasis.opendocument.text"
_SHEET = "application/vnd.oasis.opendocument.spreadsheet"


@dataclass(frozen=True)
class OdfStyle:
    """How a document is written."""

    # One XML document, not a package of parts.
    flat: bool = False
    # The numbers of headings come from a list; each heading is in a list of its own.
    numbered: bool = False
    # Each figure was corrected; what was deleted stands `apart` from the text or `inline`.
    tracked: str = ""
    # Struck, hidden, white and tiny text is beside each figure.
    hidden: bool = False
    # Equal neighbouring cells are written once, with how often they come.
    repeated: bool = False
    # The title is in a text box.
    boxed: bool = False
    # A raised note mark is beside each figure.
    noted: bool = False


def write(document: Document, style: OdfStyle | None = None) -> bytes:
    """The OpenDocument text of a document."""
    style = style or OdfStyle()
    body = "".join(_block(n, block, style) for n, block in enumerate(document.blocks))
    changes = ""
    if style.tracked:
        gone = "<text:p>7</text:p>" if style.tracked == "apart" else ""
        changes = (
            '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion>'
            f"<office:change-info/>{gone}</text:deletion></text:changed-region>"
            "</text:tracked-changes>"
        )
    return _file(f"<office:text>{changes}{body}</office:text>", _TEXT, flat=style.flat)


def write_sheets(document: Document, *, flat: bool = False) -> bytes:
    """The OpenDocument spreadsheet of a document: all on one sheet, blank to its end."""
    rows: list[str] = []
    for block in document.blocks:
        if isinstance(block, Line):
            rows.append(f"<table:table-row>{_sheet_cell(block.text)}</table:table-row>")
        else:
            rows.extend(_sheet_rows(block))
        rows.append("<table:table-row><table:table-cell/></table:table-row>")
    rows.append('<table:table-row table:number-rows-repeated="1040000"><table:table-cell')
    rows.append(' table:number-columns-repeated="16384"/></table:table-row>')
    hidden = '<table:table table:name="b" table:style-name="off"><table:table-row>'
    hidden += f"{_sheet_cell('草稿')}</table:table-row></table:table>"
    sheet = f'<table:table table:name="a">{"".join(rows)}</table:table>{hidden}'
    return _file(f"<office:spreadsheet>{sheet}</office:spreadsheet>", _SHEET, flat=flat)


def _block(number: int, block: Line | Grid, style: OdfStyle) -> str:
    if isinstance(block, Grid):
        return _table(block, style)
    text = block.text
    if number == 0 and style.boxed:
        box = f"<draw:text-box>{_p(text)}</draw:text-box>"
        return f'<text:p><draw:frame svg:width="6in">{box}</draw:frame></text:p>'
    if style.numbered and _HEADING.match(text):
        item = f"<text:list-item>{_p(_HEADING.sub('', text))}</text:list-item>"
        going = "" if number < 3 else ' text:continue-numbering="true"'
        return f'<text:list text:style-name="L"{going}>{item}</text:list>'
    if style.numbered and (part := _PART.match(text)):
        inner = f"<text:list-item>{_p(text[part.end() :])}</text:list-item>"
        outer = f"<text:list-item><text:list>{inner}</text:list></text:list-item>"
        return f'<text:list text:style-name="L" text:continue-numbering="true">{outer}</text:list>'
    return _p(text)


def _p(text: str, *, after: str = "") -> str:
    written = escape(text).replace("\t", "<text:tab/>").replace("  ", ' <text:s text:c="1"/>')
    return f"<text:p>{written}{after}</text:p>"


def _figure(text: str, style: OdfStyle) -> str:
    if not text.isdigit():
        return _p(text)
    before = after = ""
    if style.tracked == "inline":
        before = '<text:change-start text:change-id="c1"/>7<text:change-end text:change-id="c1"/>'
    elif style.tracked:
        before = '<text:change text:change-id="c1"/>'
    if style.hidden:
        after = "".join(
            f'<text:span text:style-name="{name}">8</text:span>'
            for name in ("gone", "struck", "white", "tiny")
        )
    if style.noted:
        after += '<text:span text:style-name="raised">1</text:span>'
    return f"<text:p>{before}{escape(text)}{after}</text:p>"


def _table(grid: Grid, style: OdfStyle) -> str:
    starts = {(cell.row, cell.column): cell for cell in grid.cells}
    rows = []
    for row in range(grid.rows):
        written = [_cell(starts.get((row, column)), style) for column in range(grid.columns)]
        rows.append(f"<table:table-row>{''.join(_repeat(written, style))}</table:table-row>")
    columns = f'<table:table-column table:number-columns-repeated="{grid.columns}"/>'
    return f"<table:table>{columns}{''.join(rows)}</table:table>"


def _cell(cell: Cell | None, style: OdfStyle) -> str:
    if cell is None:
        return "<table:covered-table-cell/>"
    spans = f' table:number-columns-spanned="{cell.column_span}"' if cell.column_span > 1 else ""
    spans += f' table:number-rows-spanned="{cell.row_span}"' if cell.row_span > 1 else ""
    return f"<table:table-cell{spans}>{_figure(cell.text, style)}</table:table-cell>"


def _repeat(cells: list[str], style: OdfStyle) -> Iterator[str]:
    at = 0
    while at < len(cells):
        times = 1
        while style.repeated and at + times < len(cells) and cells[at + times] == cells[at]:
            times += 1
        name = cells[at].split(">")[0].split(" ")[0].rstrip("/")
        again = f'{name} table:number-columns-repeated="{times}"' if times > 1 else name
        yield cells[at].replace(name, again, 1)
        at += times


def _sheet_rows(grid: Grid) -> Iterator[str]:
    starts = {(cell.row, cell.column): cell for cell in grid.cells}
    for row in range(grid.rows):
        cells = [_cell(starts.get((row, column)), OdfStyle()) for column in range(grid.columns)]
        yield f"<table:table-row>{''.join(cells)}</table:table-row>"
        if row == 0:
            hidden = f'<table:table-row table:visibility="collapse">{_sheet_cell("99")}'
            yield f"{hidden}</table:table-row>"


def _sheet_cell(text: str) -> str:
    return f"<table:table-cell>{_p(text)}</table:table-cell>"


def _file(body: str, kind: str, *, flat: bool) -> bytes:
    content = f"<office:body>{body}</office:body>"
    if flat:
        root = f'<office:document {_SPACES} office:mimetype="{kind}">{_STYLES}{content}'
        return f'<?xml version="1.0" encoding="UTF-8"?>{root}</office:document>'.encode()
    manifest = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{media_type}"/>'
        for path, media_type in (
            ("/", kind),
            ("content.xml", "text/xml"),
            ("styles.xml", "text/xml"),
        )
    )
    parts = {
        "mimetype": kind,
        "content.xml": f"<office:document-content {_SPACES}>{_STYLES}{content}"
        "</office:document-content>",
        "styles.xml": f"<office:document-styles {_SPACES}/>",
        "META-INF/manifest.xml": f"<manifest:manifest {_SPACES}>{manifest}</manifest:manifest>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            stored = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), text, stored)
    return out.getvalue()


def _span_style(name: str, properties: str) -> str:
    text = f"<style:text-properties {properties}/>"
    return f'<style:style style:name="{name}" style:family="text">{text}</style:style>'


def _level(depth: int, prefix: str, suffix: str) -> str:
    return (
        f'<text:list-level-style-number text:level="{depth}" style:num-format="一, 二, 三, ..." '
        f'style:num-prefix="{prefix}" style:num-suffix="{suffix}"><style:list-level-properties>'
        '<style:list-level-label-alignment text:label-followed-by="nothing"/>'
        "</style:list-level-properties></text:list-level-style-number>"
    )


_STYLES = (
    "<office:automatic-styles>"
    + _span_style("gone", 'text:display="none"')
    + _span_style("struck", 'style:text-line-through-style="solid"')
    + _span_style("white", 'fo:color="#ffffff"')
    + _span_style("tiny", 'fo:font-size="1pt"')
    + _span_style("raised", 'style:text-position="super 58%"')
    + '<style:style style:name="off" style:family="table"><style:table-properties '
    'table:display="false"/></style:style>'
    + f'<text:list-style style:name="L">{_level(1, "", "、")}{_level(2, "（", "）")}'
    "</text:list-style></office:automatic-styles>"
)
