"""Pages as OFD files (GB/T 33190-2016), in the ways in which programs write them."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from xml.sax.saxutils import escape

from validator.model.page_objects import Char, PageObjects

STANDARD = "http://www.ofdspec.org/2016"
DRAFT = "http://www.ofdspec.org"
_MM = 25.4 / 72
# How far the baseline is below the top of a char, as a share of its height.
_BASELINE = 0.88


@dataclass(frozen=True)
class Dialect:
    """How pages are written."""

    # Equal distances are written once, with how often they come.
    repeated: bool = False
    # Distances equal to the last are left out at the end.
    short: bool = False
    # Sizes are in points under a CTM, with the glyphs of a subset font, as converters from PDF do.
    points: bool = False
    # Lines are filled bars, closed by this letter; else they are stroked.
    bars: str = ""
    namespace: str = STANDARD
    # Names of parts from the root, with backslashes, in another case than in the archive.
    odd_names: bool = False
    # All lines of a page are in its template, and texts in nested blocks.
    template: bool = False
    # Colours and visibility come from drawing parameters.
    parameters: bool = False
    # Each text is drawn so often at its place.
    times: int = 1
    # Elements whose names are not well-formed, and a wrong MaxUnitID.
    malformed: bool = False
    # Each page is turned by this many clockwise quarters, by a CTM on each object.
    turned: int = 0
    # One in so many digits is a char of the private use area.
    private: int = 0
    # A slanted seal and a watermark over the pages, and annotations with text of their own.
    stamped: bool = False
    # Text that no eye sees: in layers and objects not visible, transparent, or off the page.
    hidden: bool = False
    # Files attached, signatures, and another document in the same file.
    accompanied: bool = False


DIALECTS = {
    "plain": Dialect(),
    "repeated": Dialect(repeated=True, bars="C"),
    "converted": Dialect(points=True, repeated=True, bars="Z"),
    "short": Dialect(short=True, odd_names=True),
    "template": Dialect(template=True, bars="C", parameters=True),
    "draft": Dialect(namespace=DRAFT, malformed=True),
    "drawn-often": Dialect(times=3, stamped=True),
    "turned": Dialect(turned=1),
    "hidden": Dialect(hidden=True),
    "accompanied": Dialect(accompanied=True),
}


def write(pages: Sequence[PageObjects], dialect: Dialect | None = None) -> bytes:
    """The OFD file of pages."""
    return _Writer(dialect or Dialect()).file(pages)


def write_pictures(pictures: Sequence[bytes], width: float, height: float) -> bytes:
    """An OFD file of which each page, of a size in points, is a PNG picture."""
    return _Writer(Dialect()).file_of_pictures(pictures, width * _MM, height * _MM)


@dataclass
class _Writer:
    dialect: Dialect
    number: int = 1
    digits: int = 0
    parts: dict[str, str | bytes] = field(default_factory=dict)

    def file(self, pages: Sequence[PageObjects]) -> bytes:
        boxes = []
        for at, page in enumerate(pages):
            turned = page.turned(self.dialect.turned) if self.dialect.turned else page
            boxes.append(f"0 0 {turned.width * _MM:.4f} {turned.height * _MM:.4f}")
            lines = "".join(self.lines(page))
            texts = "".join(self.texts(page))
            extra = self.stamps(page) + self.unseen(page)
            if self.dialect.template:
                self.add(f"Tpls/Tpl_{at}/Content.xml", "Page", self.layers(lines))
                head = f'<ofd:Template TemplateID="{900 + at}" ZOrder="Background"/>'
                blocks = f'<ofd:PageBlock ID="{self.id()}">{texts}</ofd:PageBlock>'
                own = head + self.layers(
                    f'<ofd:PageBlock ID="{self.id()}">{blocks}</ofd:PageBlock>'
                )
            else:
                own = self.layers(lines + texts + extra)
            area = f"<ofd:Area><ofd:PhysicalBox>{boxes[-1]}</ofd:PhysicalBox></ofd:Area>"
            self.add(f"Pages/Page_{at}/Content.xml", "Page", area + own)
        return self.package(len(pages), boxes[0])

    def file_of_pictures(self, pictures: Sequence[bytes], width: float, height: float) -> bytes:
        media = ""
        for at, picture in enumerate(pictures):
            self.parts[f"Doc_0/Res/image_{at}.png"] = picture
            media += f'<ofd:MultiMedia ID="{500 + at}" Type="Image" Format="PNG">'
            media += f"<ofd:MediaFile>image_{at}.png</ofd:MediaFile></ofd:MultiMedia>"
            shown = f'<ofd:ImageObject ID="{self.id()}" ResourceID="{500 + at}" '
            shown += f'Boundary="0 0 {width} {height}" CTM="{width} 0 0 {height} 0 0"/>'
            self.add(f"Pages/Page_{at}/Content.xml", "Page", self.layers(shown))
        self.add("DocumentRes.xml", "Res", f"<ofd:MultiMedias>{media}</ofd:MultiMedias>", "Res")
        return self.package(len(pictures), f"0 0 {width} {height}")

    def id(self) -> int:
        self.number += 1
        return self.number

    def add(self, name: str, root: str, content: str, base: str = "") -> None:
        attributes = f' BaseLoc="{base}"' if base else ""
        self.parts[f"Doc_0/{name}"] = (
            f'<?xml version="1.0" encoding="UTF-8"?><ofd:{root} '
            f'xmlns:ofd="{self.dialect.namespace}"{attributes}>{content}</ofd:{root}>'
        )

    def layers(self, content: str) -> str:
        parameter = ' DrawParam="801"' if self.dialect.parameters else ""
        layer = f'<ofd:Layer ID="{self.id()}"{parameter}>{content}</ofd:Layer>'
        return f"<ofd:Content>{layer}</ofd:Content>"

    def lines(self, page: PageObjects) -> Iterator[str]:
        for edge in page.horizontal:
            yield self.line(page, edge.start, edge.at, edge.end, edge.at)
        for edge in page.vertical:
            yield self.line(page, edge.at, edge.start, edge.at, edge.end)

    def line(self, page: PageObjects, x0: float, y0: float, x1: float, y1: float) -> str:
        x, y = x0 * _MM, y0 * _MM
        width, height = (x1 - x0) * _MM, (y1 - y0) * _MM
        ctm = self.turn(page, x, y)
        if not self.dialect.bars:
            boundary = f"{x:.4f} {y:.4f} {width:.4f} {height:.4f}"
            return (
                f'<ofd:PathObject ID="{self.id()}" Boundary="{boundary}"'
                f' LineWidth="0.2"{ctm}><ofd:AbbreviatedData>M 0 0 L {width:.4f} {height:.4f}'
                "</ofd:AbbreviatedData></ofd:PathObject>"
            )
        width, height = max(width, 0.18), max(height, 0.18)
        return (
            f'<ofd:PathObject ID="{self.id()}" Boundary="{x:.4f} {y:.4f} {width:.4f} {height:.4f}" '
            f'Fill="true" Stroke="false"{ctm}><ofd:AbbreviatedData>M 0 0 L {width:.4f} 0 '
            f"L {width:.4f} {height:.4f} L 0 {height:.4f} {self.dialect.bars}"
            "</ofd:AbbreviatedData></ofd:PathObject>"
        )

    def turn(self, page: PageObjects, x: float, y: float) -> str:
        """The CTM that turns an object at a place together with its page."""
        if not self.dialect.turned:
            return ""
        # A quarter clockwise takes (px, py) to (height - py, px).
        return f' CTM="0 1 -1 0 {page.height * _MM - y - x:.4f} {x - y:.4f}"'

    def texts(self, page: PageObjects) -> Iterator[str]:
        for run in _runs(page.chars):
            for _ in range(self.dialect.times):
                yield self.text(page, run)

    def text(self, page: PageObjects, run: Sequence[Char]) -> str:
        first = run[0]
        size = _size(run) * _MM
        x, y = first.x0 * _MM, (first.y0 + first.y1) / 2 * _MM - size / 2
        steps = [(b.x0 - a.x0) * _MM for a, b in pairwise(run)]
        scale, ctm = 1.0, self.turn(page, x, y)
        if self.dialect.points:
            scale, ctm = 0.3528, ' CTM="0.3528 0 0 0.3528 0 0"'
        deltas = _deltas([step / scale for step in steps], self.dialect)
        written = escape("".join(self.private(char.text) for char in run))
        glyphs = (
            f'<ofd:CGTransform CodePosition="0" CodeCount="{len(run)}" GlyphCount="{len(run)}">'
        )
        glyphs += "<ofd:Glyphs>" + " ".join("7" for _ in run) + "</ofd:Glyphs></ofd:CGTransform>"
        return (
            f'<ofd:TextObject ID="{self.id()}" Boundary="{x:.4f} {y:.4f} 200 {size:.4f}" Font="3" '
            f'Size="{size / scale:.4f}"{ctm}>{glyphs if self.dialect.points else ""}'
            f'<ofd:TextCode X="0" Y="{size * _BASELINE / scale:.4f}"{deltas}>{written}'
            "</ofd:TextCode></ofd:TextObject>"
        )

    def private(self, text: str) -> str:
        if not self.dialect.private or not text.isdigit():
            return text
        self.digits += 1
        return text if self.digits % self.dialect.private else chr(0xE100 + ord(text[0]))

    def stamps(self, page: PageObjects) -> str:
        if not self.dialect.stamped:
            return ""
        return (
            f'<ofd:TextObject ID="{self.id()}" Boundary="20 60 160 160" Font="3" Size="11" '
            'CTM="0.7071 -0.7071 0.7071 0.7071 0 100" Alpha="80">'
            '<ofd:FillColor Value="153 153 153"/>'
            '<ofd:TextCode X="6" Y="6" DeltaX="g 7 11.17">内部资料请勿外传</ofd:TextCode>'
            "</ofd:TextObject>"
        )

    def unseen(self, page: PageObjects) -> str:
        if not self.dialect.hidden:
            return ""
        texts = []
        for at, run in enumerate(_runs(page.chars)):
            text = self.text(page, [run[0]._replace(text="8")])
            if at % 4 == 0:
                texts.append(text.replace("<ofd:TextObject ", '<ofd:TextObject Visible="false" '))
            elif at % 4 == 1:
                texts.append(text.replace("<ofd:TextObject ", '<ofd:TextObject Alpha="0" '))
            elif at % 4 == 2:
                white = '<ofd:FillColor Value="255 255 255"/><ofd:TextCode'
                texts.append(text.replace("<ofd:TextCode", white))
            else:
                texts.append(text.replace("<ofd:TextObject ", '<ofd:TextObject Fill="false" '))
        return "".join(texts)

    def package(self, count: int, box: str) -> bytes:
        dialect = self.dialect
        pages = "".join(
            f'<ofd:Page ID="{700 + n}" BaseLoc="{self.reference(f"Pages/Page_{n}/Content.xml")}"/>'
            for n in range(count)
        )
        common = f"<ofd:PageArea><ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:PageArea>"
        common += f"<ofd:PublicRes>{self.reference('PublicRes.xml')}</ofd:PublicRes>"
        if "Doc_0/DocumentRes.xml" in self.parts:
            common += "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
        if dialect.template:
            common += "".join(
                f'<ofd:TemplatePage ID="{900 + n}" BaseLoc="Tpls/Tpl_{n}/Content.xml"/>'
                for n in range(count)
            )
        if not dialect.malformed:
            common = f"<ofd:MaxUnitID>{self.number + 1000}</ofd:MaxUnitID>{common}"
        tail = ""
        if dialect.accompanied:
            tail = "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>"
            attached = '<ofd:Attachment ID="1" Name="台账" Format="xlsx"/>'
            self.add("Attachs/Attachments.xml", "Attachments", attached)
            provider = '<ofd:SignedInfo><ofd:Provider ProviderName="示例签章"/></ofd:SignedInfo>'
            self.add("Signs/Sign_0/Signature.xml", "Signature", provider)
            sign = '<ofd:Signature ID="1" Type="Seal" BaseLoc="Sign_0/Signature.xml"/>'
            self.add("Signs/Signatures.xml", "Signatures", sign)
        self.add(
            "Document.xml",
            "Document",
            f"<ofd:CommonData>{common}</ofd:CommonData><ofd:Pages>{pages}</ofd:Pages>{tail}",
        )
        params = '<ofd:DrawParams><ofd:DrawParam ID="801" LineWidth="0.2"><ofd:FillColor '
        params += 'Value="0 0 0"/><ofd:StrokeColor Value="0 0 0"/></ofd:DrawParam></ofd:DrawParams>'
        fonts = '<ofd:Fonts><ofd:Font ID="3" FontName="宋体"/></ofd:Fonts>'
        self.add("PublicRes.xml", "Res", fonts + params, "Res")
        root = "Doc_0/Document.xml"
        body = "<ofd:DocInfo><ofd:Creator>示例</ofd:Creator></ofd:DocInfo>"
        if dialect.malformed:
            body += "<:eExtra>1</:eExtra>"
        body += f"<ofd:DocRoot>{'/' if dialect.odd_names else ''}{root}</ofd:DocRoot>"
        if dialect.accompanied:
            body += "<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures>"
        bodies = f"<ofd:DocBody>{body}</ofd:DocBody>" * (2 if dialect.accompanied else 1)
        entry = f'<ofd:OFD xmlns:ofd="{dialect.namespace}" Version="1.0">{bodies}</ofd:OFD>'
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in {"OFD.xml": entry, **self.parts}.items():
                archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
        return out.getvalue()

    def reference(self, name: str) -> str:
        """A reference to a part of the document, as the dialect writes it."""
        return f"/DOC_0/{name}".replace("/", "\\") if self.dialect.odd_names else name


def _runs(chars: Sequence[Char]) -> Iterator[list[Char]]:
    """Chars that follow each other on one line, in the same size."""
    run: list[Char] = []
    for char in chars:
        if run and not (
            abs(char.y0 + char.y1 - run[-1].y0 - run[-1].y1) < 0.2
            and 0 <= char.x0 - run[-1].x0 < 3 * (char.y1 - char.y0)
        ):
            yield run
            run = []
        run.append(char)
    if run:
        yield run


def _size(run: Sequence[Char]) -> float:
    """The size of the font of a run: some fonts reserve less for their digits, or for 一."""
    sides = [(c.y1 - c.y0, (c.x1 - c.x0) * (1.8 if c.text.isascii() else 1.0)) for c in run]
    return max(side for pair in sides for side in pair)


def _deltas(steps: list[float], dialect: Dialect) -> str:
    if not steps:
        return ""
    shown = [f"{step:.4f}" for step in steps]
    if dialect.short:
        while len(shown) > 1 and shown[-1] == shown[-2]:
            shown.pop()
    if dialect.repeated:
        pieces: list[str] = []
        at = 0
        while at < len(shown):
            count = 1
            while at + count < len(shown) and shown[at + count] == shown[at]:
                count += 1
            pieces.append(f"g {count} {shown[at]}" if count > 2 else " ".join([shown[at]] * count))
            at += count
        shown = pieces
    return f' DeltaX="{" ".join(shown)}"'
