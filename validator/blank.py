"""The blank form of a year for a body, with what last year's report already settles."""

from typing import NamedTuple

from validator.checking import context_of
from validator.checking.cells import number, total
from validator.checking.context import Context
from validator.checking.instances import instances
from validator.checking.links import PREVIOUS
from validator.checking.ruleset import RuleSet
from validator.model.catalogue import Catalogue
from validator.model.document import Line
from validator.model.errors import UserError
from validator.model.linked import Linked
from validator.model.report import Report
from validator.recognition import recognise
from validator.recognition.formats import prescribed
from validator.recognition.vocabulary import vocabulary
from validator.specimen.blank import blank


class BlankForm(NamedTuple):
    """A blank form as a Word file, and how many figures last year's report filled in."""

    data: bytes
    filled: int


def blank_form(
    issuer: str, year: int, rules: RuleSet, catalogue: Catalogue, previous: Report | None = None
) -> BlankForm:
    """The official format of a year as a Word file to be filled in.

    Raises UserError `before_first_year` for years without one, `previous_other_year` where
    `previous` is not the report of the year before.
    """
    first = vocabulary().first_year
    if year < first:
        raise UserError("before_first_year", year=str(year), first_year=str(first))
    if previous is not None and previous.year != year - 1:
        raise UserError("previous_other_year", year=str(previous.year), wanted=str(year - 1))
    official = prescribed(rules.formats, year)
    if official is None:
        raise UserError("before_first_year", year=str(year), first_year=str(first))
    empty = blank(official, issuer, year, {})
    cells: dict[str, str] = {}
    if previous is not None:
        report = recognise(empty, rules.formats, vocabulary(), year)
        cells = _settled(context_of(report, rules, rules.formats, catalogue, Linked(previous)))
    from validator.rendering.blank import word

    document = blank(official, issuer, year, cells)
    headings = {f"{section.number}、{section.heading}" for section in official.sections}
    shown = {block.text for block in document.blocks if isinstance(block, Line)}
    return BlankForm(word(document, frozenset(headings & shown)), len(cells))


def _settled(context: Context) -> dict[str, str]:
    """The figures that equations over two years give, those of this year taken as nothing.

    So what was carried in is as it was carried out, and stocks begin as they ended.
    """
    cells: dict[str, str] = {}
    for rule in context.rules.values():
        if rule.kind != "equation" or not context.applies(rule):
            continue
        for one in instances(rule, context):
            earlier = [term for term in one.right if term.name.startswith(PREVIOUS)]
            value = total(earlier, context.facts)
            if one.relation == "=" and len(one.left) == 1 and earlier and value is not None:
                cells[one.left[0].name] = number(value)
    return cells
