"""Text as programs take it out of PDFs: what is in order is read, what is not is never a fault."""

import io
import random
from collections.abc import Callable

import pdfplumber
import pypdfium2
import pytest
from pdfminer.high_level import extract_text

from tests.generator.bodies import report
from tests.generator.pdf import Style, draw
from tests.helpers import findings_of
from validator.model.rule import Severity
from validator.rulebase.formats import load_formats
from validator.specimen import specimen


def by_pdfplumber(data: bytes, *, layout: bool = False) -> str:
    with pdfplumber.open(io.BytesIO(data)) as document:
        return "\f".join(page.extract_text(layout=layout) for page in document.pages)


def by_pdfium(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    return "\f".join(page.get_textpage().get_text_range() for page in document)


WAYS: dict[str, Callable[[bytes], str]] = {
    "pdfplumber": by_pdfplumber,
    "layout kept": lambda data: by_pdfplumber(data, layout=True),
    "pdfium": by_pdfium,
    # Takes columns for text of its own, so that figures stand apart from their labels.
    "pdfminer": lambda data: extract_text(io.BytesIO(data)),
}


@pytest.mark.usefixtures("chinese_font")
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("seed", [0, 12, 45, 47, 64, 101])
def test_a_faultless_report_is_not_called_wrong(way: str, seed: int) -> None:
    chance = random.Random(seed)
    style = Style(
        font=chance.choice([8.0, 9.0, 10.5]),
        margin=chance.choice([50.0, 72.0, 90.0]),
        split_rows=chance.random() < 0.5,
        repeat_header=chance.random() < 0.3,
        vertical=chance.random() < 0.2,
        value_width=chance.choice([30.0, 34.0, 44.0]),
        thousands=chance.random() < 0.2,
    )
    edits = report(seed + 300, chance.choice(["2019", "2021"]))
    found = findings_of(WAYS[way](draw(specimen(load_formats(), edits), style)).encode())
    assert [f.message for f in found.findings if f.severity > Severity.NOTICE] == []
    if way != "pdfminer":
        assert len(found.undetermined) <= 3
