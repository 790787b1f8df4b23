"""Rules held against the specimen: their examples, and what is wrong with them."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from validator.checking import check, context_of
from validator.checking.ruleset import RuleSet
from validator.model.catalogue import Catalogue
from validator.model.finding import Examples, Finding, Flaw
from validator.model.linked import Copy, Linked
from validator.model.report import Report
from validator.model.rule import Rule
from validator.recognition import recognise
from validator.recognition.formats import formats
from validator.recognition.vocabulary import vocabulary

if TYPE_CHECKING:
    from validator.specimen import Edits


# Of a sum's passing example, in which many figures are other than the specimen's, none are shown.
_MOST_CELLS = 2


def shown(rule: Rule, rules: RuleSet, catalogue: Catalogue) -> Examples:
    """What the examples of a rule show, in the language of the catalogue."""
    from validator.specimen import Edits

    passing: tuple[str, ...] = ()
    failing: Finding | None = None
    if "pass" in rule.examples:
        edits = Edits.of(rule.examples["pass"])
        passing = tuple(_prints(edits, example(edits)[0], rules, catalogue))
    if "fail" in rule.examples:
        report, linked = example(Edits.of(rule.examples["fail"]))
        found = check(report, rules.selected([rule.id]), formats(), catalogue, linked)
        failing = found.findings[0] if found.findings else None
    return Examples(passing, failing)


def _prints(edits: "Edits", report: Report, rules: RuleSet, catalogue: Catalogue) -> Iterator[str]:
    """What edits print: texts, headings and labels as they are, a few figures by their cells."""
    if edits.title and report.title is not None:
        yield report.title.text
    for text in (edits.introduction, *edits.headings.values(), *edits.texts.values()):
        yield from (text or "").splitlines()
    yield from edits.labels.values()
    if len(edits.cells) <= _MOST_CELLS:
        context = context_of(report, rules, formats(), catalogue)
        for concept, text in edits.cells.items():
            yield catalogue.say("rules.cell", where=context.cell_name(concept), text=text)


def example(edits: "Edits") -> tuple[Report, Linked]:
    """The specimen under some edits, and the reports that these link it to."""
    from validator.checking.copies import compared
    from validator.specimen import Edits, specimen

    def report_of(data: Mapping[str, Any]) -> Report:
        return recognise(specimen(formats(), Edits.of(data)), formats(), vocabulary())

    report = recognise(specimen(formats(), edits), formats(), vocabulary())
    copies: tuple[Copy, ...] | None = None
    if edits.copied is not None:
        found = compared(report, report_of(edits.copied))
        copies = (found,) if found else ()
    linked = Linked(
        report_of(edits.previous) if edits.previous is not None else None,
        tuple(report_of(child) for child in edits.children),
        edits.complete,
        copies,
    )
    return report, linked


def flaws(rules: RuleSet, catalogue: Catalogue) -> list[Flaw]:
    """What is wrong with the rules themselves; UserError `needs_extra` without Z3."""
    from validator.checking import proof
    from validator.specimen import Edits, specimen

    contexts = []
    for official in formats():
        document = specimen(formats(), Edits(format=official.id))
        report = recognise(document, formats(), vocabulary())
        contexts.append(context_of(report, rules, formats(), catalogue))
    return proof.flaws(rules.rules, contexts)
