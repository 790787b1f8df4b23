"""Sentences about a result, shared by several outputs."""

from collections import Counter
from collections.abc import Sequence

from validator.model.catalogue import Catalogue
from validator.model.finding import Finding, Findings, Gap, Run, State, Status, Undetermined
from validator.model.message import phrase
from validator.model.rule import Severity


def heading(run: Run, catalogue: Catalogue) -> str:
    """The heading of a run: document, body, year and format."""
    if run.findings is None:
        return catalogue.say("output.heading_unknown", name=run.name)
    year = run.year if run.year is not None else catalogue.say("output.year_unknown")
    return catalogue.say(
        "output.heading", name=run.name, issuer=run.issuer, year=year, format=run.format
    )


def refusal(run: Run, catalogue: Catalogue) -> str:
    """Why a document could not be checked."""
    assert run.refusal is not None
    return catalogue.word(run.refusal.message)


def verdict(findings: Findings, catalogue: Catalogue) -> tuple[str, str]:
    """The verdict on a report, and its grade: `ok` or a severity."""
    worst = findings.worst()
    if findings.gaps:
        sentence = catalogue.say("output.partial_verdict", count=len(findings.gaps))
        if worst is None:
            return sentence, Severity.WARNING.word
        joined = f"{sentence}{catalogue.say('list.semicolon')}{counts([findings], catalogue)}"
        return joined, max(worst, Severity.WARNING).word
    if worst is not None:
        return counts([findings], catalogue), worst.word
    if findings.undetermined:
        sentence = catalogue.say("output.clean_but_open", count=len(findings.undetermined))
        return sentence, Severity.WARNING.word
    aside = sum(not finding.counts for finding in findings.findings)
    if aside:
        return catalogue.say("output.clean_but_aside", count=aside), "ok"
    return catalogue.say("output.clean"), "ok"


def counts(results: Sequence[Findings], catalogue: Catalogue) -> str:
    """The number of findings that count, by severity."""
    tally = Counter(f.severity for findings in results for f in findings.findings if f.counts)
    return catalogue.say(
        "output.counts", **{severity.word: tally[severity] for severity in Severity}
    )


def checks(findings: Findings, catalogue: Catalogue) -> str:
    """The number of checks by outcome."""
    ended = {state.value: findings.counts.get(state, 0) for state in State}
    sentence = catalogue.say("output.checks", total=sum(ended.values()), **ended)
    for person, count in findings.read_by.items():
        sentence += catalogue.say("output.read_by", person=person, count=count)
    return sentence


def summary(runs: Sequence[Run], catalogue: Catalogue) -> str:
    """A summary of several documents."""
    results = [run.findings for run in runs if run.findings is not None]
    return catalogue.say(
        "output.several",
        documents=len(runs),
        faulty=sum(1 for result in results if result.worst() is not None),
        partial=sum(1 for run in runs if run.status is Status.PARTIAL),
        refused=len(runs) - len(results),
        counts=counts(results, catalogue),
    )


def gaps(findings: Findings, catalogue: Catalogue) -> list[str]:
    """What was hardly read, a sentence for each table, and what to do about it."""
    sentences = [where_and_what(gap, catalogue) for gap in findings.gaps]
    return [*sentences, catalogue.say("output.partial_help")] if sentences else []


def gaps_in_a_line(findings: Findings, catalogue: Catalogue) -> str:
    """The same as `gaps`, in one line."""
    *sentences, advice = gaps(findings, catalogue)
    reasons = catalogue.say("list.semicolon").join(sentences)
    return f"{reasons}{catalogue.say('list.stop')}{advice}"


def where_and_what(item: Finding | Undetermined | Gap, catalogue: Catalogue) -> str:
    """Where a finding, an undetermined check or a gap is, and what is wrong or the reason."""
    what = item.message if isinstance(item, Finding) else item.reason
    return catalogue.word(phrase("output.told", where=item.where, what=what))


def helps(findings: Sequence[Finding], catalogue: Catalogue) -> list[str]:
    """How to fix some findings, each sentence once."""
    return list(dict.fromkeys(catalogue.word(finding.help) for finding in findings))


def disposition(finding: Finding, catalogue: Catalogue) -> str:
    """The disposition of a finding, with the reason if it is suppressed."""
    text = catalogue.say(f"standing.{finding.disposition}")
    if finding.excuse:
        return catalogue.say("standing.because", standing=text, excuse=finding.excuse)
    return text
