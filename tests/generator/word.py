"""Documents as Word files, written part by part, in the ways in which Word and WPS write them."""

import base64
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from validator.model.document import Cell, Document, Grid, Line

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_HEADING = re.compile(r"^([一二三四五六七八九十]+)、")
_PART = re.compile(r"^（([一二三四五六七八九十]+)）")


@dataclass(frozen=True)
class WordStyle:
    """How a document is written."""

    # The numbers of headings come from a list.
    numbered: bool = False
    # Each figure was corrected under tracked changes, and a paragraph and a row were deleted.
    tracked: bool = False
    # The title is in a text box.
    boxed: bool = False
    # Each table is in the only cell of another.
    nested: bool = False
    # Everything is in one cell of a table of two columns.
    laid_out: bool = False
    # Content controls are around paragraphs, rows and cells.
    controlled: bool = False
    # A footnote follows each figure.
    noted: bool = False
    # Hidden text is everywhere.
    hidden: bool = False
    # A table of contents comes before the text.
    contents: bool = False
    # The namespace is that of strict Open XML.
    strict: bool = False
    # Each character is a run of its own.
    pieces: bool = False
    # Height of pages in millimetres; that of the program that prints it if not given.
    height: int | None = None


def write(document: Document, style: WordStyle | None = None) -> bytes:
    """The Word file of a document."""
    return _Writer(style or WordStyle()).file(document)


@dataclass
class _Writer:
    style: WordStyle
    out: list[str] = field(default_factory=list)

    def page(self) -> str:
        """The last section, with its page: 210 mm wide, margins of 15 mm (twentieths of points)."""
        if self.style.height is None:
            return "<w:sectPr/>"
        height, side = (round(mm / 25.4 * 1440) for mm in (self.style.height, 15))
        margins = " ".join(f'w:{name}="{side}"' for name in ("top", "right", "bottom", "left"))
        return f'<w:sectPr><w:pgSz w:w="11906" w:h="{height}"/><w:pgMar {margins}/></w:sectPr>'

    def file(self, document: Document) -> bytes:
        body = "".join(self.block(n, block) for n, block in enumerate(document.blocks))
        if self.style.contents:
            lines = [b.text for b in document.blocks if isinstance(b, Line) and len(b.text) < 20]
            body = (
                '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
                "</w:docPartObj></w:sdtPr><w:sdtContent>"
                + "".join(
                    f"<w:p>{_run(f'{line}{chr(9)}{n}')}</w:p>" for n, line in enumerate(lines, 1)
                )
                + "</w:sdtContent></w:sdt>"
                + body
            )
        if self.style.laid_out:
            side = self.paragraph("本页导航")
            body = f"<w:tbl><w:tr>{_cell(side)}{_cell(body)}</w:tr></w:tbl>{_P}"
        namespace = STRICT if self.style.strict else TRANSITIONAL
        parts = {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _RELATIONS,
            "word/document.xml": f'<w:document xmlns:w="{namespace}" {_OTHERS}>'
            f"<w:body>{body}{self.page()}</w:body></w:document>",
            "word/numbering.xml": f'<w:numbering xmlns:w="{namespace}">{_NUMBERING}</w:numbering>',
            "word/styles.xml": f'<w:styles xmlns:w="{namespace}">{_STYLES}</w:styles>',
            "word/footnotes.xml": f'<w:footnotes xmlns:w="{namespace}"><w:footnote w:id="1">'
            "<w:p><w:r><w:t>数据来自台账。</w:t></w:r></w:p></w:footnote></w:footnotes>",
        }
        return package(parts)

    def block(self, number: int, block: Line | Grid) -> str:
        if isinstance(block, Grid):
            table = self.table(block)
            return f"<w:tbl><w:tr>{_cell(table)}</w:tr></w:tbl>{_P}" if self.style.nested else table
        if number == 0 and self.style.boxed:
            return _BOX.replace("CONTENT", self.paragraph(block.text))
        text = self.paragraph(block.text)
        if number == 3 and self.style.tracked:
            text += f"<w:p><w:del>{_run('第七部分已删去。', deleted=True)}</w:del></w:p>"
        return text

    def paragraph(self, text: str) -> str:
        properties = ""
        if self.style.numbered:
            for pattern, level in ((_HEADING, 0), (_PART, 1)):
                if pattern.match(text):
                    text = pattern.sub("", text)
                    properties = f'<w:pPr><w:pStyle w:val="H{level}"/></w:pPr>'
        runs = "".join(_run(c) for c in text) if self.style.pieces else _run(text)
        if self.style.hidden:
            runs += f"<w:r><w:rPr><w:vanish/></w:rPr>{_t('三、')}</w:r>"
            runs += f'<w:r><w:rPr><w:rStyle w:val="Gone"/></w:rPr>{_t("99")}</w:r>'
            runs += f"<w:r><w:rPr><w:strike/></w:rPr>{_t('15')}</w:r>"
            runs += f'<w:r><w:rPr><w:dstrike w:val="true"/></w:rPr>{_t("6")}</w:r>'
            runs += f'<w:r><w:rPr><w:strike w:val="0"/></w:rPr>{_t("")}</w:r>'
        paragraph = f"<w:p>{properties}{runs}</w:p>"
        return _controlled(paragraph) if self.style.controlled else paragraph

    def table(self, grid: Grid) -> str:
        rows = []
        for row in range(grid.rows):
            cells = [
                self.cell(cell, first=cell.row == row)
                for cell in sorted(grid.cells, key=lambda c: c.column)
                if cell.row <= row < cell.row + cell.row_span
            ]
            rows.append("<w:tr>" + "".join(cells) + "</w:tr>")
        if self.style.tracked:
            rows.insert(1, f"<w:tr><w:trPr><w:del/></w:trPr>{_cell(self.paragraph('5'))}</w:tr>")
        if self.style.controlled:
            rows = [_controlled(row) for row in rows]
        columns = f'<w:gridCol w:w="{9000 // grid.columns}"/>' * grid.columns
        properties = f"<w:tblPr>{_BORDERS}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>"
        return f"<w:tbl>{properties}{''.join(rows)}</w:tbl>"

    def cell(self, cell: Cell, *, first: bool) -> str:
        properties = f'<w:gridSpan w:val="{cell.column_span}"/>' if cell.column_span > 1 else ""
        if cell.row_span > 1:
            properties += '<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>"
        content = self.figure(cell.text) if first else _P
        done = _cell(content, properties)
        return _controlled(done) if self.style.controlled else done

    def figure(self, text: str) -> str:
        runs = _run(text)
        if self.style.tracked and text.isdigit():
            runs = f"<w:del>{_run('7', deleted=True)}</w:del><w:ins>{runs}</w:ins>"
        if self.style.noted and text.isdigit():
            runs += '<w:r><w:footnoteReference w:id="1"/></w:r>'
            runs += '<w:r><w:footnoteReference w:id="1" w:customMarkFollows="1"/>'
            runs += f'{_t("8")}</w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
            runs += f"{_t('1')}</w:r>"
        return f"<w:p>{runs}</w:p>"


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """A package of these parts; the same parts give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _plain(text: str) -> str:
    return f"<w:p>{_run(text)}</w:p>"


def _run(text: str, *, deleted: bool = False) -> str:
    return f"<w:r><w:rPr/>{_t(text, 'delText' if deleted else 't')}</w:r>"


def _t(text: str, name: str = "t") -> str:
    pieces = escape(text).split("\t")
    return "<w:tab/>".join(f'<w:{name} xml:space="preserve">{p}</w:{name}>' for p in pieces)


def _cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def _controlled(content: str) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"


_P = "<w:p/>"
_BORDERS = (
    "<w:tblBorders>"
    + "".join(
        f'<w:{side} w:val="single" w:sz="4"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + "</w:tblBorders>"
)
_OTHERS = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_BOX = (
    "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:wsp><wps:txbx><w:txbxContent>"
    "CONTENT</w:txbxContent></wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict>"
    "<v:textbox><w:txbxContent>CONTENT</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r></w:p>"
)
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
_NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>'
    '<w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
    '<w:suff w:val="nothing"/><w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
_STYLES = (
    '<w:style w:type="paragraph" w:styleId="H0"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
    "</w:pPr></w:style>"
    '<w:style w:type="paragraph" w:styleId="H1"><w:basedOn w:val="H0"/><w:pPr><w:numPr>'
    '<w:ilvl w:val="1"/>'
    '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Gone"><w:rPr><w:vanish/></w:rPr></w:style>'
)


def write_2003(document: Document, style: WordStyle | None = None) -> bytes:
    """The Word 2003 XML of a document: one part, with other names for lists and changes."""
    writer = _Writer(style or WordStyle())
    body = "".join(writer.block(n, block) for n, block in enumerate(document.blocks))
    for name, kind in (("del", "Deletion"), ("ins", "Insertion")):
        opened = f'<aml:annotation aml:id="1" w:type="Word.{kind}"><aml:content>'
        body = body.replace(f"<w:{name}>", opened)
        body = body.replace(f"</w:{name}>", "</aml:content></aml:annotation>")
    body = body.replace("w:vMerge", "w:vmerge")
    root = (
        '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" '
        'xmlns:aml="http://schemas.microsoft.com/aml/2001/core" '
        f'xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" {_OTHERS}>'
    )
    text = f"{root}{_LISTS_2003}<w:body><wx:sect>{body}<w:sectPr/></wx:sect></w:body>"
    heading = '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?>'
    return f"{heading}{text}</w:wordDocument>".encode()


def flat(data: bytes) -> bytes:
    """The package of a Word file as one XML document."""
    out = [
        '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?>'
        '<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">'
    ]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name == "[Content_Types].xml":
                continue
            content = archive.read(name)
            if name.endswith((".xml", ".rels")):
                inner = f"<pkg:xmlData>{content.decode()}</pkg:xmlData>"
            else:
                encoded = base64.b64encode(content).decode()
                inner = f"<pkg:binaryData>{encoded}</pkg:binaryData>"
            out.append(f'<pkg:part pkg:name="/{name}">{inner}</pkg:part>')
    return "".join((*out, "</pkg:package>")).encode()


def with_chunk(name: str, content: bytes) -> bytes:
    """A Word file that holds nothing but another file."""
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId9" Type="aFChunk" Target="/word/{name}"/></Relationships>'
    )
    namespace = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    body = '<w:body><w:altChunk r:id="rId9"/></w:body>'
    return package(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _RELATIONS,
            "word/document.xml": f'<w:document xmlns:w="{TRANSITIONAL}" {namespace}>{body}'
            "</w:document>",
            "word/_rels/document.xml.rels": relations,
            f"word/{name}": content,
        }
    )


def _list_level(depth: int, code: int, text: str) -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:nfc w:val="{code}"/>'
        f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/></w:lvl>'
    )


_LISTS_2003 = (
    f'<w:lists><w:listDef w:listDefId="0">{_list_level(0, 39, "%1、")}'
    f'{_list_level(1, 37, "（%2）")}</w:listDef><w:list w:ilfo="1"><w:ilst w:val="0"/></w:list>'
    "</w:lists><w:styles>"
    '<w:style w:type="paragraph" w:styleId="H0"><w:pPr><w:listPr><w:ilfo w:val="1"/></w:listPr>'
    '</w:pPr></w:style><w:style w:type="paragraph" w:styleId="H1"><w:pPr><w:listPr>'
    '<w:ilvl w:val="1"/><w:ilfo w:val="1"/></w:listPr></w:pPr></w:style>'
    '<w:style w:type="character" w:styleId="Gone"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
)
