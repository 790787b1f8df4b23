"""The blank form of an official format: prompts where something is to be stated."""

from collections.abc import Mapping
from typing import Any

from validator.data.declarations import load
from validator.data.files import RULES
from validator.model.document import Document
from validator.model.format import Format
from validator.specimen.document import specimen
from validator.specimen.edits import Edits


def blank(official: Format, issuer: str, year: int, cells: Mapping[str, str]) -> Document:
    """The form of a body for a year, its cells blank but for those given by concept id."""
    content: Any = load(RULES / "blank.yaml", "blank")
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
