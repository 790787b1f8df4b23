"""nianbao rules: list rules, explain some, document all, or check them for flaws."""

import sys
from pathlib import Path

import click

from validator.cli.common import (
    catalogue_for,
    common_options,
    errors_as_sentences,
    painter,
    rules_option,
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
    catalogue = catalogue_for(lang)
    with errors_as_sentences(catalogue, debug=debug):
        from validator.checking.examples import evaluate_examples, find_flaws
        from validator.rendering.rules_markdown import rules_markdown
        from validator.rendering.rules_text import flaws_text, rule_page, rules_list
        from validator.rulebase.ruleset import with_user_rules

        rules = with_user_rules(rule_paths)
        catalogue = rules.catalogue(catalogue.language)
        if checking:
            problems = find_flaws(rules)
            write(flaws_text(problems, len(rules.rules), catalogue), output)
            sys.exit(1 if problems else 0)
        if form == "markdown":
            examples = {one.id: evaluate_examples(one, rules) for one in rules.rules}
            both = [rules.catalogue("zh"), rules.catalogue("en")]
            write(rules_markdown(rules.rules, examples, both), output)
        elif rule is None:
            write(rules_list(rules.rules, catalogue, painter()), output)
        else:
            pages = [
                rule_page(one, evaluate_examples(one, rules), catalogue, painter())
                for one in rules.find(rule)
            ]
            write("\n".join(pages), output)
