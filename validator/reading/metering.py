"""What a document has is counted while it is read, and too much of it refused before it costs."""

from validator.reading.options import Bounds, exceeded

# Bytes of a character, in the encoding that takes most (UTF-32).
_MOST_BYTES = 4


class Meter:
    """Counts the text of a document."""

    def __init__(self, bounds: Bounds) -> None:
        """Begin at nothing."""
        self.bounds = bounds
        self.characters = self.lines = self.elements = 0

    def add_text(self, text: str) -> None:
        """Count a text and its lines; raise UserError `exceeds_characters` or `exceeds_lines`."""
        self.add_characters(len(text))
        if text:
            self.add_lines(text.count("\n") + 1)

    def add_characters(self, count: int) -> None:
        """Count characters; raise UserError `exceeds_characters`."""
        self.characters += count
        if self.characters > self.bounds.characters:
            raise exceeded("characters", self.bounds.characters)

    def add_lines(self, count: int) -> None:
        """Count lines; raise UserError `exceeds_lines`."""
        self.lines += count
        if self.lines > self.bounds.lines:
            raise exceeded("lines", self.bounds.lines)

    def add_markup(self, markup: bytes) -> None:
        """Count the elements of a text in XML or HTML that is not yet parsed.

        Raise UserError `exceeds_elements`.
        """
        self.add_elements(markup.count(b"<") - markup.count(b"</"))

    def add_elements(self, count: int) -> None:
        """Count elements, or what is drawn on pages; raise UserError `exceeds_elements`."""
        self.elements += count
        if self.elements > self.bounds.elements:
            raise exceeded("elements", self.bounds.elements)


def require_bounded_text(data: bytes, bounds: Bounds) -> None:
    """Refuse bytes that are too many characters in any encoding; UserError `exceeds_characters`."""
    if len(data) > _MOST_BYTES * bounds.characters:
        raise exceeded("characters", bounds.characters)


def require_bounded_markup(markup: bytes, bounds: Bounds) -> None:
    """Refuse markup that is too large, or has too many elements, to be parsed.

    Raise UserError `exceeds_unpacked` or `exceeds_elements`.
    """
    if len(markup) > bounds.unpacked << 20:
        raise exceeded("unpacked", bounds.unpacked)
    Meter(bounds).add_markup(markup)
