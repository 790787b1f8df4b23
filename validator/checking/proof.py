"""Checks of the rules themselves: contradictory or redundant equations, missing examples.

Equations are given to Z3 (the extra `proofs`) over a report that prints every cell, with counts
and amounts not negative. Rules contradict each other if together they force a cell to be zero; a
rule is redundant if the others imply it in every row or column.
"""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from validator.checking.cells import split_prefix
from validator.checking.context import Context
from validator.checking.equations import CellEquation
from validator.model.errors import UserError
from validator.model.finding import Flaw
from validator.model.format import Format
from validator.model.rule import AnyRule
from validator.rulebase.expressions import Term


def find_flaws(rules: Sequence[AnyRule], contexts: Sequence[Context]) -> list[Flaw]:
    """Find the flaws of a set of rules.

    `contexts` holds for each format the context of a report that prints every cell. Raises
    UserError `needs_extra` if Z3 is not installed.
    """
    return list(
        chain(_check_examples(rules), *(_check_equations(rules, context) for context in contexts))
    )


def _check_examples(rules: Sequence[AnyRule]) -> Iterator[Flaw]:
    names: dict[str, str] = {}
    for rule in rules:
        if set(rule.examples) != {"pass", "fail"}:
            yield Flaw("no_cases", (rule.id,))
        if rule.name in names:
            yield Flaw("same_name", (names[rule.name], rule.id), about=rule.name)
        names.setdefault(rule.name, rule.id)


def _check_equations(rules: Sequence[AnyRule], context: Context) -> Iterator[Flaw]:
    z3 = _import_z3()
    equations_by_rule: dict[str, list[CellEquation]] = {}
    for rule in rules:
        if rule.kind == "equation" and context.applies(rule):
            equations = [grounded.cells for grounded in context.equations[rule.id]]
            if not any(split_prefix(c)[0] for equation in equations for c in equation.concepts):
                equations_by_rule[rule.id] = equations
    cells = {
        c: z3.Real(c)
        for equations in equations_by_rule.values()
        for equation in equations
        for c in equation.concepts
    }
    solver = z3.Solver()
    for concept, cell in cells.items():
        if not _may_be_negative(context.official, concept):
            solver.add(cell >= 0)
    for name, equations in equations_by_rule.items():
        for equation in equations:
            solver.add(z3.Implies(z3.Bool(name), _formula(equation, cells)))
    yield from _find_contradictions(z3, solver, equations_by_rule, cells, context)
    for name, equations in equations_by_rule.items():
        others = [z3.Bool(other) for other in equations_by_rule if other != name]
        if equations and all(
            solver.check(z3.Not(_formula(equation, cells)), *others) == z3.unsat
            for equation in equations
        ):
            yield Flaw("redundant", (name,), context.official.id)


def _find_contradictions(
    z3: Any,
    solver: Any,
    equations_by_rule: dict[str, list[CellEquation]],
    cells: dict[str, Any],
    context: Context,
) -> Iterator[Flaw]:
    """Yield, for each set of rules that forces cells to be zero, the first of these cells."""
    seen_cores: set[tuple[str, ...]] = set()
    everything = [z3.Bool(name) for name in equations_by_rule]
    for concept, cell in cells.items():
        if solver.check(cell >= 1, *everything) == z3.unsat:
            core = tuple(sorted(str(p) for p in solver.unsat_core() if str(p) in equations_by_rule))
            if core not in seen_cores:
                seen_cores.add(core)
                yield Flaw("contradiction", core, context.official.id, context.cell_name(concept))


def _formula(equation: CellEquation, cells: dict[str, Any]) -> Any:
    left, right = _sum(equation.left, cells), _sum(equation.right, cells)
    if equation.relation == "=":
        return left == right
    return left >= right if equation.relation == ">=" else left <= right


def _sum(terms: Sequence[Term], cells: dict[str, Any]) -> Any:
    return sum((term.sign * cells[term.name] for term in terms), 0 * next(iter(cells.values())))


def _may_be_negative(official: Format, concept: str) -> bool:
    table, row, column = concept.split(".")
    return official.table(table).kind_of(row, column) == "change"


def _import_z3() -> Any:
    try:
        import z3
    except ImportError:
        raise UserError("needs_extra", extra="proofs") from None
    return z3
