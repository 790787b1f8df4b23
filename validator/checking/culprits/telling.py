"""Stories in words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from validator.checking import equation
from validator.checking.cells import number, total
from validator.checking.context import Context
from validator.checking.culprits.ranking import Ranked
from validator.checking.culprits.search import Number
from validator.checking.culprits.system import Stated, decimal
from validator.checking.links import bare, split
from validator.model.finding import Explanation, Step, Suspect
from validator.model.report import Fact, Figure, FigureState

# Of explanations that change more cells than this the reasons are not told.
_REASONED = 2
_PAIR = 2
# Marks that a phrase may begin with, which are no part of a quotation.
_AROUND = "，、；：。 "


def explanation(one: Ranked, rank: int, failed: Sequence[Stated], context: Context) -> Explanation:
    """The cells of an explanation, and the change that it asks for in a phrase."""
    concepts = _in_order(one, context)
    cells = tuple(_suspect(one, concept, rank, failed, context) for concept in concepts)
    names = [context.cell_name(concept) for concept in concepts]
    key = "culprit.becomes" if len(cells) > _REASONED else "culprit.could"
    return Explanation(_changes(cells, names, key, context) + _text(one, context), cells)


def culprit(best: Ranked, first: Explanation, failed: int, context: Context) -> str:
    """The sentence that names the culprit."""
    say = context.catalogue.say
    names = [cell.where for cell in first.cells]
    changes = _changes(first.cells, names, "culprit.should", context)
    settled = say("culprit.settles" if failed > 1 else "culprit.settles_one", count=failed)
    return changes + settled + _text(best, context)


def choice(found: Sequence[Ranked], shown: int, failed: int, context: Context) -> str:
    """The sentence that says that nothing tells some explanations apart."""
    say = context.catalogue.say
    more = say("culprit.more", shown=shown) if len(found) > shown else ""
    return say("culprit.choice", count=failed, options=len(found), more=more)


def inconsistent(failed: int, most: int, context: Context) -> str:
    """The sentence that says that too many cells would have to change."""
    return context.catalogue.say("culprit.inconsistent", count=failed, most=most)


def involved(failed: int, context: Context) -> str:
    """The sentence that says that too many cells without a figure take part."""
    return context.catalogue.say("culprit.involved", count=failed)


def step(one: Stated, proposed: Mapping[str, Number], context: Context) -> Step:
    """An equation as printed and as proposed."""
    facts = dict(context.facts)
    for cell, amount in proposed.items():
        if cell in facts:
            facts[cell] = _filled(facts[cell], amount)
    return Step(
        one.rule.id,
        equation.where(one.instance, context),
        _sums(one, context),
        _sums(one, replace(context, facts=facts)),
    )


def _in_order(one: Ranked, context: Context) -> list[str]:
    """The cells of an explanation as a reader meets them, those of other reports at the end."""
    place = {concept: at for at, concept in enumerate(context.facts)}
    return sorted(one.reasons, key=lambda cell: place.get(cell, len(place)))


def _suspect(
    one: Ranked, cell: str, rank: int, failed: Sequence[Stated], context: Context
) -> Suspect:
    fact = context.facts.get(cell)
    reason = one.reasons[cell]
    holding = sum(cell in s.instance.concepts for s in failed)
    place = fact.place if fact else None
    return Suspect(
        cell=bare(cell),
        where=context.at(None if split(cell)[0] else place, context.cell_name(cell)),
        printed=fact.figure.text if fact else "",
        proposed=decimal(one.solution.values[cell]),
        clue=reason.key,
        reason=context.catalogue.say(f"reason.{reason.key}", **reason.values),
        share=round(holding / len(failed), 2),
        explanation=rank,
        place=place,
        document=context.document_of(cell),
    )


def _changes(cells: Sequence[Suspect], names: Sequence[str], key: str, context: Context) -> str:
    """What is to be changed in cells of these names, each in a phrase of the key."""
    say = context.catalogue.say
    printed = [cell.printed or say("culprit.nothing") for cell in cells]
    if len(cells) == _PAIR and all(cell.clue == "exchanged" for cell in cells):
        return say(
            "culprit.exchange", one=names[0], first=printed[0], other=names[1], second=printed[1]
        )
    told = context.listed(
        say(key, where=name, proposed=number(c.proposed), printed=shown, reason=c.reason)
        for c, name, shown in zip(cells, names, printed, strict=True)
    )
    return say("culprit.together", cells=len(cells), changes=told) if len(cells) > 1 else told


def _text(one: Ranked, context: Context) -> str:
    """What the sentences of the report say to an explanation."""
    return "".join(
        context.catalogue.say(key, text=claims[0].text.strip(_AROUND))
        for key, claims in (("culprit.mended", one.mended), ("culprit.broken", one.broken))
        if claims
    )


def _filled(fact: Fact, value: Number) -> Fact:
    amount = decimal(value)
    return fact._replace(figure=Figure(number(amount), FigureState.NUMBER, amount))


def _sums(one: Stated, context: Context) -> str:
    """Both sides of an equation written out, and whether they are equal."""
    sides = (one.instance.left, one.instance.right)
    left, right = (total(side, context.facts) or Decimal(0) for side in sides)
    apart = abs(left - right)
    return context.catalogue.say(
        "sum.fails" if apart else "sum.holds",
        left=equation.working(sides[0], left, context),
        right=equation.working(sides[1], right, context),
        difference=number(apart),
    )
