"""What commands share: languages, colours, errors, input and output."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, TypeVar, cast

import click

from validator.data.languages import catalogue
from validator.model.catalogue import Catalogue
from validator.model.errors import UserError
from validator.model.text import LANGUAGES, Language
from validator.rendering.text import Paint, plain

if TYPE_CHECKING:
    from validator.reading.options import Options

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
    """The options that every command has: --lang and --debug."""
    command = click.option(
        "--debug", is_flag=True, help="程序出错时显示详情 · show tracebacks of faults",
    )(command)  # fmt: skip
    return click.option(
        "--lang", type=click.Choice(LANGUAGES), default="zh", show_default=True,
        envvar="NIANBAO_LANG", help="输出语言 · language of the output",
    )(command)  # fmt: skip


class Reading(NamedTuple):
    """How documents are to be read, as the options of reading say."""

    engine: str
    encoding: str
    ocr: str
    bounds: tuple[str, ...]

    def options(self, bounds: Mapping[str, int] | None = None) -> "Options":
        """The options of reading; `bounds` are those of a configuration, which go behind.

        Raises UserError `bad_bound` for a bound that is none.
        """
        from validator.reading.options import Bounds, Options

        changed: dict[str, int] = {}
        for bound in (*(f"{name}={most}" for name, most in (bounds or {}).items()), *self.bounds):
            name, _, amount = bound.partition("=")
            if name not in Bounds._fields or not amount.isdecimal() or int(amount) < 1:
                raise UserError("bad_bound", bound=bound, names="、".join(Bounds._fields))
            changed[name] = int(amount)
        own = Bounds(**changed)
        return Options(self.engine, self.encoding, self.ocr, own)  # type: ignore[arg-type]


def reading_options(command: _Command) -> _Command:
    """The options of commands that read documents: --engine, --encoding, --ocr, --bound, --year.

    All but the year come to the command as one `reading`.
    """

    @wraps(command)
    def together(
        *, engine: str, encoding: str, ocr: str, bounds: tuple[str, ...], **others: Any
    ) -> Any:
        return command(reading=Reading(engine, encoding, ocr, bounds), **others)

    return cast(_Command, _with_reading_options(together))


def _with_reading_options(command: Any) -> Any:
    command = click.option(
        "--bound", "bounds", multiple=True, metavar="NAME=N",
        help="放宽或收紧文件大小等限度，如 pages=1000 · widen or narrow a bound",
    )(command)  # fmt: skip
    command = click.option(
        "--ocr", type=click.Choice(["auto", "always", "never"]), default="auto",
        show_default=True, help="识别扫描页 · recognise scanned pages",
    )(command)  # fmt: skip
    command = click.option(
        "--encoding", default="", metavar="NAME",
        help="文本和网页的编码，不自动判断 · encoding of texts and pages, not the one found",
    )(command)  # fmt: skip
    command = click.option(
        "--engine", type=click.Choice(["pdfium", "pdfplumber"]), default="pdfium",
        show_default=True, help="读取 PDF 的引擎 · PDF engine",
    )(command)  # fmt: skip
    return click.option(
        "--year", type=click.IntRange(1990, 2200), metavar="YEAR",
        help="报告年度，不用标题里的 · the report's year, in place of the title's",
    )(command)  # fmt: skip


def rules_option(command: _Command) -> _Command:
    """The option of commands that use rules: --rules."""
    return click.option(
        "--rules", "rule_paths", multiple=True, metavar="PATH", type=click.Path(path_type=Path),
        help="另加自己的规则文件或文件夹 · further rule files or folders",
    )(command)  # fmt: skip


def words(lang: str) -> Catalogue:
    """The catalogue of a language given on the command line."""
    return catalogue(cast(Language, lang))


def painter() -> Paint:
    """Colours for a terminal, none for pipes and files or where NO_COLOR is set."""
    if os.environ.get("NO_COLOR") or not sys.stdout.isatty():
        return plain
    return lambda text, style: click.style(text, **_STYLES[style])


@contextmanager
def errors_as_sentences(said: Catalogue, *, debug: bool) -> Iterator[None]:
    """Turn what the user can mend into one sentence and exit code 2.

    Faults of the program become one too, unless `debug` wants their traceback.
    """
    try:
        yield
    except UserError as error:
        fail(said, error.key, **error.details)
    except BrokenPipeError:
        # The reader of our output has gone, which is its right.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except (click.exceptions.Exit, click.ClickException, click.Abort):
        raise
    except Exception as error:
        if debug:
            raise
        fail(said, "internal", problem=type(error).__name__)


@contextmanager
def extra_needed(extra: str) -> Iterator[None]:
    """Turn a module that is not installed into UserError `needs_extra`."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] == "validator":
            raise
        raise UserError("needs_extra", extra=extra) from None


@contextmanager
def recognition_shown(said: Catalogue) -> Iterator["Callable[[int, int], None] | None"]:
    """What shows on a terminal's stderr how many pages were recognised, which takes seconds."""
    if not sys.stderr.isatty():
        yield None
        return

    def show(done: int, pages: int) -> None:
        text = said.say("output.recognised", done=done, pages=pages)
        # The line is written over, and empty in the end.
        click.echo(f"\r{text if done < pages else ' ' * 2 * len(text)}\r", nl=False, err=True)

    yield show


def fail(said: Catalogue, key: str, /, **details: str) -> NoReturn:
    """Say one sentence on stderr and leave with exit code 2."""
    complain(said, key, **details)
    sys.exit(2)


def complain(said: Catalogue, key: str, /, *, grade: str = "prefix", **details: str) -> None:
    """Say one sentence on stderr; `grade` is `prefix` for an error, `note` for less."""
    prefix = said.say(f"errors.{grade}")
    click.echo(f"nianbao: {prefix}: {said.say(f'errors.{key}', **details)}", err=True)


def write(text: str | bytes, output: str | None) -> None:
    """A result to stdout, or to a file, which is replaced only once it is complete.

    Raises UserError `not_writable`.
    """
    if output is None or output == "-":
        click.echo(text, nl=False)
        return
    data = text.encode("utf-8") if isinstance(text, str) else text
    path = Path(output)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        reason = error.strerror or str(error)
        raise UserError("not_writable", name=output, reason=reason) from None


def comma_list(values: Sequence[str]) -> list[str]:
    """The words of an option that may be repeated and may hold several, `A,B`."""
    return [word.strip() for value in values for word in value.split(",") if word.strip()]
