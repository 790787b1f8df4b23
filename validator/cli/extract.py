"""nianbao extract: a document in, its Report out."""

import click

from validator.cli.common import (
    Reading,
    common_options,
    errors_as_sentences,
    reading_options,
    recognition_shown,
    words,
    write,
)


@click.command("extract")
@click.argument("file", metavar="FILE|-")
@click.option("-o", "--output", metavar="OUT", help="写入文件 · write to a file")
@reading_options
@common_options
def command(
    file: str,
    output: str | None,
    reading: Reading,
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
        from validator.rendering.report_json import report_json

        documents = gather([file]).documents
        if len(documents) != 1:
            raise UserError("one_document", name=file)
        options = reading.options()
        with recognition_shown(said) as progress:
            report = extract(documents[0], options=options, year=year, progress=progress)
        write(report_json(report), output)
