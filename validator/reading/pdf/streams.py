"""Streams of a PDF that unpack to more than a document may hold, found before an engine does it.

An engine unpacks a stream whole; deflated blanks take a thousand times the memory of the file.
"""

import re
import zlib

from validator.reading.options import Bounds, exceeded

_STREAM = re.compile(rb"\bstream\r?\n")
# How far before its stream a dictionary begins, at most.
_DICTIONARY = 2000
_NUMBER = rb"\s{0,9}(\d{1,9})\b"
_WIDTH, _HEIGHT = re.compile(rb"/Width" + _NUMBER), re.compile(rb"/Height" + _NUMBER)
# What is neither a font nor a picture nor an object of another kind is the content of a page, in
# which each character takes much memory once it is read.
_KIND = re.compile(rb"/Length1\b|/Type\b|/Subtype\b(?!\s{0,9}/Form)")
_CONTENT_SHARE = 8
# The most that a byte of deflated data unpacks to (RFC 1951), and bytes a pixel.
_RATIO, _PIXEL = 1032, 4
_CHUNK = 1 << 20


def require_bounded_streams(data: bytes, bounds: Bounds) -> None:
    """Raise UserError `exceeds_unpacked` if a deflated stream is too large once unpacked.

    A picture may be as large as its pixels, of which the bound `pixels` allows so many.
    """
    for match in _STREAM.finditer(data):
        start = match.end()
        before = data[max(match.start() - _DICTIONARY, 0) : match.start()]
        before = before[before.rfind(b" obj") + 1 :]
        layers = before.count(b"FlateDecode") + before.count(b"/Fl ")
        end = data.find(b"endstream", start)
        end = len(data) if end < 0 else end
        most = (bounds.unpacked << 20) // (1 if _KIND.search(before) else _CONTENT_SHARE)
        if not layers or (end - start) * _RATIO**layers <= most:
            continue
        width, height = _WIDTH.search(before), _HEIGHT.search(before)
        pixels = int(width[1]) * int(height[1]) if width and height else 0
        allowed = max(most, _PIXEL * min(pixels, bounds.pixels * 10**6))
        if _unpacks_beyond(data[start:end], layers, allowed):
            raise exceeded("unpacked", bounds.unpacked)


def _unpacks_beyond(packed: bytes, layers: int, most: int) -> bool:
    """Whether packed data unpacks to more bytes than `most`; damaged data does not."""
    for layer in range(layers):
        unpacker, size, kept = zlib.decompressobj(), 0, []
        rest = packed
        try:
            while rest and not unpacker.eof:
                piece = unpacker.decompress(rest, _CHUNK)
                rest = unpacker.unconsumed_tail
                size += len(piece)
                if size > most:
                    return True
                if layer + 1 < layers:
                    kept.append(piece)
        except zlib.error:
            return False
        packed = b"".join(kept)
    return False
