"""nianbao check: check documents and print findings."""

import sys
from pathlib import Path
from typing import cast

import click

from validator.cli.common import catalogue_for, common_options, errors_as_sentences
from validator.cli.options import (
    CheckOptions,
    allow_partial_option,
    check_options,
    jobs_option,
)
from validator.model.text import Language
from validator.rendering import OUTPUTS


@click.command("check")
@click.argument("files", nargs=-1, required=True, metavar="FILE|DIR|- ...")
@click.option(
    "--format",
    "outputs",
    multiple=True,
    metavar="OUTPUT[=FILE]",
    help=f"输出格式，可给多个 · output, may be repeated: {', '.join(OUTPUTS)}  [text]",
)
@click.option("-o", "--output", metavar="FILE", help="写入文件 · write to a file")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "notice"]),
    help="退出码为 1 的最低级别 · lowest severity for exit code 1  [error]",
)
@click.option(
    "--previous",
    metavar="FILE",
    help="同一机关上一年度的报告，跨年度核对 · last year's report of the same body",
)
@click.option(
    "--readings",
    metavar="FILE",
    help="扫描件里没有把握的数字，按人工识读的：CSV，表头 concept,value,by · "
    "figures that are not sure in a scan, as someone read them",
)
@click.option(
    "--baseline",
    metavar="FILE",
    help="已知问题的清单，只计新增 · known findings: only new ones count",
)
@click.option(
    "--write-baseline", metavar="FILE", help="把问题写成基线 · write the findings as a baseline"
)
@click.option(
    "--strict-baseline",
    is_flag=True,
    help="基线里有已整改的也算不通过 · fail if findings of the baseline are fixed",
)
@jobs_option
@allow_partial_option
@click.option(
    "--reports-only", is_flag=True,
    help="不是年度报告的文件略过 · skip files that are not annual reports",
)  # fmt: skip
@click.option("--statistics", is_flag=True, help="只列各规则的问题数 · only counts per rule")
@click.option("--watch", is_flag=True, help="文件保存后重新检查 · check again when a file is saved")
@click.option(
    "--explain",
    is_flag=True,
    help="逐式列出改前改后的计算 · show the sums, as is and corrected",
)
@check_options
@common_options
def command(
    files: tuple[str, ...],
    outputs: tuple[str, ...],
    output: str | None,
    fail_on: str | None,
    previous: str | None,
    readings: str | None,
    baseline: str | None,
    write_baseline: str | None,
    strict_baseline: bool,
    jobs: int,
    allow_partial: bool,
    reports_only: bool,
    statistics: bool,
    watch: bool,
    explain: bool,
    options: CheckOptions,
    lang: str,
    debug: bool,
) -> None:
    """检查报告（文件、文件夹，或用 - 读标准输入），列出问题。

    Check reports (files, folders, or - for stdin) and list what is wrong.
    """
    catalogue = catalogue_for(lang)
    with errors_as_sentences(catalogue, debug=debug):
        from validator.cli.check_job import CheckJob, run_job
        from validator.cli.outputs import parse_outputs
        from validator.model.rule import Severity

        requests = parse_outputs(outputs, output)
        config = options.configure(
            previous=previous, baseline=baseline, use_file_baseline=True, readings=readings
        )
        language = cast(Language, lang)
        if config.file.language and not _is_explicit("lang"):
            language = cast(Language, config.file.language)
        job = CheckJob(
            files,
            config,
            config.rules.catalogue(language),
            tuple(requests),
            Severity.of(fail_on or config.file.fail_on or "error"),
            jobs,
            reports_only,
            statistics,
            explain,
            write_baseline,
            strict_baseline,
            Path(baseline) if baseline else config.file.baseline,
            debug,
            allow_partial or config.file.allow_partial,
            tuple(
                Path(name)
                for name in (
                    previous,
                    readings,
                    config.file.origin,
                    *options.rules,
                    *config.file.rules,
                )
                if name
            ),
        )
        if watch:
            from validator.cli.watch import check_on_change

            paths = [Path(file) for file in files]
            sys.exit(check_on_change(paths, lambda: run_job(job), job.catalogue))
        sys.exit(run_job(job))


def _is_explicit(name: str) -> bool:
    """Whether an option is set on the command line or in the environment."""
    source = click.get_current_context().get_parameter_source(name)
    return source is not click.core.ParameterSource.DEFAULT
