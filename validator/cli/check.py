"""nianbao check: documents in, findings out."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from validator import __version__
from validator.cli.asking import Wishes, asking_options
from validator.cli.common import (
    common_options,
    complain,
    errors_as_sentences,
    words,
    write,
)
from validator.rendering import OUTPUTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validator.model.catalogue import Catalogue
    from validator.model.finding import Run
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
    "--fail-on",
    type=click.Choice(["error", "warning", "notice"]),
    help="退出码为 1 的最低级别 · least severity for exit code 1  [error]",
)
@click.option(
    "--previous",
    metavar="FILE",
    help="同一机关上一年度的报告，跨年度核对 · last year's report of the same body",
)
@click.option(
    "--baseline",
    metavar="FILE",
    help="已知问题的清单，只计新增 · known findings, only new ones count",
)
@click.option(
    "--write-baseline", metavar="FILE", help="把问题写成基线 · write the findings as a baseline"
)
@click.option(
    "--strict-baseline",
    is_flag=True,
    help="基线里有已整改的也算不通过 · fail where the baseline lists what is mended",
)
@click.option(
    "--jobs", type=click.IntRange(0), default=0, metavar="N",
    help="同时检查几份，0 为自动 · processes, 0 as many as make sense  [0]",
)  # fmt: skip
@click.option(
    "--reports-only", is_flag=True,
    help="不是年度报告的文件略过 · pass over files that are no annual reports",
)  # fmt: skip
@click.option("--statistics", is_flag=True, help="只列各规则的问题数 · how many findings a rule")
@click.option("--watch", is_flag=True, help="文件保存后重新检查 · check again when a file is saved")
@click.option(
    "--explain", is_flag=True, help="逐式列出改前改后的计算 · show the arithmetic before and after"
)
@asking_options
@common_options
def command(
    files: tuple[str, ...],
    forms: tuple[str, ...],
    output: str | None,
    fail_on: str | None,
    previous: str | None,
    baseline: str | None,
    write_baseline: str | None,
    strict_baseline: bool,
    jobs: int,
    reports_only: bool,
    statistics: bool,
    watch: bool,
    explain: bool,
    wishes: Wishes,
    lang: str,
    debug: bool,
) -> None:
    """检查报告（文件、文件夹，或用 - 读标准输入），列出问题。

    Check reports (files, folders, or - for stdin) and list what is wrong.
    """
    said = words(lang)
    with errors_as_sentences(said, debug=debug):
        from validator.cli.inputs import gather, within
        from validator.cli.outputs import outputs, written
        from validator.cli.runs import runs_of
        from validator.model.result import Result
        from validator.model.rule import Severity

        wanted = outputs(forms, output)
        asked = wishes.asked()
        own = asked.settings
        if own.language and not _given("lang"):
            said = words(own.language)
        known_in = Path(baseline) if baseline else own.baseline
        asked = asked.against(previous)
        if known_in is not None:
            from validator.settings.standing import baseline as known

            asked = asked._replace(baseline=known(known_in))

        def once() -> int:
            inputs = gather(files)
            if inputs.left_aside:
                count = str(len(inputs.left_aside))
                complain(said, "left_aside", grade="note", count=count, first=inputs.left_aside[0])
            runs = runs_of(inputs.documents, asked, said, jobs=jobs, debug=debug)
            read = [
                (one._replace(path=within(document)), document)
                for one, document in zip(runs, inputs.documents, strict=True)
            ]
            runs = [one for one, _ in read]
            if reports_only:
                runs = _reports_of(runs, said)
            rules = asked.rules()
            result = Result(
                tuple(runs),
                rules.known,
                __version__,
                rules.digest,
                said,
                lambda run: next(document for one, document in read if one is run).content(),
                explain,
                statistics,
            )
            shown = [written(form, path, result) for form, path in wanted]
            for one in runs:
                if one.refusal is not None and not any(shown):
                    sentence = said.say(f"errors.{one.refusal.key}", **one.refusal.details)
                    click.echo(f"nianbao: {one.name}: {sentence}", err=True)
            if write_baseline:
                _write_baseline(write_baseline, runs, said)
            code = _exit_code(runs, Severity.of(fail_on or own.fail_on or "error"))
            gone = sum(len(one.findings.mended) for one in runs if one.findings)
            if strict_baseline and gone:
                complain(said, "baseline_stale", count=str(gone), name=str(known_in))
                code = max(code, 1)
            return code

        if watch:
            from validator.cli.watching import watched

            sys.exit(watched([Path(file) for file in files], once, said))
        sys.exit(once())


def _given(name: str) -> bool:
    """Whether an option was given, on the command line or in the environment."""
    source = click.get_current_context().get_parameter_source(name)
    return source is not click.core.ParameterSource.DEFAULT


def _reports_of(runs: "Sequence[Run]", said: "Catalogue") -> "list[Run]":
    """The runs but of those documents that are no annual reports, which are told."""
    reports: list[Run] = []
    others: list[Run] = []
    for run in runs:
        no_report = run.refusal is not None and run.refusal.key == "not_a_report"
        (others if no_report else reports).append(run)
    if others:
        complain(said, "no_reports", grade="note", count=str(len(others)), first=others[0].name)
    return reports


def _write_baseline(path: str, runs: "Sequence[Run]", said: "Catalogue") -> None:
    from validator.settings.standing import baseline_text

    text = baseline_text(runs)
    write(text, path)
    count = text.count('"fingerprint"')
    complain(said, "baseline_written", grade="note", count=str(count), name=path)


def _exit_code(runs: "Sequence[Run]", threshold: "Severity") -> int:
    """2 where a document could not be checked, 1 where findings reach the threshold, else 0."""
    if any(run.findings is None for run in runs):
        return 2
    worst = (run.findings.worst() for run in runs if run.findings)
    return int(any(severity is not None and severity >= threshold for severity in worst))
