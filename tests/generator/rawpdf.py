"""PDF files put together object by object, for what drawing libraries would not write."""

from collections.abc import Sequence
from pathlib import Path

import reportlab


def assembled(objects: Sequence[bytes]) -> bytes:
    """A PDF of numbered objects, the first of which is the catalogue."""
    out = bytearray(b"%PDF-1.5\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for offset in offsets:
        out += b"%010d 00000 n \n" % offset
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        start,
    )
    return bytes(out)


def stream(data: bytes, extra: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %s >>\nstream\n" % (len(data), extra) + data + b"\nendstream"


def unmapped() -> bytes:
    """A page of glyphs by their numbers in a font that does not say what they mean."""
    font = (Path(reportlab.__file__).parent / "fonts" / "Vera.ttf").read_bytes()
    shown = b"\n".join(
        b"BT /F 12 Tf 72 %d Td <%s> Tj ET"
        % (y, "".join(f"{glyph:04x}" for glyph in range(36, 80)).encode())
        for y in range(500, 700, 20)
    )
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F 5 0 R >> >> >>",
            stream(shown),
            b"<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+Vera /Encoding /Identity-H "
            b"/DescendantFonts [6 0 R] >>",
            b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAAA+Vera /CIDSystemInfo "
            b"<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 7 0 R "
            b"/CIDToGIDMap /Identity /DW 600 >>",
            b"<< /Type /FontDescriptor /FontName /AAAAAA+Vera /Flags 4 /FontBBox "
            b"[-183 -236 1287 928] /ItalicAngle 0 /Ascent 928 /Descent -236 /CapHeight 729 "
            b"/StemV 80 /FontFile2 8 0 R >>",
            stream(font, b"/Length1 %d" % len(font)),
        ]
    )
