"""Documents with what files hide, at random places: for each form a list of kinds."""

import re
from collections.abc import Callable
from random import Random

from reportlab.pdfbase import pdfmetrics

from tests.generator import opendocument, web, word
from tests.generator.ofd import Dialect
from tests.generator.ofd import write as write_ofd
from tests.generator.pdf import FONT, Press, Style
from validator.model.document import Cell, Document
from validator.reading.pdf import pdfium

# The figure that is hidden, struck or covered.
_GONE = "8"
_SMALL = 5.0


class _OddPress(Press):
    """Draws a document with one kind of oddity at some of its figures."""

    def __init__(self, style: Style, kind: str, random: Random) -> None:
        super().__init__(style)
        self.kind, self.random = kind, random
        self.share = random.uniform(0.05, 0.7)

    def fill(
        self, cell: Cell, x0: float, top: float, x1: float, bottom: float, *, first: bool
    ) -> None:
        if not (cell.text.isdigit() and first and self.random.random() < self.share):
            super().fill(cell, x0, top, x1, bottom, first=first)
            return
        height, size, canvas = self.style.size[1], self.style.font, self.canvas
        text = cell.text
        width = pdfmetrics.stringWidth(text, FONT, size)
        x, y = x0 + max(3.0, (x1 - x0 - width) / 2), height - (top + 2 + size)
        canvas.setFont(FONT, size)
        DRAWN[self.kind](self, x, y, text, (x0, height - bottom, x1, height - top))
        canvas.setFillGray(0)
        canvas.setFillAlpha(1)

    def extent(self, text: str) -> float:
        return float(pdfmetrics.stringWidth(text, FONT, self.style.font))


_Box = tuple[float, float, float, float]
_Draw = Callable[[_OddPress, float, float, str, _Box], None]


def _plain(press: _OddPress, x: float, y: float, text: str) -> None:
    press.canvas.drawString(x, y, text)


def _struck(press: _OddPress, x: float, y: float, text: str, box: _Box) -> None:
    left = box[0] + 1
    _plain(press, left, y, _GONE)
    middle = y + press.style.font * 0.32
    press.canvas.line(left, middle, left + press.extent(_GONE), middle)
    _plain(press, max(x, left + press.extent(_GONE) + 1), y, text)


def _white(press: _OddPress, x: float, y: float, text: str, box: _Box) -> None:
    del box
    _plain(press, x, y, text)
    press.canvas.setFillGray(1)
    _plain(press, x + press.extent(text), y, _GONE)


def _transparent(press: _OddPress, x: float, y: float, text: str, box: _Box) -> None:
    del box
    _plain(press, x, y, text)
    press.canvas.setFillAlpha(0)
    _plain(press, x + press.extent(text), y, _GONE)


def _unpainted(press: _OddPress, x: float, y: float, text: str, box: _Box) -> None:
    del box
    _plain(press, x, y, text)
    hidden = press.canvas.beginText(x + press.extent(text), y)
    hidden.setFont(FONT, press.style.font)
    hidden.setTextRenderMode(3)
    hidden.textOut(_GONE)
    hidden.setTextRenderMode(0)
    press.canvas.drawText(hidden)


def _covered(press: _OddPress, x: float, y: float, text: str, box: _Box) -> None:
    _plain(press, x, y, _GONE * 2)
    press.canvas.setFillGray(1)
    left, low, right, high = box
    press.canvas.rect(left + 1, low + 1, right - left - 2, high - low - 2, stroke=0, fill=1)
    press.canvas.setFillGray(0)
    _plain(press, x, y, text)


def _tiny(press: _OddPress, x: float, y: float, text: str, box: _Box) -> None:
    del box
    _plain(press, x, y, text)
    press.canvas.setFont(FONT, 1)
    _plain(press, x + press.extent(text), y, _GONE)


def _off_page(press: _OddPress, x: float, y: float, text: str, box: _Box) -> None:
    del box
    _plain(press, x, y, text)
    _plain(press, -60, y, _GONE)


def _bold(press: _OddPress, x: float, y: float, text: str, box: _Box) -> None:
    del box
    for shift in (0, 0.25, 0.5):
        _plain(press, x + shift, y, text)


def _raised(press: _OddPress, x: float, y: float, text: str, box: _Box) -> None:
    del box
    _plain(press, x, y, text)
    press.canvas.setFont(FONT, _SMALL)
    _plain(press, x + press.extent(text), y + 4, "1")


def _circled(press: _OddPress, x: float, y: float, text: str, box: _Box) -> None:
    del box
    _plain(press, x, y, text)
    press.canvas.setFont(FONT, _SMALL)
    _plain(press, x + press.extent(text), y + 3, "①")


def _field(press: _OddPress, x: float, y: float, text: str, box: _Box) -> None:
    del x, y
    left, low, right, high = box
    press.canvas.acroForm.textfield(
        value=text, x=left + 2, y=low + 2, width=right - left - 4, height=high - low - 4,
        fontSize=8, borderWidth=0, name=f"f{press.random.random()}",
    )  # fmt: skip


def _on_dark(press: _OddPress, x: float, y: float, text: str, box: _Box) -> None:
    """White on a dark cell: to be read."""
    left, low, right, high = box
    press.canvas.setFillGray(0.2)
    press.canvas.rect(left, low, right - left, high - low, stroke=0, fill=1)
    press.canvas.setFillGray(1)
    _plain(press, x, y, text)


def _underlined(press: _OddPress, x: float, y: float, text: str, box: _Box) -> None:
    """A line under a figure: to be read."""
    del box
    _plain(press, x, y, text)
    press.canvas.line(x, y - 1.2, x + press.extent(text), y - 1.2)


def _shaded(press: _OddPress, x: float, y: float, text: str, box: _Box) -> None:
    """Grey on a shade: to be read."""
    left, low, right, high = box
    press.canvas.setFillGray(0.9)
    press.canvas.rect(left, low, right - left, high - low, stroke=0, fill=1)
    press.canvas.setFillGray(0.4)
    _plain(press, x, y, text)


DRAWN: dict[str, _Draw] = {
    "struck": _struck,
    "white": _white,
    "transparent": _transparent,
    "unpainted": _unpainted,
    "covered": _covered,
    "tiny": _tiny,
    "off_page": _off_page,
    "bold": _bold,
    "raised": _raised,
    "circled": _circled,
    "field": _field,
    "on_dark": _on_dark,
    "underlined": _underlined,
    "shaded": _shaded,
}


def _run(properties: str) -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{_GONE}</w:t></w:r>'


_PROMPT = (
    "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>8 单击此处输入</w:t></w:r>"
    "</w:sdtContent></w:sdt>"
)
# What is put before a figure in a Word file.
WRITTEN = {
    "strike": _run("<w:strike/>"),
    "dstrike": _run('<w:dstrike w:val="true"/>'),
    "vanish": _run("<w:vanish/>"),
    "white": _run('<w:color w:val="FFFFFF"/>'),
    "tiny": _run('<w:sz w:val="2"/>'),
    "raised": _run('<w:vertAlign w:val="superscript"/>'),
    "deleted": "<w:del><w:r><w:delText>8</w:delText></w:r></w:del>",
    "prompt": _PROMPT,
}
# What is put before a figure in a web page.
DISPLAYED = {
    "s": "<s>8</s>",
    "del": "<del>8</del>",
    "hidden": "<span hidden>8</span>",
    "none": '<span style="display:none">8</span>',
    "line": '<span style="text-decoration:line-through">8</span>',
    "template": "<template>8</template>",
    "noscript": "<noscript>8</noscript>",
    "raised": "<sup>1</sup>",
    "clear": '<span style="opacity:0">8</span>',
    "tiny": '<span style="font-size:0">8</span>',
    "white": '<span style="color:#FFF">8</span>',
    "class": '<style>.gone{display:none}</style><span class="gone">8</span>',
}
_SPAN = '<text:span text:style-name="{}">8</text:span>'
# What is put before a figure in an OpenDocument text.
OPENED = {name: _SPAN.format(name) for name in ("gone", "struck", "white", "tiny", "raised")}


def _scattered(pattern: str, before: str, content: str, random: Random) -> str:
    """The content with something before some of the figures that a pattern finds."""
    share = random.uniform(0.05, 0.7)

    def put(match: re.Match[str]) -> str:
        if random.random() >= share:
            return match[0]
        return f"{match[1]}{before}{match[2]}"

    return re.sub(pattern, put, content)


def _word(document: Document, kind: str, random: Random) -> bytes:
    import io
    import zipfile

    data = word.write(document)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    pattern = r"(<w:tcPr></w:tcPr><w:p>)(<w:r><w:rPr/><w:t xml:space=\"preserve\">\d+<)"
    main = _scattered(pattern, WRITTEN[kind], parts["word/document.xml"], random)
    return word.package({**parts, "word/document.xml": main})


def _web(document: Document, kind: str, random: Random) -> bytes:
    page = web.write(document).decode()
    return _scattered(r"(<td>)(\d+</td>)", DISPLAYED[kind], page, random).encode()


def _odt(document: Document, kind: str, random: Random) -> bytes:
    flat = opendocument.write(document, opendocument.OdfStyle(flat=True)).decode()
    pattern = r"(<table:table-cell><text:p>)(\d+</text:p>)"
    return _scattered(pattern, OPENED[kind], flat, random).encode()


def _pdf(document: Document, kind: str, random: Random) -> bytes:
    # Fields and transparency are those of a page.
    as_form = kind not in ("field", "transparent") and random.random() < 0.3
    style = Style(value_width=38.0, as_form=as_form)
    return _OddPress(style, kind, random).print(document)


def _ofd(document: Document, kind: str, random: Random) -> bytes:
    if kind == "plain":
        return write_ofd(pdfium.pages(Press(Style()).print(document)), Dialect(hidden=True))
    return write_ofd(pdfium.pages(_pdf(document, kind, random)), Dialect(stamped=True))


KINDS: dict[str, tuple[Callable[[Document, str, Random], bytes], tuple[str, ...]]] = {
    "pdf": (_pdf, tuple(DRAWN)),
    "docx": (_word, tuple(WRITTEN)),
    "html": (_web, tuple(DISPLAYED)),
    "fodt": (_odt, tuple(OPENED)),
    "ofd": (_ofd, ("plain",)),
}


def odd(document: Document, form: str, kind: str, seed: int) -> bytes:
    """A document in a form, with one kind of oddity at random places."""
    write, _ = KINDS[form]
    return write(document, kind, Random(seed))
