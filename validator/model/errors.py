"""Errors that a user can cause and mend."""


class UserError(Exception):
    """Something the user can mend: `key` names the sentence in rules/language, `details` fill it.

    Ends a command with exit code 2, or one document of many with an entry in the result.
    """

    def __init__(self, key: str, /, **details: str) -> None:
        """Keep key and details apart, so that each output can word them in its language."""
        super().__init__(f"{key} {details}")
        self.key = key
        self.details = details
