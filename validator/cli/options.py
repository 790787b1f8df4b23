"""Options of commands that check documents: rules, reading, processes and limits."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

import click

from validator.cli.common import comma_list, rules_option

if TYPE_CHECKING:
    from validator.configuration.config import CheckConfig
    from validator.pipeline.configure import ReadingArguments
    from validator.reading.options import Engine, OcrMode

_Command = TypeVar("_Command", bound=Callable[..., Any])


def reading_options(command: _Command) -> _Command:
    """Add options for reading documents: --engine, --encoding, --ocr, --bound, --year.

    All but the year are passed to the command as one `reading`.
    """

    @wraps(command)
    def together(
        *,
        engine: "Engine",
        encoding: str,
        ocr: "OcrMode",
        bounds: tuple[str, ...],
        **others: Any,
    ) -> Any:
        from validator.pipeline.configure import ReadingArguments

        return command(reading=ReadingArguments(engine, encoding, ocr, bounds), **others)

    return cast(_Command, _with_reading_options(together))


def _with_reading_options(command: Any) -> Any:
    command = click.option(
        "--bound", "bounds", multiple=True, metavar="NAME=N",
        help="放宽或收紧文件大小等限度，如 pages=1000 · raise or lower a limit",
    )(command)  # fmt: skip
    command = click.option(
        "--ocr", type=click.Choice(["auto", "always", "never"]), default="auto",
        show_default=True, help="识别扫描页 · recognise scanned pages",
    )(command)  # fmt: skip
    command = click.option(
        "--encoding", default="", metavar="NAME",
        help="文本和网页的编码，不自动判断 · encoding of texts and web pages, not detected",
    )(command)  # fmt: skip
    command = click.option(
        "--engine", type=click.Choice(["pdfium", "pdfplumber"]), default="pdfium",
        show_default=True, help="读取 PDF 的引擎 · PDF engine",
    )(command)  # fmt: skip
    return click.option(
        "--year", type=click.IntRange(1990, 2200), metavar="YEAR",
        help="报告年度，不用标题里的 · the report's year, overriding the title",
    )(command)  # fmt: skip


class CheckOptions(NamedTuple):
    """The options of commands that check documents, as typed."""

    select: tuple[str, ...]
    ignore: tuple[str, ...]
    config_file: str | None
    rules: tuple[Path, ...]
    reading: "ReadingArguments"
    year: int | None

    def configure(
        self,
        *,
        previous: str | None = None,
        baseline: str | None = None,
        use_file_baseline: bool = False,
        readings: str | None = None,
    ) -> "CheckConfig":
        """The configuration that these options and the configuration file make.

        The file is the one named, or the nearest above the working directory. Raise UserError as
        `configure` does.
        """
        from validator.pipeline.configure import configure
        from validator.pipeline.document import Input

        return configure(
            config_file=self.config_file,
            search_from=Path.cwd(),
            rules=self.rules,
            select=comma_list(self.select),
            ignore=comma_list(self.ignore),
            reading=self.reading,
            year=self.year,
            previous=Input(previous, Path(previous)) if previous else None,
            baseline=Path(baseline) if baseline else None,
            use_file_baseline=use_file_baseline,
            readings=Path(readings) if readings else None,
        )


def check_options(command: _Command) -> _Command:
    """Add --select, --ignore, --config, --rules and reading options, passed as one `options`."""

    @wraps(command)
    def together(
        *,
        select: tuple[str, ...],
        ignore: tuple[str, ...],
        config: str | None,
        rule_paths: tuple[Path, ...],
        reading: "ReadingArguments",
        year: int | None,
        **others: Any,
    ) -> Any:
        options = CheckOptions(select, ignore, config, rule_paths, reading, year)
        return command(options=options, **others)

    decorated: Any = rules_option(reading_options(together))
    decorated = click.option(
        "--config",
        metavar="FILE",
        help="配置文件 · configuration file, not the nearest one",
    )(decorated)
    decorated = click.option(
        "--ignore", multiple=True, metavar="A,B", help="不用这些规则 · skip these rules"
    )(decorated)
    decorated = click.option(
        "--select", multiple=True, metavar="A,B",
        help="只用这些规则：编号、名称或类别 · only these rules: ids, names or families",
    )(decorated)  # fmt: skip
    return cast(_Command, decorated)


def allow_partial_option(command: _Command) -> _Command:
    """Add the option of commands that end with a code: --allow-partial."""
    return click.option(
        "--allow-partial", is_flag=True,
        help="没有读全的不算失败 · documents read in part do not give exit code 2",
    )(command)  # fmt: skip


def jobs_option(command: _Command) -> _Command:
    """Add the option of commands that use processes: --jobs."""
    return click.option(
        "--jobs", type=click.IntRange(0), default=0, metavar="N",
        help="进程数，0 为自动 · number of processes, 0 for automatic  [0]",
    )(command)  # fmt: skip
