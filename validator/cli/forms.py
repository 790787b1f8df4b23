"""nianbao forms: list the forms of files that are read, and what can be done with each."""

import click

from validator.cli.common import catalogue_for, common_options, errors_as_sentences, painter, write


@click.command("forms")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown"]),
    default="text",
    show_default=True,
    help="输出格式 · output",
)
@click.option("-o", "--output", metavar="OUT", help="写入文件 · write to a file")
@common_options
def command(form: str, output: str | None, lang: str, debug: bool) -> None:
    """列出能读取的文件形式：扩展名、读取方式、需要什么、能否写批注。

    List the forms of files that are read: their endings, how they are read, what that needs,
    whether comments can be written into them.
    """
    catalogue = catalogue_for(lang)
    with errors_as_sentences(catalogue, debug=debug):
        from validator.rendering.forms_table import forms_markdown, forms_text

        if form == "markdown":
            write(forms_markdown(catalogue), output)
        else:
            write(forms_text(catalogue, painter()), output)
