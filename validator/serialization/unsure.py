"""The figures of a report that are not sure, as a table to be filled in by a person (CSV)."""

import csv
import io
from collections.abc import Iterator

from validator.model.catalogue import Catalogue
from validator.model.format import Format
from validator.model.report import Report

# The first three are what is read again; the others say which figure is meant.
_COLUMNS = ("concept", "value", "by", "row", "column", "page", "text")


def unsure_csv(report: Report, official: Format, catalogue: Catalogue) -> str:
    """The CSV text, a line for each figure in the order of the format; with a mark for Excel.

    `value` and `by` are empty; `text` is what was made of the figure.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    writer.writerows(_rows(report, official, catalogue))
    return "\ufeff" + out.getvalue()


def _rows(report: Report, official: Format, catalogue: Catalogue) -> Iterator[list[str]]:
    for table in official.tables:
        for block in table.blocks:
            for row in block.rows:
                for column in block.columns:
                    fact = report.facts.get(f"{table.id}.{row.id}.{column.id}")
                    if fact is None or not fact.figure.is_unsure:
                        continue
                    names = (catalogue.word(row.name), catalogue.word(column.name))
                    page = str(fact.place.page or "")
                    # No program takes it for a formula.
                    text = fact.figure.text.lstrip("=+@\t")
                    yield [fact.concept, "", "", *names, page, text]
