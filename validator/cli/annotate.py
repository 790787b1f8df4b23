"""nianbao annotate: the same document with its findings as comments."""

import sys
from pathlib import Path

import click

from validator.cli.common import (
    Reading,
    common_options,
    complain,
    errors_as_sentences,
    reading_options,
    rules_option,
    words,
    write,
)


@click.command("annotate")
@click.argument("file", metavar="FILE")
@click.option("-o", "--output", metavar="OUT", required=True, help="写入文件 · the file to write")
@click.option(
    "--previous",
    metavar="FILE",
    help="同一机关上一年度的报告，跨年度核对 · last year's report of the same body",
)
@click.option("--config", metavar="FILE", help="配置文件 · configuration, not the one found")
@rules_option
@reading_options
@common_options
def command(
    file: str,
    output: str,
    previous: str | None,
    config: str | None,
    rule_paths: tuple[Path, ...],
    reading: Reading,
    year: int | None,
    lang: str,
    debug: bool,
) -> None:
    """把问题写成批注：输出同一份 Word 或 PDF，原文不动。

    Write the findings as comments into a copy of the Word file or PDF; its text stays as it is.
    .doc and .wps become .docx.
    """
    said = words(lang)
    with errors_as_sentences(said, debug=debug):
        from validator.checker import Asked, Checker
        from validator.pipeline import Input, annotatable, annotated
        from validator.settings.config import settings

        own = settings(config, Path.cwd())
        asked = Asked(own, rule_paths, (), (), reading.options(own.bounds), year)
        asked = asked.against(previous)
        data = sys.stdin.buffer.read() if file == "-" else b""
        source = Input(file, None if file == "-" else Path(file), data)
        source = annotatable(source, asked.options)
        one = Checker(asked, said, debug).run(source)
        marked = annotated(source, one, said, asked.options)
        write(marked.data, output)
        complain(said, "annotated", grade="note", count=str(marked.notes), name=output)
