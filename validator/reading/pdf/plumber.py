"""The second PDF engine: pdfplumber, independent of PDFium (pdfminer.six inside)."""

import io
import logging
from collections.abc import Collection, Iterator, Sequence
from math import atan2
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdftypes import resolve1
from pdfminer.utils import decode_text

from validator.model.errors import UserError
from validator.model.page_objects import (
    MIN_PICTURE_SIZE,
    Char,
    Edge,
    PageObjects,
    edge_from_box,
    is_slanted,
    quarter_turns,
)
from validator.model.place import Box
from validator.reading.options import DEFAULT_BOUNDS, UNBOUNDED, Bounds, exceeded
from validator.reading.pdf.fields import MAX_PARENTS, UNSEEN, field_chars
from validator.reading.pdf.streams import require_bounded_streams
from validator.reading.text.characters import unify_characters

# Components from which on a colour looks like paper; components of colours of print.
_WHITE, _CMYK = 0.98, 4
# Colour spaces of which the components are light.
_PLAIN_SPACES = ("DeviceGray", "DeviceRGB", "DeviceCMYK", "CalGray", "CalRGB", "ICCBased")
# Points below which letters are specks.
_MIN_SIZE = 2.0


def pages(data: bytes, bounds: Bounds = DEFAULT_BOUNDS) -> list[PageObjects]:
    """The objects on each page of a PDF; errors as `pdfium.pages`."""
    require_bounded_streams(data, bounds)
    return _pages(data, bounds, None)


def some_pages(data: bytes, numbers: Collection[int]) -> list[PageObjects]:
    """The objects on the pages `numbers` (from 1), in ascending order; errors as `pages`."""
    return _pages(data, UNBOUNDED, numbers)


def _pages(data: bytes, bounds: Bounds, numbers: Collection[int] | None) -> list[PageObjects]:
    # pdfminer warns about every odd font, which does not help the user.
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            if len(document.pages) > bounds.pages:
                raise exceeded("pages", bounds.pages)
            if not document.pages:
                raise UserError("pdf_damaged")
            selected = document.pages
            if numbers is not None:
                selected = [document.pages[number - 1] for number in sorted(numbers)]
            return [_page(page) for page in selected]
    except UserError:
        raise
    except Exception as error:
        # On a damaged file pdfminer raises whatever its parser happens to fail with.
        encrypted = isinstance(error, PDFPasswordIncorrect) or isinstance(
            error.__cause__ or (error.args[0] if error.args else None), PDFPasswordIncorrect
        )
        raise UserError("pdf_encrypted" if encrypted else "pdf_damaged") from error


def _page(page: Any) -> PageObjects:
    left, top = page.bbox[0], page.bbox[1]
    # What is printed on a picture may be of any colour.
    painted = [r for r in page.rects if r["fill"] and not _is_white(r["non_stroking_color"])]
    painted += [curve for curve in page.curves if curve["fill"]]
    painted += page.images
    chars: list[Char] = []
    hidden: list[Char] = []
    for char in page.chars:
        angle = atan2(char["matrix"][1], char["matrix"][0])
        text = _char_text(char["text"])
        if not text or text.startswith("(cid:") or is_slanted(angle):
            continue
        seen = _is_seen(char, page, painted)
        (chars if seen else hidden).append(
            Char(text, *_box(char, left, top), 1.0, quarter_turns(angle))
        )
    for value, confidence, box in _field_values(page):
        chars.extend(field_chars(unify_characters(value), box.moved(-left, -top), confidence))
    horizontal: list[Edge] = []
    vertical: list[Edge] = []
    for edge in page.edges:
        h_edge, v_edge = edge_from_box(*_box(edge, left, top))
        if h_edge:
            horizontal.append(h_edge)
        elif v_edge:
            vertical.append(v_edge)
    pictures = tuple(
        _box(image, left, top)
        for image in page.images
        if image["x1"] - image["x0"] >= MIN_PICTURE_SIZE
        and image["bottom"] - image["top"] >= MIN_PICTURE_SIZE
    )
    return PageObjects(
        float(page.width),
        float(page.height),
        tuple(chars),
        tuple(horizontal),
        tuple(vertical),
        pictures,
        hidden=tuple(hidden),
    )


def _field_values(page: Any) -> Iterator[tuple[str, float, Box]]:
    """The value of each displayed field on a page that has one, how sure it is, and its box."""
    for annotation in page.annots:
        data = annotation["data"]
        if str(data.get("Subtype")) != "/'Widget'" or int(data.get("F") or 0) & UNSEEN:
            continue
        value = kind = None
        for _ in range(MAX_PARENTS):
            value = resolve1(data.get("V")) if value is None else value
            kind = resolve1(data.get("FT")) if kind is None else kind
            if "Parent" not in data:
                break
            data = resolve1(data["Parent"])
        if isinstance(value, bytes) and str(kind) != "/'Btn'":
            text = decode_text(value)
            if text.strip():
                sides = (annotation[name] for name in ("x0", "top", "x1", "bottom"))
                yield text, 1.0 if str(kind) == "/'Tx'" else 0.0, Box(*sides)


def _is_seen(char: Any, page: Any, painted: Sequence[Any]) -> bool:
    """Whether an eye sees a char: on the page, not a speck, not white on paper."""
    left, top, right, bottom = page.bbox
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    if not (left <= x <= right and top <= y <= bottom) or char["size"] < _MIN_SIZE:
        return False
    plain = str(char.get("ncs") or "DeviceGray") in _PLAIN_SPACES
    return not (plain and _is_white(char["non_stroking_color"])) or _is_on(char, painted)


def _is_white(colour: Any) -> bool:
    """Whether a colour of pdfminer (grey, RGB or CMYK components) is that of paper."""
    components = colour if isinstance(colour, tuple | list) else (colour,)
    if not components or not all(isinstance(one, int | float) for one in components):
        return False
    if len(components) == _CMYK:
        return all(one <= 1 - _WHITE for one in components)
    return all(one >= _WHITE for one in components)


def _is_on(char: Any, painted: Sequence[Any]) -> bool:
    """Whether a char stands on something that is painted."""
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return any(one["x0"] <= x <= one["x1"] and one["top"] <= y <= one["bottom"] for one in painted)


def _box(item: Any, left: float, top: float) -> Box:
    """The box of a pdfplumber object on a page whose bounding box begins at `left` and `top`."""
    return Box(item["x0"], item["top"], item["x1"], item["bottom"]).moved(-left, -top)


def _char_text(text: str) -> str:
    """The text of a char, without white space unless it is a plain space."""
    return text if text == " " else unify_characters(text).strip()
