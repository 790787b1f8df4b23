"""Helpers shared by commands: languages, colours, errors, input and output."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, TypeVar, cast

import click

from validator.model.catalogue import Catalogue
from validator.model.errors import UserError
from validator.model.message import Value
from validator.model.text import LANGUAGES, Language
from validator.rendering.text import Paint, plain
from validator.rulebase.messages import load_catalogue

_Command = TypeVar("_Command", bound=Callable[..., Any])

_STYLES: dict[str, dict[str, Any]] = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "notice": {"fg": "cyan"},
    "ok": {"fg": "green", "bold": True},
    "strong": {"bold": True},
    "faint": {"dim": True},
}


def common_options(command: _Command) -> _Command:
    """Add the options of every command: --lang and --debug."""
    command = click.option(
        "--debug", is_flag=True, help="程序出错时显示详情 · show tracebacks of internal errors",
    )(command)  # fmt: skip
    return click.option(
        "--lang", type=click.Choice(LANGUAGES), default="zh", show_default=True,
        envvar="NIANBAO_LANG", help="输出语言 · language of the output",
    )(command)  # fmt: skip


def rules_option(command: _Command) -> _Command:
    """Add the option of commands that use rules: --rules."""
    return click.option(
        "--rules", "rule_paths", multiple=True, metavar="PATH", type=click.Path(path_type=Path),
        help="另加自己的规则文件或文件夹 · additional rule files or folders",
    )(command)  # fmt: skip


def catalogue_for(lang: str) -> Catalogue:
    """The catalogue of a language given on the command line."""
    return load_catalogue(cast(Language, lang))


def painter() -> Paint:
    """Terminal colours; none for pipes and files or if NO_COLOR is set."""
    if os.environ.get("NO_COLOR") or not sys.stdout.isatty():
        return plain
    return lambda text, style: click.style(text, **_STYLES[style])


@contextmanager
def errors_as_sentences(messages: Catalogue, *, debug: bool) -> Iterator[None]:
    """Turn a UserError into one sentence and exit code 2.

    Internal errors too, unless `debug` is set: then they are raised.
    """
    try:
        yield
    except UserError as error:
        fail(messages, error.key, **error.details)
    except BrokenPipeError:
        # The reader of the output closed the pipe, as `head` does; not an error.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except (click.exceptions.Exit, click.ClickException, click.Abort):
        raise
    except Exception as error:
        if debug:
            raise
        fail(messages, "internal", problem=type(error).__name__)


@contextmanager
def require_extra(extra: str) -> Iterator[None]:
    """Raise UserError `needs_extra` if a module of an optional dependency is missing."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] == "validator":
            raise
        raise UserError("needs_extra", extra=extra) from None


def fail(messages: Catalogue, key: str, /, **details: Value) -> NoReturn:
    """Print one sentence on stderr and exit with code 2."""
    complain(messages, key, grade="prefix", **details)
    sys.exit(2)


def complain(messages: Catalogue, key: str, /, *, grade: str = "prefix", **details: Value) -> None:
    """Print one sentence on stderr; `grade` is `prefix` (an error) or `note`."""
    prefix = messages.say(f"errors.{grade}")
    click.echo(f"nianbao: {prefix}: {messages.say(f'errors.{key}', **details)}", err=True)


def note_renewed(decisions: int, catalogue: Catalogue) -> None:
    """Say that the database of an audit was recreated and its decisions carried over."""
    complain(catalogue, "store_renewed", grade="note", count=str(decisions))


def protect_inputs(outputs: Iterable[str | None], inputs: Iterable[str | Path | None]) -> None:
    """Raise UserError `output_is_input` if an output would overwrite one of the files read."""
    files = {Path(name).resolve() for name in inputs if name is not None}
    for output in outputs:
        if output is not None and Path(output).resolve() in files:
            raise UserError("output_is_input", name=output)


def write(text: str | bytes, output: str | None) -> None:
    """Write to stdout, or atomically to a file. Raise UserError `not_writable`.

    `output` None or `-` is stdout. A device or pipe is written to, never replaced; of a symbolic
    link, what it points to is.
    """
    if output is None or output == "-":
        click.echo(text, nl=False)
        return
    data = text.encode("utf-8") if isinstance(text, str) else text
    path = Path(output)
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)
            return
        path = path.resolve()
    except (OSError, RuntimeError) as error:
        raise UserError("not_writable", name=output, reason=str(error)) from None
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        reason = error.strerror or str(error)
        raise UserError("not_writable", name=output, reason=reason) from None


def comma_list(values: Sequence[str]) -> list[str]:
    """The values of a repeatable option whose values may be comma-separated lists."""
    return [word.strip() for value in values for word in value.split(",") if word.strip()]
