"""Outputs as the command line asks for them: which, and where each goes."""

import sys
from collections.abc import Sequence

from validator.cli.common import painter, write
from validator.model.errors import UserError
from validator.model.result import Result
from validator.rendering import OUTPUTS, render
from validator.rendering.text import painted


def outputs(forms: Sequence[str], output: str | None) -> list[tuple[str, str | None]]:
    """The outputs asked for with the files that they go to, None for stdout.

    Raises UserError `no_such_format`, `two_on_stdout`, `binary_on_terminal`.
    """
    wanted: list[tuple[str, str | None]] = []
    for text in forms or ("text",):
        name, given, path = text.partition("=")
        if name not in OUTPUTS or (given and not path):
            raise UserError("no_such_format", format=text, known="、".join(OUTPUTS))
        wanted.append((name, path or None))
    plain = [at for at, (_, path) in enumerate(wanted) if path is None]
    if len(plain) > 1:
        raise UserError("two_on_stdout", formats="、".join(wanted[at][0] for at in plain))
    if plain:
        wanted[plain[0]] = (wanted[plain[0]][0], None if output == "-" else output)
        form, out = wanted[plain[0]]
        if out is None and OUTPUTS[form].binary and sys.stdout.isatty():
            raise UserError("binary_on_terminal", format=form)
    return wanted


def written(form: str, path: str | None, result: Result) -> bool:
    """Write one output; whether it is the text on stdout, which tells of refusals itself."""
    if form == "text" and path is None:
        write(painted(result, painter()), None)
        return True
    write(render(form, result), path)
    return False
