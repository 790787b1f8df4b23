"""nianbao extract: a document in, its Report out."""

from typing import TYPE_CHECKING

import click

from validator.cli.common import common_options, errors_as_sentences, reading_options, words, write

if TYPE_CHECKING:
    from validator.reading import Engine, Recognition


@click.command("extract")
@click.argument("file", metavar="FILE|-")
@click.option("-o", "--output", metavar="OUT", help="写入文件 · write to a file")
@reading_options
@common_options
def command(
    file: str,
    output: str | None,
    engine: "Engine",
    encoding: str,
    ocr: "Recognition",
    year: int | None,
    lang: str,
    debug: bool,
) -> None:
    """把报告读成 JSON：标题、各部分、三张表的每个数字及其位置。

    The report as JSON: title, sections, every figure of the tables with its place.
    """
    said = words(lang)
    with errors_as_sentences(said, debug=debug):
        from validator.cli.inputs import gather
        from validator.model.errors import UserError
        from validator.pipeline import extract
        from validator.reading import Options
        from validator.rendering.report_json import report_json

        documents = gather([file]).documents
        if len(documents) != 1:
            raise UserError("one_document", name=file)
        report = extract(documents[0], options=Options(engine, encoding, ocr), year=year)
        write(report_json(report), output)
