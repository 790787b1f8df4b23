"""nianbao extract: print the Report of a document as JSON."""

from typing import TYPE_CHECKING

import click

from validator.cli.common import (
    catalogue_for,
    common_options,
    errors_as_sentences,
    protect_inputs,
    write,
)
from validator.cli.options import reading_options
from validator.cli.progress import show_recognition

if TYPE_CHECKING:
    from validator.pipeline.configure import ReadingArguments


@click.command("extract")
@click.argument("file", metavar="FILE|-")
@click.option("-o", "--output", metavar="OUT", help="写入文件 · write to a file")
@reading_options
@common_options
def command(
    file: str,
    output: str | None,
    reading: "ReadingArguments",
    year: int | None,
    lang: str,
    debug: bool,
) -> None:
    """把报告读成 JSON：标题、各部分、三张表的每个数字及其位置。

    The report as JSON: title, sections, every figure of the tables with its place.
    """
    catalogue = catalogue_for(lang)
    with errors_as_sentences(catalogue, debug=debug):
        from validator.cli.inputs import gather
        from validator.model.errors import UserError
        from validator.pipeline.document import extract
        from validator.rulebase.formats import load_formats
        from validator.serialization.report import report_json

        protect_inputs([output], [file])
        documents = gather([file]).documents
        if len(documents) != 1:
            raise UserError("one_document", name=file)
        options = reading.options()
        with show_recognition(catalogue) as progress:
            extraction = extract(
                documents[0], load_formats(), options=options, year=year, progress=progress
            )
        write(report_json(extraction.report), output)
