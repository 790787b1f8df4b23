"""nianbao rules: list the rules, or explain one."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from validator.cli.common import common_options, errors_as_sentences, painter, words

if TYPE_CHECKING:
    from validator.checking.ruleset import RuleSet
    from validator.model.catalogue import Catalogue
    from validator.model.finding import Finding
    from validator.model.rule import Rule


@click.command("rules")
@click.argument("rule", required=False, metavar="[ID]")
@click.option(
    "--rules",
    "rule_paths",
    multiple=True,
    metavar="PATH",
    help="另加自己的规则文件或文件夹 · further rule files or folders",
)
@common_options
def command(rule: str | None, rule_paths: tuple[str, ...], lang: str, debug: bool) -> None:
    """列出全部规则；给出编号、名称或类别，则解释这些规则。

    List all rules; explain those of an id, a name or a family.
    """
    said = words(lang)
    with errors_as_sentences(said, debug=debug):
        from validator.checking.ruleset import builtin, with_user_rules
        from validator.rendering.rules_text import rule_page, rules_list

        rules = with_user_rules([Path(p) for p in rule_paths]) if rule_paths else builtin()
        if rule is None:
            click.echo(rules_list(rules.rules, said, painter()), nl=False)
            return
        pages = [
            rule_page(found, _example(found, rules, said), said, painter())
            for found in rules.find(rule)
        ]
        click.echo("\n".join(pages), nl=False)


def _example(rule: "Rule", rules: "RuleSet", said: "Catalogue") -> "Finding | None":
    """What the rule finds in the specimen under the edits of its failing example."""
    from validator.pipeline import failing_example

    return failing_example(rule, rules, said)
