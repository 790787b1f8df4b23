"""A result as JUnit XML: one suite per document, one case per rule.

Follows https://github.com/testmoapp/junitxml, which CI servers read.
"""

from collections import Counter
from collections.abc import Mapping

from validator import markup
from validator.markup import Element
from validator.model.catalogue import Catalogue
from validator.model.finding import Findings, Run, State
from validator.model.result import Result
from validator.rendering import Renderer, wording

# The counters of a suite, and the element of a case that each counts.
_COUNTED = {"failures": "failure", "errors": "error", "skipped": "skipped"}


class JunitRenderer(Renderer):
    """Renders JUnit XML; rules without checks, or with none failed but some open, are skipped."""

    def render(self, result: Result) -> str:
        """The XML text."""
        root = markup.new("testsuites")
        total: Counter[str] = Counter()
        for run in result.runs:
            counts = _add_suite(root, run, result)
            total.update(counts)
        _count(root, total)
        markup.indent(root, levels=2)
        return markup.serialise(root)


def _add_suite(root: Element, run: Run, result: Result) -> Counter[str]:
    suite = markup.add(root, "testsuite", {"name": wording.heading(run, result.catalogue)})
    if run.findings is None:
        case = _add_case(suite, "document", run.name)
        markup.add(case, "error", {"message": wording.refusal(run, result.catalogue)})
    else:
        if run.findings.gaps:
            case = _add_case(suite, "document", run.name)
            reason = wording.gaps_in_a_line(run.findings, result.catalogue)
            markup.add(case, "error", {"message": reason})
        for rule, ended in run.findings.by_rule.items():
            case = _add_case(suite, f"{rule} {result.rules[rule].name}", run.name)
            passed = ended.get(State.PASSED, 0)
            _add_outcome(case, rule, run.findings, passed, result.catalogue)
    outcomes = Counter(outcome.tag for case in suite for outcome in case)
    counts = Counter({counter: outcomes[tag] for counter, tag in _COUNTED.items()})
    counts["tests"] = len(suite)
    _count(suite, counts)
    return counts


def _count(element: Element, counts: Mapping[str, int]) -> None:
    for counter in ("tests", *_COUNTED):
        element.set(counter, str(counts[counter]))


def _add_case(suite: Element, name: str, document: str) -> Element:
    return markup.add(suite, "testcase", {"name": name, "classname": document})


def _add_outcome(
    case: Element, rule: str, findings: Findings, passed: int, catalogue: Catalogue
) -> None:
    of_rule = [finding for finding in findings.findings if finding.rule == rule]
    counted = [finding for finding in of_rule if finding.counts]
    undetermined = [check for check in findings.undetermined if check.rule == rule]
    if counted:
        details = "\n".join(
            f"{wording.where_and_what(finding, catalogue)}\n{finding.basis}"
            f"\n{catalogue.word(finding.help)}"
            for finding in counted
        )
        first = wording.where_and_what(counted[0], catalogue)
        attributes = {"type": counted[0].severity.word, "message": first}
        markup.add(case, "failure", attributes, details)
    elif of_rule:
        disposition = wording.disposition(of_rule[0], catalogue)
        text = f"{disposition} {wording.where_and_what(of_rule[0], catalogue)}"
        markup.add(case, "skipped", {"message": text})
    elif undetermined:
        text = wording.where_and_what(undetermined[0], catalogue)
        markup.add(case, "skipped", {"message": text})
    elif not passed:
        markup.add(case, "skipped")
