"""The Python interface: the four verbs, and `run`, which is all of them but the last.

    from validator import check
    findings = check("report.pdf")

Documents are given as a path or as bytes. What the user can mend is a UserError; `sentence`
says it in words.
"""

from collections.abc import Iterable
from pathlib import Path

from validator import __version__, pipeline
from validator import reading as _reading
from validator.checking.ruleset import RuleSet, with_user_rules
from validator.data.languages import catalogue
from validator.model.document import Document
from validator.model.errors import UserError
from validator.model.finding import Findings, Run
from validator.model.report import Report
from validator.model.result import Result
from validator.model.text import Language
from validator.reading import Options
from validator.recognition import recognise as _recognise
from validator.recognition.vocabulary import vocabulary
from validator.rendering import OUTPUTS
from validator.rendering import render as _render

Source = str | Path | bytes


def read(source: Source, *, name: str = "", options: Options | None = None) -> Document:
    """The lines and grids of a document. Raises UserError where it cannot be read."""
    given = _input(source, name)
    return _reading.read(given.content(), given.name, options)


def recognise(document: Document, *, year: int | None = None) -> Report:
    """The report in a document; its year is `year` where given. UserError where it is none."""
    return _recognise(document, _rules(()).formats, vocabulary(), year)


def check(
    source: Source,
    *,
    name: str = "",
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    rules: Iterable[str | Path] = (),
    previous: Source | Report | None = None,
    year: int | None = None,
    language: Language = "zh",
    options: Options | None = None,
) -> Findings:
    """What is found in a document. Raises UserError where it cannot be checked.

    `select` and `ignore` hold ids, names or families of rules, `rules` further rule files or
    folders; `previous` is last year's report of the same body.
    """
    return run(
        source, name=name, select=select, ignore=ignore, rules=rules, previous=previous,
        year=year, language=language, options=options,
    ).checked()  # fmt: skip


def run(
    source: Source,
    *,
    name: str = "",
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    rules: Iterable[str | Path] = (),
    previous: Source | Report | None = None,
    year: int | None = None,
    language: Language = "zh",
    options: Options | None = None,
) -> Run:
    """The run of a document: source, report and findings, or why it was refused."""
    chosen = _rules(rules).selected(select, ignore)
    earlier = previous
    if earlier is not None and not isinstance(earlier, Report):
        earlier = pipeline.extract(_input(earlier, ""), options=options, known=chosen.formats)
    return pipeline.run(
        _input(source, name), chosen, catalogue(language),
        options=options, year=year, previous=earlier, debug=True,
    )  # fmt: skip


def render(
    form: str, *runs: Run, language: Language = "zh", rules: Iterable[str | Path] = ()
) -> str | bytes:
    """Runs as one of the outputs of the command line; bytes for `docx` and `xlsx`.

    Pages of PDFs are shown where the run's name is the path of its document. Raises UserError
    `no_such_format`.
    """
    if form not in OUTPUTS:
        raise UserError("no_such_format", format=form, known="、".join(OUTPUTS))
    used = _rules(rules)

    def content(own: Run) -> bytes | None:
        path = Path(own.name)
        return path.read_bytes() if path.is_file() else None

    said = catalogue(language)
    return _render(form, Result(runs, used.known, __version__, used.digest, said, content))


def sentence(error: UserError, language: Language = "zh") -> str:
    """What is wrong and the way out, in words."""
    return catalogue(language).say(f"errors.{error.key}", **error.details)


def _input(source: Source, name: str) -> pipeline.Input:
    if isinstance(source, bytes):
        return pipeline.Input(name or "-", data=source)
    return pipeline.Input(name or str(source), Path(source))


def _rules(paths: Iterable[str | Path]) -> RuleSet:
    return with_user_rules([Path(path) for path in paths])


__all__ = ["Options", "UserError", "check", "read", "recognise", "render", "run", "sentence"]
