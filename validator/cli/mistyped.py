"""What is mistyped on the command line, as one sentence in the user's language."""

import os
from collections.abc import Sequence
from difflib import get_close_matches
from itertools import pairwise
from typing import NoReturn

import click

from validator.cli.common import fail, words
from validator.model.text import LANGUAGES


def tell(error: click.UsageError, arguments: Sequence[str], commands: Sequence[str]) -> NoReturn:
    """Say in one sentence what is wrong with the arguments, and leave with exit code 2.

    `arguments` are looked at for the language that is asked for, `commands` are those there are.
    Help that is shown for want of arguments is raised again.
    """
    # Before click 8.2 such help was no error.
    if isinstance(error, getattr(click.exceptions, "NoArgsIsHelpError", ())):
        raise error
    key, details = _told(error, arguments, commands)
    command = error.ctx.command_path if error.ctx is not None else "nianbao"
    fail(words(_language(arguments)), key, command=command, **details)


def _told(
    error: click.UsageError, arguments: Sequence[str], commands: Sequence[str]
) -> tuple[str, dict[str, str]]:
    """The key of the sentence and what fills it."""
    match error:
        case click.MissingParameter(param=click.Parameter() as missing):
            return "usage_missing", {"name": _name(missing)}
        case click.NoSuchOption(option_name=option):
            near = "、".join(error.possibilities or ())
            return ("usage_near" if near else "usage_option"), {"name": option, "near": near}
        case click.BadOptionUsage(option_name=option):
            return "usage_value", {"name": option}
        case click.BadParameter(param=click.Parameter(type=click.Choice(choices=choices)) as param):
            return "usage_choice", {"name": _name(param), "known": "、".join(map(str, choices))}
        case click.BadParameter(param=click.Parameter(type=click.IntRange() as bounds) as param):
            most = "" if bounds.max is None else str(bounds.max)
            key = "usage_between" if most else "usage_least"
            return key, {"name": _name(param), "least": str(bounds.min), "most": most}
    unknown = next((word for word in arguments if not word.startswith("-")), "")
    if error.ctx is not None and error.ctx.parent is None and unknown not in commands:
        near = "、".join(get_close_matches(unknown, commands, 1) or commands)
        return "usage_command", {"name": unknown, "near": near}
    return "usage_wrong", {"problem": error.format_message()}


def _name(parameter: click.Parameter) -> str:
    """How a user writes a parameter."""
    if isinstance(parameter, click.Option):
        return max(parameter.opts, key=len)
    return parameter.metavar or parameter.name or ""


def _language(arguments: Sequence[str]) -> str:
    """The language that arguments ask for, or else the environment does."""
    words_after = dict(pairwise(arguments))
    asked = [word.partition("=")[2] for word in arguments if word.startswith("--lang=")]
    wanted = words_after.get("--lang") or (asked or [os.environ.get("NIANBAO_LANG", "")])[-1]
    return wanted if wanted in LANGUAGES else LANGUAGES[0]
