"""nianbao new: write a blank report for a year as a Word file."""

from pathlib import Path

import click

from validator.cli.common import (
    catalogue_for,
    check_ending,
    check_outputs,
    common_options,
    complain,
    errors_as_sentences,
    rules_option,
    write,
)


@click.command("new")
@click.option("--body", required=True, metavar="NAME", help="机关名称 · the body's name")
@click.option(
    "--year", required=True, type=click.IntRange(1990, 2200), metavar="YEAR",
    help="报告年度 · the report's year",
)  # fmt: skip
@click.option(
    "--previous", metavar="FILE",
    help="上一年度报告，带入结转和存量 · last year's report, for figures carried over",
)  # fmt: skip
@click.option("-o", "--output", required=True, metavar="OUT", help="写入文件 · the file to write")
@rules_option
@common_options
def command(
    body: str,
    year: int,
    previous: str | None,
    output: str,
    rule_paths: tuple[Path, ...],
    lang: str,
    debug: bool,
) -> None:
    """按规定格式生成空白年度报告（Word），已填好标题、统计期限和上年结转。

    Write the official format of a year as a Word file to be filled in.
    """
    catalogue = catalogue_for(lang)
    with errors_as_sentences(catalogue, debug=debug):
        from validator.model.errors import UserError
        from validator.model.text import display_name
        from validator.official_form.form import make_official_form
        from validator.pipeline.document import Input, extract_previous
        from validator.rulebase.ruleset import with_user_rules

        check_outputs([output], [previous])
        check_ending(output, (".docx",))
        if not body.strip() or display_name(body) != body:
            raise UserError("bad_body", name=body)
        rules = with_user_rules(rule_paths)
        previous_report = (
            extract_previous(Input(previous, Path(previous)), rules.formats) if previous else None
        )
        filled_form = make_official_form(body.strip(), year, rules, previous_report)
        write(filled_form.data, output)
        complain(
            catalogue, "form_written", grade="note", name=output, count=str(filled_form.filled)
        )
