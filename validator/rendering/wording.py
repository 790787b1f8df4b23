"""Sentences about a result that several outputs say."""

from collections import Counter
from collections.abc import Sequence

from validator.model.catalogue import Catalogue
from validator.model.finding import Finding, Findings, Open, Run, State
from validator.model.rule import Severity


def heading(run: Run, catalogue: Catalogue) -> str:
    """The document, its body and year."""
    if run.findings is None:
        return catalogue.say("output.heading_unknown", name=run.name)
    year = run.year if run.year is not None else catalogue.say("output.year_unknown")
    return catalogue.say(
        "output.heading", name=run.name, issuer=run.issuer, year=year, format=run.format
    )


def refusal(run: Run, catalogue: Catalogue) -> str:
    """Why a document could not be checked."""
    assert run.refusal is not None
    return catalogue.say(f"errors.{run.refusal.key}", **run.refusal.details)


def verdict(findings: Findings, catalogue: Catalogue) -> tuple[str, str]:
    """What a report comes to, and its grade: ok, or a severity."""
    worst = findings.worst()
    if worst is not None:
        return counts([findings], catalogue), worst.word
    if findings.undetermined:
        said = catalogue.say("output.clean_but_open", count=len(findings.undetermined))
        return said, Severity.WARNING.word
    aside = sum(not finding.counts for finding in findings.findings)
    if aside:
        return catalogue.say("output.clean_but_aside", count=aside), "ok"
    return catalogue.say("output.clean"), "ok"


def counts(results: Sequence[Findings], catalogue: Catalogue) -> str:
    """How many findings of each severity count."""
    found = Counter(f.severity for findings in results for f in findings.findings if f.counts)
    return catalogue.say(
        "output.counts", **{severity.word: found[severity] for severity in Severity}
    )


def checks(findings: Findings, catalogue: Catalogue) -> str:
    """How many checks ended in which way."""
    ended = {state.value: findings.counts.get(state, 0) for state in State}
    return catalogue.say("output.checks", total=sum(ended.values()), **ended)


def summary(runs: Sequence[Run], catalogue: Catalogue) -> str:
    """What several documents come to."""
    results = [run.findings for run in runs if run.findings is not None]
    return catalogue.say(
        "output.several",
        documents=len(runs),
        faulty=sum(1 for result in results if result.worst() is not None),
        refused=len(runs) - len(results),
        counts=counts(results, catalogue),
    )


def told(finding: Finding, catalogue: Catalogue) -> str:
    """Where a finding is and what is wrong there."""
    return catalogue.say("output.told", where=finding.where, what=finding.message)


def left_open(check: Open, catalogue: Catalogue) -> str:
    """Which check was left open, and why."""
    return catalogue.say("output.told", where=check.where, what=check.reason)


def standing(finding: Finding, catalogue: Catalogue) -> str:
    """How the user stands to a finding, with the reason where it is suppressed."""
    said = catalogue.say(f"standing.{finding.standing}")
    if finding.excuse:
        return catalogue.say("standing.because", standing=said, excuse=finding.excuse)
    return said
