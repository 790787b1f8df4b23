"""Error localization: the cells to blame for failed equations, and imputed values."""

from collections.abc import Iterator, Mapping, Sequence

from validator.checking.cells import split_prefix
from validator.checking.context import Context
from validator.checking.equations import EquationKey
from validator.checking.error_localization.diagnoses import MAX_STEPS, LocalizedDiagnosis, diagnose
from validator.checking.error_localization.ranking import gather_evidence
from validator.checking.error_localization.search import Search, TooManyStepsError
from validator.checking.error_localization.system import (
    System,
    build_systems,
    substitute_values,
    to_decimal,
)
from validator.model.finding import Diagnosis, Finding, Findings, Imputed
from validator.model.message import phrase
from validator.rulebase.weights import load_weights


def localize_errors(
    result: Findings,
    raised: Mapping[EquationKey, Finding],
    context: Context,
    related_contexts: Mapping[str, Context],
) -> Findings:
    """The same result with suspects, diagnoses and imputed values.

    `raised` are the findings about equations by the key of their equation, `related_contexts` the
    contexts of the related reports by the prefix of their cells.
    """
    costs = load_weights()
    evidence = gather_evidence(context)
    diagnoses: list[LocalizedDiagnosis] = []
    imputed: list[Imputed] = []
    for system in build_systems(context, related_contexts):
        system_diagnoses = diagnose(system, context, evidence, costs) if system.failed else []
        # A diagnosis is kept only if a selected rule raised one of its findings.
        diagnoses.extend(d for d in system_diagnoses if not raised.keys().isdisjoint(d.equations))
        if all(d.diagnosis.decisive for d in system_diagnoses):
            corrections = {
                cell: value for d in system_diagnoses for cell, value in d.values.items()
            }
            imputed.extend(_impute(substitute_values(system, corrections), context))
    suspects = {
        raised[key].fingerprint: cells
        for localized in diagnoses
        for key, cells in localized.suspects.items()
        if key in raised
    }
    return result._replace(
        findings=tuple(
            f._replace(suspects=suspects.get(f.fingerprint, ())) for f in result.findings
        ),
        diagnoses=tuple(
            _with_all_findings(localized, result.findings, raised, context)
            for localized in diagnoses
        ),
        imputed=tuple(imputed),
    )


def _with_all_findings(
    localized: LocalizedDiagnosis,
    findings: Sequence[Finding],
    raised: Mapping[EquationKey, Finding],
    context: Context,
) -> Diagnosis:
    """The diagnosis with all its findings, including those about single figures and sentences."""
    fingerprints = [raised[key].fingerprint for key in localized.equations if key in raised]
    if localized.diagnosis.decisive:
        fingerprints += [
            f.fingerprint for f in findings if _concerns_culprit(f, localized, context)
        ]
    return localized.diagnosis._replace(findings=tuple(fingerprints))


def _concerns_culprit(finding: Finding, localized: LocalizedDiagnosis, context: Context) -> bool:
    """Whether a finding is about the culprit of a diagnosis."""
    kind = context.rules[finding.rule].kind
    if kind == "claim":
        fixed_claims = {(claim.place, claim.text) for claim in localized.claims_fixed}
        return any(
            (location.place, location.text) in fixed_claims for location in finding.locations
        )
    cells = [location.cell for location in finding.locations if not location.document]
    return kind == "value" and len(cells) == 1 and cells[0] in localized.values


def _impute(system: System, context: Context) -> Iterator[Imputed]:
    """Yield the cells without a certain figure for which the equations allow only one value."""
    try:
        determined = Search(system.problem, MAX_STEPS).impute()
    except TooManyStepsError:
        return
    for cell, value in sorted(determined.items()):
        fact = context.facts.get(cell)
        if fact is None or split_prefix(cell)[0]:
            continue
        # A value derived for a blank from other blanks, which count as zero, is meaningless.
        if fact.figure.empty and cell not in context.missing_totals:
            continue
        where = context.at(fact.place, context.cell_name(cell))
        amount, printed = to_decimal(value), fact.figure.text
        displayed = printed or phrase("culprit.nothing")
        message = phrase("culprit.only", where=where, value=amount, printed=displayed)
        yield Imputed(cell, where, printed, amount, message, fact.place)
