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
    """The CSV text, a line for each figure; with a mark for Excel.

    `value` and `by` are empty; `text` is what was made of the figure.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    writer.writerows(_rows(report, official, catalogue))
    return "\ufeff" + out.getvalue()


def _rows(report: Report, official: Format, catalogue: Catalogue) -> Iterator[list[str]]:
    for fact in report.facts.values():
        if report.is_unsure(fact):
            table, row, column = fact.concept.split(".")
            table_format = official.table(table)
            columns = {one.id: one for one in table_format.block_of(row).columns}
            names = (table_format.row_label(row).name, columns[column].name)
            # No program takes it for a formula.
            text = fact.figure.text.lstrip("=+@\t")
            page = str(fact.place.page or "")
            yield [fact.concept, "", "", *map(catalogue.word, names), page, text]
