"""nianbao annotate: write findings as comments into a copy of a document."""

import click

from validator.cli.common import (
    catalogue_for,
    check_ending,
    check_outputs,
    common_options,
    complain,
    errors_as_sentences,
    write,
)
from validator.cli.options import CheckOptions, check_options


@click.command("annotate")
@click.argument("file", metavar="FILE")
@click.option("-o", "--output", metavar="OUT", required=True, help="写入文件 · the file to write")
@click.option(
    "--previous",
    metavar="FILE",
    help="同一机关上一年度的报告，跨年度核对 · last year's report of the same body",
)
@check_options
@common_options
def command(
    file: str,
    output: str,
    previous: str | None,
    options: CheckOptions,
    lang: str,
    debug: bool,
) -> None:
    """把问题写成批注：输出同一份文件，原文不动；能写入的形式见 nianbao forms。

    Write the findings as comments into a copy of the file; its text stays as it is. nianbao forms
    lists the forms that take comments; .doc and .wps become .docx.
    """
    catalogue = catalogue_for(lang)
    with errors_as_sentences(catalogue, debug=debug):
        from validator.cli.inputs import one_document
        from validator.model.message import listed
        from validator.pipeline.document import Input
        from validator.pipeline.session import Session
        from validator.processes.supervisor import bounded
        from validator.rendering import wording
        from validator.rendering.annotated.annotate import (
            annotate,
            convert_for_comments,
            written_suffixes,
        )

        check_outputs([output], [file, previous, options.config_file, *options.rules])
        config = options.configure(previous=previous)
        bounds = config.options.bounds
        document = one_document(file, bounds)
        content = document.content(bounds)
        words = config.rules.catalogue(catalogue.language)
        with bounded(document.name, bounds):
            data = convert_for_comments(content, document.name, config.options)
            check_ending(output, written_suffixes(data))
            run = Session(config, debug).check(Input(document.name, data=data)).run
            annotated_file = annotate(data, run, words, config.options)
        write(annotated_file.data, output)
        if run.source is not None and run.source.signatures:
            signers = listed(run.source.signatures)
            complain(catalogue, "seal_broken", grade="note", signers=signers)
        for gap in run.require_findings().gaps:
            what = wording.where_and_what(gap, words)
            complain(catalogue, "read_in_part", grade="note", what=what)
        complain(catalogue, "annotated", grade="note", count=str(annotated_file.notes), name=output)
