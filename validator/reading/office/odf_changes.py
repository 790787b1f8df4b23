"""Tracked changes of an OpenDocument text (OpenDocument 1.3 part 3, 5.5).

What was deleted stands apart from the text. Programs that show deletions may also leave it in
the text, between the marks of the change.
"""

from validator.markup import Element, attribute, child, local_name


class Deletions:
    """Follows the marks of deletions through the text."""

    def __init__(self, root: Element) -> None:
        """Find the deletions whose text is not kept apart."""
        self._inline = frozenset(
            attribute(region, "id") or ""
            for region in root.iter("{*}changed-region")
            if (deletion := child(region, "deletion")) is not None
            and all(local_name(part) == "change-info" for part in deletion)
        )
        self._open: set[str] = set()

    def pass_mark(self, mark: Element) -> None:
        """Pass the start or the end of a change."""
        change = attribute(mark, "change-id") or ""
        if local_name(mark) == "change-end":
            self._open.discard(change)
        elif change in self._inline:
            self._open.add(change)

    @property
    def are_open(self) -> bool:
        """Whether what stands here was deleted."""
        return bool(self._open)
