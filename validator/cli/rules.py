"""nianbao rules: list the rules, explain one, write them all down, or check them."""

import sys
from pathlib import Path

import click

from validator.cli.common import (
    common_options,
    errors_as_sentences,
    painter,
    rules_option,
    words,
    write,
)


@click.command("rules")
@click.argument("rule", required=False, metavar="[ID]")
@click.option("--check", "checking", is_flag=True, help="检查规则本身 · check the rules themselves")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown"]),
    default="text",
    show_default=True,
    help="输出格式 · output",
)
@click.option("-o", "--output", metavar="OUT", help="写入文件 · write to a file")
@rules_option
@common_options
def command(
    rule: str | None,
    checking: bool,
    form: str,
    output: str | None,
    rule_paths: tuple[Path, ...],
    lang: str,
    debug: bool,
) -> None:
    """列出全部规则；给出编号、名称或类别，则解释这些规则。

    List all rules; explain those of an id, a name or a family.
    """
    said = words(lang)
    with errors_as_sentences(said, debug=debug):
        from validator.checking.ruleset import with_user_rules
        from validator.examples import flaws, shown
        from validator.rendering.rules_markdown import rules_markdown
        from validator.rendering.rules_text import flaws_text, rule_page, rules_list

        rules = with_user_rules(rule_paths)
        if checking:
            found = flaws(rules, said)
            write(flaws_text(found, len(rules.rules), said), output)
            sys.exit(1 if found else 0)
        if form == "markdown":
            both = [words("zh"), words("en")]
            examples = {
                one.id: [shown(one, rules, tongue) for tongue in both] for one in rules.rules
            }
            write(rules_markdown(rules.rules, examples, both), output)
        elif rule is None:
            write(rules_list(rules.rules, said, painter()), output)
        else:
            pages = [
                rule_page(one, shown(one, rules, said), said, painter()) for one in rules.find(rule)
            ]
            write("\n".join(pages), output)
