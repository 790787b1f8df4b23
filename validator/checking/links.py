"""Concept ids of other reports: last year's, and those of the bodies whose figures are summed.

A cell of another report is named by its concept id with a prefix: `previous.`, or `children.0.`
for the first child.
"""

from collections.abc import Iterator

from validator.model.linked import Linked
from validator.model.report import Report

# Before the concept id of a cell of last year's report.
PREVIOUS = "previous."
# Before a name in an equation that stands for the sum of that cell over all children.
CHILDREN = "children."

_PARTS = 3


def split(concept: str) -> tuple[str, str]:
    """The prefix of a concept id, empty for the report's own cells, and the rest of it."""
    parts = concept.split(".")
    rest = ".".join(parts[-_PARTS:])
    return concept[: len(concept) - len(rest)], rest


def bare(concept: str) -> str:
    """A concept id without its prefix."""
    return split(concept)[1]


def reports(linked: Linked) -> Iterator[tuple[str, Report]]:
    """The reports that one is checked against, each with the prefix of its cells."""
    if linked.previous is not None:
        yield PREVIOUS, linked.previous
    for number, child in enumerate(linked.children):
        yield f"{CHILDREN}{number}.", child
