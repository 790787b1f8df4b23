"""Files inserted whole into a Word file (ECMA-376 part 1, 17.17.2.1): pages, RTF, Word, text."""

from validator.reading.flow import Item, Paragraph, without_origins
from validator.reading.forms import media_type
from validator.reading.options import Bounds
from validator.reading.sniffing import MediaType

# Files nested deeper than this are left out; each may unpack to this share of what the whole may.
_MAX_DEPTH, _SHARE = 2, 4


def read_chunk(data: bytes, bounds: Bounds, depth: int) -> list[Item]:
    """The items of a file in a Word file that is `depth` files deep itself.

    Raise UserError as the readers of these forms do.
    """
    form = media_type(data)
    if not data or depth >= _MAX_DEPTH:
        return []
    bounds = bounds._replace(unpacked=max(bounds.unpacked // _SHARE, 1))
    if form == MediaType.MHTML:
        from validator.reading.web import html, mhtml

        return html.read_items(mhtml.find_page(data) or "", bounds)
    if form == MediaType.HTML:
        from validator.reading.text.encoding import decode_text
        from validator.reading.web import html

        return html.read_items(decode_text(data, ""), bounds)
    if form == MediaType.RTF:
        from validator.reading.office import docx, libreoffice

        converted = libreoffice.convert(data, "docx", bounds.conversion)
        return without_origins(docx.read_items(converted, bounds, depth + 1))
    if form in (MediaType.WORD, MediaType.WORD_XML):
        from validator.reading.office import docx

        return without_origins(docx.read_items(data, bounds, depth + 1))
    if form == MediaType.TEXT:
        from validator.reading.text.encoding import decode_text

        return [Paragraph(line) for line in decode_text(data, "").splitlines()]
    return []
