"""Several reports in one document: one is read whole, and the others are named."""

import pytest

from tests.generator import web
from tests.generator.bodies import report
from tests.helpers import findings_of, wrong_cells
from validator.model.document import Document, Line
from validator.model.report import Report
from validator.model.rule import Severity
from validator.reading import read
from validator.recognition import recognise
from validator.rulebase.formats import load_formats
from validator.specimen import Edits, specimen


def page(*years: int) -> Document:
    """A page with the reports of these years below each other."""
    parts = [
        web.write(specimen(load_formats(), report(year, year=year)), web.WebStyle()).decode()
        for year in years
    ]
    return read("\n".join(parts).encode(), "page.html")


def recognised(document: Document, year: int | None = None) -> Report:
    return recognise(document, load_formats(), year)


def printed(year: int) -> dict[str, str]:
    own = recognised(specimen(load_formats(), report(year, year=year)))
    return {concept: fact.figure.text for concept, fact in own.facts.items()}


@pytest.mark.parametrize("asked", [None, 2022, 2023, 2024])
def test_the_first_or_the_one_asked_for_is_read(asked: int | None) -> None:
    found = recognised(page(2023, 2022, 2024), asked)
    year = asked or 2023
    assert found.year == year
    assert wrong_cells(found, printed(year)) == []
    assert len(found.other_titles) == 2
    findings = findings_of(found).findings
    assert [f.rule for f in findings if f.rule.startswith("STR")] == ["STR025"]
    assert not [f for f in findings if f.severity is Severity.ERROR]


def test_titles_that_are_only_named_are_no_reports() -> None:
    document = specimen(load_formats(), Edits())
    first = document.blocks[0]
    assert isinstance(first, Line)
    named = first._replace(text=first.text.replace("2023", "2019"))
    found = recognised(document._replace(blocks=(*document.blocks, named, named)))
    assert found.other_titles == ()
    assert found.year == 2023
