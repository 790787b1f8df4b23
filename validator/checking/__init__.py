"""The third verb, check: a Report to the Findings that rules come to.

One module a kind of rule; each offers `run(rule, context)`, which yields an outcome for
every single check that the rule makes in a report.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

from validator.checking import claim, duplicate, equation, label, order, pattern, present, value
from validator.checking.context import Context, Outcome
from validator.checking.instances import missing_totals
from validator.checking.links import reports
from validator.checking.ruleset import RuleSet
from validator.model.catalogue import Catalogue
from validator.model.finding import Finding, Findings, Open, State
from validator.model.format import Format
from validator.model.linked import ALONE, Linked
from validator.model.report import Report
from validator.model.rule import Rule, RuleKind

_KINDS: dict[RuleKind, Callable[[Rule, Context], Iterator[Outcome]]] = {
    "claim": claim.run,
    "duplicate": duplicate.run,
    "equation": equation.run,
    "label": label.run,
    "order": order.run,
    "pattern": pattern.run,
    "present": present.run,
    "value": value.run,
}


def check(
    report: Report,
    rules: RuleSet,
    formats: tuple[Format, ...],
    catalogue: Catalogue,
    linked: Linked = ALONE,
) -> Findings:
    """What the rules find in a report, gravest first, then from front to back.

    The findings are worded in the catalogue's language. With other reports that it is `linked`
    to, rules about series, sums over bodies and copied text apply too.
    """
    context = context_of(report, rules, formats, catalogue, linked)
    findings: list[Finding] = []
    undetermined: list[Open] = []
    by_rule: dict[str, Counter[State]] = {}
    for rule in rules.rules:
        counts = by_rule[rule.id] = Counter()
        for outcome in _outcomes(rule, context):
            if isinstance(outcome, Finding):
                findings.append(outcome)
                counts[State.FAILED] += 1
            elif isinstance(outcome, Open):
                undetermined.append(outcome)
                counts[State.UNDETERMINED] += 1
            else:
                counts[outcome] += 1
    findings.sort(key=_order)
    totals = {state: sum(counts[state] for counts in by_rule.values()) for state in State}
    result = Findings(tuple(findings), tuple(undetermined), totals, by_rule=by_rule)
    concerned = {finding.rule for finding in findings} | {check.rule for check in undetermined}
    if not any(rules.known[rule].kind == "equation" for rule in concerned):
        return result
    from validator.checking.culprits import explained

    around = {
        prefix: context_of(other, rules, formats, catalogue)
        for prefix, other in context.others.items()
        if other is not linked.previous or context.same_series()
    }
    return explained(result, context, around)


def context_of(
    report: Report,
    rules: RuleSet,
    formats: tuple[Format, ...],
    catalogue: Catalogue,
    linked: Linked = ALONE,
) -> Context:
    """What the rules work with in a report."""
    official = next(known for known in formats if known.id == report.format)
    facts = dict(report.facts)
    others = dict(reports(linked))
    for prefix, other in others.items():
        for fact in other.facts.values():
            facts[prefix + fact.concept] = fact._replace(concept=prefix + fact.concept)
    context = Context(report, official, formats, rules.known, catalogue, facts, linked, others)
    return replace(context, missing_totals=missing_totals(context))


def _outcomes(rule: Rule, context: Context) -> Iterator[Outcome]:
    if not context.applies(rule):
        return iter([State.NOT_APPLICABLE])
    return _KINDS[rule.kind](rule, context)


def _order(finding: Finding) -> tuple[int, tuple[float, ...], str]:
    place = finding.place
    return (-finding.severity, place.order if place else (), finding.rule)


__all__ = ["check", "context_of"]
