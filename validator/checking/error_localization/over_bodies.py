"""Failed sums over several bodies whose reports are each consistent."""

from collections.abc import Iterator

from validator.checking.cells import split_prefix
from validator.checking.error_localization.search import Number, Solution
from validator.checking.error_localization.system import System


def fixes_in_one_report(system: System) -> Iterator[Solution]:
    """Yield, for each report involved, values of its cells that make all sums hold.

    The sums do not tell which report is wrong: the one that sums or any of those summed. Errors in
    several reports at once are not searched for. A report is skipped if a figure would have an
    impossible value, such as a negative count.
    """
    printed = system.problem.values
    changes: dict[str, dict[str, Number]] = {}
    for grounded in system.failed:
        sides = ((1, grounded.cells.left), (-1, grounded.cells.right))
        signs = {term.name: side * term.sign for side, terms in sides for term in terms}
        gap = sum(sign * printed[cell] for cell, sign in signs.items())
        seen = set()
        for cell, sign in signs.items():
            prefix = split_prefix(cell)[0]
            if prefix not in seen:
                # The first row of a group stands for the whole group.
                seen.add(prefix)
                changes.setdefault(prefix, {})[cell] = printed[cell] - sign * gap
    for values in changes.values():
        complete = len(values) == len(system.failed)
        if complete and all(system.problem.allows(cell, v) for cell, v in values.items()):
            yield Solution(values)
