"""A result as GitHub workflow commands, which annotate the files of a pull request.

https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
"""

from validator.model.finding import Finding, Run
from validator.model.result import Result
from validator.rendering import Renderer, wording


class GithubRenderer(Renderer):
    """Renders one command per finding and refused document; what does not count goes to debug."""

    def render(self, result: Result) -> str:
        """The commands, one per line."""
        lines = []
        for run in result.runs:
            if run.findings is None:
                reason = wording.refusal(run, result.catalogue)
                lines.append(f"::error file={_property(run.file)}::{_message(reason)}")
                continue
            if run.findings.gaps:
                reason = wording.gaps_in_a_line(run.findings, result.catalogue)
                lines.append(f"::error file={_property(run.file)}::{_message(reason)}")
            lines.extend(_command(run, f, result) for f in run.findings.findings)
        return "".join(f"{line}\n" for line in lines)


def _command(run: Run, finding: Finding, result: Result) -> str:
    if not finding.counts:
        disposition = wording.disposition(finding, result.catalogue)
        message = wording.where_and_what(finding, result.catalogue)
        return f"::debug::{_message(f'{disposition} {run.name} {finding.rule} {message}')}"
    line = finding.place.line if finding.place else None
    properties = {
        "file": run.file,
        **({"line": str(line)} if line else {}),
        "title": f"{finding.rule} {finding.name}",
    }
    joined = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    text = wording.where_and_what(finding, result.catalogue)
    message = f"{text}\n{result.catalogue.word(finding.help)}"
    return f"::{finding.severity.word} {joined}::{_message(message)}"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
