"""The command line: one module per command, without domain logic.

Nothing but click is imported here; each command imports what it needs when it runs.
"""

import gc
import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, NoReturn

import click

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
            context = super().make_context(info_name, args, parent, **extra)
        context.obj = typed_args
        return context

    def invoke(self, ctx: click.Context) -> Any:
        with _explain_mistakes(ctx.obj):
            return super().invoke(ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@contextmanager
def _explain_mistakes(arguments: list[str]) -> Iterator[None]:
    """Turn a usage error into a sentence; the imports that this needs are deferred until then."""
    try:
        yield
    except click.UsageError as error:
        from validator.cli.usage_errors import explain

        explain(error, arguments, tuple(_COMMANDS))


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
    2 用法或文件有误 usage or unreadable input.
    """


def main() -> NoReturn:
    """The entry point of the command `nianbao`; ends the process."""
    # Objects live until the check ends; frequent garbage collection takes a tenth of its time.
    gc.set_threshold(200_000)
    for stream in (sys.stdout, sys.stderr):
        # Legacy Windows consoles cannot encode Chinese and would raise an error.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    code = 0
    try:
        group(prog_name="nianbao")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 2
    with suppress(BrokenPipeError):
        sys.stdout.flush()
        sys.stderr.flush()
    # All output is flushed; skipping interpreter and PDFium teardown saves another tenth.
    os._exit(code)
