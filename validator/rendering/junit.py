"""A result as JUnit XML: a suite a document, a case a rule.

The shape is that of https://github.com/testmoapp/junitxml, which CI servers read.
"""

import re
from xml.sax.saxutils import escape, quoteattr

from validator.model.catalogue import Catalogue
from validator.model.finding import Findings, Run, State
from validator.model.result import Result
from validator.rendering import wording

# Characters that XML 1.0 cannot hold at all.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(result: Result) -> str:
    """The XML text; a rule without a check in a report is skipped, as is one left open."""
    suites = [_suite(run, result) for run in result.runs]
    total = {key: sum(counts[key] for _, counts in suites) for key in _COUNTED}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<testsuites{_attributes(total)}>"]
    lines.extend(text for text, _ in suites)
    return "\n".join([*lines, "</testsuites>", ""])


_COUNTED = ("tests", "failures", "errors", "skipped")


def _suite(run: Run, result: Result) -> tuple[str, dict[str, int]]:
    cases: list[str] = []
    counts = dict.fromkeys(_COUNTED, 0)
    if run.findings is None:
        said = wording.refusal(run, result.catalogue)
        cases.append(_case("document", run.name, f"<error message={_quoted(said)}/>"))
        counts |= {"tests": 1, "errors": 1}
    else:
        for rule, ended in run.findings.by_rule.items():
            body = _body(rule, run.findings, ended.get(State.PASSED, 0), result.catalogue)
            counts["tests"] += 1
            counts["failures"] += body.startswith("<failure")
            counts["skipped"] += body.startswith("<skipped")
            cases.append(_case(f"{rule} {result.rules[rule].name}", run.name, body))
    name = _quoted(wording.heading(run, result.catalogue))
    inner = "\n".join(cases)
    return f"  <testsuite name={name}{_attributes(counts)}>\n{inner}\n  </testsuite>", counts


def _body(rule: str, findings: Findings, passed: int, catalogue: Catalogue) -> str:
    own = [f for f in findings.findings if f.rule == rule and f.counts]
    if own:
        said = "\n".join(f"{wording.told(f, catalogue)}\n{f.basis}\n{f.help}" for f in own)
        first = wording.told(own[0], catalogue)
        kind = _quoted(own[0].severity.word)
        return f"<failure type={kind} message={_quoted(first)}>{_text(said)}</failure>"
    aside = [f for f in findings.findings if f.rule == rule]
    if aside:
        stands = wording.standing(aside[0], catalogue)
        return f"<skipped message={_quoted(f'{stands} {wording.told(aside[0], catalogue)}')}/>"
    left = [check for check in findings.undetermined if check.rule == rule]
    if left:
        return f"<skipped message={_quoted(wording.left_open(left[0], catalogue))}/>"
    return "" if passed else "<skipped/>"


def _case(name: str, document: str, body: str) -> str:
    head = f"    <testcase name={_quoted(name)} classname={_quoted(document)}"
    return f"{head}>{body}</testcase>" if body else f"{head}/>"


def _attributes(counts: dict[str, int]) -> str:
    return "".join(f' {key}="{count}"' for key, count in counts.items())


def _quoted(text: str) -> str:
    return quoteattr(_FORBIDDEN.sub("\ufffd", text))


def _text(text: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", text))
