"""Word documents in one XML file, and files inserted whole into Word files."""

import dataclasses

import pytest

from tests.generator import web
from tests.generator.bodies import report
from tests.generator.text import write as write_text
from tests.generator.word import WordStyle, flat, package, with_chunk, write, write_2003
from tests.helpers import findings_of, report_of, wrong_cells
from validator.model.document import Document, Grid, Line
from validator.model.report import Report
from validator.reading import read
from validator.reading.forms import media_type
from validator.reading.sniffing import MediaType
from validator.rulebase.formats import load_formats
from validator.specimen import specimen

FLAGS = [field.name for field in dataclasses.fields(WordStyle)]


def same(found: Report, document: Document) -> None:
    own = report_of(document)
    assert wrong_cells(found, {c: f.figure.text for c, f in own.facts.items()}) == []
    assert [s.heading for s in found.sections] == [s.heading for s in own.sections]
    assert (found.issuer, found.year) == (own.issuer, own.year)


@pytest.mark.parametrize("flag", ["", *(f for f in FLAGS if f not in ("strict", "height"))])
def test_word_2003_xml_is_read_as_word_is(flag: str) -> None:
    style = WordStyle(**{flag: True}) if flag else WordStyle()
    document = specimen(load_formats(), report(14, "2021"))
    data = write_2003(document, style)
    assert media_type(data) == MediaType.WORD_XML
    found = report_of(data)
    same(found, document)
    assert [f.rule for f in findings_of(found).findings] == (["TXT037"] if style.hidden else [])


@pytest.mark.parametrize("flag", ["", "numbered", "tracked", "noted"])
def test_a_flat_package_is_read_as_word_is(flag: str) -> None:
    document = specimen(load_formats(), report(15, "2021"))
    data = flat(write(document, WordStyle(**{flag: True}) if flag else None))
    assert media_type(data) == MediaType.WORD_XML
    found = report_of(data)
    same(found, document)
    assert findings_of(found).findings == ()


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("name", ["part.htm", "part.mht", "part.docx", "part.txt"])
def test_inserted_files_are_read(name: str, packed: bool) -> None:
    document = specimen(load_formats(), report(16, "2021"))
    page = web.write(document)
    content = {
        "part.htm": page,
        "part.mht": b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
        b"Content-Type: text/html; charset=utf-8\n\n" + page + b"\n--b--\n",
        "part.docx": write(document),
        "part.txt": write_text(document).encode(),
    }[name]
    data = with_chunk(name, content)
    found = report_of(flat(data) if packed else data)
    own = report_of(document)
    if name == "part.txt":
        # Text alone has lost its tables.
        assert found.issuer == own.issuer
    else:
        same(found, document)
        assert findings_of(found).findings == ()


def test_files_that_hold_themselves_end_somewhere() -> None:
    data = write(specimen(load_formats()))
    for _ in range(8):
        data = with_chunk("part.docx", data)
    assert report_of(with_chunk("part.htm", web.write(specimen(load_formats())))).facts
    assert read(data, "deep.docx").blocks == ()


_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_BOX = "<w:pict><v:textbox xmlns:v='v'><w:txbxContent><w:p><w:r><w:t>框中</w:t></w:r></w:p>"
_BOX += "</w:txbxContent></v:textbox></w:pict>"
_WHITE = '<w:color w:val="FFFFFF"/>'


def lines_of(body: str, styles: str = "", before: str = "") -> list[str]:
    parts = {
        "word/document.xml": f"<w:document {_NS}>{before}<w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {_NS}>{styles}</w:styles>",
    }
    blocks = read(package(parts), "a.docx").blocks
    return [block.text for block in blocks if isinstance(block, Line)]


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def style(name: str, content: str, base: str = "") -> str:
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    return f'<w:style w:styleId="{name}">{based}{content}</w:style>'


_VANISH = style("Gone", "<w:rPr><w:vanish/></w:rPr>")
_SHADE = '<w:shd w:val="clear" w:fill="003366"/>'


@pytest.mark.parametrize(
    ("body", "styles", "before", "lines"),
    [
        (f"<w:p>{run('甲')}{run('乙', _WHITE)}</w:p>", "", "", ["甲"]),
        # What is under white text is not paper.
        (f"<w:p><w:pPr>{_SHADE}</w:pPr>{run('乙', _WHITE)}</w:p>", "", "", ["乙"]),
        (f"<w:p>{run('乙', _WHITE + _SHADE)}</w:p>", "", "", ["乙"]),
        (f"<w:p>{run('乙', _WHITE)}</w:p>", "", '<w:background w:color="203040"/>', ["乙"]),
        (
            "<w:p>" + run("乙", _WHITE + '<w:rStyle w:val="B"/>') + "</w:p>",
            style("A", f"<w:rPr>{_SHADE}</w:rPr>") + style("B", "", "A"),
            "",
            ["乙"],
        ),
        # A run may say otherwise than its style, and styles follow others.
        (
            '<w:p><w:pPr><w:pStyle w:val="Gone"/></w:pPr>'
            + run("甲", '<w:vanish w:val="0"/>') + run("乙") + "</w:p>",
            _VANISH,
            "",
            ["甲"],
        ),
        ("<w:p>" + run("甲") + run("乙", '<w:rStyle w:val="B"/>') + "</w:p>",
         _VANISH + style("B", "", "Gone"), "", ["甲"]),
        # What is anchored in a run that is left out for another reason is seen for itself.
        (f"<w:p>{run('甲')}<w:r><w:rPr>{_WHITE}</w:rPr>{_BOX}</w:r></w:p>", "", "", ["甲", "框中"]),
        (f"<w:p>{run('甲')}<w:r><w:rPr><w:vanish/></w:rPr>{_BOX}</w:r></w:p>", "", "", ["甲"]),
    ],
)  # fmt: skip
def test_what_an_eye_sees_in_a_word_file(
    body: str, styles: str, before: str, lines: list[str]
) -> None:
    assert lines_of(body, styles, before) == lines


def test_a_raised_figure_alone_is_a_figure() -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    cells = (run("12", raised), run("12") + run("1", raised))
    row = "".join(f"<w:tc><w:p>{cell}</w:p></w:tc>" for cell in cells)
    body = f"<w:document {_NS}><w:body><w:tbl><w:tr>{row}</w:tr></w:tbl></w:body></w:document>"
    (grid,) = read(package({"word/document.xml": body}), "a.docx").blocks
    assert isinstance(grid, Grid)
    assert [cell.text for cell in grid.cells] == ["12", "12"]
