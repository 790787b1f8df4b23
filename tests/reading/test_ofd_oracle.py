"""Another reader of OFD files, ofdkit, finds the same characters."""

import os
from collections import Counter
from pathlib import Path

import ofdkit
import pytest

from tests.generator.bodies import report
from tests.generator.ofd import DIALECTS, write
from tests.generator.pdf import draw
from validator.model.errors import UserError
from validator.reading.ofd.content import read_page
from validator.reading.ofd.structure import open_ofd
from validator.reading.options import DEFAULT_BOUNDS
from validator.reading.pdf import pdfium
from validator.reading.text.characters import unify_characters
from validator.rulebase.formats import load_formats
from validator.specimen import specimen

# A folder with files of others, such as those of public test collections.
FOLDER = os.environ.get("NIANBAO_OFD_FILES", "")


def chars(text: str) -> Counter[str]:
    return Counter(char for char in unify_characters(text) if not char.isspace())


def own_chars(data: bytes) -> tuple[Counter[str], Counter[str]]:
    """The characters that an eye sees, and those that it does not."""
    opened = open_ofd(data, DEFAULT_BOUNDS)
    pages = [read_page(page, opened.resources).objects for page in opened.pages]
    seen = chars("".join(char.text for page in pages for char in page.chars))
    return seen, chars("".join(char.text for page in pages for char in page.hidden))


def their_chars(data: bytes) -> Counter[str]:
    with ofdkit.open(data) as document:
        return chars("".join(run.text for page in document.pages for run in page.runs))


# It reads seals, what is drawn over again or not seen, and all documents of a file.
@pytest.mark.parametrize(
    "name", [n for n in DIALECTS if n not in ("drawn-often", "hidden", "accompanied")]
)
def test_the_characters_of_every_dialect_are_the_same(name: str) -> None:
    pages = pdfium.pages(draw(specimen(load_formats(), report(23, "2021"))))
    data = write(pages, DIALECTS[name])
    assert own_chars(data)[0] == their_chars(data)


@pytest.mark.skipif(not FOLDER, reason="needs OFD files: set NIANBAO_OFD_FILES to a folder")
def test_files_of_others_are_read_as_it_reads_them() -> None:
    files = sorted(Path(FOLDER).rglob("*.ofd"))
    assert files
    for path in files:
        data = path.read_bytes()
        try:
            seen, hidden = own_chars(data)
        except UserError:
            with pytest.raises(ofdkit.OFDError):
                their_chars(data)
            continue
        theirs = their_chars(data)
        assert seen <= theirs, path.name
        # What it has more is hidden, or set slantwise as a seal or a watermark.
        assert (theirs - seen - hidden).total() <= 0.1 * theirs.total(), path.name
