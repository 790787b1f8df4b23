"""Rules as text: a list, one rule explained with its examples, what is wrong with them."""

from collections.abc import Sequence

from validator.model.catalogue import Catalogue
from validator.model.finding import Examples, Flaw
from validator.model.rule import Rule
from validator.rendering.text import Paint, plain


def rules_list(rules: Sequence[Rule], catalogue: Catalogue, paint: Paint = plain) -> str:
    """One line a rule: id, severity, name, title."""
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


def rule_page(rule: Rule, examples: Examples, catalogue: Catalogue, paint: Paint = plain) -> str:
    """All there is to say of a rule, with what its examples show."""
    language = catalogue.language
    basis = rule.basis.document or catalogue.say("rules.basis_of_format")
    rows = [
        ("rules.severity", catalogue.say(f"severity.{rule.severity.word}")),
        ("rules.formats", ", ".join(sorted(rule.formats))),
        ("rules.basis", f"{basis} {rule.basis.clause}".strip()),
    ]
    if "equation" in rule.demand:
        rows.append(("rules.equation", rule.demand["equation"]))
    if "in_each" in rule.demand:
        each = catalogue.say(f"rules.each_{rule.demand['in_each']}")
        rows.append(("rules.applies", f"{rule.demand['table']}: {each}"))
    lines = [paint(f"{rule.id} {rule.name}", "strong"), rule.title.of(language), ""]
    lines.extend(f"{paint(catalogue.say(key), 'faint')}  {value}" for key, value in rows)
    if examples.passing:
        lines.extend(["", paint(catalogue.say("rules.passing"), "faint")])
        lines.extend(f"  {text}" for text in examples.passing)
    failing = examples.failing
    if failing is not None:
        lines.extend(
            [
                "",
                paint(catalogue.say("rules.failing"), "faint"),
                f"  {paint(failing.where, 'strong')}",
                f"  {failing.message}",
                f"  {paint(catalogue.say('rules.help'), 'faint')}  {failing.help}",
            ]
        )
    return "\n".join(lines) + "\n"


def flaws_text(flaws: Sequence[Flaw], count: int, catalogue: Catalogue) -> str:
    """What is wrong with the rules, a line each, or that nothing is."""
    if not flaws:
        return catalogue.say("flaw.none", count=count) + "\n"
    return "".join(
        catalogue.say(
            f"flaw.{flaw.key}",
            rules=catalogue.say("list.comma").join(flaw.rules),
            format=flaw.format,
            about=flaw.about,
        )
        + "\n"
        for flaw in flaws
    )
