"""Word files laid out as official documents: page, fonts and line spacing of GB/T 9704-2012."""

import io

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

TITLE, HEADING, BODY, TABLE = "方正小标宋简体", "黑体", "仿宋", "宋体"
# Font sizes in points: 二号, 三号, and one for tables; line spacing is 28 points.
LARGE, NORMAL, SMALL = 22.0, 16.0, 9.0
_LINE = 28.0


def new_document() -> Document:
    """An empty document with the official page size and margins."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    document.core_properties.author = ""
    return document


def add_title(document: Document, text: str) -> None:
    """Add a centred title followed by an empty line."""
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.line_spacing = Pt(LARGE * 1.5)
    add_text(paragraph, text, TITLE, LARGE)
    document.add_paragraph()


def add_paragraph(
    document: Document, text: str, font: str = BODY, *, indent: bool = True
) -> Paragraph:
    """Add a paragraph of running text, by default indented by two characters."""
    paragraph = document.add_paragraph()
    layout = paragraph.paragraph_format
    layout.line_spacing, layout.space_after, layout.space_before = Pt(_LINE), Pt(0), Pt(0)
    if indent:
        layout.first_line_indent = Pt(2 * NORMAL)
    add_text(paragraph, text, font, NORMAL)
    return paragraph


def add_text(paragraph: Paragraph, text: str, font: str, size: float) -> None:
    """Append text to a paragraph; `font` applies to Chinese characters, `size` is in points."""
    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(size), "Times New Roman"
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def to_bytes(document: Document) -> bytes:
    """The bytes of the file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
