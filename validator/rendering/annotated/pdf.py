"""Notes as annotations in a PDF, written as an incremental update: existing bytes are kept."""

import io
import logging
from collections.abc import Sequence

from pypdf import PageObject, PdfWriter
from pypdf.annotations import AnnotationDictionary, Highlight, Text
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from validator.model.errors import UserError
from validator.model.place import Box
from validator.model.rule import Severity
from validator.reading.options import Bounds
from validator.rendering.annotated.notes import Note

_COLOURS = {Severity.ERROR: "ff8a75", Severity.WARNING: "ffc850", Severity.NOTICE: "8cbeff"}
# Icons of notes about the whole document: size and vertical distance, in points.
_ICON_SIZE, _ICON_PITCH = 20.0, 24.0
_PRINT_FLAG = 4


def annotate(data: bytes, notes: Sequence[Note], _: Bounds) -> bytes:
    """Add each note as a highlight at its box, or as an icon if it has none.

    Raise UserError `not_annotatable` if pypdf cannot read the file.
    """
    # pypdf logs warnings about malformed files that do not concern the user.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    out = io.BytesIO()
    try:
        writer = PdfWriter(io.BytesIO(data), incremental=True)
        icon_count = 0
        for note in notes:
            number = ((note.place.page if note.place else None) or 1) - 1
            box = note.place.box if note.place else None
            page = writer.pages[number]
            annotation: AnnotationDictionary
            if box is None:
                icon_count += 1
                icon_box = Box(
                    _ICON_SIZE,
                    icon_count * _ICON_PITCH,
                    2 * _ICON_SIZE,
                    icon_count * _ICON_PITCH + _ICON_SIZE,
                )
                annotation = Text(rect=_to_page_coordinates(page, icon_box), text=note.text)
            else:
                rect = _to_page_coordinates(page, box)
                annotation = _highlight(rect, note)
                appearance = writer._add_object(_appearance(rect, _COLOURS[note.severity]))
                annotation[NameObject("/AP")] = DictionaryObject({NameObject("/N"): appearance})
            annotation[NameObject("/T")] = TextStringObject("nianbao")
            annotation[NameObject("/Contents")] = TextStringObject(note.text)
            annotation[NameObject("/NM")] = TextStringObject(note.findings[0])
            annotation[NameObject("/F")] = NumberObject(_PRINT_FLAG)
            writer.add_annotation(number, annotation)
        writer.write(out)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        # pypdf raises almost any of these on damaged files.
        raise UserError("not_annotatable") from None
    return out.getvalue()


def _highlight(rect: tuple[float, float, float, float], note: Note) -> Highlight:
    left, bottom, right, top = rect
    corners = (left, top, right, top, left, bottom, right, bottom)
    return Highlight(
        rect=rect,
        quad_points=ArrayObject([FloatObject(value) for value in corners]),
        highlight_color=_COLOURS[note.severity],
        printing=True,
    )


def _appearance(rect: tuple[float, float, float, float], colour: str) -> StreamObject:
    """A plain tinted rectangle: without one, some viewers draw tall highlights as ovals."""
    left, bottom, right, top = rect
    tint = " ".join(f"{int(colour[at : at + 2], 16) / 255:.3f}" for at in (0, 2, 4))
    stream = StreamObject()
    stream.set_data(f"/G gs {tint} rg {left} {bottom} {right - left} {top - bottom} re f".encode())
    blend = {NameObject("/BM"): NameObject("/Multiply")}
    states = {NameObject("/G"): DictionaryObject(blend)}
    stream.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject([FloatObject(value) for value in rect]),
            NameObject("/Resources"): DictionaryObject(
                {NameObject("/ExtGState"): DictionaryObject(states)}
            ),
        }
    )
    return stream


def _to_page_coordinates(page: PageObject, box: Box) -> tuple[float, float, float, float]:
    """Convert a box on the displayed page to PDF user space: left, bottom, right, top."""
    crop_box = page.cropbox
    left, bottom = float(crop_box.left), float(crop_box.bottom)
    right, top = float(crop_box.right), float(crop_box.top)

    def place(x: float, y: float) -> tuple[float, float]:
        return {
            0: (left + x, top - y),
            90: (left + y, bottom + x),
            180: (right - x, bottom + y),
            270: (right - y, top - x),
        }[page.rotation % 360]

    (ax, ay), (bx, by) = place(box.x0, box.y0), place(box.x1, box.y1)
    return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
