"""Usage errors as one sentence in the user's language."""

import os
import re
from collections.abc import Sequence
from difflib import get_close_matches
from itertools import pairwise
from typing import NoReturn

import click

from validator.cli.common import catalogue_for, fail
from validator.model.catalogue import Catalogue
from validator.model.message import Value, listed
from validator.model.text import LANGUAGES

# What click says in its message only: the words that are more than a command takes, and that an
# option takes no value.
_NO_VALUE = "does not take a value."
_EXTRA = re.compile(r"^Got unexpected extra arguments? \((.{0,200})\)$", re.DOTALL)


def explain(error: click.UsageError, arguments: Sequence[str], commands: Sequence[str]) -> NoReturn:
    """Print one sentence on what is wrong with the arguments, and exit with code 2.

    `arguments` give the language; `commands` are the names of all commands. The error that
    shows help if there are no arguments is raised again.
    """
    # Before click 8.2, there is no such error.
    if isinstance(error, getattr(click.exceptions, "NoArgsIsHelpError", ())):
        raise error
    key, details = _diagnose(error, arguments, commands)
    typed = [word for word in arguments[:1] if word in commands]
    command = error.ctx.command_path if error.ctx is not None else " ".join(["nianbao", *typed])
    fail(catalogue_of(arguments), key, command=command, **details)


def _diagnose(
    error: click.UsageError, arguments: Sequence[str], commands: Sequence[str]
) -> tuple[str, dict[str, Value]]:
    """The message key and its values."""
    match error:
        case click.MissingParameter(param=click.Parameter() as missing):
            return "usage_missing", {"name": _name(missing)}
        case click.NoSuchOption(option_name=option):
            near = tuple(error.possibilities or ())
            key = "usage_near" if near else "usage_option"
            return key, {"name": option, "near": listed(near)}
        case click.BadOptionUsage(option_name=option):
            takes_none = error.message.endswith(_NO_VALUE)
            return "usage_no_value" if takes_none else "usage_value", {"name": option}
        case click.BadParameter(param=click.Parameter(type=click.Choice(choices=choices)) as param):
            return "usage_choice", {"name": _name(param), "known": listed(map(str, choices))}
        case click.BadParameter(param=click.Parameter(type=click.IntRange() as bounds) as param):
            most = "" if bounds.max is None else str(bounds.max)
            key = "usage_between" if most else "usage_least"
            return key, {"name": _name(param), "least": str(bounds.min), "most": most}
    unknown = next((word for word in arguments if not word.startswith("-")), "")
    if error.ctx is not None and error.ctx.parent is None and unknown not in commands:
        near = tuple(get_close_matches(unknown, commands, 1) or commands)
        return "usage_command", {"name": unknown, "near": listed(near)}
    extra = _EXTRA.search(error.message)
    return ("usage_extra", {"name": extra[1]}) if extra else ("usage_wrong", {})


def _name(parameter: click.Parameter) -> str:
    """The name of a parameter as the user types it."""
    if isinstance(parameter, click.Option):
        return max(parameter.opts, key=len)
    return parameter.metavar or parameter.name or ""


def catalogue_of(arguments: Sequence[str]) -> Catalogue:
    """The wording in the language set by the arguments or the environment."""
    next_words = dict(pairwise(arguments))
    inline = [word.partition("=")[2] for word in arguments if word.startswith("--lang=")]
    choice = next_words.get("--lang") or (inline or [os.environ.get("NIANBAO_LANG", "")])[-1]
    return catalogue_for(choice if choice in LANGUAGES else LANGUAGES[0])
