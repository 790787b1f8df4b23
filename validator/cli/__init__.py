"""The command line: one module per command, without domain logic.

Nothing but click is imported here; each command imports what it needs when it runs.
"""

import gc
import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import click

from validator.cli.streams import OUTPUT_CLOSED, flush_output, open_streams

_COMMANDS = {
    "check": "检查报告，列出问题 · check reports and list problems",
    "annotate": "把问题写成批注，放进报告的副本 · write findings as comments into a copy",
    "serve": "在本机打开网页，放入报告 · a local web page for checking reports",
    "audit": "审核一个地区多年的报告 · audit reports of many bodies and years",
    "decide": "记录对问题的认定 · record an auditor's decision on a finding",
    "extract": "把报告读成 JSON · extract a report as JSON",
    "new": "按规定格式生成空白报告 · a blank report in the official format",
    "forms": "列出能读取的文件形式 · list the forms of files that are read",
    "rules": "列出规则，或解释一条 · list rules, or explain one",
    "schema": "输出 JSON Schema · print a schema",
}
# The commands that read one document after the other in their own process.
_SUPERVISED = {"check", "annotate", "extract", "new"}


class _Commands(click.Group):
    """Commands that are imported only when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"validator.cli.{cmd_name}").command
        return command

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        typed_args = list(args)
        with _explain_mistakes(typed_args):
            _require_words(typed_args)
            context = super().make_context(info_name, args, parent, **extra)
        context.obj = typed_args
        return context

    def invoke(self, ctx: click.Context) -> Any:
        with _explain_mistakes(ctx.obj):
            return super().invoke(ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


def _require_words(arguments: list[str]) -> None:
    """Refuse empty words, which come of variables without a value."""
    for before, word in zip(["", *arguments], arguments, strict=False):
        option, equals, value = word.partition("=")
        if not word or (equals and not value and option.startswith("--")):
            from validator.cli.common import fail
            from validator.cli.usage_errors import catalogue_of

            place = option or (before if before.startswith("-") else "FILE")
            fail(catalogue_of(arguments), "usage_empty", name=place)


@contextmanager
def _explain_mistakes(arguments: list[str]) -> Iterator[None]:
    """Turn a usage error, an interruption or the loss of the output into a sentence."""
    try:
        yield
    except click.UsageError as error:
        from validator.cli.usage_errors import explain

        explain(error, arguments, tuple(_COMMANDS))
    except KeyboardInterrupt:
        from validator.processes.supervisor import INTERRUPTED

        _tell("interrupted")
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # Whoever read the output has read enough, as `head` does.
        sys.exit(OUTPUT_CLOSED)
    except OSError as error:
        # Commands word the errors of files; this is one of the output.
        _tell_output_lost(error)
        sys.exit(2)


def _version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from validator._version import __version__

        click.echo(f"nianbao {__version__}")
        ctx.exit()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_version,
    help="显示版本 · show the version",
)  # fmt: skip
def group() -> None:
    """检查政府信息公开工作年度报告：是否完整、前后一致，错在哪里，依据是什么。

    Checks annual reports on open government information, offline.

    退出码 · exit codes: 0 没有问题 nothing found; 1 有问题 findings;
    2 用法或文件有误，没有读全 usage, or input not read or in part.
    """


def main() -> NoReturn:
    """The entry point of the command `nianbao`; ends the process."""
    # Objects live until the check ends; frequent garbage collection takes a tenth of its time.
    gc.set_threshold(200_000)
    open_streams()
    if _SUPERVISED.isdisjoint(sys.argv[1:2]):
        code = _run()
    else:
        from validator.processes.supervisor import supervise

        code = supervise(_run, _tell)
    # All output is flushed; skipping interpreter and PDFium teardown saves another tenth.
    os._exit(code)


def _run() -> int:
    """Run the command that was typed, and return its exit code."""
    try:
        group(prog_name="nianbao")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 2
        try:
            flush_output()
        except BrokenPipeError:
            return OUTPUT_CLOSED
        except OSError as error:
            if code != 2:
                _tell_output_lost(error)
            return 2
        return code
    return 0


def _tell_output_lost(error: OSError) -> None:
    from validator.rulebase.problems import system_problem

    _tell("output_lost", reason=system_problem(error))


def _tell(key: str, **details: Any) -> None:
    """Print a sentence on stderr; the imports that this needs are deferred until then."""
    from validator.cli.common import complain
    from validator.cli.usage_errors import catalogue_of

    complain(catalogue_of(sys.argv[1:]), key, **details)
