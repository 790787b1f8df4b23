"""Options of commands that check documents: which rules, how documents are read and worked on."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

import click

from validator.cli.common import Reading, comma_list, reading_options, rules_option

if TYPE_CHECKING:
    from validator.checker import Asked

_Command = TypeVar("_Command", bound=Callable[..., Any])


class Wishes(NamedTuple):
    """What a command line asks of a check, as it was typed."""

    select: tuple[str, ...]
    ignore: tuple[str, ...]
    config: str | None
    rule_paths: tuple[Path, ...]
    reading: Reading
    year: int | None

    def asked(self) -> "Asked":
        """The same with the configuration of the working folder, or of the file named.

        Raises UserError where the configuration or a bound is none.
        """
        from validator.checker import Asked
        from validator.settings.config import settings

        own = settings(self.config, Path.cwd())
        return Asked(
            own,
            self.rule_paths,
            comma_list(self.select),
            comma_list(self.ignore),
            self.reading.options(own.bounds),
            self.year,
        )


def asking_options(command: _Command) -> _Command:
    """--select, --ignore, --config, --rules and those of reading; they come as one `wishes`."""

    @wraps(command)
    def together(
        *,
        select: tuple[str, ...],
        ignore: tuple[str, ...],
        config: str | None,
        rule_paths: tuple[Path, ...],
        reading: Reading,
        year: int | None,
        **others: Any,
    ) -> Any:
        wishes = Wishes(select, ignore, config, rule_paths, reading, year)
        return command(wishes=wishes, **others)

    own: Any = rules_option(reading_options(together))
    own = click.option(
        "--config", metavar="FILE", help="配置文件 · configuration, not the one found"
    )(own)
    own = click.option(
        "--ignore", multiple=True, metavar="A,B", help="不用这些规则 · not these rules"
    )(own)
    own = click.option(
        "--select", multiple=True, metavar="A,B",
        help="只用这些规则：编号、名称或类别 · only these rules: ids, names or families",
    )(own)  # fmt: skip
    return cast(_Command, own)


class Share(NamedTuple):
    """How many processes work, 0 for one a processor, and what one document may take."""

    jobs: int
    seconds: int
    megabytes: int


def share_options(seconds: int) -> Callable[[_Command], _Command]:
    """--jobs, --seconds (so many unless given) and --megabytes; they come as one `share`."""

    def decorate(command: _Command) -> _Command:
        @wraps(command)
        def together(*, jobs: int, seconds: int, megabytes: int, **others: Any) -> Any:
            return command(share=Share(jobs, seconds, megabytes), **others)

        own: Any = click.option(
            "--megabytes", type=click.IntRange(100), default=2000, show_default=True, metavar="N",
            help="每个文件的内存限度 · memory that a file may take",
        )(together)  # fmt: skip
        own = click.option(
            "--seconds", type=click.IntRange(1), default=seconds, show_default=True, metavar="N",
            help="每个文件的时间限度 · time that a file may take",
        )(own)  # fmt: skip
        own = click.option(
            "--jobs", type=click.IntRange(0), default=0, metavar="N",
            help="进程数，0 为处理器数 · processes, 0 for one a processor",
        )(own)  # fmt: skip
        return cast(_Command, own)

    return decorate
