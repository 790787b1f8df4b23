"""A result as GitHub workflow commands, which annotate the files of a pull request.

https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
"""

from validator.model.finding import Finding, Run
from validator.model.result import Result
from validator.rendering import wording


def render(result: Result) -> str:
    """One command a finding, and one for each document not checked.

    What does not count is told to the log of debugging only.
    """
    lines = []
    for run in result.runs:
        if run.findings is None:
            said = wording.refusal(run, result.catalogue)
            lines.append(f"::error file={_property(run.file)}::{_message(said)}")
            continue
        lines.extend(_command(run, f, result) for f in run.findings.findings)
    return "".join(f"{line}\n" for line in lines)


def _command(run: Run, finding: Finding, result: Result) -> str:
    if not finding.counts:
        stands = wording.standing(finding, result.catalogue)
        said = wording.told(finding, result.catalogue)
        return f"::debug::{_message(f'{stands} {run.name} {finding.rule} {said}')}"
    line = finding.place.line if finding.place else None
    properties = {
        "file": run.file,
        **({"line": str(line)} if line else {}),
        "title": f"{finding.rule} {finding.name}",
    }
    joined = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    said = f"{wording.told(finding, result.catalogue)}\n{finding.help}"
    return f"::{finding.severity.word} {joined}::{_message(said)}"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
