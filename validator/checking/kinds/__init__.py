"""The kinds of rules, one module each, and how a rule of each is checked."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from validator.checking.context import Context, Outcome
from validator.checking.kinds import (
    claim,
    duplicate,
    equation,
    label,
    order,
    pattern,
    present,
    value,
)
from validator.checking.kinds.subjects import Subject
from validator.model.rule import AnyRule, RuleKind


class Kind(NamedTuple):
    """A kind of rules: its check, which yields one outcome per thing looked at, and its subjects.

    `of_tables`: all rules of a kind without subjects apply to bare tables too, as on a data sheet.
    """

    check: Callable[[AnyRule, Context], Iterator[Outcome]]
    subjects: Mapping[str, Subject] = {}
    of_tables: bool = False

    def is_of_tables(self, rule: AnyRule) -> bool:
        """Whether a rule of this kind applies to bare tables."""
        if not self.subjects:
            return self.of_tables
        return self.subjects[rule.demand.subject].of_tables


KINDS: dict[RuleKind, Kind] = {
    "claim": Kind(claim.check, claim.SUBJECTS),
    "duplicate": Kind(duplicate.check),
    "equation": Kind(equation.check, of_tables=True),
    "label": Kind(label.check, label.SUBJECTS),
    "order": Kind(order.check, order.SUBJECTS),
    "pattern": Kind(pattern.check),
    "present": Kind(present.check, present.SUBJECTS),
    "value": Kind(value.check, value.SUBJECTS),
}
