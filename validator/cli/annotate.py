"""nianbao annotate: the same document with its findings as comments."""

import sys
from pathlib import Path

import click

from validator.cli.asking import Wishes, asking_options
from validator.cli.common import (
    common_options,
    complain,
    errors_as_sentences,
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
@asking_options
@common_options
def command(
    file: str,
    output: str,
    previous: str | None,
    wishes: Wishes,
    lang: str,
    debug: bool,
) -> None:
    """把问题写成批注：输出同一份 Word 或 PDF，原文不动。

    Write the findings as comments into a copy of the Word file or PDF; its text stays as it is.
    .doc and .wps become .docx.
    """
    said = words(lang)
    with errors_as_sentences(said, debug=debug):
        from validator.checker import Checker
        from validator.comments import annotatable, annotated
        from validator.pipeline import Input

        asked = wishes.asked().against(previous)
        data = sys.stdin.buffer.read() if file == "-" else b""
        source = Input(file, None if file == "-" else Path(file), data)
        source = annotatable(source, asked.options)
        one = Checker(asked, said, debug).run(source)
        marked = annotated(source, one, said, asked.options)
        write(marked.data, output)
        complain(said, "annotated", grade="note", count=str(marked.notes), name=output)
