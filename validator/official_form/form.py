"""The blank report of a body for a year, with figures carried over from last year's report."""

from typing import NamedTuple

from validator.checking import build_context
from validator.checking.cells import total
from validator.checking.context import Context
from validator.model.document import Line
from validator.model.errors import UserError
from validator.model.message import figure_text
from validator.model.related import RelatedReports
from validator.model.report import Report
from validator.official_form.content import empty_document
from validator.recognition import recognise
from validator.rulebase.expressions import PREVIOUS
from validator.rulebase.formats import prescribed
from validator.rulebase.ruleset import RuleSet
from validator.rulebase.vocabulary import load_vocabulary


class OfficialForm(NamedTuple):
    """A blank report as a Word file; `filled` counts the figures carried over."""

    data: bytes
    filled: int


def make_official_form(
    issuer: str, year: int, rules: RuleSet, previous: Report | None = None
) -> OfficialForm:
    """Make a Word file in the official format of a year, to be filled in.

    Raise UserError `before_first_year` if the year has no format, `previous_other_year` if
    `previous` is not the report of the year before.
    """
    first = load_vocabulary().first_year
    if year < first:
        raise UserError("before_first_year", year=str(year), first_year=str(first))
    if previous is not None and previous.year != year - 1:
        raise UserError("previous_other_year", year=str(previous.year), wanted=str(year - 1))
    official = prescribed(rules.formats, year)
    if official is None:
        raise UserError("before_first_year", year=str(year), first_year=str(first))
    empty = empty_document(official, issuer, year, {})
    cells: dict[str, str] = {}
    if previous is not None:
        report = recognise(empty, rules.formats, year)
        cells = _carry_over(build_context(report, rules, RelatedReports(previous)))
    from validator.official_form.word import render_docx

    document = empty_document(official, issuer, year, cells)
    headings = {f"{section.number}、{section.heading}" for section in official.sections}
    printed_lines = {block.text for block in document.blocks if isinstance(block, Line)}
    return OfficialForm(render_docx(document, frozenset(headings & printed_lines)), len(cells))


def _carry_over(context: Context) -> dict[str, str]:
    """The figures, by concept id, that equations between two years determine.

    Terms of this year count as zero: what last year carried forward is brought forward, and
    stocks start at last year's closing figures.
    """
    cells: dict[str, str] = {}
    for equation in (one.cells for of_rule in context.equations.values() for one in of_rule):
        previous_terms = [term for term in equation.right if term.name.startswith(PREVIOUS)]
        value = total(previous_terms, context.facts)
        if (
            equation.relation == "="
            and len(equation.left) == 1
            and previous_terms
            and value is not None
        ):
            cells[equation.left[0].name] = figure_text(value)
    return cells
