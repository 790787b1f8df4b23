"""Why a task or a step of a command was given up."""

from validator.model.errors import UserError


def too_long(seconds: int) -> UserError:
    """The refusal of what takes longer than the bound `seconds`."""
    return UserError("exceeds_seconds", most=seconds)


def too_large(memory: int) -> UserError:
    """The refusal of what takes more MiB of memory than the bound `memory`."""
    return UserError("exceeds_memory", most=memory)


def ended(code: int | None) -> UserError:
    """The refusal of what ended its process with an exit code, or a signal (negative)."""
    return UserError("work_ended", code=str(code))
