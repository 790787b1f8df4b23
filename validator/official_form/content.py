"""A blank document in an official format, with prompts where text is to be filled in."""

from collections.abc import Mapping
from typing import Any

from validator.model.document import Document
from validator.model.format import Format
from validator.rulebase.declarations import load
from validator.rulebase.files import RULES
from validator.specimen.document import specimen
from validator.specimen.edits import Edits


def empty_document(official: Format, issuer: str, year: int, cells: Mapping[str, str]) -> Document:
    """A blank report of a body for a year; `cells` gives figures by concept id."""
    content: Any = load(RULES / "specimen" / "official_form.yaml", "official_form")
    empty = {
        f"{table.id}.{row.id}.{column.id}": ""
        for table in official.tables
        for row, column in table.cells()
    }
    edits = Edits(
        format=official.id,
        year=year,
        issuer=issuer,
        introduction=content["introduction"],
        texts=content["texts"],
        cells={**empty, **cells},
    )
    return specimen((official,), edits)
