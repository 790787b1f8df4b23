"""All rules as one Markdown page in both languages: docs/rules.md."""

from collections.abc import Mapping, Sequence

from validator.model.catalogue import Catalogue
from validator.model.demand import EquationDemand
from validator.model.finding import Examples
from validator.model.rule import AnyRule


def rules_markdown(
    rules: Sequence[AnyRule],
    examples: Mapping[str, Examples],
    catalogues: Sequence[Catalogue],
) -> str:
    """The page: a table of contents, then one section per rule with its examples.

    `examples` holds those of each rule by its id; `catalogues` word them in each language.
    """
    heads = [catalogue.say("rules.page", count=len(rules)) for catalogue in catalogues]
    lines = [f"# {' · '.join(c.say('rules.page_title') for c in catalogues)}", ""]
    for head in heads:
        lines.extend([head, ""])
    for rule in rules:
        anchor = f"{rule.id.lower()}-{rule.name}"
        lines.append(f"- [{rule.id}](#{anchor}) {rule.title.zh} · {rule.title.en}")
    for rule in rules:
        lines.extend(["", f"## {rule.id} {rule.name}", ""])
        lines.extend(_rule(rule, examples[rule.id], catalogues))
    return "\n".join(lines) + "\n"


def _rule(rule: AnyRule, examples: Examples, catalogues: Sequence[Catalogue]) -> list[str]:
    lines: list[str] = []
    for catalogue in catalogues:
        language, word = catalogue.language, catalogue.word
        basis = rule.basis.document or catalogue.say("rules.basis_of_format")
        facts = [
            f"{catalogue.say('rules.severity')}: {catalogue.say(f'severity.{rule.severity.word}')}",
            f"{catalogue.say('rules.formats')}: {', '.join(sorted(rule.formats))}",
            f"{catalogue.say('rules.basis')}: {f'{basis} {rule.basis.clause}'.strip()}",
        ]
        if rule.issuers:
            kinds = ", ".join(catalogue.say(f"issuer.{kind}") for kind in sorted(rule.issuers))
            facts.append(f"{catalogue.say('rules.issuers')}: {kinds}")
        lines.extend([f"**{rule.title.of(language)}**", "", " · ".join(facts), ""])
        if isinstance(rule.demand, EquationDemand) and catalogue is catalogues[0]:
            lines.extend([f"`{rule.demand.equation}`", ""])
        if examples.failing is not None:
            failing = examples.failing
            lines.append(f"> {word(failing.where)}: {word(failing.message)}")
            lines.extend([">", f"> {word(failing.help)}", ""])
        if examples.passing:
            passing = "<br>".join(map(word, examples.passing))
            lines.extend([f"{catalogue.say('rules.passing')}: {passing}", ""])
    return lines[:-1]
