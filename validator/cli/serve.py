"""nianbao serve: a page on this machine on which reports are dropped."""

import os
import webbrowser
from pathlib import Path

import click

from validator.cli.common import (
    Reading,
    comma_list,
    common_options,
    errors_as_sentences,
    extra_needed,
    reading_options,
    rules_option,
    words,
)


@click.command("serve")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8600, show_default=True, metavar="N",
    help="端口，0 为任意空闲端口 · port, 0 for any that is free",
)  # fmt: skip
@click.option(
    "--host", default="127.0.0.1", show_default=True, metavar="ADDRESS",
    help="监听地址；不是本机的要用口令 · address; beyond this machine a token is demanded",
)  # fmt: skip
@click.option(
    "--token", default="", envvar="NIANBAO_TOKEN", metavar="TEXT",
    help="口令，不给则自动生成 · the token, not one made up",
)  # fmt: skip
@click.option("--open", "opening", is_flag=True, help="打开浏览器 · open a browser")
@click.option(
    "--jobs", type=click.IntRange(0), default=0, metavar="N",
    help="进程数，0 为处理器数 · processes, 0 for one a processor",
)  # fmt: skip
@click.option(
    "--seconds", type=click.IntRange(1), default=120, show_default=True, metavar="N",
    help="每个文件的时间限度 · time that a file may take",
)  # fmt: skip
@click.option(
    "--megabytes", type=click.IntRange(100), default=2000, show_default=True, metavar="N",
    help="每个文件的内存限度 · memory that a file may take",
)  # fmt: skip
@click.option(
    "--upload", "most", type=click.IntRange(1), default=100, show_default=True, metavar="N",
    help="一次上传的限度（MB） · megabytes of one upload",
)  # fmt: skip
@click.option(
    "--select", multiple=True, metavar="A,B", help="只用这些规则 · only these rules",
)  # fmt: skip
@click.option("--ignore", multiple=True, metavar="A,B", help="不用这些规则 · not these rules")
@click.option("--config", metavar="FILE", help="配置文件 · configuration, not the one found")
@rules_option
@reading_options
@common_options
def command(
    port: int,
    host: str,
    token: str,
    opening: bool,
    jobs: int,
    seconds: int,
    megabytes: int,
    most: int,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    config: str | None,
    rule_paths: tuple[Path, ...],
    reading: Reading,
    year: int | None,
    lang: str,
    debug: bool,
) -> None:
    """在本机打开网页：放入报告，对照原文看问题、试改、下载批注。不联网，文件不离开本机。

    Opens a page on this machine: drop a report, see what is wrong beside it, try other figures,
    download it with comments. Offline; nothing leaves the machine.
    """
    said = words(lang)
    with errors_as_sentences(said, debug=debug), extra_needed("serve"):
        from validator.checker import Asked
        from validator.processes.pool import Bounds
        from validator.settings.config import settings
        from validator.web.asking import Serving
        from validator.web.running import serve

        own = settings(config, Path.cwd())
        select, ignore = tuple(comma_list(select)), tuple(comma_list(ignore))
        asked = Asked(own, rule_paths, select, ignore, reading.options(own.bounds), year)
        asked.chosen(asked.rules(), own.wanted)

        def told(address: str) -> None:
            click.echo(said.say("serve.open", address=address))
            if opening:
                webbrowser.open(address)

        processes = jobs or os.cpu_count() or 1
        bounds = Bounds(seconds, megabytes)
        serve(
            Serving(asked, said.language, processes, bounds, token=token, most=most),
            host, port, told,
        )  # fmt: skip
