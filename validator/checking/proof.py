"""The rules about rules: equations that contradict or follow from each other, missing cases.

Equations are put to Z3 (the extra `proofs`) over a report that prints every cell, where counts
and amounts are not negative. Rules contradict each other where they allow a cell nothing but
zero; a rule is redundant where the others imply it in every row or column.
"""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from validator.checking.context import Context
from validator.checking.expressions import Term
from validator.checking.instances import Instance, instances
from validator.checking.links import split
from validator.model.errors import UserError
from validator.model.finding import Flaw
from validator.model.format import Format
from validator.model.rule import Rule


def flaws(rules: Sequence[Rule], contexts: Sequence[Context]) -> list[Flaw]:
    """The flaws of a set of rules.

    `contexts` holds for each format the context of a report that prints every cell. Raises
    UserError `needs_extra` where Z3 is not installed.
    """
    return list(chain(_cases(rules), *(_equations(rules, context) for context in contexts)))


def _cases(rules: Sequence[Rule]) -> Iterator[Flaw]:
    names: dict[str, str] = {}
    for rule in rules:
        if set(rule.examples) != {"pass", "fail"}:
            yield Flaw("no_cases", (rule.id,))
        if rule.name in names:
            yield Flaw("same_name", (names[rule.name], rule.id), about=rule.name)
        names.setdefault(rule.name, rule.id)


def _equations(rules: Sequence[Rule], context: Context) -> Iterator[Flaw]:
    z3 = _solver_library()
    stated: dict[str, list[Instance]] = {}
    for rule in rules:
        if rule.kind == "equation" and context.applies(rule):
            own = list(instances(rule, context))
            if not any(split(c)[0] for one in own for c in one.concepts):
                stated[rule.id] = own
    cells = {c: z3.Real(c) for own in stated.values() for one in own for c in one.concepts}
    solver = z3.Solver()
    for concept, cell in cells.items():
        if not _may_be_negative(context.official, concept):
            solver.add(cell >= 0)
    for name, own in stated.items():
        for one in own:
            solver.add(z3.Implies(z3.Bool(name), _formula(one, cells)))
    yield from _contradictions(z3, solver, stated, cells, context)
    for name, own in stated.items():
        others = [z3.Bool(other) for other in stated if other != name]
        if own and all(
            solver.check(z3.Not(_formula(one, cells)), *others) == z3.unsat for one in own
        ):
            yield Flaw("redundant", (name,), context.official.id)


def _contradictions(
    z3: Any, solver: Any, stated: dict[str, list[Instance]], cells: dict[str, Any], context: Context
) -> Iterator[Flaw]:
    """For each set of rules that leaves cells nothing but zero, the first of these cells."""
    known: set[tuple[str, ...]] = set()
    everything = [z3.Bool(name) for name in stated]
    for concept, cell in cells.items():
        if solver.check(cell >= 1, *everything) == z3.unsat:
            core = tuple(sorted(str(p) for p in solver.unsat_core() if str(p) in stated))
            if core not in known:
                known.add(core)
                yield Flaw("contradiction", core, context.official.id, context.cell_name(concept))


def _formula(one: Instance, cells: dict[str, Any]) -> Any:
    left, right = _sum(one.left, cells), _sum(one.right, cells)
    if one.relation == "=":
        return left == right
    return left >= right if one.relation == ">=" else left <= right


def _sum(terms: Sequence[Term], cells: dict[str, Any]) -> Any:
    return sum((term.sign * cells[term.name] for term in terms), 0 * next(iter(cells.values())))


def _may_be_negative(official: Format, concept: str) -> bool:
    table, row, column = concept.split(".")
    return official.table(table).kind_of(row, column) == "change"


def _solver_library() -> Any:
    try:
        import z3
    except ImportError:
        raise UserError("needs_extra", extra="proofs") from None
    return z3
