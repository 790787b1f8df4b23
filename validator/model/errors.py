"""Errors that a user can cause and fix."""

from validator.model.message import Message, Value, Values


class UserError(Exception):
    """An error the user can fix: `key` names its message in rules/messages, `details` fill it.

    It ends a command with exit code 2; when many documents are checked, it ends that of one
    document with an error entry in the result.
    """

    def __init__(self, key: str, /, **details: Value) -> None:
        """Keep key and details apart, so that each output can word them in its language."""
        super().__init__(f"{key} {details}")
        self.key = key
        self.details = Values(details)

    @property
    def message(self) -> Message:
        """What is wrong and how to fix it."""
        return Message(f"errors.{self.key}", self.details)
