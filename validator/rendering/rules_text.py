"""Rules as text: a list, one rule with its examples, and flaws in the rules."""

from collections.abc import Sequence

from validator.model.catalogue import Catalogue
from validator.model.demand import EquationDemand
from validator.model.finding import Examples, Flaw
from validator.model.rule import AnyRule
from validator.rendering.text import Paint, plain


def rules_list(rules: Sequence[AnyRule], catalogue: Catalogue, paint: Paint = plain) -> str:
    """One line per rule: id, severity, name, title."""
    width = max((len(rule.name) for rule in rules), default=0)
    lines = []
    for rule in rules:
        word = catalogue.say(f"severity.{rule.severity.word}")
        title = rule.title.of(catalogue.language)
        lines.append(
            f"{paint(rule.id, 'strong')}  {paint(f'{word:<7}', rule.severity.word)}"
            f"  {rule.name:<{width}}  {title}"
        )
    return "\n".join(lines) + "\n"


def rule_page(rule: AnyRule, examples: Examples, catalogue: Catalogue, paint: Paint = plain) -> str:
    """A full description of a rule with its examples."""
    language, word = catalogue.language, catalogue.word
    basis = rule.basis.document or catalogue.say("rules.basis_of_format")
    rows = [
        ("rules.severity", catalogue.say(f"severity.{rule.severity.word}")),
        ("rules.formats", ", ".join(sorted(rule.formats))),
        ("rules.basis", f"{basis} {rule.basis.clause}".strip()),
    ]
    demand = rule.demand
    if isinstance(demand, EquationDemand):
        rows.append(("rules.equation", demand.equation))
        if demand.in_each:
            each = catalogue.say(f"rules.each_{demand.in_each}")
            rows.append(("rules.applies", f"{demand.table}: {each}"))
    lines = [paint(f"{rule.id} {rule.name}", "strong"), rule.title.of(language), ""]
    lines.extend(f"{paint(catalogue.say(key), 'faint')}  {value}" for key, value in rows)
    if examples.passing:
        lines.extend(["", paint(catalogue.say("rules.passing"), "faint")])
        lines.extend(f"  {word(text)}" for text in examples.passing)
    failing = examples.failing
    if failing is not None:
        lines.extend(
            [
                "",
                paint(catalogue.say("rules.failing"), "faint"),
                f"  {paint(word(failing.where), 'strong')}",
                f"  {word(failing.message)}",
                f"  {paint(catalogue.say('rules.help'), 'faint')}  {word(failing.help)}",
            ]
        )
    return "\n".join(lines) + "\n"


def flaws_text(flaws: Sequence[Flaw], count: int, catalogue: Catalogue) -> str:
    """Flaws of the rules, one line each, or a line saying that there are none."""
    if not flaws:
        return catalogue.say("flaw.none", count=count) + "\n"
    return "".join(
        catalogue.say(
            f"flaw.{flaw.key}",
            rules=catalogue.say("list.comma").join(flaw.rules),
            format=flaw.format,
            about=catalogue.word(flaw.about),
        )
        + "\n"
        for flaw in flaws
    )
