"""Rules held against the specimen: their examples, and what is wrong with them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from validator.checking import check
from validator.checking.ruleset import RuleSet
from validator.model.catalogue import Catalogue
from validator.model.finding import Finding, Flaw
from validator.model.linked import Copy, Linked
from validator.model.report import Report
from validator.model.rule import Rule
from validator.recognition import recognise
from validator.recognition.formats import formats
from validator.recognition.vocabulary import vocabulary

if TYPE_CHECKING:
    from validator.specimen import Edits


def failing_example(rule: Rule, rules: RuleSet, catalogue: Catalogue) -> Finding | None:
    """What a rule finds in the specimen under the edits of its failing example.

    None where the rule has no example.
    """
    if "fail" not in rule.examples:
        return None
    from validator.specimen import Edits

    report, linked = example(Edits.of(rule.examples["fail"]))
    found = check(report, rules.selected([rule.id]), formats(), catalogue, linked)
    return found.findings[0] if found.findings else None


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
    from validator.checking import context_of, proof
    from validator.specimen import Edits, specimen

    contexts = []
    for official in formats():
        document = specimen(formats(), Edits(format=official.id))
        report = recognise(document, formats(), vocabulary())
        contexts.append(context_of(report, rules, formats(), catalogue))
    return proof.flaws(rules.rules, contexts)
