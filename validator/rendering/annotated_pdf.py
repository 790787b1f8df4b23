"""A PDF with notes as annotations, appended to the file: what was there stays as it was."""

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
from validator.rendering.notes import Note

_COLOURS = {Severity.ERROR: "ff8a75", Severity.WARNING: "ffc850", Severity.NOTICE: "8cbeff"}
# The sign of a note about the whole document: its size, and how far signs stand apart.
_SIGN, _STEP = 20.0, 24.0
_PRINTED = 4


def annotate(data: bytes, notes: Sequence[Note]) -> bytes:
    """The file with a highlight for each note at its box, or a sign on the first page.

    Raises UserError `not_annotatable` where pypdf cannot read what our reader could.
    """
    # pypdf warns of every oddity of a file; none of it is news to the user.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    out = io.BytesIO()
    try:
        writer = PdfWriter(io.BytesIO(data), incremental=True)
        signs = 0
        for note in notes:
            number = ((note.place.page if note.place else None) or 1) - 1
            box = note.place.box if note.place else None
            page = writer.pages[number]
            annotation: AnnotationDictionary
            if box is None:
                signs += 1
                sign = Box(_SIGN, signs * _STEP, 2 * _SIGN, signs * _STEP + _SIGN)
                annotation = Text(rect=_own(page, sign), text=note.text)
            else:
                rect = _own(page, box)
                annotation = _highlight(rect, note)
                shown = writer._add_object(_appearance(rect, _COLOURS[note.severity]))
                annotation[NameObject("/AP")] = DictionaryObject({NameObject("/N"): shown})
            annotation[NameObject("/T")] = TextStringObject("nianbao")
            annotation[NameObject("/Contents")] = TextStringObject(note.text)
            annotation[NameObject("/NM")] = TextStringObject(note.findings[0])
            annotation[NameObject("/F")] = NumberObject(_PRINTED)
            writer.add_annotation(number, annotation)
        writer.write(out)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        # pypdf fails on a damaged file with whatever its parser stumbled over.
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
    """A plain tinted rectangle: of their own, some readers draw tall highlights as ovals."""
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


def _own(page: PageObject, box: Box) -> tuple[float, float, float, float]:
    """A box of the page as shown, in the page's own coordinates: left, bottom, right, top."""
    shown = page.cropbox
    left, bottom = float(shown.left), float(shown.bottom)
    right, top = float(shown.right), float(shown.top)

    def place(x: float, y: float) -> tuple[float, float]:
        return {
            0: (left + x, top - y),
            90: (left + y, bottom + x),
            180: (right - x, bottom + y),
            270: (right - y, top - x),
        }[page.rotation % 360]

    (ax, ay), (bx, by) = place(box.x0, box.y0), place(box.x1, box.y1)
    return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
