"""nianbao check: documents in, findings out."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from validator import __version__
from validator.cli.common import (
    comma_list,
    common_options,
    complain,
    errors_as_sentences,
    options_of,
    painter,
    reading_options,
    recognition_shown,
    rules_option,
    words,
    write,
)
from validator.model.errors import UserError
from validator.rendering import OUTPUTS, render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click._termui_impl import ProgressBar

    from validator.model.finding import Run
    from validator.model.result import Result
    from validator.model.rule import Severity


@click.command("check")
@click.argument("files", nargs=-1, required=True, metavar="FILE|DIR|- ...")
@click.option(
    "--format",
    "forms",
    multiple=True,
    metavar="FORM[=OUT]",
    help=f"输出格式，可给多个 · output, may be repeated: {', '.join(OUTPUTS)}  [text]",
)
@click.option("-o", "--output", metavar="OUT", help="写入文件 · write to a file")
@click.option(
    "--select",
    multiple=True,
    metavar="A,B",
    help="只用这些规则：编号、名称或类别 · only these rules: ids, names or families",
)
@click.option("--ignore", multiple=True, metavar="A,B", help="不用这些规则 · not these rules")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "notice"]),
    default="error",
    show_default=True,
    help="退出码为 1 的最低级别 · least severity for exit code 1",
)
@click.option(
    "--previous",
    metavar="FILE",
    help="同一机关上一年度的报告，跨年度核对 · last year's report of the same body",
)
@click.option(
    "--explain", is_flag=True, help="逐式列出改前改后的计算 · show the arithmetic before and after"
)
@rules_option
@reading_options
@common_options
def command(
    files: tuple[str, ...],
    forms: tuple[str, ...],
    output: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str,
    previous: str | None,
    explain: bool,
    rule_paths: tuple[Path, ...],
    engine: str,
    encoding: str,
    ocr: str,
    bounds: tuple[str, ...],
    year: int | None,
    lang: str,
    debug: bool,
) -> None:
    """检查报告（文件、文件夹，或用 - 读标准输入），列出问题。

    Check reports (files, folders, or - for stdin) and list what is wrong.
    """
    said = words(lang)
    with errors_as_sentences(said, debug=debug):
        wanted = _outputs(forms, output)
        from validator.checking.ruleset import with_user_rules
        from validator.cli.inputs import gather
        from validator.model.result import Result
        from validator.model.rule import Severity
        from validator.pipeline import run, series

        rules = with_user_rules(rule_paths).selected(comma_list(select), comma_list(ignore))
        inputs = gather(files)
        if inputs.left_aside:
            count = str(len(inputs.left_aside))
            complain(said, "left_aside", grade="note", count=count, first=inputs.left_aside[0])
        options = options_of(engine, encoding, ocr, bounds)
        earlier = series(previous, rules, options=options) if previous else None
        runs = []
        with _progress(len(inputs.documents)) as bar, recognition_shown(said) as progress:
            for document in inputs.documents:
                one = run(
                    document,
                    rules,
                    said,
                    options=options,
                    year=year,
                    previous=earlier,
                    progress=progress,
                    debug=debug,
                )
                runs.append(one)
                bar.update(1)
        contents = {document.name: document for document in inputs.documents}
        result = Result(
            tuple(runs),
            {rule.id: rule for rule in rules.rules},
            __version__,
            rules.digest,
            said,
            lambda one: contents[one.name].content(),
            explain,
        )
        shown = [_written(form, path, result) for form, path in wanted]
        for one in runs:
            if one.refusal is not None and not any(shown):
                sentence = said.say(f"errors.{one.refusal.key}", **one.refusal.details)
                click.echo(f"nianbao: {one.name}: {sentence}", err=True)
        sys.exit(_exit_code(runs, Severity.of(fail_on)))


def _outputs(forms: "Sequence[str]", output: str | None) -> list[tuple[str, str | None]]:
    """The outputs asked for with the files that they go to, None for stdout.

    Raises UserError `no_such_format`, `two_on_stdout`, `binary_on_terminal`.
    """
    wanted: list[tuple[str, str | None]] = []
    for text in forms or ("text",):
        name, given, path = text.partition("=")
        if name not in OUTPUTS or (given and not path):
            raise UserError("no_such_format", format=text, known="、".join(OUTPUTS))
        wanted.append((name, path or None))
    plain = [at for at, (_, path) in enumerate(wanted) if path is None]
    if len(plain) > 1:
        raise UserError("two_on_stdout", formats="、".join(wanted[at][0] for at in plain))
    if plain:
        wanted[plain[0]] = (wanted[plain[0]][0], None if output == "-" else output)
        form, out = wanted[plain[0]]
        if out is None and OUTPUTS[form].binary and sys.stdout.isatty():
            raise UserError("binary_on_terminal", format=form)
    return wanted


def _written(form: str, path: str | None, result: "Result") -> bool:
    """Write one output; whether it is the text on stdout, which tells of refusals itself."""
    if form == "text" and path is None:
        from validator.rendering.text import painted

        write(painted(result, painter()), None)
        return True
    write(render(form, result), path)
    return False


def _exit_code(runs: "Sequence[Run]", threshold: "Severity") -> int:
    """2 where a document could not be checked, 1 where findings reach the threshold, else 0."""
    if any(run.findings is None for run in runs):
        return 2
    worst = (run.findings.worst() for run in runs if run.findings)
    return int(any(severity is not None and severity >= threshold for severity in worst))


def _progress(count: int) -> "ProgressBar[int]":
    """A bar on a terminal's stderr where there is enough to wait for."""
    hidden = count < 5 or not sys.stderr.isatty()
    return click.progressbar(length=count, file=sys.stderr, hidden=hidden)
