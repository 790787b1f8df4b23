"""nianbao serve: a local web page for checking reports."""

import webbrowser

import click

from validator.cli.common import (
    catalogue_for,
    common_options,
    errors_as_sentences,
    require_extra,
    show,
)
from validator.cli.options import CheckOptions, check_options, jobs_option


@click.command("serve")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8600, show_default=True, metavar="N",
    help="端口，0 为任意空闲端口 · port, 0 for any free one",
)  # fmt: skip
@click.option(
    "--host", default="127.0.0.1", show_default=True, metavar="ADDRESS",
    help="监听地址；不是本机的要用口令 · address; a token is required unless it is local",
)  # fmt: skip
@click.option(
    "--token", default="", envvar="NIANBAO_TOKEN", metavar="TEXT",
    help="口令，不给则自动生成 · token; generated if not given",
)  # fmt: skip
@click.option("--open", "opening", is_flag=True, help="打开浏览器 · open a browser")
@click.option(
    "--upload", "most", type=click.IntRange(1), default=100, show_default=True, metavar="N",
    help="一次上传的限度（MB） · maximum size of an upload (MB)",
)  # fmt: skip
@jobs_option
@check_options
@common_options
def command(
    port: int,
    host: str,
    token: str,
    opening: bool,
    jobs: int,
    most: int,
    options: CheckOptions,
    lang: str,
    debug: bool,
) -> None:
    """在本机打开网页：放入报告，对照原文看问题、试改、下载批注。不联网，文件不离开本机。

    Serve a page on this machine: drop a report, see findings beside it, try other figures,
    download it with comments. Offline; nothing leaves the machine.
    """
    catalogue = catalogue_for(lang)
    with errors_as_sentences(catalogue, debug=debug), require_extra("serve"):
        from validator.processes.pool import process_count
        from validator.web.options import ServerOptions
        from validator.web.server import serve

        config = options.configure()

        def announce(address: str) -> None:
            show(catalogue.say("serve.open", address=address))
            if opening:
                webbrowser.open(address)

        serve(
            ServerOptions(
                config,
                catalogue.language,
                process_count(jobs),
                token=token,
                max_megabytes=most,
            ),
            host, port, announce,
        )  # fmt: skip
