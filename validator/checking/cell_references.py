"""Concept ids of other reports: last year's, and those of the bodies whose figures are summed.

A cell of another report is named by its concept id with a prefix: `previous.`, or `children.0.`
for the first child.
"""

from collections.abc import Iterator

from validator.model.related import RelatedReports
from validator.model.report import Report
from validator.rulebase.expressions import CHILDREN, PREVIOUS

_PARTS = 3


def split_prefix(concept: str) -> tuple[str, str]:
    """Split a concept id into its prefix (empty for the report's own cells) and the rest."""
    parts = concept.split(".")
    rest = ".".join(parts[-_PARTS:])
    return concept[: len(concept) - len(rest)], rest


def strip_prefix(concept: str) -> str:
    """A concept id without its prefix."""
    return split_prefix(concept)[1]


def related_reports(related: RelatedReports) -> Iterator[tuple[str, Report]]:
    """Yield the related reports, each with the prefix of its cells."""
    if related.previous is not None:
        yield PREVIOUS, related.previous
    for number, child in enumerate(related.children):
        yield f"{CHILDREN}{number}.", child
