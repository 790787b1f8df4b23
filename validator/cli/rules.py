"""nianbao rules: list the rules, or explain one."""

from pathlib import Path

import click

from validator.cli.common import common_options, errors_as_sentences, painter, rules_option, words


@click.command("rules")
@click.argument("rule", required=False, metavar="[ID]")
@rules_option
@common_options
def command(rule: str | None, rule_paths: tuple[Path, ...], lang: str, debug: bool) -> None:
    """列出全部规则；给出编号、名称或类别，则解释这些规则。

    List all rules; explain those of an id, a name or a family.
    """
    said = words(lang)
    with errors_as_sentences(said, debug=debug):
        from validator.checking.ruleset import with_user_rules
        from validator.pipeline import failing_example
        from validator.rendering.rules_text import rule_page, rules_list

        rules = with_user_rules(rule_paths)
        if rule is None:
            click.echo(rules_list(rules.rules, said, painter()), nl=False)
            return
        pages = [
            rule_page(found, failing_example(found, rules, said), said, painter())
            for found in rules.find(rule)
        ]
        click.echo("\n".join(pages), nl=False)
