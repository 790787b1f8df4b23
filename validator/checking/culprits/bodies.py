"""Sums over several bodies that fail although each report is right by itself."""

from collections.abc import Iterator

from validator.checking.culprits.search import Number, Solution
from validator.checking.culprits.system import System
from validator.checking.links import split


def in_one_report(system: System) -> Iterator[Solution]:
    """For each report that takes part, what its cells must be for all sums to hold.

    Which report is wrong the sums do not say: whoever summed, or any of those that are summed.
    That several are wrong at once is not looked for. There is none where a figure would have to
    be less than nothing.
    """
    printed = system.problem.values
    changes: dict[str, dict[str, Number]] = {}
    for one in system.failed:
        sides = ((1, one.instance.left), (-1, one.instance.right))
        signs = {term.name: side * term.sign for side, terms in sides for term in terms}
        gap = sum(sign * printed[cell] for cell, sign in signs.items())
        seen = set()
        for cell, sign in signs.items():
            prefix = split(cell)[0]
            if prefix not in seen:
                # Of a group of rows the first stands for all.
                seen.add(prefix)
                changes.setdefault(prefix, {})[cell] = printed[cell] - sign * gap
    for values in changes.values():
        complete = len(values) == len(system.failed)
        if complete and all(system.problem.allows(cell, v) for cell, v in values.items()):
            yield Solution(values)
