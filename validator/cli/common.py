"""Helpers shared by commands: languages, colours, errors, input and output."""

import errno
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NoReturn, TypeVar, cast

import click

from validator.cli.streams import OUTPUT_CLOSED
from validator.model.catalogue import Catalogue
from validator.model.errors import UserError
from validator.model.message import Value, listed
from validator.model.text import LANGUAGES, Language, display_name
from validator.rendering.text import Paint, plain
from validator.rulebase.messages import load_catalogue
from validator.rulebase.problems import system_problem

_Command = TypeVar("_Command", bound=Callable[..., Any])

# Characters of a name or value that are quoted.
_MOST_SHOWN = 300
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
        "--rules", "rule_paths", multiple=True, metavar="PATH",
        type=click.Path(path_type=Path, readable=False),
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
    # What cannot be told is not told; the exit code tells that something is wrong.
    with suppress(OSError):
        shown = {n: _shorten(v) if isinstance(v, str) else v for n, v in details.items()}
        click.echo(f"nianbao: {prefix}: {messages.say(f'errors.{key}', **shown)}", err=True)


def _shorten(text: str) -> str:
    shown = display_name(text)
    return shown if len(shown) <= _MOST_SHOWN else f"{shown[:_MOST_SHOWN]}…"


def note_passed_over(passed_over: Mapping[str, Sequence[str]], catalogue: Catalogue) -> None:
    """Say what was passed over in folders, a line a kind (`pipeline.folder.Listing`)."""
    for kind, names in passed_over.items():
        count, first = str(len(names)), names[0]
        complain(catalogue, f"passed_{kind}", grade="note", count=count, first=first)


def note_renewed(decisions: int, catalogue: Catalogue) -> None:
    """Say that the database of an audit was recreated and its decisions carried over."""
    complain(catalogue, "store_renewed", grade="note", count=str(decisions))


def show(text: str | bytes, *, nl: bool = True) -> None:
    """Print a result on stdout. Raise UserError `output_lost` if it cannot be delivered."""
    try:
        click.echo(text, nl=nl)
    except BrokenPipeError:
        # Whoever read the output has read enough, as `head` does.
        sys.exit(OUTPUT_CLOSED)
    except OSError as error:
        raise UserError("output_lost", reason=system_problem(error)) from None


def check_outputs(outputs: Iterable[str | None], inputs: Iterable[str | Path | None]) -> None:
    """Refuse names of outputs by which something would be lost; None is stdout, or no output.

    Raise UserError `output_unnamed`, `output_is_input` if one of the files read would be
    overwritten, `output_twice`.
    """
    taken = {_identity(name) for name in inputs if name not in (None, "-")}
    written: set[tuple[int, int] | str] = set()
    for output in outputs:
        if output == "":
            raise UserError("output_unnamed")
        if output is None or output == "-" or is_stream(Path(output)):
            continue
        file = _identity(output)
        if file in taken:
            raise UserError("output_is_input", name=output)
        if file in written:
            raise UserError("output_twice", name=output)
        written.add(file)


def check_ending(output: str, endings: Sequence[str]) -> None:
    """Raise UserError `wrong_ending` if the name of an output has an ending, but none of these."""
    path = Path(output)
    ending = path.suffix.lower()
    if ending and ending not in endings and not is_stream(path):
        raise UserError("wrong_ending", name=output, ending=listed(endings))


def _identity(name: str | Path | None) -> tuple[int, int] | str:
    """What a file is known by, whatever the case of its name and the links to it."""
    path = _resolved(name)
    try:
        status = path.stat()
    except (OSError, ValueError):
        return os.path.normcase(path)
    return status.st_dev, status.st_ino


def _resolved(name: str | Path | None) -> Path:
    try:
        return Path(name or "").resolve()
    except (OSError, RuntimeError, ValueError):
        return Path(name or "").absolute()


def is_stream(path: Path) -> bool:
    """Whether a path names a device or a pipe, which is written into and never replaced."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def write(text: str | bytes, output: str | None) -> None:
    """Write to stdout, or atomically to a file. Raise UserError `not_writable`.

    `output` None or `-` is stdout. A device or pipe is written to, never replaced; of a symbolic
    link, what it points to is.
    """
    if output is None or output == "-":
        show(text, nl=False)
        return
    data = text.encode("utf-8") if isinstance(text, str) else text
    path = Path(output)
    try:
        if is_stream(path):
            with path.open("wb") as stream:
                stream.write(data)
        else:
            _replace(path.resolve(), data)
    except BrokenPipeError:
        sys.exit(OUTPUT_CLOSED)
    except (OSError, RuntimeError, ValueError) as error:
        raise UserError("not_writable", name=output, reason=system_problem(error)) from None


def _replace(path: Path, data: bytes) -> None:
    """Write beside a file and rename; what exists keeps its owner and permissions."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "")
    before = path.stat() if path.exists() else None
    if before is not None and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, "")
    # Short, so that names up to the file system's limit can be written.
    temporary = path.with_name(f".nianbao-{os.urandom(4).hex()}.part")
    # What may be read by few is read by no other at any moment.
    mode = 0o666 if before is None else 0o600
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with open(os.open(temporary, flags, mode), "wb") as stream:
        try:
            stream.write(data)
            stream.close()
            if before is not None:
                _keep_owner(temporary, before)
                temporary.chmod(stat.S_IMODE(before.st_mode))
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)


def _keep_owner(path: Path, before: os.stat_result) -> None:
    if sys.platform != "win32":
        with suppress(PermissionError):
            os.chown(path, before.st_uid, before.st_gid)


def comma_list(values: Sequence[str]) -> list[str]:
    """The values of a repeatable option whose values may be comma-separated lists."""
    return [word.strip() for value in values for word in value.split(",") if word.strip()]
