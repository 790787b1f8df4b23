"""What other programs make of a report: nothing in it is called wrong, no figure is wrong but sure.

The short form of `make programs`: one report with blank zeros and one with all figures, and the
programs that are on this machine.
"""

import pytest

from benchmarks.programs import (
    PROGRAMS,
    NotInstalledError,
    Score,
    Sources,
    count,
    count_planted,
    planted_reports,
    reports,
)
from validator.specimen import Edits

# Programs that lose columns or the order of cells: what they hand on does not show which cells
# are blank. The title is lost by trafilatura.
LOSSY = {
    "pdftotext", "pdftotext -layout", "pdftotext -raw", "pdfminer", "pypdf", "pypdf layout",
    "pdfplumber", "PDFium", "Chromium, pdftotext",
    "Chromium, pdftotext -layout", "Chromium, pdfminer", "Chromium, PDFium", "docx2txt",
    "mammoth markdown", "markitdown pdf", "lynx", "inscriptis", "LibreOffice txt",
}  # fmt: skip
# Programs whose output gets a warning that the report does not deserve, or a wrong figure.
KNOWN_TO_FAIL = {
    "trafilatura": "loses the title",
    "pdftotext": "writes tables column by column",
}


@pytest.fixture(scope="module")
def made() -> list[tuple[Edits, Sources]]:
    """A report as it is, and one with blank zeros."""
    return list(reports(2))


@pytest.mark.parametrize("name", [name for name in PROGRAMS if name not in KNOWN_TO_FAIL])
def test_nothing_is_called_wrong(name: str, made: list[tuple[Edits, Sources]]) -> None:
    suffix, program = PROGRAMS[name]
    score = Score()
    try:
        for edits, sources in made:
            count(score, edits, program(sources), suffix)
        (edits, sources), *_ = planted_reports(1)
        count_planted(score, program(sources), suffix)
    except NotInstalledError as error:
        pytest.skip(f"needs {error}, a package of Debian or of the extra dev")
    assert (score.false_errors, score.false_warnings, score.refused) == (0, 0, 0)
    assert score.wrong_but_sure == 0
    assert score.passed == 0
    if name not in LOSSY:
        assert score.right == score.cells
        assert score.detected == 1
