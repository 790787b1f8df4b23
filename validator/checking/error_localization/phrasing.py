"""Diagnoses as messages."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from validator.checking.cells import split_prefix, strip_prefix, total
from validator.checking.context import Context
from validator.checking.equations import GroundedEquation
from validator.checking.error_localization.ranking import RankedSolution
from validator.checking.error_localization.search import Number
from validator.checking.error_localization.system import to_decimal
from validator.checking.kinds import equation
from validator.model.finding import Explanation, Step, Suspect
from validator.model.message import Joined, Message, Value, Values, figure_text, listed, phrase
from validator.model.report import Fact, Figure, FigureState

# Reasons are stated only for explanations that change at most this many cells.
_MAX_CELLS_WITH_REASONS = 2
_PAIR = 2
# Punctuation stripped from both ends of a quotation.
_PUNCTUATION = "，、；：。 "


def build_explanation(
    candidate: RankedSolution, rank: int, failed: Sequence[GroundedEquation], context: Context
) -> Explanation:
    """Build an explanation: its cells and the proposed change."""
    concepts = _sort_cells(candidate, context)
    cells = tuple(_build_suspect(candidate, concept, rank, failed, context) for concept in concepts)
    names = [context.cell_name(concept) for concept in concepts]
    key = "culprit.becomes" if len(cells) > _MAX_CELLS_WITH_REASONS else "culprit.could"
    changes = _phrase_changes(cells, names, key)
    message = phrase("culprit.explanation", changes=changes, claims=_phrase_claims(candidate))
    return Explanation(message, cells)


def culprit_message(best: RankedSolution, first: Explanation, failed: int) -> Message:
    """The sentence that names the culprit."""
    names = [cell.where for cell in first.cells]
    return phrase(
        "culprit.named",
        changes=_phrase_changes(first.cells, names, "culprit.should"),
        effect=phrase("culprit.settles" if failed > 1 else "culprit.settles_one", count=failed),
        claims=_phrase_claims(best),
    )


def choice_message(candidates: Sequence[RankedSolution], shown_count: int, failed: int) -> Message:
    """The sentence that says that several explanations are possible."""
    more: Value = ""
    if len(candidates) > shown_count:
        more = phrase("culprit.more", shown=shown_count)
    return phrase("culprit.choice", count=failed, options=len(candidates), more=more)


def inconsistent_message(failed: int, max_cells: int) -> Message:
    """The sentence that says that too many cells would have to change."""
    return phrase("culprit.inconsistent", count=failed, most=max_cells)


def involved_message(failed: int) -> Message:
    """The sentence that says that too many cells without a figure are involved."""
    return phrase("culprit.involved", count=failed)


def build_step(
    grounded: GroundedEquation, proposed: Mapping[str, Number], context: Context
) -> Step:
    """Build a step: an equation as printed and as proposed."""
    facts = dict(context.facts)
    for cell, amount in proposed.items():
        if cell in facts:
            facts[cell] = _fill(facts[cell], amount)
    return Step(
        grounded.rule.id,
        equation.describe_place(grounded.cells, context),
        _write_sums(grounded, context),
        _write_sums(grounded, replace(context, facts=facts)),
    )


def _sort_cells(candidate: RankedSolution, context: Context) -> list[str]:
    """The cells of an explanation in reading order, those of other reports last."""
    positions = {concept: position for position, concept in enumerate(context.facts)}
    return sorted(candidate.reasons, key=lambda cell: positions.get(cell, len(positions)))


def _build_suspect(
    candidate: RankedSolution,
    cell: str,
    rank: int,
    failed: Sequence[GroundedEquation],
    context: Context,
) -> Suspect:
    fact = context.facts.get(cell)
    reason = candidate.reasons[cell]
    containing = sum(cell in s.cells.concepts for s in failed)
    place = fact.place if fact else None
    return Suspect(
        cell=strip_prefix(cell),
        where=context.at(None if split_prefix(cell)[0] else place, context.cell_name(cell)),
        printed=fact.figure.text if fact else "",
        proposed=to_decimal(candidate.solution.values[cell]),
        reason=Message(f"reason.{reason.key}", Values(reason.values)),
        share=round(containing / len(failed), 2),
        explanation=rank,
        place=place,
        document=context.document_of(cell),
    )


def _phrase_changes(cells: Sequence[Suspect], names: Sequence[Message], key: str) -> Value:
    """The proposed changes, one phrase per cell; `key` is the message key."""
    printed = [cell.printed or phrase("culprit.nothing") for cell in cells]
    if len(cells) == _PAIR and all(cell.clue == "exchanged" for cell in cells):
        return phrase(
            "culprit.exchange", one=names[0], first=printed[0], other=names[1], second=printed[1]
        )
    changes = listed(
        [
            phrase(key, where=name, proposed=cell.proposed, printed=figure, reason=cell.reason)
            for cell, name, figure in zip(cells, names, printed, strict=True)
        ]
    )
    if len(cells) == 1:
        return changes
    return phrase("culprit.together", cells=len(cells), changes=changes)


def _phrase_claims(candidate: RankedSolution) -> Joined:
    """The claims that an explanation fixes or breaks."""
    return Joined(
        tuple(
            phrase(key, text=claims[0].text.strip(_PUNCTUATION))
            for key, claims in (
                ("culprit.mended", candidate.claims_fixed),
                ("culprit.broken", candidate.claims_broken),
            )
            if claims
        )
    )


def _fill(fact: Fact, value: Number) -> Fact:
    amount = to_decimal(value)
    return fact._replace(figure=Figure(figure_text(amount), FigureState.NUMBER, amount))


def _write_sums(grounded: GroundedEquation, context: Context) -> Message:
    """Write out both sides of an equation, and whether they are equal."""
    sides = (grounded.cells.left, grounded.cells.right)
    left, right = (total(side, context.facts) or Decimal(0) for side in sides)
    difference = abs(left - right)
    return phrase(
        "sum.fails" if difference else "sum.holds",
        left=equation.write_sum(sides[0], left, context),
        right=equation.write_sum(sides[1], right, context),
        difference=difference,
    )
