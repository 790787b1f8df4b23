"""nianbao extract: print the Report of a document as JSON."""

from typing import TYPE_CHECKING

import click

from validator.cli.common import (
    catalogue_for,
    check_outputs,
    common_options,
    errors_as_sentences,
    write,
)
from validator.cli.options import reading_options
from validator.cli.progress import show_recognition

if TYPE_CHECKING:
    from validator.pipeline.configure import ReadingArguments


@click.command("extract")
@click.argument("file", metavar="FILE|-")
@click.option("-o", "--output", metavar="OUT", help="写入文件 · write to a file")
@click.option(
    "--unsure", is_flag=True,
    help="只列没有把握的数字，填好后用于 check --readings · only the figures that are not sure, as "
    "CSV to fill in",
)  # fmt: skip
@reading_options
@common_options
def command(
    file: str,
    output: str | None,
    unsure: bool,
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
        from validator.cli.inputs import one_document
        from validator.pipeline.document import extract
        from validator.processes.supervisor import bounded
        from validator.rulebase.formats import load_formats
        from validator.serialization.report import report_json

        check_outputs([output], [file])
        options = reading.options()
        document = one_document(file, options.bounds)
        with bounded(document.name, options.bounds), show_recognition(catalogue) as progress:
            extraction = extract(
                document, load_formats(), options=options, year=year, progress=progress
            )
        report = extraction.report
        if unsure:
            from validator.serialization.unsure import unsure_csv

            official = next(f for f in load_formats() if f.id == report.format)
            write(unsure_csv(report, official, catalogue), output)
        else:
            write(report_json(report), output)
