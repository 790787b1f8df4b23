"""The values of form fields in a PDF, which are not part of what its pages draw.

Source: ISO 32000-1, 12.7. A field shows its value whether or not it has an appearance.
"""

import ctypes
from collections.abc import Iterator
from typing import NamedTuple

import pypdfium2_raw as c

from validator.model.page_objects import Char
from validator.model.place import Box

# Flags of annotations that are not displayed: hidden, no view.
UNSEEN = 2 | 32
# How many fields a field may be a part of, and how long a value may be.
MAX_PARENTS, _MAX_BYTES = 8, 1_000_000
# Size of letters, as a share of a field's height and in points; their width as a share of it.
_FIT, _MAX_SIZE, _NARROW = 0.8, 12.0, 0.5


class FieldValue(NamedTuple):
    """The value of a field, from 0 to 1 how sure it is, and the field's box in PDF coordinates."""

    text: str
    confidence: float
    box: tuple[float, float, float, float]


def field_values(page: c.FPDF_PAGE) -> Iterator[FieldValue]:
    """The values of the displayed fields on a page that have one."""
    for index in range(c.FPDFPage_GetAnnotCount(page)):
        annotation = c.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            if c.FPDFAnnot_GetSubtype(annotation) != c.FPDF_ANNOT_WIDGET:
                continue
            if c.FPDFAnnot_GetFlags(annotation) & UNSEEN:
                continue
            (value, confidence), rect = _value(annotation), c.FS_RECTF()
            if value.strip() and c.FPDFAnnot_GetRect(annotation, rect):
                low, high = sorted((rect.bottom, rect.top))
                left, right = sorted((rect.left, rect.right))
                yield FieldValue(value, confidence, (left, low, right, high))
        finally:
            c.FPDFPage_CloseAnnot(annotation)


def _value(annotation: c.FPDF_ANNOTATION) -> tuple[str, float]:
    """The value of a field, its own or that of the field that it is a part of, and how sure it is.

    That of a choice may not be what it shows.
    """
    opened = []
    value = kind = ""
    try:
        for _ in range(MAX_PARENTS):
            value, kind = value or _string(annotation, b"V"), kind or _string(annotation, b"FT")
            annotation = c.FPDFAnnot_GetLinkedAnnot(annotation, b"Parent")
            if not annotation:
                break
            opened.append(annotation)
        # A button's value is the name of an appearance.
        return ("" if kind == "Btn" else value), 1.0 if kind == "Tx" else 0.0
    finally:
        for parent in opened:
            c.FPDFPage_CloseAnnot(parent)


def _string(annotation: c.FPDF_ANNOTATION, key: bytes) -> str:
    if c.FPDFAnnot_GetValueType(annotation, key) not in (c.FPDF_OBJECT_STRING, c.FPDF_OBJECT_NAME):
        return ""
    size = min(c.FPDFAnnot_GetStringValue(annotation, key, None, 0), _MAX_BYTES)
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    c.FPDFAnnot_GetStringValue(annotation, key, buffer, size)
    return bytes(buffer)[: max(size - 2, 0)].decode("utf-16-le", "replace")


def field_chars(value: str, box: Box, confidence: float = 1.0) -> Iterator[Char]:
    """The chars of a value within the box of its field on the page, line by line."""
    lines = value.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    pitch = (box.y1 - box.y0) / len(lines)
    size = min(pitch * _FIT, _MAX_SIZE)
    for number, line in enumerate(lines):
        middle = box.y0 + (number + 0.5) * pitch
        x = box.x0 + 1.0
        for text in line:
            width = size * (_NARROW if text.isascii() else 1.0)
            if not text.isspace() or text == " ":
                yield Char(text, x, middle - size / 2, x + width, middle + size / 2, confidence)
            x += width
