"""Check a report against the rules: a Report in, Findings out.

Findings are messages with typed values; they are worded by whoever shows them to a person.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from validator.checking.cells import related_reports
from validator.checking.context import Context, Outcome
from validator.checking.equations import (
    EquationKey,
    GroundedEquation,
    evaluate,
    find_equations,
    find_missing_totals,
)
from validator.checking.kinds import KINDS
from validator.checking.unread import find_gaps
from validator.model.finding import Finding, Findings, State, Undetermined
from validator.model.related import NO_RELATED_REPORTS, RelatedReports
from validator.model.report import Report
from validator.model.rule import AnyRule
from validator.rulebase.ruleset import RuleSet


def check(report: Report, rules: RuleSet, related: RelatedReports = NO_RELATED_REPORTS) -> Findings:
    """Check a report; the findings are sorted by severity, most severe first, then by place.

    With `related` reports, rules about series, sums over bodies and copied text apply too.
    """
    context = build_context(report, rules, related)
    result, raised = apply_rules(context, rules)
    read_by = Counter(fact.read_by for fact in report.facts.values() if fact.read_by)
    result = result._replace(gaps=tuple(find_gaps(context)), read_by=read_by)
    affected_rules = {finding.rule for finding in result.findings}
    affected_rules |= {undetermined.rule for undetermined in result.undetermined}
    if affected_rules.isdisjoint(context.equations):
        return result
    from validator.checking.error_localization import localize_errors

    related_contexts = {
        prefix: build_context(other, rules)
        for prefix, other in context.others.items()
        if other is not related.previous or context.has_previous_year()
    }
    return localize_errors(result, raised, context, related_contexts)


def apply_rules(context: Context, rules: RuleSet) -> tuple[Findings, dict[EquationKey, Finding]]:
    """What the rules find, before errors are localized; findings about equations by equation."""
    findings: list[Finding] = []
    undetermined: list[Undetermined] = []
    raised: dict[EquationKey, Finding] = {}
    by_rule: dict[str, Counter[State]] = {}
    for rule in rules.rules:
        counts = by_rule[rule.id] = Counter()
        for outcome, equation in _outcomes_by_equation(rule, context):
            if isinstance(outcome, Finding):
                findings.append(outcome)
                counts[State.FAILED] += 1
                if equation is not None:
                    raised[equation.key] = outcome
            elif isinstance(outcome, Undetermined):
                undetermined.append(outcome)
                counts[State.UNDETERMINED] += 1
            else:
                counts[outcome] += 1
    findings.sort(key=_sort_key)
    totals = {state: sum(counts[state] for counts in by_rule.values()) for state in State}
    return Findings(tuple(findings), tuple(undetermined), totals, by_rule=by_rule), raised


def build_context(
    report: Report, rules: RuleSet, related: RelatedReports = NO_RELATED_REPORTS
) -> Context:
    """Build the context in which the rules check a report, its equations evaluated."""
    official = next(candidate for candidate in rules.formats if candidate.id == report.format)
    facts = dict(report.facts)
    others = dict(related_reports(related))
    for prefix, other in others.items():
        for fact in other.facts.values():
            facts[prefix + fact.concept] = fact._replace(concept=prefix + fact.concept)
    context = Context(report, official, rules.formats, rules.by_id, facts, related, others)
    equations = find_equations(context)
    missing_totals = find_missing_totals(equations, facts)
    grounded = {
        rule: tuple(
            GroundedEquation(rules.by_id[rule], one, evaluate(one, facts, missing_totals))
            for one in of_rule
        )
        for rule, of_rule in equations.items()
    }
    return replace(context, missing_totals=missing_totals, equations=grounded)


def _outcomes_by_equation(
    rule: AnyRule, context: Context
) -> Iterator[tuple[Outcome, GroundedEquation | None]]:
    """The outcomes of a rule, each with its equation if the rule is one."""
    outcomes = _outcomes(rule, context)
    equations = context.equations.get(rule.id)
    if equations:
        return zip(outcomes, equations, strict=True)
    return ((outcome, None) for outcome in outcomes)


def _outcomes(rule: AnyRule, context: Context) -> Iterator[Outcome]:
    kind = KINDS[rule.kind]
    bare = context.report.tables_only and not kind.is_of_tables(rule)
    if bare or not context.applies(rule):
        return iter([State.NOT_APPLICABLE])
    return kind.check(rule, context)


def _sort_key(finding: Finding) -> tuple[int, tuple[float, ...], str]:
    place = finding.place
    return (-finding.severity, place.order if place else (), finding.rule)


__all__ = ["apply_rules", "build_context", "check"]
