"""A result as JUnit XML: one suite per document, one case per rule.

Follows https://github.com/testmoapp/junitxml, which CI servers read.
"""

import re
from xml.sax.saxutils import escape, quoteattr

from validator.model.catalogue import Catalogue
from validator.model.finding import Findings, Run, State
from validator.model.result import Result
from validator.rendering import Renderer, wording

# Characters not allowed in XML 1.0.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


_COUNTER_KEYS = ("tests", "failures", "errors", "skipped")


class JunitRenderer(Renderer):
    """Renders JUnit XML; rules without checks, or with none failed but some open, are skipped."""

    def render(self, result: Result) -> str:
        """The XML text."""
        suites = [_suite(run, result) for run in result.runs]
        total = {key: sum(counts[key] for _, counts in suites) for key in _COUNTER_KEYS}
        lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<testsuites{_attributes(total)}>"]
        lines.extend(text for text, _ in suites)
        return "\n".join([*lines, "</testsuites>", ""])


def _suite(run: Run, result: Result) -> tuple[str, dict[str, int]]:
    cases: list[str] = []
    counts = dict.fromkeys(_COUNTER_KEYS, 0)
    if run.findings is None:
        reason = wording.refusal(run, result.catalogue)
        cases.append(_case("document", run.name, f"<error message={_quoted(reason)}/>"))
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
    counted = [f for f in findings.findings if f.rule == rule and f.counts]
    if counted:
        details = "\n".join(
            f"{wording.where_and_what(f, catalogue)}\n{f.basis}\n{catalogue.word(f.help)}"
            for f in counted
        )
        first = wording.where_and_what(counted[0], catalogue)
        kind = _quoted(counted[0].severity.word)
        return f"<failure type={kind} message={_quoted(first)}>{_text(details)}</failure>"
    aside = [f for f in findings.findings if f.rule == rule]
    if aside:
        disposition = wording.disposition(aside[0], catalogue)
        text = wording.where_and_what(aside[0], catalogue)
        return f"<skipped message={_quoted(f'{disposition} {text}')}/>"
    undetermined = [check for check in findings.undetermined if check.rule == rule]
    if undetermined:
        return f"<skipped message={_quoted(wording.where_and_what(undetermined[0], catalogue))}/>"
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
