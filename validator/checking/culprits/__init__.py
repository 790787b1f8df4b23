"""Which cells are to blame for sums that fail, and what values cells without one must have."""

from collections.abc import Iterator, Mapping, Sequence

from validator.checking.cells import number
from validator.checking.context import Context
from validator.checking.culprits.ranking import evidence
from validator.checking.culprits.search import Search, TooManyStepsError
from validator.checking.culprits.stories import STEPS, Told, told
from validator.checking.culprits.system import System, decimal, repaired, systems
from validator.checking.culprits.weights import weights
from validator.checking.links import split
from validator.model.finding import Finding, Findings, Solved, Story


def explained(result: Findings, context: Context, around: Mapping[str, Context]) -> Findings:
    """The same result with suspects, stories, and cells for which one value is left.

    `around` are the contexts of the reports that it is linked to, by the prefix of their cells.
    """
    scales = weights()
    claims = evidence(context)
    raised = {finding.fingerprint for finding in result.findings}
    stories: list[Told] = []
    solved: list[Solved] = []
    for system in systems(context, around):
        own = told(system, context, claims, scales) if system.failed else []
        # A story is told where a rule that was asked for raised one of its findings.
        stories.extend(t for t in own if not raised.isdisjoint(t.story.findings))
        if all(t.story.decisive for t in own):
            mended = {cell: value for t in own for cell, value in t.values.items()}
            solved.extend(_solved(repaired(system, mended), context))
    suspects = {name: s for tale in stories for name, s in tale.suspects.items()}
    return result._replace(
        findings=tuple(
            f._replace(suspects=suspects.get(f.fingerprint, ())) for f in result.findings
        ),
        stories=tuple(_whole(tale, result.findings, raised, context) for tale in stories),
        solved=tuple(solved),
    )


def _whole(tale: Told, findings: Sequence[Finding], raised: set[str], context: Context) -> Story:
    """A story with all findings of its own, those about single figures and sentences included."""
    story = tale.story
    own = [name for name in story.findings if name in raised]
    if story.decisive:
        own += [f.fingerprint for f in findings if _of_the_same(f, tale, context)]
    return story._replace(findings=tuple(own))


def _of_the_same(finding: Finding, tale: Told, context: Context) -> bool:
    """Whether the culprit that a story names is what another finding is about too."""
    kind = context.rules[finding.rule].kind
    if kind == "claim":
        mended = {(claim.place, claim.text) for claim in tale.mended}
        return any((spot.place, spot.text) in mended for spot in finding.locations)
    cells = [spot.cell for spot in finding.locations if not spot.document]
    return kind == "value" and len(cells) == 1 and cells[0] in tale.values


def _solved(system: System, context: Context) -> Iterator[Solved]:
    """The cells of a system without a sure figure, where the equations leave it one value."""
    try:
        determined = Search(system.problem, STEPS).determined()
    except TooManyStepsError:
        return
    for cell, value in sorted(determined.items()):
        fact = context.facts.get(cell)
        if fact is None or split(cell)[0]:
            continue
        # What follows for a blank from other blanks that count as nothing is worth nothing.
        if fact.figure.empty and cell not in context.missing_totals:
            continue
        where = context.at(fact.place, context.cell_name(cell))
        amount, printed = decimal(value), fact.figure.text
        say = context.catalogue.say
        shown = printed or say("culprit.nothing")
        message = say("culprit.only", where=where, value=number(amount), printed=shown)
        yield Solved(cell, where, printed, amount, message, fact.place)
