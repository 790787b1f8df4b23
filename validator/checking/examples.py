"""Check rules against the specimen: what their examples show, and flaws in the rules."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from validator.checking import build_context, check
from validator.model.finding import Examples, Finding, Flaw
from validator.model.message import Value, phrase
from validator.model.related import Copy, RelatedReports
from validator.model.report import Report
from validator.model.rule import AnyRule
from validator.recognition import recognise
from validator.rulebase.formats import load_formats
from validator.rulebase.ruleset import RuleSet

if TYPE_CHECKING:
    from validator.specimen import Edits


# Passing examples that change more figures than this, as those of sums do, are not listed.
_MOST_CELLS = 2


def evaluate_examples(rule: AnyRule, rules: RuleSet) -> Examples:
    """Evaluate a rule's examples."""
    from validator.specimen import Edits

    passing: tuple[Value, ...] = ()
    failing: Finding | None = None
    if "pass" in rule.examples:
        edits = Edits.of(rule.examples["pass"])
        passing = tuple(_edited_texts(edits, build_example(edits)[0], rules))
    if "fail" in rule.examples:
        report, related = build_example(Edits.of(rule.examples["fail"]))
        findings = check(report, rules.select([rule.id]), related)
        failing = findings.findings[0] if findings.findings else None
    return Examples(passing, failing)


def _edited_texts(edits: "Edits", report: Report, rules: RuleSet) -> Iterator[Value]:
    """The texts that edits put in: title, texts, headings, labels, and figures if there are few."""
    if edits.title and report.title is not None:
        yield report.title.text
    for text in (edits.introduction, *edits.headings.values(), *edits.texts.values()):
        yield from (text or "").splitlines()
    yield from edits.labels.values()
    if len(edits.cells) <= _MOST_CELLS:
        context = build_context(report, rules)
        for concept, text in edits.cells.items():
            yield phrase("rules.cell", where=context.cell_name(concept), text=text)


def build_example(edits: "Edits") -> tuple[Report, RelatedReports]:
    """The edited specimen as a report, and the related reports that the edits describe."""
    from validator.checking.copies import compare
    from validator.specimen import Edits, specimen

    def report_of(data: Mapping[str, Any]) -> Report:
        return recognise(specimen(load_formats(), Edits.of(data)), load_formats())

    report = recognise(specimen(load_formats(), edits), load_formats())
    copies: tuple[Copy, ...] | None = None
    if edits.copied is not None:
        copy = compare(report, report_of(edits.copied))
        copies = (copy,) if copy else ()
    related = RelatedReports(
        report_of(edits.previous) if edits.previous is not None else None,
        tuple(report_of(child) for child in edits.children),
        edits.complete,
        copies,
    )
    return report, related


def find_flaws(rules: RuleSet) -> list[Flaw]:
    """Find flaws in the rules themselves. Raise UserError `needs_extra` without Z3."""
    from validator.checking import proof
    from validator.specimen import Edits, specimen

    contexts = []
    for official in load_formats():
        document = specimen(load_formats(), Edits(format=official.id))
        report = recognise(document, load_formats())
        contexts.append(build_context(report, rules))
    return proof.find_flaws(rules.rules, contexts)
