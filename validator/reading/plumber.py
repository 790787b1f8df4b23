"""The second PDF engine: pdfplumber, independent of PDFium (pdfminer.six inside)."""

import io
import logging
from collections.abc import Collection
from math import atan2
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect

from validator.model.errors import UserError
from validator.model.place import Box
from validator.reading.characters import unified
from validator.reading.ink import (
    SMALLEST_PICTURE,
    Glyph,
    PageInk,
    Rule,
    quarters_of,
    rule_from_box,
    slanted,
)


def pages(data: bytes, most_pages: int) -> list[PageInk]:
    """The ink of each page of a PDF, as `pdfium.pages`, with the same errors."""
    return _pages(data, most_pages, None)


def some_pages(data: bytes, numbers: Collection[int]) -> list[PageInk]:
    """The ink of the pages of these numbers (from 1), in their order; errors as `pages`."""
    return _pages(data, max(numbers, default=0) + 10_000, numbers)


def _pages(data: bytes, most_pages: int, numbers: Collection[int] | None) -> list[PageInk]:
    # pdfminer warns of every odd font; none of it is news to the user.
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            if len(document.pages) > most_pages:
                raise UserError(
                    "too_many_pages", pages=str(len(document.pages)), most=str(most_pages)
                )
            if not document.pages:
                raise UserError("pdf_damaged")
            wanted = document.pages
            if numbers is not None:
                wanted = [document.pages[number - 1] for number in sorted(numbers)]
            return [_page(page) for page in wanted]
    except UserError:
        raise
    except Exception as error:
        # pdfminer fails on a damaged file with whatever its parser stumbled over.
        encrypted = isinstance(error, PDFPasswordIncorrect) or isinstance(
            error.__cause__ or (error.args[0] if error.args else None), PDFPasswordIncorrect
        )
        raise UserError("pdf_encrypted" if encrypted else "pdf_damaged") from error


def _page(page: Any) -> PageInk:
    left, top = page.bbox[0], page.bbox[1]
    glyphs = tuple(
        Glyph(text, *_box(char, left, top), 1.0, quarters_of(angle))
        for char in page.chars
        if (text := _shown(char["text"]))
        and not text.startswith("(cid:")
        and not slanted(angle := atan2(char["matrix"][1], char["matrix"][0]))
    )
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    for edge in page.edges:
        across, down = rule_from_box(*_box(edge, left, top))
        if across:
            horizontal.append(across)
        elif down:
            vertical.append(down)
    pictures = tuple(
        _box(image, left, top)
        for image in page.images
        if image["x1"] - image["x0"] >= SMALLEST_PICTURE
        and image["bottom"] - image["top"] >= SMALLEST_PICTURE
    )
    return PageInk(
        float(page.width), float(page.height), glyphs, tuple(horizontal), tuple(vertical), pictures
    )


def _box(item: Any, left: float, top: float) -> Box:
    """The box of what pdfplumber found, on a page whose own box begins at `left` and `top`."""
    return Box(item["x0"], item["top"], item["x1"], item["bottom"]).moved(-left, -top)


def _shown(text: str) -> str:
    """A glyph's characters, without blanks unless it is a plain blank."""
    return text if text == " " else unified(text).strip()
