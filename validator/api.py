"""The Python interface: the four steps, `run`, which is the first three, and wording.

    from validator import check, words
    findings = check("report.pdf")
    print(words(findings.findings[0].message))

Documents are given as a path or as bytes. What the user can fix is raised as a UserError;
`sentence` puts it into words, as `words` does messages of findings.
"""

from collections.abc import Iterable
from pathlib import Path

from validator import reading as _reading
from validator.model.document import Document
from validator.model.errors import UserError
from validator.model.finding import Findings, Run
from validator.model.message import Value, listed
from validator.model.report import Report
from validator.model.result import Result
from validator.model.text import Language
from validator.pipeline.configure import configure as _configure
from validator.pipeline.document import Input as _Input
from validator.pipeline.session import Session as _Session
from validator.reading import Options
from validator.recognition import recognise as _recognise
from validator.rendering import OUTPUTS
from validator.rendering import renderer as _renderer
from validator.rulebase.messages import load_catalogue as _load_catalogue
from validator.rulebase.ruleset import RuleSet, with_user_rules

Source = str | Path | bytes


def read(source: Source, *, name: str = "", options: Options | None = None) -> Document:
    """The lines and grids of a document. Raise UserError if it cannot be read."""
    source_input = _as_input(source, name)
    return _reading.read(source_input.content(), source_input.name, options)


def recognise(document: Document, *, year: int | None = None) -> Report:
    """The annual report in a document. Raise UserError if the document is not one.

    `year` overrides the year in the title.
    """
    return _recognise(document, _load_rules(()).formats, year)


def check(
    source: Source,
    *,
    name: str = "",
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    rules: Iterable[str | Path] = (),
    previous: Source | Report | None = None,
    year: int | None = None,
    options: Options | None = None,
) -> Findings:
    """The findings of a document. Raise UserError if it cannot be checked.

    `select` and `ignore` hold rule ids, names or families; `rules` holds additional rule files
    or folders; `previous` is last year's report of the same body.
    """
    return run(
        source, name=name, select=select, ignore=ignore, rules=rules, previous=previous,
        year=year, options=options,
    ).require_findings()  # fmt: skip


def run(
    source: Source,
    *,
    name: str = "",
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    rules: Iterable[str | Path] = (),
    previous: Source | Report | None = None,
    year: int | None = None,
    options: Options | None = None,
) -> Run:
    """The run of a document: source, report and findings, or the reason for its refusal."""
    config = _configure(
        rules=map(Path, rules),
        select=tuple(select),
        ignore=tuple(ignore),
        reading=options or Options(),
        year=year,
        previous=_as_input(previous, "") if isinstance(previous, str | Path | bytes) else previous,
    )
    return _Session(config, debug=True).check(_as_input(source, name)).run


def render(
    output: str, *runs: Run, language: Language = "zh", rules: Iterable[str | Path] = ()
) -> str | bytes:
    """Render runs as one of the command line's outputs; bytes for `docx` and `xlsx`.

    PDF pages are shown if the run's name is the path of its document. Raise UserError
    `no_such_format` if the output is unknown, `rules_needed` if a finding is of none of the rules.
    """
    if output not in OUTPUTS:
        raise UserError("no_such_format", format=output, known=listed(OUTPUTS))
    rule_set = _load_rules(rules)
    for one in runs:
        for finding in one.findings.findings if one.findings else ():
            if finding.rule not in rule_set.by_id:
                raise UserError("rules_needed", name=finding.rule)

    def content(document_run: Run) -> bytes | None:
        path = Path(document_run.name)
        return path.read_bytes() if path.is_file() else None

    result = Result(runs, rule_set.by_id, rule_set.digest, rule_set.catalogue(language))
    return _renderer(output, content=content).render(result)


def words(value: Value, language: Language = "zh", *, rules: Iterable[str | Path] = ()) -> str:
    """A message of a finding, a diagnosis or the like in words.

    `rules` holds additional rule files or folders that the finding is from. Raise UserError
    `rules_needed` if the message is of none of the rules.
    """
    try:
        return _load_rules(rules).catalogue(language).word(value)
    except KeyError as error:
        raise UserError("rules_needed", name=str(error.args[0]).partition(".")[0]) from None


def sentence(error: UserError, language: Language = "zh") -> str:
    """An error in words: what is wrong and how to fix it."""
    return _load_catalogue(language).word(error.message)


def _as_input(source: Source, name: str) -> _Input:
    if isinstance(source, bytes):
        return _Input(name or "-", data=source)
    return _Input(name or str(source), Path(source))


def _load_rules(paths: Iterable[str | Path]) -> RuleSet:
    return with_user_rules([Path(path) for path in paths])


__all__ = [
    "Options", "UserError", "check", "read", "recognise", "render", "run", "sentence", "words",
]  # fmt: skip
