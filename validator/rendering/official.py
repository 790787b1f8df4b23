"""Word files in the form of official documents: pages, fonts and lines of GB/T 9704-2012."""

import io

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

TITLE, HEADING, BODY, TABLE = "方正小标宋简体", "黑体", "仿宋", "宋体"
# 二号 and 三号, and a size for tables, in points; lines 28 points apart.
LARGE, NORMAL, SMALL = 22.0, 16.0, 9.0
_LINE = 28.0


def blank() -> Document:
    """A document without text on the official page."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    document.core_properties.author = ""
    return document


def title(document: Document, text: str) -> None:
    """The title, in the middle, and an empty line under it."""
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.line_spacing = Pt(LARGE * 1.5)
    set_in(paragraph, text, TITLE, LARGE)
    document.add_paragraph()


def line(document: Document, text: str, font: str = BODY, *, indent: bool = True) -> Paragraph:
    """A paragraph of running text, two characters set in."""
    paragraph = document.add_paragraph()
    form = paragraph.paragraph_format
    form.line_spacing, form.space_after, form.space_before = Pt(_LINE), Pt(0), Pt(0)
    if indent:
        form.first_line_indent = Pt(2 * NORMAL)
    set_in(paragraph, text, font, NORMAL)
    return paragraph


def set_in(paragraph: Paragraph, text: str, font: str, size: float) -> None:
    """Text of a font for ideographs and a size in points at the end of a paragraph."""
    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(size), "Times New Roman"
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def saved(document: Document) -> bytes:
    """The bytes of the file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
